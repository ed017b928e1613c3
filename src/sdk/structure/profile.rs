//! The profile of a library.

use std::cmp::Reverse;

use super::features::{Maker, Tier};
use crate::knowledge::Framework;
use crate::knowledge::structure::{MAX_CLASSES, MAX_FEATURES, Profile};
use crate::program::Program;

/// Features that a class must have to be kept: with fewer it could be any.
const MIN_FEATURES: usize = 4;

/// The classes of a library that tell most, as `<dotted class> <features>` lines sorted by class. `wanted` chooses
/// among the classes of the program by their dotted names.
pub fn profile(program: &Program<'_>, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut maker = Maker::new(program, Framework::builtin());
    let mut classes = Vec::new();
    for class in program.classes() {
        let name = program.class_name(class);
        if !wanted(&name) {
            continue;
        }
        let mut features: Vec<(Tier, u32)> = maker
            .of(class)
            .iter()
            .map(|(feature, tier)| (*tier, *feature))
            .collect();
        features.sort_unstable();
        let telling = features
            .iter()
            .filter(|(tier, _)| *tier <= Tier::ShortText)
            .count();
        if features.len() >= MIN_FEATURES {
            let rank = Reverse((telling, features.len()));
            features.truncate(MAX_FEATURES);
            let features: Vec<u32> = features.into_iter().map(|(_, feature)| feature).collect();
            classes.push((rank, name, features));
        }
    }
    classes.sort();
    classes.truncate(MAX_CLASSES);
    let mut lines: Vec<String> = classes
        .iter()
        .map(|(_, name, features)| Profile::line(name, features))
        .collect();
    lines.sort();
    lines
}
