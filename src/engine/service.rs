//! Work at the desk: how services start, end, and are handed back and continued.

use rand::RngExt;

use super::{
    context::Context,
    desk::{Desk, DeskState, follow},
    events::Event,
    request::{NOBODY, Request, Requests, VOID},
    stream::Purpose,
};
use crate::model::{Days, WhenStaffLeave, metric::Metric};

impl<'m> Desk<'m> {
    /// Starts as many services as staff, opening hours and queue allow.
    pub(super) fn dispatch(&mut self, context: &mut Context<'_, 'm>, desk: u32, now: Days) {
        let state = &mut self.desks[desk as usize];
        while state.busy < state.staff {
            let returned = state.returned.front().copied();
            let Some(chosen) = returned.or_else(|| state.queue.choose(now, &self.requests)) else { return };
            let opens = state.stage.calendar.as_ref().map_or(now, |calendar| calendar.next_open(now));
            if opens > now {
                if !state.opening_scheduled {
                    state.opening_scheduled = true;
                    context.events.schedule(opens, Event::Opening { desk });
                }
                return;
            }
            match returned {
                Some(_) => state.resume(context, &mut self.requests, chosen, now),
                None => state.start(context, &mut self.requests, chosen, now),
            }
        }
    }

    pub(super) fn complete(&mut self, context: &mut Context<'_, 'm>, leader: u32, now: Days) {
        let Some(request) = self.requests.get_mut(leader as usize).filter(|request| request.ends == now) else {
            return;
        };
        request.ends = f64::NAN;
        let (desk, stage) = (request.desk, request.stage);
        let state = &mut self.desks[desk as usize];
        state.busy -= 1;
        context.monitor.staff_use[usize::from(stage)].add_busy(-1, state.stage.open_time(now));
        let published = state.stage.release.as_ref().map_or(now, |release| release.next_open(now));
        let places = context.plan.pair(request.class, stage);
        context.monitor.count(places, Metric::Responses);
        let mut slot = leader;
        while slot != NOBODY {
            context.monitor.add(places, Metric::InService, -1, now);
            if published > now {
                context.monitor.add(places, Metric::Unreleased, 1, now);
            }
            slot = self.requests[slot as usize].next_in_service;
        }
        if published > now {
            let serial = self.requests[leader as usize].serial;
            context.events.schedule(published, Event::Release { leader, serial });
        } else {
            self.move_on(context, stage, leader, now);
        }
        self.dispatch(context, desk, now);
    }

    pub(super) fn release(&mut self, context: &mut Context<'_, 'm>, leader: u32, serial: u32, now: Days) {
        let finished = self.requests.get(leader as usize).filter(|request| request.serial == serial);
        let Some(&Request { class, stage, .. }) = finished else { return };
        let places = context.plan.pair(class, stage);
        let mut slot = leader;
        while slot != NOBODY {
            context.monitor.add(places, Metric::Unreleased, -1, now);
            slot = self.requests[slot as usize].next_in_service;
        }
        self.move_on(context, stage, leader, now);
    }

    /// Every request of a finished service goes its own way.
    fn move_on(&mut self, context: &mut Context<'_, 'm>, stage: u16, leader: u32, now: Days) {
        let plan = context.plan;
        let of_stage = &plan.model.stages[usize::from(stage)];
        let mut slot = leader;
        while slot != NOBODY {
            let request = &mut self.requests[slot as usize];
            let next = std::mem::replace(&mut request.next_in_service, NOBODY);
            context.monitor.add(plan.pair(request.class, stage), Metric::Backlog, -1, now);
            context.monitor.clearing.finish(request.class, stage);
            let (key, visit) = (request.key, request.visit);
            request.visit += 1;
            let route = of_stage.next_of(usize::from(request.class));
            let target = follow(route, || key.stream(Purpose::Routing, visit));
            self.go(context, slot, target, now);
            slot = next;
        }
    }

    /// Where the stage says so, work beyond the staff goes back to the head of the queue, last started first. Of work
    /// started at the same moment the latest to become eligible counts as last.
    pub(super) fn hand_back(&mut self, context: &mut Context<'_, 'm>, desk: u32, now: Days) {
        let state = &mut self.desks[desk as usize];
        if state.stage.when_staff_leave == WhenStaffLeave::Finish || state.busy <= state.staff {
            return;
        }
        let in_hand = |request: &Request| request.desk == desk && !request.ends.is_nan();
        let mut leaders: Vec<u32> =
            self.requests.iter().filter(|(_, request)| in_hand(request)).map(|(slot, _)| slot as u32).collect();
        leaders.sort_by(|&a, &b| {
            let (a, b) = (&self.requests[a as usize], &self.requests[b as usize]);
            b.started.total_cmp(&a.started).then(b.serial.cmp(&a.serial))
        });
        leaders.truncate((state.busy - state.staff) as usize);
        for leader in leaders {
            self.desks[desk as usize].stop(context, &mut self.requests, leader, now);
            let mut slot = leader;
            while slot != NOBODY {
                let next = self.requests[slot as usize].next_in_service;
                self.joined_again(context, slot, now);
                slot = next;
            }
        }
    }
}

impl<'m> DeskState<'m> {
    /// One server takes the chosen request, and its topic with it where topics are answered.
    fn start(&mut self, context: &mut Context<'_, 'm>, requests: &mut Requests, chosen: u32, now: Days) {
        match &mut self.topics {
            None => self.take(context, requests, chosen, now),
            Some(topics) => {
                let members = topics.take(chosen, requests);
                let mut last = chosen;
                self.take(context, requests, chosen, now);
                for member in members.into_iter().filter(|&member| member != chosen) {
                    requests[last as usize].next_in_service = member;
                    self.take(context, requests, member, now);
                    last = member;
                }
            }
        }
        let request = &mut requests[chosen as usize];
        let class = usize::from(request.class);
        let library_share = context.plan.model.classes[class].terms.library_share;
        let from_library = library_share > 0.0
            && self.stage.library_service.is_some()
            && request.key.stream(Purpose::Library, 0).random::<f64>() < library_share;
        let service = self.stage.service_of(class, from_library);
        request.work = service.sample(&mut request.key.stream(Purpose::Service, request.visit));
        self.work(context, chosen, request, now);
    }

    /// A server begins the work that is left of a service.
    fn work(&mut self, context: &mut Context<'_, 'm>, leader: u32, request: &mut Request, now: Days) {
        self.busy += 1;
        context.monitor.staff_use[usize::from(request.stage)].add_busy(1, self.stage.open_time(now));
        request.started = now;
        request.ends = self.done(now, request.work);
        context.events.schedule(request.ends, Event::Completion { leader });
    }

    /// A request leaves the queue for service.
    fn take(&mut self, context: &mut Context<'_, 'm>, requests: &mut Requests, slot: u32, now: Days) {
        self.queue.leave(slot, requests);
        self.waiting -= 1;
        let request = &mut requests[slot as usize];
        request.begun = true;
        let class = usize::from(request.class);
        if let Some(patience) = context.patience[class] {
            request.waited += patience.clock.between(request.joined, now);
        }
        let places = context.plan.pair(request.class, request.stage);
        context.monitor.add(places, Metric::Queued, -1, now);
        context.monitor.add(places, Metric::InService, 1, now);
        context.monitor.oldest.end_in_queue(request.class, request.stage, slot, now);
        if context.monitor.measures(request.created) {
            let tally = context.plan.waiting_time(class, usize::from(request.stage));
            context.monitor.tally(tally, now - request.joined);
        }
    }

    /// A service stops unfinished; its requests wait at the head of the queue.
    fn stop(&mut self, context: &mut Context<'_, 'm>, requests: &mut Requests, leader: u32, now: Days) {
        self.busy -= 1;
        self.returned.push_front(leader);
        let request = &mut requests[leader as usize];
        context.monitor.staff_use[usize::from(request.stage)].add_busy(-1, self.stage.open_time(now));
        request.work = (request.work - self.worked(request.started, now)).max(0.0);
        request.ends = f64::NAN;
    }

    /// A server continues the work handed back last.
    fn resume(&mut self, context: &mut Context<'_, 'm>, requests: &mut Requests, leader: u32, now: Days) {
        self.returned.pop_front();
        let mut slot = leader;
        while slot != NOBODY {
            let request = &mut requests[slot as usize];
            self.waiting -= 1;
            request.ticket = VOID;
            if let Some(patience) = context.patience[usize::from(request.class)] {
                request.waited += patience.clock.between(request.joined, now);
            }
            let places = context.plan.pair(request.class, request.stage);
            context.monitor.add(places, Metric::Queued, -1, now);
            context.monitor.add(places, Metric::InService, 1, now);
            context.monitor.oldest.end_in_queue(request.class, request.stage, slot, now);
            slot = request.next_in_service;
        }
        self.work(context, leader, &mut requests[leader as usize], now);
    }
}
