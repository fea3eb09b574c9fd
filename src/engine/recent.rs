//! A sequence of which only the latest things are needed.

use std::ops::Index;

/// So many things that are over are forgotten together.
const FORGOTTEN_TOGETHER: usize = 64;

/// Things that come one after another and are over in the same order. Each keeps the number that it came under.
#[derive(Debug)]
pub struct Recent<T> {
    things: Vec<T>,
    forgotten: usize,
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self { things: Vec::with_capacity(FORGOTTEN_TOGETHER), forgotten: 0 }
    }
}

impl<T> Recent<T> {
    /// How many have come.
    #[inline]
    pub fn len(&self) -> usize {
        self.forgotten + self.things.len()
    }

    /// Another one comes.
    #[inline]
    pub fn push(&mut self, thing: T) {
        self.things.push(thing);
    }

    /// The one that came under a number, if it has come and is not forgotten.
    #[inline]
    pub fn get(&self, number: usize) -> Option<&T> {
        self.things.get(number.checked_sub(self.forgotten)?)
    }

    /// Those from a number on, of which none is forgotten.
    #[inline]
    pub fn since(&self, number: usize) -> &[T] {
        &self.things[number - self.forgotten..]
    }

    /// The same, to change them.
    #[inline]
    pub fn since_mut(&mut self, number: usize) -> &mut [T] {
        &mut self.things[number - self.forgotten..]
    }

    /// The number of the first of which something is not true that is true of all before it, those forgotten too.
    #[inline]
    pub fn partition_point(&self, is_before: impl FnMut(&T) -> bool) -> usize {
        self.forgotten + self.things.partition_point(is_before)
    }

    /// Those before a number are over. True if they are forgotten now.
    #[inline]
    pub fn forget(&mut self, before: usize) -> bool {
        let over = before.saturating_sub(self.forgotten);
        let are_many = over >= FORGOTTEN_TOGETHER && over > self.things.len() / 2;
        if are_many {
            self.things.drain(..over);
            self.forgotten = before;
        }
        are_many
    }
}

impl<T> Index<usize> for Recent<T> {
    type Output = T;

    /// The one that came under a number.
    #[inline]
    fn index(&self, number: usize) -> &T {
        &self.things[number - self.forgotten]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_keep_their_numbers_and_only_some_are_kept() {
        let mut squares = Recent::default();
        for number in 0..10_000_usize {
            squares.push(number * number);
            squares.forget(number.saturating_sub(9));
            assert_eq!(squares.len(), number + 1);
            assert_eq!(
                [squares[number], squares[number.saturating_sub(9)]],
                [number, number.saturating_sub(9)].map(|n| n * n)
            );
            assert_eq!(squares.partition_point(|&square| square < number * number), number);
        }
        assert!(squares.things.len() < 2 * FORGOTTEN_TOGETHER + 20);
        assert_eq!(squares.get(9_990), Some(&(9_990 * 9_990)));
        assert_eq!(squares.get(9_000), None);
        assert_eq!(squares.get(10_000), None);
        squares.since_mut(9_998).fill(0);
        assert_eq!(squares.since(9_997), [9_997 * 9_997, 0, 0]);
    }
}
