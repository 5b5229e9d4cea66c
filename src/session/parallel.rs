use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::{Mutex, mpsc};
use std::thread;

/// Works on every input on all cores and hands the results to `take` in the order of the inputs, until there are no
/// more or `take` has enough. The inputs are drawn as they are needed and only a few a core are in hand at a time, so
/// that memory stays flat however many there are.
pub(super) fn in_order<T, R>(
    inputs: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> ControlFlow<()>,
) where
    T: Send,
    R: Send,
{
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    // Whoever draws an input needs a ticket; it comes back when the result has been taken.
    let (return_ticket, tickets) = mpsc::channel();
    for _ in 0..cores * 8 {
        let _ = return_ticket.send(());
    }
    let source = Mutex::new((tickets, inputs.enumerate()));
    let draw = || {
        let mut source = source.lock().ok()?;
        source.0.recv().ok()?;
        source.1.next()
    };
    let (done, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..cores {
            let done = done.clone();
            let (draw, work) = (&draw, &work);
            scope.spawn(move || {
                while let Some((number, input)) = draw() {
                    if done.send((number, work(input))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        // Without tickets and results the workers end by themselves; both are given up when this returns.
        let (return_ticket, results) = (return_ticket, results);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (number, result) in &results {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                if take(result).is_break() {
                    return;
                }
                let _ = return_ticket.send(());
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_come_in_order_and_inputs_only_as_needed() {
        let drawn = AtomicUsize::new(0);
        let inputs = (0..10_000_usize).inspect(|_| {
            drawn.fetch_add(1, Ordering::Relaxed);
        });
        let mut taken = Vec::new();
        let slow_now_and_then = |n: usize| {
            if n.is_multiple_of(97) {
                thread::sleep(std::time::Duration::from_millis(1));
            }
            n * 2
        };
        in_order(inputs, slow_now_and_then, |n| {
            taken.push(n);
            if taken.len() == 1000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(taken, (0..1000).map(|n| n * 2).collect::<Vec<_>>());
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        assert!(drawn.load(Ordering::Relaxed) <= 1000 + cores * 8);

        let mut sum = 0;
        in_order(
            0..500_usize,
            |n| n,
            |n| {
                sum += n;
                ControlFlow::Continue(())
            },
        );
        assert_eq!(sum, 499 * 500 / 2);
    }
}
