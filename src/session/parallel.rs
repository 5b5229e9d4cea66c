use std::collections::{BTreeMap, VecDeque};
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

/// How much a core takes at once at most, in bytes of input. Threads that hand each other every small text one by one do
/// little else.
const GROUP: usize = 64 << 10;

/// How many groups a core may have between the input and whoever takes the results.
const GROUPS: usize = 4;

/// Works on every input on all cores and hands the results to `take` in the order of the inputs, as many as are ready,
/// until there are no more or `take` has enough. `weigh` tells how large an input is, in bytes: small ones are worked on
/// in groups, but only of those that are there, so that whoever waits for an answer before writing the next text gets it.
/// The inputs are drawn as they are needed and only a few groups a core are in hand at a time, so that memory stays flat
/// however many there are.
pub(super) fn in_order<T, R>(
    inputs: impl Iterator<Item = T> + Send,
    weigh: impl Fn(&T) -> usize + Send,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(Vec<R>) -> ControlFlow<()>,
) where
    T: Send,
    R: Send,
{
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let belt = Belt::new(cores);
    let (done, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..cores {
            let done = done.clone();
            let (belt, work) = (&belt, &work);
            scope.spawn(move || {
                let _stop = Stop(belt);
                while let Some((number, group)) = belt.draw() {
                    let group: Vec<R> = group.into_iter().map(work).collect();
                    if done.send((number, group)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        let belt = &belt;
        scope.spawn(move || {
            let _close = Close(belt);
            for input in inputs {
                let weight = weigh(&input);
                if belt.put(input, weight).is_break() {
                    return;
                }
            }
        });
        let _stop = Stop(belt);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (number, group) in results {
            waiting.insert(number, group);
            while let Some(group) = waiting.remove(&next) {
                next += 1;
                if take(group).is_break() {
                    return;
                }
                belt.taken();
            }
        }
    });
}

/// What has been read and not yet worked on, between the one thread that reads and the many that work.
struct Belt<T> {
    state: Mutex<State<T>>,
    /// There is something to work on, or nothing more will come.
    filled: Condvar,
    /// There is room, or nothing more is wanted.
    drained: Condvar,
    cores: usize,
}

struct State<T> {
    inputs: VecDeque<(T, usize)>,
    /// Bytes in `inputs`.
    weight: usize,
    /// Groups that have been drawn so far.
    drawn: usize,
    /// Groups whose results have been taken.
    taken: usize,
    /// No more inputs come.
    closed: bool,
    /// No more results are wanted.
    stopped: bool,
    /// Threads that wait for `filled`: to wake nobody costs as much as to wake somebody.
    hungry: usize,
    /// Whether the reader waits for `drained`.
    full: bool,
}

impl<T> Belt<T> {
    fn new(cores: usize) -> Self {
        let state = State {
            inputs: VecDeque::new(),
            weight: 0,
            drawn: 0,
            taken: 0,
            closed: false,
            stopped: false,
            hungry: 0,
            full: false,
        };
        Self { state: Mutex::new(state), filled: Condvar::new(), drained: Condvar::new(), cores }
    }

    /// Nothing can break halfway under the lock, so that what a panicking thread leaves behind is whole.
    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an input; waits for room first, and breaks where nothing more is wanted.
    fn put(&self, input: T, weight: usize) -> ControlFlow<()> {
        let mut state = self.state();
        while state.weight >= self.cores * GROUP && !state.stopped {
            state.full = true;
            state = self.drained.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.stopped {
            return ControlFlow::Break(());
        }
        // Whatever it weighs it takes a place.
        let weight = weight.max(GROUP / 256);
        state.inputs.push_back((input, weight));
        state.weight += weight;
        if state.hungry > 0 {
            self.filled.notify_one();
        }
        ControlFlow::Continue(())
    }

    /// Takes what is there, but at most a group, and at least one input; nothing at the end.
    fn draw(&self) -> Option<(usize, Vec<T>)> {
        let mut state = self.state();
        while !state.stopped
            && (state.inputs.is_empty() && !state.closed || state.drawn - state.taken >= self.cores * GROUPS)
        {
            state.hungry += 1;
            state = self.filled.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.hungry -= 1;
        }
        if state.stopped || state.inputs.is_empty() {
            return None;
        }
        let mut group = Vec::new();
        let mut weight = 0;
        while weight < GROUP
            && let Some((input, added)) = state.inputs.pop_front()
        {
            weight += added;
            group.push(input);
        }
        state.weight -= weight;
        let number = state.drawn;
        state.drawn += 1;
        if state.full && state.weight < self.cores * GROUP {
            state.full = false;
            self.drained.notify_one();
        }
        Some((number, group))
    }

    /// Tells that the results of the next group have been taken.
    fn taken(&self) {
        let mut state = self.state();
        state.taken += 1;
        if state.hungry > 0 {
            self.filled.notify_one();
        }
    }
}

/// Tells the workers, at the end of the reader, that no more inputs come.
struct Close<'a, T>(&'a Belt<T>);

impl<T> Drop for Close<'_, T> {
    fn drop(&mut self) {
        self.0.state().closed = true;
        self.0.filled.notify_all();
    }
}

/// Tells everybody, at the end of whoever takes the results or of a worker, that there is nothing left to do. A worker
/// ends when all inputs are drawn, or by a panic, which would leave the others waiting.
struct Stop<'a, T>(&'a Belt<T>);

impl<T> Drop for Stop<'_, T> {
    fn drop(&mut self) {
        self.0.state().stopped = true;
        self.0.filled.notify_all();
        self.0.drained.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    const GO_ON: ControlFlow<()> = ControlFlow::Continue(());

    #[test]
    fn results_come_in_order_and_inputs_only_as_needed() {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        for weight in [0, 3000, GROUP, 100 * GROUP] {
            let drawn = AtomicUsize::new(0);
            let inputs = (0..100_000_usize).inspect(|_| {
                drawn.fetch_add(1, Ordering::Relaxed);
            });
            let mut taken = Vec::new();
            let slow_now_and_then = |n: usize| {
                if n.is_multiple_of(97) {
                    thread::sleep(Duration::from_millis(1));
                }
                n * 2
            };
            let take = |ready: Vec<usize>| {
                taken.extend(ready);
                if taken.len() >= 1000 { ControlFlow::Break(()) } else { GO_ON }
            };
            in_order(inputs, |_| weight, slow_now_and_then, take);
            assert!(taken.iter().copied().eq((0..taken.len()).map(|n| n * 2)));
            let group = (GROUP / weight.max(GROUP / 256)).max(1) + 1;
            assert!(taken.len() < 1000 + group);
            assert!(drawn.load(Ordering::Relaxed) <= 1000 + (cores * (GROUPS + 1) + 1) * group);
        }
        let mut sum = 0;
        let take = |ready: Vec<usize>| {
            sum += ready.iter().sum::<usize>();
            GO_ON
        };
        in_order(0..5000_usize, |n| n * 100, |n| n, take);
        assert_eq!(sum, 4999 * 5000 / 2);
    }

    /// Sends the next question when it has the answer to the last one, as a program at the other end of a pipe does.
    #[test]
    fn an_answer_does_not_wait_for_the_next_question() {
        let (ask, questions) = mpsc::channel();
        let (answer, answers) = mpsc::channel();
        let reading = thread::spawn(move || {
            let take = |ready: Vec<usize>| {
                ready.into_iter().for_each(|n| answer.send(n).unwrap());
                GO_ON
            };
            in_order(questions.into_iter(), |_| 100, |n: usize| n + 1, take);
        });
        for n in 0..100 {
            // Sometimes several at once.
            for m in 0..=n % 3 {
                ask.send(n + m).unwrap();
            }
            for m in 0..=n % 3 {
                assert_eq!(answers.recv_timeout(Duration::from_secs(20)), Ok(n + m + 1));
            }
        }
        drop(ask);
        reading.join().unwrap();
    }

    #[test]
    fn a_panic_is_passed_on_and_leaves_nobody_waiting() {
        let work = |n: usize| assert!(n != 500, "not this one");
        let caught = std::panic::catch_unwind(|| in_order(0..1_000_000_usize, |_| 1000, work, |_| GO_ON));
        assert!(caught.is_err());
    }
}
