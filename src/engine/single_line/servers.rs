//! The servers: who serves whom, and from when to when.
//!
//! The recursion of Kiefer and Wolfowitz (1955), and for one server Lindley's (1952): he who is free first serves the
//! next request, and all that has to be known of servers is from when on each is free. In order of time, that is a list
//! out of which the first moment goes, and into which another comes. It is done without branches: with many servers
//! nothing foretells where.

use crate::{
    engine::oldest::{earlier, later},
    model::Days,
};

/// As many moments as this fit into registers.
const FEW: usize = 8;

/// Servers, each taking one request at a time, in order of coming.
pub struct Servers {
    /// From when on each is free, in order of time; behind them places of servers that there are not, at infinity.
    free: Vec<Days>,
    number: usize,
}

impl Servers {
    /// So many servers, free from the beginning of time.
    pub fn new(number: usize) -> Self {
        let mut free = vec![f64::NEG_INFINITY; number];
        free.resize(number.max(1).next_power_of_two(), f64::INFINITY);
        Self { free, number }
    }

    /// How many there are.
    pub fn number(&self) -> usize {
        self.number
    }

    /// From when on each is free, in order of time.
    pub fn free(&self) -> &[Days] {
        &self.free[..self.number]
    }

    /// From when on those are free who are not by a moment.
    pub fn free_after(&self, moment: Days) -> &[Days] {
        let free = self.free();
        &free[free.partition_point(|&free| free <= moment)..]
    }

    /// Serves the first of the requests that came at the moments `since`, as many as start by a moment and `freed` has
    /// room for. What stood in `then` is the work of each, and what stands there in the end is when its service ends;
    /// in `freed` stands from when on its server was free. Returns how many.
    pub fn serve(&mut self, since: &[Days], then: &mut [Days], freed: &mut [Days], until: Days) -> usize {
        let serve = match self.free.len() {
            1 => serve::<1>,
            2 => serve::<2>,
            4 => serve::<4>,
            8 => serve::<8>,
            16 => serve::<16>,
            32 => serve::<32>,
            64 => serve::<64>,
            128 => serve::<128>,
            _ => serve::<256>,
        };
        serve(&mut self.free, since, then, freed, until)
    }
}

/// The same for a number of servers that the compiler knows.
fn serve<const SERVERS: usize>(
    servers: &mut [Days],
    since: &[Days],
    then: &mut [Days],
    freed: &mut [Days],
    until: Days,
) -> usize {
    let Some(free) = servers.first_chunk_mut::<SERVERS>() else { return 0 };
    if SERVERS > FEW {
        return serve_by(free, since, then, freed, until);
    }
    let mut copy = *free;
    let started = serve_by(&mut copy, since, then, freed, until);
    *free = copy;
    started
}

#[inline(always)]
fn serve_by<const SERVERS: usize>(
    free: &mut [Days; SERVERS],
    since: &[Days],
    then: &mut [Days],
    freed: &mut [Days],
    until: Days,
) -> usize {
    let mut started = 0;
    for ((&since, then), freed) in since.iter().zip(then).zip(freed) {
        let start = later(since, free[0]);
        if start > until {
            break;
        }
        let end = start + *then;
        *freed = free[0];
        *then = end;
        // Those before the end move up, and those after it stay.
        for place in 0..SERVERS - 1 {
            free[place] = later(free[place], earlier(end, free[place + 1]));
        }
        free[SERVERS - 1] = later(free[SERVERS - 1], end);
        started += 1;
    }
    started
}
