//! How long a policy of 100 kB takes to be read and understood: `cargo bench --bench policy`.
//!
//! The policies of `testdata/policies` in HTML, put one behind the other up to that size. Prints the best of many runs,
//! which on one thread is processor time; no test depends on it.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::path::Path;
use std::time::{Duration, Instant};

use consentry::knowledge::Knowledge;
use consentry::policy::{Hint, Lexicon, read, understand};

const SIZE: usize = 100_000;

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
    let mut page = String::new();
    while page.len() + body.len() < SIZE {
        page.push_str(&body);
    }
    let knowledge = Knowledge::builtin();
    let start = Instant::now();
    let lexicon = Lexicon::new(&knowledge);
    println!("lexicon made ready in {:?}, once a run", start.elapsed());
    let hint = Hint {
        name: Some("policy.html"),
        content_type: None,
    };
    let (mut reading, mut understanding) = (Duration::MAX, Duration::MAX);
    for _ in 0..30 {
        let start = Instant::now();
        let document = read(page.as_bytes(), hint).unwrap();
        reading = reading.min(start.elapsed());
        let start = Instant::now();
        std::hint::black_box(understand(&document, &lexicon));
        understanding = understanding.min(start.elapsed());
    }
    println!(
        "{} bytes: read in {reading:?}, understood in {understanding:?}",
        page.len()
    );
}
