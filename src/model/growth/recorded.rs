//! Recorded growth curves.

use crate::model::Days;

/// Shares of the potential at some ages, and straight lines between them, from share 0 at age 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    points: Vec<(Days, f64)>,
}

impl Recorded {
    /// By points (age, share). Ages increase, from 0 or above; shares never decrease, and the last is 1. Else the
    /// index of the first point that is wrong, and what was expected of its age or share.
    pub fn new(points: Vec<(Days, f64)>) -> Result<Self, Flaw> {
        let mut last: Option<(Days, f64)> = None;
        for (index, &(age, share)) in points.iter().enumerate() {
            if !(age >= 0.0 && last.is_none_or(|last| age > last.0)) {
                return Err(Flaw::Age(index));
            }
            if !(share <= 1.0 && share >= last.map_or(0.0, |last| last.1)) {
                return Err(Flaw::Share(index));
            }
            last = Some((age, share));
        }
        match last {
            Some((_, 1.0)) => Ok(Self { points }),
            _ => Err(Flaw::Incomplete),
        }
    }

    /// Share of the potential gathered by `age`.
    pub fn share(&self, age: Days) -> f64 {
        let next = self.points.partition_point(|point| point.0 <= age);
        let Some(&(age_after, share_after)) = self.points.get(next) else { return 1.0 };
        let (age_before, share_before) = self.before(next);
        share_before + (share_after - share_before) * ((age - age_before) / (age_after - age_before))
    }

    /// The smallest age at which the share is reached, for shares up to 1.
    pub fn age(&self, share: f64) -> Days {
        let reached = self.points.partition_point(|point| point.1 < share);
        let Some(&(age_after, share_after)) = self.points.get(reached) else { return f64::INFINITY };
        let (age_before, share_before) = self.before(reached);
        if share_after <= share_before {
            return age_after;
        }
        age_before + (age_after - age_before) * ((share - share_before) / (share_after - share_before))
    }

    /// The point before the one with this index.
    fn before(&self, index: usize) -> (Days, f64) {
        if index == 0 { (0.0, 0.0) } else { self.points[index - 1] }
    }
}

/// Why points do not make a growth curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// The age of the point with this index is not above the one before, or below 0.
    Age(usize),
    /// The share of the point with this index is below the one before, or not within [0, 1].
    Share(usize),
    /// The last share is not 1, or there is no point.
    Incomplete,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_run_between_the_points() {
        let curve = Recorded::new(vec![(2.0, 0.5), (4.0, 0.5), (10.0, 0.8), (20.0, 1.0)]).unwrap();
        assert_eq!([0.0, 1.0, 3.0, 7.0, 15.0, 99.0].map(|age| curve.share(age)), [0.0, 0.25, 0.5, 0.65, 0.9, 1.0]);
        assert_eq!([0.0, 0.25, 0.5, 0.65, 1.0].map(|share| curve.age(share)), [0.0, 1.0, 2.0, 7.0, 20.0]);
    }

    #[test]
    fn a_first_point_at_age_0_is_gathered_at_once() {
        let curve = Recorded::new(vec![(0.0, 0.25), (1.0, 1.0)]).unwrap();
        assert_eq!((curve.share(0.0), curve.age(0.1), curve.age(0.625)), (0.25, 0.0, 0.5));
    }

    #[test]
    fn points_must_grow_to_1() {
        assert_eq!(Recorded::new(vec![]).unwrap_err(), Flaw::Incomplete);
        assert_eq!(Recorded::new(vec![(1.0, 0.99)]).unwrap_err(), Flaw::Incomplete);
        assert_eq!(Recorded::new(vec![(1.0, 0.5), (1.0, 1.0)]).unwrap_err(), Flaw::Age(1));
        assert_eq!(Recorded::new(vec![(1.0, 0.5), (2.0, 0.4)]).unwrap_err(), Flaw::Share(1));
        assert_eq!(Recorded::new(vec![(-1.0, 0.5)]).unwrap_err(), Flaw::Age(0));
        assert_eq!(Recorded::new(vec![(1.0, f64::NAN)]).unwrap_err(), Flaw::Share(0));
    }
}
