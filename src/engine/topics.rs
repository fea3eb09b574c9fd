//! Topics: requests that ask the same thing and are answered together.
//!
//! A Yule–Simon process (Simon 1955): a request that joins opens a topic with its source's probability, otherwise it
//! joins a waiting topic of its class with probability proportional to the topic's waiting requests, which is the
//! topic of a waiting request chosen uniformly.

use rand::RngExt;

use super::{requests::Requests, stream::Stream};

/// Topics that wait at one stage.
pub struct Topics {
    /// Waiting requests by class.
    waiting: Vec<Vec<u32>>,
    /// Waiting requests by topic, in order of joining.
    members: slab::Slab<Vec<u32>>,
}

impl Topics {
    /// No topics yet.
    pub fn new(classes: usize) -> Self {
        Self { waiting: vec![Vec::new(); classes], members: slab::Slab::new() }
    }

    /// A request joins the queue and finds its topic.
    pub fn join(&mut self, slot: u32, new_topic_share: f64, requests: &mut Requests, stream: &mut Stream) {
        let waiting = &mut self.waiting[usize::from(requests[slot].class)];
        let opens = stream.random::<f64>() < new_topic_share;
        let topic = if opens || waiting.is_empty() {
            self.members.insert(Vec::new()) as u32
        } else {
            topic_of(waiting[stream.random_range(0..waiting.len())], requests)
        };
        if let Some(details) = requests.details_mut(slot) {
            (details.topic, details.place_in_class) = (topic, waiting.len() as u32);
        }
        waiting.push(slot);
        self.members[topic as usize].push(slot);
    }

    /// Takes the whole topic of a waiting request; its requests wait no more.
    pub fn take(&mut self, slot: u32, requests: &mut Requests) -> Vec<u32> {
        let members = self.members.remove(topic_of(slot, requests) as usize);
        for &member in &members {
            self.stop_waiting(member, requests);
        }
        members
    }

    /// A waiting request leaves its topic, which ends with its last request.
    pub fn leave(&mut self, slot: u32, requests: &mut Requests) {
        self.stop_waiting(slot, requests);
        let topic = topic_of(slot, requests) as usize;
        let members = &mut self.members[topic];
        members.retain(|&member| member != slot);
        if members.is_empty() {
            self.members.remove(topic);
        }
    }

    fn stop_waiting(&mut self, slot: u32, requests: &mut Requests) {
        let Some(place) = requests.details(slot).map(|details| details.place_in_class) else { return };
        let waiting = &mut self.waiting[usize::from(requests[slot].class)];
        waiting.swap_remove(place as usize);
        let moved = waiting.get(place as usize);
        if let Some(moved) = moved.and_then(|&moved| requests.details_mut(moved)) {
            moved.place_in_class = place;
        }
    }
}

fn topic_of(slot: u32, requests: &Requests) -> u32 {
    requests.details(slot).map_or(0, |details| details.topic)
}
