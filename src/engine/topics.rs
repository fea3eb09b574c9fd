//! Topics: requests that ask the same thing and are answered together.
//!
//! A Yule–Simon process (Simon 1955): a request that joins opens a topic with its source's probability, otherwise it
//! joins a waiting topic of its class with probability proportional to the topic's waiting requests, which is the
//! topic of a waiting request chosen uniformly.

use rand::RngExt;

use super::{request::Requests, stream::Stream};

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
        let request = &requests[slot as usize];
        let waiting = &mut self.waiting[usize::from(request.class)];
        let opens = stream.random::<f64>() < new_topic_share;
        let topic = if opens || waiting.is_empty() {
            self.members.insert(Vec::new()) as u32
        } else {
            requests[waiting[stream.random_range(0..waiting.len())] as usize].topic
        };
        let request = &mut requests[slot as usize];
        request.topic = topic;
        request.place_in_class = waiting.len() as u32;
        waiting.push(slot);
        self.members[topic as usize].push(slot);
    }

    /// Takes the whole topic of a waiting request; its requests wait no more.
    pub fn take(&mut self, slot: u32, requests: &mut Requests) -> Vec<u32> {
        let request = &requests[slot as usize];
        let members = self.members.remove(request.topic as usize);
        for &member in &members {
            self.stop_waiting(member, requests);
        }
        members
    }

    /// A waiting request leaves its topic, which ends with its last request.
    pub fn leave(&mut self, slot: u32, requests: &mut Requests) {
        self.stop_waiting(slot, requests);
        let topic = requests[slot as usize].topic as usize;
        let members = &mut self.members[topic];
        members.retain(|&member| member != slot);
        if members.is_empty() {
            self.members.remove(topic);
        }
    }

    fn stop_waiting(&mut self, slot: u32, requests: &mut Requests) {
        let request = &requests[slot as usize];
        let place = request.place_in_class as usize;
        let waiting = &mut self.waiting[usize::from(request.class)];
        waiting.swap_remove(place);
        if let Some(&moved) = waiting.get(place) {
            requests[moved as usize].place_in_class = place as u32;
        }
    }
}
