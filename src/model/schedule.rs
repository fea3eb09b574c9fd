//! Values that change at given moments.

use super::Days;

/// A right-continuous step function of time: `first` until the first change, then each change's value
/// from its moment on. Contains at least one value; changes are strictly increasing in time.
#[derive(Debug, Clone, PartialEq)]
pub struct Steps<T> {
    first: T,
    changes: Vec<(Days, T)>,
}

impl<T: Copy> Steps<T> {
    /// A value that never changes.
    pub fn constant(value: T) -> Self {
        Self { first: value, changes: Vec::new() }
    }

    /// A value that holds until the first of `changes`, which must strictly increase in time.
    ///
    /// Errs with the index of the first change that is not later than the one before it.
    pub fn new(first: T, changes: Vec<(Days, T)>) -> Result<Self, usize> {
        match changes.windows(2).position(|pair| pair[1].0 <= pair[0].0) {
            Some(index) => Err(index + 1),
            None => Ok(Self { first, changes }),
        }
    }

    /// The value in force at `time`.
    pub fn at(&self, time: Days) -> T {
        let passed = self.changes.partition_point(|change| change.0 <= time);
        if passed == 0 { self.first } else { self.changes[passed - 1].1 }
    }

    /// The changes, in time order.
    pub fn changes(&self) -> &[(Days, T)] {
        &self.changes
    }
}

/// A whole number that follows a straight line from `from` at the moment `at` to `to` at `until`: at every moment the
/// number nearest to the line, so that it moves by one at a time, at moments known beforehand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ramp {
    /// The number before.
    pub from: u32,
    /// The number that is reached.
    pub to: u32,
    /// Where the line begins.
    pub at: Days,
    /// Where it ends; after `at`.
    pub until: Days,
}

impl Ramp {
    /// How often the number moves by one.
    pub fn steps(&self) -> u32 {
        self.from.abs_diff(self.to)
    }

    /// The moment of a step, from 1 to [`Ramp::steps`]: where the line is halfway between two whole numbers. That of
    /// step 0 is the ramp's beginning.
    pub fn moment(&self, step: u32) -> Days {
        if step == 0 {
            return self.at;
        }
        self.at + (self.until - self.at) * (f64::from(step) - 0.5) / f64::from(self.steps())
    }

    /// The number after so many steps.
    pub fn value(&self, step: u32) -> u32 {
        if self.to > self.from { self.from + step } else { self.from - step }
    }

    /// How many steps lie at or before a moment.
    pub fn passed(&self, moment: Days) -> u32 {
        // The moments of steps never decrease, though steps of a steep ramp may share one.
        let (mut passed, mut beyond) = (0, self.steps());
        while passed < beyond {
            let middle = passed + (beyond - passed).div_ceil(2);
            if self.moment(middle) <= moment {
                passed = middle;
            } else {
                beyond = middle - 1;
            }
        }
        passed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_is_the_rounded_straight_line() {
        let rise = Ramp { from: 2, to: 5, at: 10.0, until: 16.0 };
        assert_eq!(
            [0, 1, 2, 3].map(|step| (rise.moment(step), rise.value(step))),
            [(10.0, 2), (11.0, 3), (13.0, 4), (15.0, 5)]
        );
        assert_eq!([0.0, 10.99, 11.0, 14.0, 15.0, 99.0].map(|moment| rise.passed(moment)), [0, 0, 1, 2, 3, 3]);
        let fall = Ramp { from: 5, to: 3, at: 0.0, until: 2.0 };
        assert_eq!([1, 2].map(|step| (fall.moment(step), fall.value(step))), [(0.5, 4), (1.5, 3)]);
        assert_eq!(Ramp { from: 4, to: 4, ..rise }.passed(20.0), 0);
        let long = Ramp { from: 5_000, to: 1_000_000, at: -3.0, until: 400.0 };
        for step in [1, 77, 500_000, 995_000] {
            assert_eq!(long.passed(long.moment(step)), step);
        }
    }

    #[test]
    fn holds_from_its_moment_until_the_next() {
        let steps = Steps::new(3, vec![(10.0, 5), (20.0, 0)]).unwrap();
        assert_eq!([steps.at(-1.0), steps.at(9.99), steps.at(10.0), steps.at(19.0), steps.at(20.0)], [3, 3, 5, 5, 0]);
    }

    #[test]
    fn names_the_change_that_is_out_of_order() {
        assert_eq!(Steps::new(0, vec![(1.0, 1), (2.0, 2), (2.0, 3)]), Err(2));
    }
}
