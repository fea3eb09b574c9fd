//! What happenings change at the desk.

use std::ops::Range;

use crate::{
    engine::{
        context::Context,
        desk::{Desk, DeskState, rank},
        events::Event,
        in_hand::Service,
        presence::Step,
        queue::Queue,
        request::{NOBODY, Request, VOID},
        stream::Purpose,
    },
    model::{Action, Days, Discipline, metric::Metric},
};

impl<'m> Desk<'m> {
    /// Carries out a change that concerns stages.
    pub(super) fn act(&mut self, context: &mut Context<'_, 'm>, action: &Action, now: Days) {
        match *action {
            Action::Staff { stage, staff } => self.set_staff(context, stage as u16, staff, now),
            Action::Productivity { stage, factor } => self.set_pace(context, stage, Some(factor), now),
            Action::Discipline { stage, discipline } => self.set_discipline(context, stage, discipline),
            Action::QueueLimit { stage, limit } => {
                let copies = self.copies(stage);
                self.desks[copies].iter_mut().for_each(|desk| desk.queue_limit = limit);
            }
            Action::DropQueue(stage) => self.empty_queue(context, stage, Metric::Dropped, now),
            Action::AnswerAll(stage) => self.answer_all(context, stage, now),
            _ => unreachable!("other changes do not concern the desk"),
        }
    }

    /// The desks of a stage.
    fn copies(&self, stage: usize) -> Range<usize> {
        let first = self.first_desk[stage] as usize;
        first..first + self.desks[first].stage.copies as usize
    }

    /// The speed of work changes, also of work in hand; `None` is the stage's own again.
    pub(in crate::engine) fn set_pace(
        &mut self,
        context: &mut Context<'_, 'm>,
        stage: usize,
        pace: Option<f64>,
        now: Days,
    ) {
        for desk in self.copies(stage) {
            let state = &mut self.desks[desk];
            let before = std::mem::replace(&mut state.pace, pace);
            if before == pace {
                continue;
            }
            let of_desk = self.services.iter_mut().filter(|(_, service)| service.desk as usize == desk);
            let mut in_hand: Vec<(u32, &mut Service)> = of_desk.collect();
            in_hand.sort_by_key(|(_, service)| service.leader);
            for (number, service) in in_hand {
                let left = (service.work - state.worked_at(before, service.started, now)).max(0.0);
                // As if it had been done at the new speed since it started.
                service.work = left + state.worked(service.started, now);
                service.ends = state.done(now, left);
                context.events.schedule(service.ends, Event::Completion { service: number });
            }
        }
    }

    /// Those who wait are ordered anew; work handed back still comes first.
    fn set_discipline(&mut self, context: &mut Context<'_, 'm>, stage: usize, discipline: Discipline) {
        for (copy, desk) in self.copies(stage).enumerate() {
            let waiting = self.waiting(|slot| self.desk_of(slot) as usize == desk);
            let returned = self.handed_back(desk);
            let state = &mut self.desks[desk];
            state.reordered += 1;
            let key = state.key.named("reordered").child(u64::from(state.reordered));
            state.discipline = discipline;
            state.queue = Queue::new(discipline, key.stream(Purpose::Discipline, copy as u32));
            for slot in waiting.into_iter().filter(|slot| !returned.contains(slot)) {
                let &Request { class, source, eligible, ticket, .. } = &self.requests[slot];
                let class = &context.plan.model.classes[usize::from(class)];
                let rank = rank(discipline, &class.terms, eligible);
                let source = &class.sources[usize::from(source)];
                if let Some(details) = self.requests.details_mut(slot) {
                    details.rank = rank;
                }
                state.queue.join(slot, ticket, &mut self.requests, source);
            }
        }
    }

    /// Everyone in the queues of a stage leaves; `how` is the flow that counts them.
    fn empty_queue(&mut self, context: &mut Context<'_, 'm>, stage: usize, how: Metric, now: Days) {
        for slot in self.waiting(|slot| usize::from(self.requests.journey(slot).stage) == stage) {
            self.leave_queue(context, slot, how, now);
        }
    }

    /// Everyone at a stage has an answer: those who wait, those in service, and those with an unpublished answer.
    fn answer_all(&mut self, context: &mut Context<'_, 'm>, stage: usize, now: Days) {
        self.empty_queue(context, stage, Metric::Answered, now);
        let copies = self.copies(stage);
        let in_hand = self.services.iter().filter(|(_, service)| copies.contains(&(service.desk as usize)));
        let mut leaders: Vec<(u32, u32, u32)> =
            in_hand.map(|(number, service)| (service.leader, number, service.desk)).collect();
        leaders.sort_unstable();
        for (leader, service, desk) in leaders {
            self.services.remove(service);
            let state = &mut self.desks[desk as usize];
            state.busy -= 1;
            state.book_busy(context, now);
            let mut slot = leader;
            while slot != NOBODY {
                let next = self.requests[slot].next_in_service();
                self.answer_at_once(context, slot, Step::LEAVE_SERVICE, now);
                slot = next;
            }
        }
        let here = |slot: &u32| usize::from(self.requests.journey(*slot).stage) == stage;
        for slot in self.requests.iter().map(|(slot, _)| slot).filter(here).collect::<Vec<_>>() {
            self.answer_at_once(context, slot, Step::LEAVE_PUBLISHED, now);
        }
    }

    /// A request that leaves its stage so has its answer.
    fn answer_at_once(&mut self, context: &mut Context<'_, 'm>, slot: u32, leaves: Step, now: Days) {
        let pair = context.plan.pair(self.requests[slot].class, self.requests.journey(slot).stage);
        context.monitor.presence.step(pair, leaves, now);
        self.answer(context, slot, now);
    }

    /// The waiting requests of which something is true, in order of joining.
    fn waiting(&self, is_meant: impl Fn(u32) -> bool) -> Vec<u32> {
        let waiting = self.requests.iter().filter(|&(slot, request)| request.ticket != VOID && is_meant(slot));
        let mut tickets: Vec<(u32, u32)> = waiting.map(|(slot, request)| (request.ticket, slot)).collect();
        tickets.sort_unstable();
        tickets.into_iter().map(|(_, slot)| slot).collect()
    }

    /// The requests of work handed back at a desk.
    fn handed_back(&self, desk: usize) -> Vec<u32> {
        let mut slots = Vec::new();
        for service in &self.desks[desk].returned {
            let mut slot = service.leader;
            while slot != NOBODY {
                slots.push(slot);
                slot = self.requests[slot].next_in_service();
            }
        }
        slots
    }
}

impl DeskState<'_> {
    /// The moment at which `work` that starts or goes on is done; infinite if never.
    #[inline]
    pub(in crate::engine) fn done(&mut self, from: Days, work: Days) -> Days {
        match (self.pace, &self.stage.work_clock) {
            (None, None) => self.hours.after(from, work),
            _ => self.done_at_its_speed(from, work),
        }
    }

    /// The same where the speed of work is not that of the calendar.
    #[inline(never)]
    fn done_at_its_speed(&mut self, from: Days, work: Days) -> Days {
        match (self.pace, &self.stage.work_clock) {
            (None, None) => self.hours.after(from, work),
            (None, Some(clock)) => clock.done(from, work),
            (Some(0.0), _) if work > 0.0 => f64::INFINITY,
            (Some(pace), _) => self.hours.after(from, if work > 0.0 { work / pace } else { 0.0 }),
        }
    }

    /// The work that one server does from one moment to a later one.
    pub(in crate::engine) fn worked(&self, from: Days, to: Days) -> Days {
        self.worked_at(self.pace, from, to)
    }

    /// The same at a given speed; `None` is the stage's own.
    fn worked_at(&self, pace: Option<f64>, from: Days, to: Days) -> Days {
        match pace {
            Some(pace) => pace * (self.stage.open_time(to) - self.stage.open_time(from)),
            None => self.stage.worked(from, to),
        }
    }
}
