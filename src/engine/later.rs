//! The events of later periods.

use super::events::Scheduled;
use crate::model::Days;

/// Events of a sheet.
const ROWS: usize = 16;

/// No sheet.
const NONE: u32 = u32::MAX;

/// Events by period, in order of scheduling. They stand on sheets of one size, which one period takes over from another:
/// so they need hardly more room than they have themselves, however many there are.
pub struct Later {
    piles: Vec<Pile>,
    sheets: Vec<Sheet>,
    /// A free sheet, which tells of the next; [`NONE`] if there is none.
    free: u32,
    /// Events of all periods.
    number: usize,
}

/// The sheets of a period.
#[derive(Debug, Clone, Copy)]
struct Pile {
    /// [`NONE`] if it has none.
    first: u32,
    last: u32,
    /// Free rows of the last one.
    room: u32,
}

#[derive(Debug, Clone, Copy)]
struct Sheet {
    rows: [Scheduled; ROWS],
    /// The next one of the same period.
    next: u32,
}

const EMPTY: Pile = Pile { first: NONE, last: NONE, room: 0 };

impl Later {
    /// No events, of so many periods.
    pub fn new(periods: usize) -> Self {
        Self { piles: vec![EMPTY; periods], sheets: Vec::new(), free: NONE, number: 0 }
    }

    /// How many periods there are.
    #[inline]
    pub fn periods(&self) -> usize {
        self.piles.len()
    }

    /// Whether no period has events.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.number == 0
    }

    /// Puts an event down, if it is one that comes: that is foretold too badly to branch on it.
    #[inline]
    pub fn put(&mut self, period: usize, event: Scheduled, comes: bool) {
        if self.piles[period].room == 0 {
            self.add_sheet(period, event);
        }
        let Pile { last, room, .. } = &mut self.piles[period];
        self.sheets[*last as usize].rows[ROWS - *room as usize] = event;
        *room -= u32::from(comes);
        self.number += usize::from(comes);
    }

    /// A period has one more sheet, with an event on it or more, whatever they are.
    #[inline(never)]
    fn add_sheet(&mut self, period: usize, event: Scheduled) {
        let number = match self.sheets.get_mut(self.free as usize) {
            Some(sheet) => std::mem::replace(&mut self.free, std::mem::replace(&mut sheet.next, NONE)),
            None => {
                self.sheets.push(Sheet { rows: [event; ROWS], next: NONE });
                self.sheets.len() as u32 - 1
            }
        };
        let pile = &mut self.piles[period];
        match self.sheets.get_mut(pile.last as usize) {
            Some(last) => last.next = number,
            None => pile.first = number,
        }
        (pile.last, pile.room) = (number, ROWS as u32);
    }

    /// The first period from one on that may have events.
    pub fn first(&self, from: usize) -> usize {
        from + self.piles[from..].iter().take_while(|pile| pile.first == NONE).count()
    }

    /// Takes the events of a period.
    pub fn take(&mut self, period: usize, mut to: impl FnMut(Scheduled)) {
        let pile = std::mem::replace(&mut self.piles[period], EMPTY);
        self.clear(pile, |_, event| to(event));
    }

    /// Divides each period into two.
    #[cold]
    pub fn halve_periods(&mut self, period_of: impl Fn(Days) -> usize) {
        let halves = vec![EMPTY; 2 * self.piles.len()];
        for pile in std::mem::replace(&mut self.piles, halves) {
            self.clear(pile, |later, event| later.put(period_of(event.at), event, true));
        }
    }

    /// Frees the sheets of what was a period's.
    fn clear(&mut self, pile: Pile, mut to: impl FnMut(&mut Self, Scheduled)) {
        let mut number = pile.first;
        while number != NONE {
            let Sheet { rows, next } = self.sheets[number as usize];
            self.sheets[number as usize].next = std::mem::replace(&mut self.free, number);
            let filled = if number == pile.last { ROWS - pile.room as usize } else { ROWS };
            self.number -= filled;
            rows[..filled].iter().for_each(|&event| to(self, event));
            number = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::events::Event;

    fn scheduled(number: u32) -> Scheduled {
        Scheduled { at: f64::from(number), event: Event::Opening { desk: number } }
    }

    fn taken(later: &mut Later, period: usize) -> Vec<Days> {
        let mut moments = Vec::new();
        later.take(period, |event| moments.push(event.at));
        moments
    }

    #[test]
    fn events_of_a_period_keep_their_order_whatever_comes_of_the_others() {
        let mut later = Later::new(3);
        for number in 0..100 {
            // One in five comes to nothing.
            later.put(number as usize % 2, scheduled(number), number % 5 > 0);
        }
        assert_eq!(later.first(0), 0);
        let of_period = |period: u32| (0..100).filter(move |n| n % 2 == period && n % 5 > 0).map(f64::from);
        assert_eq!(taken(&mut later, 0), of_period(0).collect::<Vec<_>>());
        assert_eq!(later.first(0), 1);
        // On sheets that the first one has left.
        (200..240).for_each(|number| later.put(2, scheduled(number), true));
        let sheets = later.sheets.len();
        later.halve_periods(|at| if at < 50.0 { 2 } else { 3 + usize::from(at > 220.0) });
        assert!(later.sheets.len() <= sheets + 2);
        assert_eq!(taken(&mut later, 2), of_period(1).filter(|&at| at < 50.0).collect::<Vec<_>>());
        let rest = of_period(1).filter(|&at| at > 50.0).chain((200..221).map(f64::from));
        assert_eq!(taken(&mut later, 3), rest.collect::<Vec<_>>());
        assert!(!later.is_empty());
        assert_eq!(taken(&mut later, 4), (221..240).map(f64::from).collect::<Vec<_>>());
        assert!(later.is_empty());
        assert_eq!((later.first(0), later.periods()), (6, 6));
    }
}
