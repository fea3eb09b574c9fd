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

#[cfg(test)]
mod tests {
    use super::*;

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
