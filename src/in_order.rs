//! Things made by all threads and taken one by one in their order.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The threads that things are made on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Threads {
    /// One for each processor.
    Computing,
    /// So many, since they mostly wait, for a disk or a network.
    Waiting(usize),
}

/// Things of each thread that are being made, or made and waiting for those in front of them.
const AHEAD: usize = 4;

/// What the threads share.
struct Line<I, M> {
    tasks: I,
    /// Things from the first on that is not taken yet; `None` while it is being made.
    made: VecDeque<Option<M>>,
    /// Number of the first of `made`.
    first: usize,
    /// Whether a thread takes what stands in front.
    taking: bool,
    /// Whether a thread panicked: nobody waits for what it was making.
    panicked: bool,
}

/// Makes a thing of each task and takes the things in the order of the tasks: mostly on the thread
/// that made it, while it is in that core's cache. No thread waits for the others, unless they are
/// far behind.
pub(crate) fn in_order<T, M: Send>(
    threads: Threads,
    tasks: impl Iterator<Item = T> + Send,
    make: impl Fn(T) -> M + Sync,
    take: impl FnMut(M) + Send,
) {
    let line =
        Mutex::new(Line { tasks: tasks.fuse(), made: VecDeque::new(), first: 0, taking: false, panicked: false });
    let take = Mutex::new(take);
    let taken = Condvar::new();
    let number = match threads {
        Threads::Computing => rayon::current_num_threads(),
        Threads::Waiting(number) => number,
    };
    let ahead = AHEAD * number;
    let work = || {
        let _told = OnPanic(|| {
            lock(&line).panicked = true;
            taken.notify_all();
        });
        let mut now = lock(&line);
        while !now.panicked {
            if now.made.len() >= ahead {
                now = taken.wait(now).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let Some(task) = now.tasks.next() else { break };
            let number = now.first + now.made.len();
            now.made.push_back(None);
            drop(now);
            let made = make(task);
            now = lock(&line);
            let place = number - now.first;
            now.made[place] = Some(made);
            while !now.taking
                && let Some(made) = now.made.front_mut().and_then(Option::take)
            {
                now.taking = true;
                drop(now);
                (*lock(&take))(made);
                now = lock(&line);
                now.taking = false;
                now.made.pop_front();
                now.first += 1;
                taken.notify_all();
            }
        }
    };
    match threads {
        Threads::Computing => {
            rayon::broadcast(|_| work());
        }
        Threads::Waiting(number) => std::thread::scope(|scope| {
            for _ in 0..number {
                scope.spawn(work);
            }
        }),
    }
}

/// Does something where a thread that holds it panics.
struct OnPanic<F: Fn()>(F);

impl<F: Fn()> Drop for OnPanic<F> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            (self.0)();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Threads; 2] = [Threads::Computing, Threads::Waiting(5)];

    #[test]
    fn things_are_taken_in_order_whichever_is_made_first() {
        for threads in BOTH {
            let mut taken = Vec::new();
            let slow = |n: u64| {
                std::thread::sleep(std::time::Duration::from_micros(n * 37 % 101));
                n
            };
            in_order(threads, 0..500, slow, |n| taken.push(n));
            assert!(taken.into_iter().eq(0..500), "{threads:?}");
            in_order(threads, 0..0, |n: u8| n, |_| unreachable!());
        }
    }

    #[test]
    fn a_panic_is_waited_for_by_nobody() {
        let quiet = |run: &dyn Fn()| std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err();
        let fail = |n: u8| assert!(n != 3, "the task that fails");
        for threads in BOTH {
            assert!(quiet(&|| in_order(threads, 0..200, fail, drop)), "{threads:?}");
            assert!(quiet(&|| in_order(threads, 0..200, |n| n, fail)), "{threads:?}");
        }
    }
}
