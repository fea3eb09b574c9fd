//! Lines of requests in order of coming, which any of them may leave.

use super::{request::NOBODY, requests::Requests};

/// Where a request stands in a line.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    before: u32,
    pub(super) after: u32,
}

/// A line. Who stands where is told by the requests, so that coming and leaving cost O(1).
#[derive(Debug, Clone, Copy)]
pub struct Line {
    first: u32,
    last: u32,
}

/// Which place of each request a line goes by.
pub trait Place {
    /// The place.
    fn of(requests: &mut Requests, slot: u32) -> &mut Link;
}

impl Default for Link {
    fn default() -> Self {
        Self { before: NOBODY, after: NOBODY }
    }
}

impl Default for Line {
    fn default() -> Self {
        Self { first: NOBODY, last: NOBODY }
    }
}

impl Line {
    /// The first in line.
    #[inline]
    pub fn first(&self) -> Option<u32> {
        (self.first != NOBODY).then_some(self.first)
    }

    /// The last in line.
    #[inline]
    pub fn last(&self) -> Option<u32> {
        (self.last != NOBODY).then_some(self.last)
    }

    /// A request comes. True if nobody else is there.
    #[inline]
    pub fn join<P: Place>(&mut self, slot: u32, requests: &mut Requests) -> bool {
        let before = std::mem::replace(&mut self.last, slot);
        *P::of(requests, slot) = Link { before, after: NOBODY };
        let is_first = before == NOBODY;
        if is_first {
            self.first = slot;
        } else {
            P::of(requests, before).after = slot;
        }
        is_first
    }

    /// A request leaves. True if it was the first.
    #[inline]
    pub fn leave<P: Place>(&mut self, slot: u32, requests: &mut Requests) -> bool {
        let Link { before, after } = *P::of(requests, slot);
        if after == NOBODY {
            self.last = before;
        } else {
            P::of(requests, after).before = before;
        }
        let was_first = before == NOBODY;
        if was_first {
            self.first = after;
        } else {
            P::of(requests, before).after = after;
        }
        was_first
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{
        request::Request,
        requests::{InClass, Needs},
        stream::Key,
    };

    #[test]
    fn whoever_leaves_the_others_keep_their_order() {
        let mut requests =
            Requests::new(Needs { journeys: false, signatures: false, lines_of_classes: false, details: false });
        let mut line = Line::default();
        let key = Key::of_replication(1, 1);
        let slots: Vec<u32> = (0..5)
            .map(|number| {
                let request = Request::new(key, (0, 0), f64::from(number), number);
                let slot = requests.insert(request, 0.0, || unreachable!("no details are asked for"));
                assert_eq!(line.join::<InClass>(slot, &mut requests), number == 0);
                slot
            })
            .collect();
        // From the middle, the end and the beginning.
        assert!(!line.leave::<InClass>(slots[2], &mut requests));
        assert!(!line.leave::<InClass>(slots[4], &mut requests));
        assert!(line.leave::<InClass>(slots[0], &mut requests));
        assert_eq!(line.first(), Some(slots[1]));
        assert!(!line.join::<InClass>(slots[2], &mut requests));
        assert!(line.leave::<InClass>(slots[1], &mut requests));
        assert!(line.leave::<InClass>(slots[3], &mut requests));
        assert_eq!([line.first(), line.last()], [Some(slots[2]); 2]);
        assert!(line.leave::<InClass>(slots[2], &mut requests));
        assert_eq!([line.first(), line.last()], [None; 2]);
        assert!(line.join::<InClass>(slots[0], &mut requests));
    }
}
