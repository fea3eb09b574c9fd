//! Services in hand, by number.

use super::request::NOBODY;
use crate::model::Days;

/// Work in hand, or handed back.
#[derive(Debug, Clone, Copy)]
pub struct Service {
    /// The first of the requests that it answers.
    pub leader: u32,
    /// The desk at which it is done.
    pub desk: u32,
    /// When it started or was continued.
    pub started: Days,
    /// Work left at `started`, or when it was handed back.
    pub work: Days,
    /// When it ends.
    pub ends: Days,
}

/// Services by number. The number that was given back last is given first.
pub struct InHand {
    /// What is free has no leader, and the next free number in place of its desk.
    services: Vec<Service>,
    /// A free number; [`NOBODY`] if there is none.
    free: u32,
}

impl InHand {
    /// Nobody works.
    pub fn new() -> Self {
        Self { services: Vec::new(), free: NOBODY }
    }

    /// Takes a service in, and returns its number.
    #[inline]
    pub fn insert(&mut self, service: Service) -> u32 {
        match self.services.get_mut(self.free as usize) {
            Some(place) => std::mem::replace(&mut self.free, std::mem::replace(place, service).desk),
            None => {
                self.services.push(service);
                self.services.len() as u32 - 1
            }
        }
    }

    /// A service, if there is one of that number.
    #[inline]
    pub fn get(&self, number: u32) -> Option<&Service> {
        self.services.get(number as usize).filter(|service| is_there(service))
    }

    /// Lets a service go.
    #[inline]
    pub fn remove(&mut self, number: u32) {
        let service = &mut self.services[number as usize];
        service.leader = NOBODY;
        service.desk = std::mem::replace(&mut self.free, number);
    }

    /// The services with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Service)> {
        (0..).zip(&self.services).filter(|(_, service)| is_there(service))
    }

    /// The same, to change them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (u32, &mut Service)> {
        (0..).zip(&mut self.services).filter(|(_, service)| is_there(service))
    }
}

#[inline]
fn is_there(service: &Service) -> bool {
    service.leader != NOBODY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_given_again_the_latest_first() {
        let service = |leader| Service { leader, desk: 7, started: 0.0, work: 1.0, ends: 1.0 };
        let mut in_hand = InHand::new();
        assert_eq!([0, 1, 2].map(|leader| in_hand.insert(service(leader))), [0, 1, 2]);
        in_hand.remove(0);
        in_hand.remove(2);
        assert!(in_hand.get(0).is_none() && in_hand.get(2).is_none() && in_hand.get(3).is_none());
        assert_eq!(in_hand.iter().map(|(number, service)| (number, service.leader)).collect::<Vec<_>>(), [(1, 1)]);
        assert_eq!([3, 4, 5].map(|leader| in_hand.insert(service(leader))), [2, 0, 3]);
        assert_eq!(in_hand.get(0).map(|service| service.leader), Some(4));
    }
}
