//! How requests leave the desk: answered, refused, out of patience, dropped, or answered by peers.

use super::{
    context::Context,
    desk::{Desk, DeskState, backlog_part},
    events::Event,
    presence::Step,
    request::{NOBODY, Request, VOID},
    requests::Requests,
    stream::Purpose,
};
use crate::model::{Days, metric::Metric};

impl<'m> Desk<'m> {
    /// A request has its answer.
    pub(super) fn answer(&mut self, context: &mut Context<'_, 'm>, slot: u32, now: Days) {
        self.depart(context, slot, Metric::Answered, now);
    }

    /// A request leaves the backlog for good; `how` is the flow that counts it.
    pub(super) fn depart(&mut self, context: &mut Context<'_, 'm>, slot: u32, how: Metric, now: Days) {
        let plan = context.plan;
        let monitor = &mut context.monitor;
        let request = &self.requests[slot];
        let &Request { key, eligible, class, source, after_window, counts, .. } = request;
        let index = usize::from(class);
        let of_class = &plan.of_class[index];
        let is_answered = how == Metric::Answered;
        let places = match is_answered {
            true => of_class,
            false => &plan.of_pair[plan.pair(class, self.requests.journey(slot).stage)],
        };
        monitor.count(places, how);
        if how == Metric::Dropped {
            // Those of a closed class are dropped at no stage, so the total has a count of its own.
            monitor.count(of_class, how);
        }
        monitor.add(of_class, backlog_part(after_window), -1, now);
        monitor.from_creation.fall(class, now);
        monitor.oldest.end_in_class(class, slot, &mut self.requests, now);
        self.requests.remove(slot);
        if is_answered {
            monitor.communicate(class, now);
        }
        if is_answered || how == Metric::PeerAnswered {
            let origin = self.requests.details(slot).map_or(key, |details| details.origin);
            let is_measured = counts && monitor.is_open();
            let signatures = self.requests.signatures(slot);
            monitor.shares[index].answer(eligible, signatures, is_measured, now);
            let source = &plan.model.classes[index].sources[usize::from(source)];
            monitor.appease(class, source, origin, now);
        }
        if counts && monitor.follows(eligible) {
            let (tally, age) = (plan.response_time(index), now - eligible);
            if is_answered { monitor.tally(tally, age) } else { monitor.compete(tally, age) }
        }
    }

    /// How long a request stays in the queue that it joins; infinite where its class has patience without end.
    #[inline(always)]
    pub(super) fn patience_of(&self, context: &Context<'_, 'm>, slot: u32) -> Days {
        let Request { key, class, .. } = &self.requests[slot];
        let Some(patience) = context.patience[usize::from(*class)] else { return f64::INFINITY };
        patience.time.sample(&mut key.stream(Purpose::Patience, self.requests.journey(slot).visit))
    }

    /// Schedules the end of a queued request's patience, where its class has any.
    #[inline(always)]
    pub(super) fn await_patience(&self, context: &mut Context<'_, 'm>, slot: u32, time: Days, now: Days) {
        let request = &self.requests[slot];
        let Some(patience) = context.patience[usize::from(request.class)] else { return };
        // The desk may have opened at this very moment.
        if request.ticket == VOID {
            return;
        }
        let waited = self.requests.details(slot).map_or(0.0, |details| details.waited);
        let ends = patience.clock.after(now, (time - waited).max(0.0));
        context.events.schedule(ends, Event::PatienceEnd { slot, ticket: request.ticket });
    }

    /// A request is back in the queue with its work unfinished; its patience runs on.
    pub(super) fn joined_again(&mut self, context: &mut Context<'_, 'm>, slot: u32, now: Days) {
        let ticket = self.next_ticket();
        self.requests[slot].ticket = ticket;
        if let Some(journey) = self.requests.journey_mut(slot) {
            journey.joined = now;
        }
        let desk = self.desk_of(slot);
        let state = &mut self.desks[desk as usize];
        state.waiting += 1;
        let pair = context.plan.pair(self.requests[slot].class, state.index);
        context.monitor.presence.step(pair, Step::RETURN, now);
        context.monitor.oldest.begin_in_queue(pair, slot, &mut self.requests, now);
        let time = self.patience_of(context, slot);
        self.await_patience(context, slot, time, now);
    }

    pub(super) fn lose_patience(&mut self, context: &mut Context<'_, 'm>, slot: u32, ticket: u32, now: Days) {
        if self.requests.is_queued(slot, ticket) {
            self.leave_queue(context, slot, Metric::Abandoned, now);
        }
    }

    pub(super) fn answer_by_peers(&mut self, context: &mut Context<'_, 'm>, slot: u32, serial: u32, now: Days) {
        if self.requests.get(slot, serial).is_some_and(|request| !request.has_begun()) {
            self.leave_queue(context, slot, Metric::PeerAnswered, now);
        }
    }

    /// A waiting request leaves the queue and the backlog; `how` is the flow that counts it.
    pub(super) fn leave_queue(&mut self, context: &mut Context<'_, 'm>, slot: u32, how: Metric, now: Days) {
        let desk = self.desk_of(slot);
        let state = &mut self.desks[desk as usize];
        let was_first = state.leave(slot, &mut self.requests);
        let pair = context.plan.pair(self.requests[slot].class, state.index);
        context.monitor.presence.step(pair, Step::LEAVE_QUEUE, now);
        state.end_wait(context, &mut self.requests, (pair, slot), was_first, now);
        self.depart(context, slot, how, now);
    }
}

impl DeskState<'_> {
    /// A waiting request is struck off. True if it was the first of a line.
    fn leave(&mut self, slot: u32, requests: &mut Requests) -> bool {
        self.waiting -= 1;
        if self.leave_returned(slot, requests) {
            return false;
        }
        if let Some(topics) = &mut self.topics {
            topics.leave(slot, requests);
        }
        self.queue.leave(slot, requests)
    }

    /// Books that a request of a pair of class and stage has left the queue, in whose line it was the first or not.
    #[inline(always)]
    pub(super) fn end_wait(
        &self,
        context: &mut Context<'_, '_>,
        requests: &mut Requests,
        (pair, slot): (usize, u32),
        was_first: bool,
        now: Days,
    ) {
        let oldest = &mut context.monitor.oldest;
        if !self.is_one_line {
            oldest.end_in_queue(pair, slot, requests, now);
        } else if was_first {
            let since = self.queue.first_in_line().map_or(f64::INFINITY, |first| requests.journey(first).joined);
            oldest.pass_in_queue(pair, since, now);
        }
    }

    /// Strikes a request off work handed back, which the others of its topic still wait for; false if it is not there.
    fn leave_returned(&mut self, slot: u32, requests: &mut Requests) -> bool {
        for place in 0..self.returned.len() {
            let leader = self.returned[place].leader;
            let next = requests[slot].next_in_service();
            if leader == slot {
                if next == NOBODY {
                    self.returned.remove(place);
                } else {
                    self.returned[place].leader = next;
                }
                return true;
            }
            let mut before = leader;
            while before != NOBODY {
                let after = requests[before].next_in_service();
                if after == slot {
                    *requests[before].next_in_service_mut() = next;
                    return true;
                }
                before = after;
            }
        }
        false
    }
}
