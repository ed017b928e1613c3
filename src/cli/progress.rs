//! A bar on standard error while a scan runs: how many inputs are done, and which phase of which one runs. Only on a
//! terminal; it is gone when the scan is.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::knowledge::Lang;
use crate::report::layout::fit;
use crate::report::words::pick;
use crate::scan::Step;

/// The phases in the order in which they run: the stage as timings name it, and words for people.
const PHASES: [(&str, &str, &str); 8] = [
    ("input", "打开", "opening"),
    (
        "package",
        "读清单与资源",
        "reading the manifest and resources",
    ),
    ("program", "读字节码", "reading bytecode"),
    ("sdk", "识别 SDK", "recognising SDKs"),
    ("policy", "查找隐私政策", "looking for policies"),
    ("reach", "可达分析", "finding what can run"),
    ("scenario", "重放场景", "replaying scenarios"),
    ("checks", "运行检查", "running checks"),
];

/// Told of what happens; erases its line when dropped.
pub(super) struct Progress {
    bar: ProgressBar,
    lang: Lang,
}

impl Progress {
    /// A bar for `total` inputs, of which `first` is named until something is told.
    pub(super) fn new(total: usize, first: &str, lang: Lang) -> Self {
        let bar = ProgressBar::with_draw_target(
            Some(total as u64),
            // Hidden by itself when standard error is no terminal.
            ProgressDrawTarget::stderr(),
        );
        let template = match total {
            0 | 1 => "{spinner} {wide_msg}",
            _ => "{spinner} {bar:20} {pos}/{len} {wide_msg}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        let progress = Self { bar, lang };
        if !progress.bar.is_hidden() {
            progress
                .bar
                .set_message(progress.message(first, PHASES.first()));
            progress.bar.enable_steady_tick(Duration::from_millis(100));
        }
        progress
    }

    /// Something happened.
    pub(super) fn step(&self, step: Step<'_>) {
        match step {
            Step::Finished { target, stage } => {
                let after = PHASES.iter().skip_while(|(id, ..)| *id != stage).nth(1);
                self.bar.set_message(self.message(target, after));
            }
            Step::Done { .. } => self.bar.inc(1),
        }
    }

    fn message(&self, target: &str, phase: Option<&(&str, &str, &str)>) -> String {
        let phase = phase.map_or("", |(_, zh, en)| pick(self.lang, *zh, *en));
        format!("{} · {phase}", fit(target, 44))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
