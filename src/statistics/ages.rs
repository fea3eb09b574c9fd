//! The ages at which the share answered is reported.

use crate::model::Days;

/// Most steps of the even part.
const MOST_STEPS: f64 = 200.0;

/// Smallest age above 0: a ten-thousandth of a day, about nine seconds.
const SMALLEST: i32 = -4;

/// Ages from 0 to `longest` (greater than 0), increasing: every 1, 2, 3, 5 and 7 times a power of ten days from 0.0001
/// on, then even steps of 1, 2 or 5 times a power of ten, of which at most 200 reach `longest`, and `longest` itself.
/// So answers within minutes are seen as well as those after months, and all variants share the ages.
pub fn ages(longest: Days) -> Vec<Days> {
    let step = step(longest);
    let mut ages = vec![0.0];
    'fine: for power in SMALLEST.. {
        for digit in [1, 2, 3, 5, 7] {
            let age = decimal(digit, power);
            if age >= step || age >= longest {
                break 'fine;
            }
            ages.push(age);
        }
    }
    let whole = (longest / step * (1.0 - 1e-12)).floor() as u32;
    ages.extend((1..=whole).map(|number| round(f64::from(number) * step)));
    ages.push(longest);
    ages
}

/// The smallest 1, 2 or 5 times a power of ten that goes into `longest` at most so many times.
fn step(longest: Days) -> Days {
    let candidates = (SMALLEST..).flat_map(|power| [1, 2, 5].map(|digit| decimal(digit, power)));
    candidates.into_iter().find(|step| longest / step <= MOST_STEPS).unwrap_or(longest)
}

/// The number nearest to `digit`·10^`power`.
fn decimal(digit: u32, power: i32) -> f64 {
    let ten = (0..power.abs()).fold(1.0, |ten, _| ten * 10.0);
    if power < 0 { f64::from(digit) / ten } else { f64::from(digit) * ten }
}

/// Without the last bits that a multiple of a decimal step picks up.
fn round(age: Days) -> Days {
    (age * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_increase_to_the_longest_and_are_few() {
        for longest in [1e-5, 0.0001, 0.04, 1.0, 10.0, 365.0, 627.5, 20_000.0, 365_000.0] {
            let ages = ages(longest);
            assert!(ages.is_sorted_by(|a, b| a < b), "{longest}: {ages:?}");
            assert_eq!((ages[0], *ages.last().unwrap()), (0.0, longest));
            assert!(ages.len() <= 250, "{longest}: {}", ages.len());
        }
    }

    #[test]
    fn steps_are_readable() {
        let ages = ages(365.0);
        assert_eq!(ages[1..7], [0.0001, 0.0002, 0.0003, 0.0005, 0.0007, 0.001]);
        assert!(ages.contains(&1.0) && ages.contains(&14.0) && ages.contains(&364.0));
    }
}
