//! How long a policy of 100 kB takes to be read and understood: `cargo bench --bench policy`.
//!
//! The policies of `testdata/policies` in HTML, put one behind the other up to that size. Prints the mean processor
//! time of many runs (on other systems than Linux: time that passed); no test depends on it.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use consentry::knowledge::Knowledge;
use consentry::policy::{Hint, Lexicon, read, understand};

const SIZE: usize = 100_000;
const RUNS: u32 = 200;

/// Processor time of this thread: other programs take none of it.
fn spent() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|text| text.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/policies");
    let mut body = String::new();
    for name in [
        "good-news.html",
        "table-shop.html",
        "third-party-section.html",
        "live-nested.html",
    ] {
        body.push_str(&std::fs::read_to_string(folder.join(name)).unwrap_or_default());
    }
    assert!(!body.is_empty());
    let mut page = body.repeat(SIZE / body.len() + 1);
    page.truncate(page.floor_char_boundary(SIZE));
    let knowledge = Knowledge::builtin();
    let start = spent();
    let lexicon = Lexicon::new(&knowledge);
    println!("lexicon made ready in {:?}, once a run", spent() - start);
    let hint = Hint {
        name: Some("policy.html"),
        content_type: None,
    };
    // The system tells the time in ticks: one run is too short for it.
    let start = spent();
    for _ in 0..RUNS {
        std::hint::black_box(read(page.as_bytes(), hint).unwrap());
    }
    let reading = (spent() - start) / RUNS;
    let document = read(page.as_bytes(), hint).unwrap();
    let start = spent();
    for _ in 0..RUNS {
        std::hint::black_box(understand(&document, &lexicon));
    }
    let understanding = (spent() - start) / RUNS;
    println!(
        "{} bytes: read in {reading:?}, understood in {understanding:?}, both {:?}",
        page.len(),
        reading + understanding
    );
}
