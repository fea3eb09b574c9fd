//! What the engine is measured against: the same models, each written by hand in a few lines, which know nothing but
//! their one model and record nothing but two sums. They draw from the engine's generator by the engine's samplers.

use saule::{
    engine::stream::{Key, Purpose, Stream},
    model::{
        Days, PerDay,
        distribution::{Exponential, Gamma},
    },
};

use super::{
    Turn, Work,
    models::{answering, potential},
};

pub fn works() -> Vec<Work> {
    vec![
        Work {
            name: "petitions, a year (tight loop)",
            unit: "petition",
            beside: None,
            counted: true,
            prepare: || turn(|stream| petitions(365.0, stream).created),
        },
        Work {
            name: "M/M/1 (Lindley)",
            unit: "customer",
            beside: None,
            counted: true,
            prepare: || turn(|stream| lindley(0.9, 11_111.0, stream).served),
        },
        Work {
            name: "M/M/5 (Kiefer-Wolfowitz)",
            unit: "customer",
            beside: None,
            counted: true,
            prepare: || turn(|stream| kiefer_wolfowitz::<5>(4.5, 2_222.0, stream).served),
        },
    ]
}

/// Customers served and the sum of their waiting times.
#[derive(Debug, Default)]
pub struct Served {
    pub served: u64,
    pub waited: Days,
}

/// What became of petitions.
#[derive(Debug, Default)]
pub struct Petitions {
    pub created: u64,
    pub crossed: u64,
    /// Those taken up by the desk before the horizon.
    pub started: u64,
    pub waited: Days,
}

/// M/M/1 with mean service time 1 (Lindley 1952): a customer waits as long as the one before did and was served for,
/// less the time between them.
pub fn lindley(rate: PerDay, horizon: Days, stream: &mut Stream) -> Served {
    let (gaps, services) = (exponential(1.0 / rate), exponential(1.0));
    let mut sums = Served::default();
    let (mut now, mut wait) = (gaps.sample(stream), 0.0);
    while now <= horizon {
        sums.served += 1;
        sums.waited += wait;
        let gap = gaps.sample(stream);
        wait = f64::max(wait + services.sample(stream) - gap, 0.0);
        now += gap;
    }
    sums
}

/// M/M/c with mean service time 1 (Kiefer and Wolfowitz 1955): the moments at which servers become free, in order.
pub fn kiefer_wolfowitz<const SERVERS: usize>(rate: PerDay, horizon: Days, stream: &mut Stream) -> Served {
    let (gaps, services) = (exponential(1.0 / rate), exponential(1.0));
    let mut sums = Served::default();
    let mut servers = Servers([0.0; SERVERS]);
    let mut now = gaps.sample(stream);
    while now <= horizon {
        let start = servers.serve(now, services.sample(stream));
        sums.served += 1;
        sums.waited += start - now;
        now += gaps.sample(stream);
    }
    sums
}

/// Petitions at 20 a day that need 5,000 signatures within 30 days and go to a desk of 3. Their signatures are looked
/// at only where the potential can reach the threshold; those that cross are sorted, and served in that order.
pub fn petitions(horizon: Days, stream: &mut Stream) -> Petitions {
    const THRESHOLD: f64 = 5_000.0;
    const WINDOW: Days = 30.0;
    const TIME_CONSTANT: Days = 5.0;
    let (gaps, potentials, services) = (exponential(0.05), potential(), answering());
    let level = Gamma::with_shape_scale(THRESHOLD, 1.0).expect("valid parameters");
    // Six standard deviations below: nobody with less gets there.
    let floor = THRESHOLD - 6.0 * THRESHOLD.sqrt();
    let mut sums = Petitions::default();
    let mut crossings: Vec<Days> = Vec::new();
    let mut now = gaps.sample(stream);
    while now <= horizon {
        sums.created += 1;
        let potential = potentials.sample(stream);
        if potential > floor {
            let reached = level.sample(stream) / potential;
            let age = -TIME_CONSTANT * libm::log1p(-reached);
            if reached < 1.0 && age <= WINDOW && now + age <= horizon {
                crossings.push(now + age);
            }
        }
        now += gaps.sample(stream);
    }
    crossings.sort_unstable_by(f64::total_cmp);
    sums.crossed = crossings.len() as u64;
    let mut servers = Servers([0.0; 3]);
    for crossed in crossings {
        let start = crossed.max(servers.0[0]);
        if start > horizon {
            break;
        }
        servers.serve(crossed, services.sample(stream));
        sums.started += 1;
        sums.waited += start - crossed;
    }
    sums
}

/// When each server becomes free, in increasing order.
struct Servers<const COUNT: usize>([Days; COUNT]);

impl<const COUNT: usize> Servers<COUNT> {
    /// The server who is free first serves a customer. Returns when that starts.
    fn serve(&mut self, now: Days, service: Days) -> Days {
        let free = &mut self.0;
        let start = now.max(free[0]);
        let end = start + service;
        let mut place = 0;
        while place + 1 < COUNT && free[place + 1] < end {
            free[place] = free[place + 1];
            place += 1;
        }
        free[place] = end;
        start
    }
}

fn exponential(mean: Days) -> Exponential {
    Exponential::with_mean(mean).expect("valid parameters")
}

/// A replication, each time from a stream of its own.
fn turn(mut replication: impl FnMut(&mut Stream) -> u64 + 'static) -> Turn {
    let mut number = 0;
    Box::new(move || {
        number += 1;
        replication(&mut Key::of_replication(1, number).stream(Purpose::Moments, 0))
    })
}
