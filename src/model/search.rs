//! Searching where a guess is close.

/// How many items, which come first, something holds for: as `partition_point`, but in constant time if that is `guess` or
/// differs from it by 1.
#[inline]
pub fn partition_point_near<T>(items: &[T], guess: usize, holds: impl Fn(&T) -> bool) -> usize {
    let ends_at = |place: usize| {
        items.get(place).is_none_or(|item| !holds(item)) && items[..place].last().is_none_or(&holds)
    };
    let guess = guess.min(items.len());
    if ends_at(guess) {
        return guess;
    }
    let neighbours = [(guess + 1).min(items.len()), guess.saturating_sub(1)];
    neighbours.into_iter().find(|&place| ends_at(place)).unwrap_or_else(|| items.partition_point(&holds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_changes_nothing() {
        for length in 0..8 {
            let items: Vec<usize> = (0..length).collect();
            for (first, guess) in (0..=9).flat_map(|first| [0, 1, 2, 3, 5, 7, 8, usize::MAX].map(|guess| (first, guess))) {
                assert_eq!(partition_point_near(&items, guess, |&item| item < first), first.min(length), "{guess}");
            }
        }
    }
}
