//! A status line on standard error while a scan runs: only on a terminal, and only for several inputs or when it takes
//! longer than a second.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Told of each artifact that is done; erases its line when dropped.
pub(super) struct Progress {
    ticker: Option<(Mutex<Sender<String>>, JoinHandle<()>)>,
}

impl Progress {
    /// A status line for `total` inputs, of which `first` is named until one is done.
    pub(super) fn new(total: usize, first: &str) -> Self {
        if !io::stderr().is_terminal() {
            return Self { ticker: None };
        }
        let (sender, receiver) = channel::<String>();
        let first = first.to_owned();
        let thread = std::thread::spawn(move || {
            let mut done = 0;
            let mut drawn = false;
            let mut wait = Duration::from_secs(if total > 1 { 0 } else { 1 });
            let mut last = first;
            loop {
                match receiver.recv_timeout(wait) {
                    Ok(path) => {
                        done += 1;
                        last = path;
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                wait = Duration::from_secs(3600);
                let count = if total > 1 {
                    format!("{done}/{total} ")
                } else {
                    String::new()
                };
                // A line that wraps could not be erased.
                let room = terminal_size::terminal_size_of(io::stderr())
                    .map_or(80, |(width, _)| usize::from(width.0))
                    .saturating_sub("scanning ".len() + count.len() + 1);
                let name = crate::report::layout::fit(&last, room.min(60));
                let _ = write!(io::stderr().lock(), "\r\x1b[Kscanning {count}{name}");
                drawn = true;
            }
            if drawn {
                let _ = write!(io::stderr().lock(), "\r\x1b[K");
            }
        });
        Self {
            ticker: Some((Mutex::new(sender), thread)),
        }
    }

    /// One artifact is done.
    pub(super) fn done(&self, path: &str) {
        if let Some((sender, _)) = &self.ticker
            && let Ok(sender) = sender.lock()
        {
            let _ = sender.send(path.to_owned());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.ticker.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}
