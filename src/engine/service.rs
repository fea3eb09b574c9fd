//! Work at the desk: how services start, end, and are handed back and continued.

use rand::RngExt;

use super::{
    context::Context,
    desk::{Desk, DeskState, follow},
    events::Event,
    in_hand::Service,
    presence::Step,
    request::{Journey, NOBODY, Request, VOID},
    requests::Requests,
    stream::Purpose,
};
use crate::model::{Days, WhenStaffLeave, metric::Metric};

impl<'m> Desk<'m> {
    /// Starts as many services as staff, opening hours and queue allow, and tells how many work then.
    #[inline]
    pub(super) fn dispatch(&mut self, context: &mut Context<'_, 'm>, desk: u32, now: Days) {
        let state = &mut self.desks[desk as usize];
        if state.has_work_and_staff() {
            self.start_services(context, desk, now);
        } else {
            state.book_busy(context, now);
        }
    }

    #[inline(never)]
    fn start_services(&mut self, context: &mut Context<'_, 'm>, desk: u32, now: Days) {
        let Self { requests, services, desks, .. } = self;
        let state = &mut desks[desk as usize];
        let opens = state.hours.next_open(now);
        if opens > now && !state.opening_scheduled {
            state.opening_scheduled = true;
            context.events.schedule(opens, Event::Opening { desk });
        }
        while opens <= now && state.has_work_and_staff() {
            let chosen = match state.returned.is_empty() {
                true => state.queue.choose(now, requests),
                false => None,
            };
            let (leader, work) = match chosen {
                Some(chosen) => (chosen, state.start(context, requests, chosen, now)),
                None => {
                    let Some(Service { leader, work, .. }) = state.resume(context, requests, now) else { break };
                    (leader, work)
                }
            };
            state.busy += 1;
            let ends = state.done(now, work);
            let service = services.insert(Service { leader, desk, started: now, work, ends });
            context.events.schedule(ends, Event::Completion { service });
        }
        state.book_busy(context, now);
    }

    #[inline]
    pub(super) fn complete(&mut self, context: &mut Context<'_, 'm>, service: u32, now: Days) {
        let Some(&Service { leader, desk, ends, .. }) = self.services.get(service) else { return };
        if ends != now {
            return;
        }
        self.services.remove(service);
        let request = &self.requests[leader];
        let is_alone = request.next_in_service() == NOBODY;
        let class = request.class;
        let state = &mut self.desks[desk as usize];
        let stage = state.index;
        let pair = context.plan.pair(class, stage);
        state.busy -= 1;
        let published = state.stage.release.as_ref().map_or(now, |release| release.next_open(now));
        context.monitor.count(&context.plan.of_pair[pair], Metric::Responses);
        if is_alone && published <= now {
            self.move_on(context, (leader, stage), Step::LEAVE_SERVICE, now);
        } else {
            self.finish(context, (leader, stage), published, now);
        }
        self.dispatch(context, desk, now);
    }

    /// The requests of a service are in service no more, and go on when they are published.
    #[inline(never)]
    fn finish(&mut self, context: &mut Context<'_, 'm>, (leader, stage): (u32, u16), published: Days, now: Days) {
        if published <= now {
            return self.part(context, (leader, stage), Step::LEAVE_SERVICE, now);
        }
        let Request { class, serial, .. } = self.requests[leader];
        let pair = context.plan.pair(class, stage);
        let mut slot = leader;
        while slot != NOBODY {
            context.monitor.presence.step(pair, Step::FINISH, now);
            slot = self.requests[slot].next_in_service();
        }
        context.events.schedule(published, Event::Release { leader, serial });
    }

    pub(super) fn release(&mut self, context: &mut Context<'_, 'm>, leader: u32, serial: u32, now: Days) {
        if self.requests.get(leader, serial).is_some() {
            let stage = self.requests.journey(leader).stage;
            self.part(context, (leader, stage), Step::LEAVE_PUBLISHED, now);
        }
    }

    /// Every request of a service that is finished at a stage goes its own way.
    fn part(&mut self, context: &mut Context<'_, 'm>, (leader, stage): (u32, u16), leaves: Step, now: Days) {
        let mut slot = leader;
        while slot != NOBODY {
            let next = std::mem::replace(self.requests[slot].next_in_service_mut(), NOBODY);
            self.move_on(context, (slot, stage), leaves, now);
            slot = next;
        }
    }

    /// A request goes on from a stage that has served it.
    #[inline(always)]
    fn move_on(&mut self, context: &mut Context<'_, 'm>, (slot, stage): (u32, u16), leaves: Step, now: Days) {
        let plan = context.plan;
        let Request { class, way, .. } = self.requests[slot];
        if let Some(journey) = self.requests.journey_mut(slot) {
            journey.visit += 1;
        }
        context.monitor.presence.step(plan.pair(class, stage), leaves, now);
        context.monitor.clearing.finish(class, stage, 1);
        self.go(context, slot, way, now);
    }

    /// Where the stage says so, work beyond the staff goes back to the head of the queue, last started first. Of work
    /// started at the same moment the latest to become eligible counts as last.
    pub(super) fn hand_back(&mut self, context: &mut Context<'_, 'm>, desk: u32, now: Days) {
        let state = &mut self.desks[desk as usize];
        if state.stage.when_staff_leave == WhenStaffLeave::Finish || state.busy <= state.staff {
            return;
        }
        let of_desk = self.services.iter().filter(|(_, service)| service.desk == desk);
        let mut in_hand: Vec<(u32, Service)> = of_desk.map(|(number, service)| (number, *service)).collect();
        in_hand.sort_by(|(_, a), (_, b)| {
            let serial = |service: &Service| self.requests[service.leader].serial;
            b.started.total_cmp(&a.started).then_with(|| serial(b).cmp(&serial(a)))
        });
        in_hand.truncate((state.busy - state.staff) as usize);
        for (number, service) in in_hand {
            self.services.remove(number);
            self.desks[desk as usize].stop(service, now);
            let mut slot = service.leader;
            while slot != NOBODY {
                let next = self.requests[slot].next_in_service();
                self.joined_again(context, slot, now);
                slot = next;
            }
        }
    }
}

impl<'m> DeskState<'m> {
    #[inline]
    fn has_work_and_staff(&self) -> bool {
        // One question, whose answer is foretold better than those of its parts.
        (self.waiting > 0) & (self.busy < self.staff)
    }

    /// One server takes the chosen request, and its topic with it where topics are answered. Returns the work.
    #[inline]
    fn start(&mut self, context: &mut Context<'_, 'm>, requests: &mut Requests, chosen: u32, now: Days) -> Days {
        // Drawn first, so that much else can be done until it is known.
        let request = &requests[chosen];
        let class = usize::from(request.class);
        let library_share = context.plan.model.classes[class].terms.library_share;
        let from_library = library_share > 0.0
            && self.stage.library_service.is_some()
            && request.key.stream(Purpose::Library, 0).random::<f64>() < library_share;
        let service = self.stage.service_of(class, from_library);
        let work = service.sample(&mut request.key.stream(Purpose::Service, requests.journey(chosen).visit));
        if self.topics.is_some() {
            self.take_topic(context, requests, chosen, now);
        } else {
            self.take(context, requests, chosen, now);
        }
        work
    }

    /// The requests of the chosen one's topic leave the queue for service, it first.
    #[inline(never)]
    fn take_topic(&mut self, context: &mut Context<'_, 'm>, requests: &mut Requests, chosen: u32, now: Days) {
        let members = self.topics.as_mut().map(|topics| topics.take(chosen, requests));
        self.take(context, requests, chosen, now);
        let mut last = chosen;
        for member in members.into_iter().flatten().filter(|&member| member != chosen) {
            *requests[last].next_in_service_mut() = member;
            self.take(context, requests, member, now);
            last = member;
        }
    }

    /// A request leaves the queue for service. Where it goes then is drawn here, so that it is known by the end of it.
    #[inline(always)]
    fn take(&mut self, context: &mut Context<'_, 'm>, requests: &mut Requests, slot: u32, now: Days) {
        let was_first = self.queue.leave(slot, requests);
        let Journey { joined, visit, .. } = requests.journey(slot);
        let request = &mut requests[slot];
        *request.next_in_service_mut() = NOBODY;
        let &mut Request { key, class, counts, .. } = request;
        request.way = follow(self.stage.next_of(usize::from(class)), || key.stream(Purpose::Routing, visit));
        self.leave_for_service(context, requests, slot, was_first, now);
        if counts && context.monitor.is_open() {
            let tally = context.plan.waiting_time(context.plan.pair(class, self.index));
            context.monitor.tally(tally, now - joined);
        }
    }

    /// A request that waits no more, and was first in line or not, is in service.
    #[inline(always)]
    fn leave_for_service(
        &mut self,
        context: &mut Context<'_, 'm>,
        requests: &mut Requests,
        slot: u32,
        was_first: bool,
        now: Days,
    ) {
        self.waiting -= 1;
        let class = requests[slot].class;
        let pair = context.plan.pair(class, self.index);
        context.monitor.presence.step(pair, Step::START, now);
        self.end_wait(context, requests, (pair, slot), was_first, now);
        // How long patience has run matters only to those who may come back to the queue.
        if self.stage.when_staff_leave == WhenStaffLeave::HandBack
            && let Some(patience) = context.patience[usize::from(class)]
        {
            let joined = requests.journey(slot).joined;
            if let Some(details) = requests.details_mut(slot) {
                details.waited += patience.clock.between(joined, now);
            }
        }
    }

    /// A service stops unfinished; its requests wait at the head of the queue.
    fn stop(&mut self, service: Service, now: Days) {
        self.busy -= 1;
        let work = (service.work - self.worked(service.started, now)).max(0.0);
        self.returned.push_front(Service { work, ..service });
    }

    /// Tells how many work now, if that has changed.
    #[inline]
    pub(super) fn book_busy(&mut self, context: &mut Context<'_, 'm>, now: Days) {
        let change = self.busy.wrapping_sub(self.booked) as i32;
        if change != 0 {
            self.book_change(context, change, now);
        }
    }

    #[inline(never)]
    fn book_change(&mut self, context: &mut Context<'_, 'm>, change: i32, now: Days) {
        context.monitor.staff_use[usize::from(self.index)].add_busy(change, self.hours.open_time(now));
        self.booked = self.busy;
    }

    /// A server continues the work handed back last.
    #[inline(never)]
    fn resume(&mut self, context: &mut Context<'_, 'm>, requests: &mut Requests, now: Days) -> Option<Service> {
        let service = self.returned.pop_front()?;
        let mut slot = service.leader;
        while slot != NOBODY {
            requests[slot].ticket = VOID;
            self.leave_for_service(context, requests, slot, false, now);
            slot = requests[slot].next_in_service();
        }
        Some(service)
    }
}
