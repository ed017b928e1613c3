//! Which profiled classes share enough with a class.

use super::table::{FeatureRow, Table};

/// Counts, class by class, the bits that the profiled classes of one table share with it.
pub(crate) struct Votes<'t> {
    table: Table<'t>,
    /// Features of the class that is looked at.
    asked: Vec<FeatureRow>,
    /// Bits that each profiled class shares with it, and which of them share any.
    votes: Vec<u32>,
    voted: Vec<u32>,
}

impl<'t> Votes<'t> {
    pub(crate) fn new(table: Table<'t>) -> Self {
        Self {
            table,
            asked: Vec::new(),
            votes: vec![0; table.class_count()],
            voted: Vec::new(),
        }
    }

    /// Notes a feature of the class that is looked at; its weight when any profile has it.
    pub(crate) fn ask(&mut self, feature: u32) -> Option<u32> {
        let row = self.table.feature(feature)?;
        if row.weight > 0 {
            self.asked.push(row);
        }
        Some(row.weight)
    }

    /// Visits the profiled classes that share at least `least` bits (and any) with the features asked for, with those bits,
    /// and starts anew. The rarest features vote first, and once those that are left are too few, for no other class.
    pub(crate) fn count(&mut self, least: u32, mut visit: impl FnMut(u32, u32)) {
        let mut left: u32 = self.asked.iter().map(|row| row.weight).sum();
        self.asked.sort_unstable_by_key(|row| (row.count(), *row));
        for row in self.asked.drain(..) {
            let open = left >= least;
            if !open && self.voted.is_empty() {
                break;
            }
            for class in self.table.classes_with(row) {
                if let Some(votes) = self.votes.get_mut(class as usize) {
                    if *votes > 0 {
                        *votes += row.weight;
                    } else if open {
                        *votes = row.weight;
                        self.voted.push(class);
                    }
                }
            }
            left -= row.weight;
        }
        for class in self.voted.drain(..) {
            let votes = self.votes.get_mut(class as usize);
            let bits = votes.map(std::mem::take).unwrap_or_default();
            if bits >= least {
                visit(class, bits);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::super::{Profile, Table, encode};
    use super::Votes;

    /// Profiles of many classes with features from a small pool, so that they share a lot.
    fn profiles() -> Vec<Profile> {
        let mut state = 7u32;
        let mut next = |bound: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % bound
        };
        let mut class = |at: u32| {
            let count = 4 + next(20);
            let features: Vec<u32> = (0..count)
                .map(|_| (next(60) * next(60)).wrapping_mul(0x9e37_79b1))
                .collect();
            Profile::line(&format!("x.C{at}"), &features)
        };
        let mut profile = |at: u32| Profile {
            sdk: format!("s{at}"),
            version: String::new(),
            sources: vec!["test".into()],
            classes: (0..30).map(&mut class).collect(),
        };
        (0..8).map(&mut profile).collect()
    }

    #[test]
    fn no_class_that_comes_to_enough_bits_is_left_out_early() {
        let bytes = encode(&profiles(), Table::default());
        let table = Table::new(&bytes).unwrap();
        let mut votes = Votes::new(table);
        let mut kept = 0;
        for line in profiles().iter().flat_map(|profile| &profile.classes) {
            let (_, features) = Profile::parse_line(line).unwrap();
            let features: BTreeSet<u32> = features.into_iter().collect();
            let mut all: BTreeMap<u32, u32> = BTreeMap::new();
            for row in features.iter().filter_map(|f| table.feature(*f)) {
                for class in table.classes_with(row) {
                    *all.entry(class).or_default() += row.weight;
                }
            }
            for least in [1, 200, 400] {
                for feature in &features {
                    let _ = votes.ask(*feature);
                }
                let mut got = BTreeMap::new();
                votes.count(least, |class, bits| {
                    got.insert(class, bits);
                });
                let mut wanted = all.clone();
                wanted.retain(|_, bits| *bits >= least);
                kept += wanted.len();
                assert_eq!(got, wanted);
            }
        }
        assert!(kept > 1000, "{kept}");
    }
}
