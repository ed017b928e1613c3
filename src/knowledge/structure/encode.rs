//! The index of profiles, made at build time or when they are loaded.

use std::collections::{BTreeMap, BTreeSet};

use super::super::table::{Builder, put};
use super::Profile;
use super::borrowed::borrowed;
use super::table::{BORROWED, MAGIC, MAX_BUCKET_BITS, Table, bucket, simple_name};

/// Different classes that may have a feature: what more have tells little, and would propose a match everywhere. It is
/// kept without weight and classes, so that it is not taken for one that no library has.
const MAX_SHARED: usize = 128;

/// How many different classes of a table have a feature, and of how many in all, as its weight tells.
fn spread(table: Table<'_>, feature: u32) -> (f64, f64) {
    let all = f64::from(table.different());
    let seen = match table.feature(feature) {
        None => 0.0,
        Some(row) if row.weight == 0 => MAX_SHARED as f64,
        Some(row) => (all + 1.0) / 2f64.powf(f64::from(row.weight) / 16.0),
    };
    (seen, all)
}

/// The index of a list of profiles. The order of the profiles does not matter. What is rare in few profiles need not be
/// rare elsewhere: classes of `others` count too.
pub fn encode(profiles: &[Profile], others: Table<'_>) -> Vec<u8> {
    let mut profiles: Vec<&Profile> = profiles.iter().collect();
    profiles.sort_by_key(|profile| (&profile.sdk, &profile.version));
    let mut texts = BTreeSet::new();
    // Profile, name, number of the class that its versions share.
    let mut classes: Vec<(u32, &str, u32)> = Vec::new();
    let mut different: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    // A feature and the number of a class that has it.
    let mut all: Vec<(u32, u32)> = Vec::new();
    for (number, profile) in profiles.iter().enumerate() {
        texts.extend([profile.sdk.clone(), profile.version.clone()]);
        for line in &profile.classes {
            if let Some((class, features)) = Profile::parse_line(line) {
                texts.extend([class.to_owned(), simple_name(class).to_owned()]);
                let next = different.len() as u32;
                let shared = *different.entry((&profile.sdk, class)).or_insert(next);
                let own = classes.len() as u32;
                classes.push((number as u32, class, shared));
                all.extend(features.into_iter().map(|feature| (feature, own)));
            }
        }
    }
    all.sort_unstable();
    all.dedup();
    let mut bits = vec![0u32; classes.len()];
    let mut weights: Vec<(u32, u32)> = Vec::new();
    let mut ends: Vec<u32> = Vec::new();
    let mut lists: Vec<u32> = Vec::new();
    for postings in all.chunk_by(|a, b| a.0 == b.0) {
        let Some((feature, _)) = postings.first() else {
            continue;
        };
        // Versions of one class count once: what tells libraries apart is in how many different classes a feature stands.
        let class = |number: u32| classes.get(number as usize);
        let mut own: Vec<u32> = postings
            .iter()
            .filter_map(|p| Some(class(p.1)?.2))
            .collect();
        own.sort_unstable();
        own.dedup();
        let (seen, all) = spread(others, *feature);
        let (seen, total) = (seen + own.len() as f64, all + different.len() as f64);
        let weight = if seen > MAX_SHARED as f64 {
            0
        } else {
            (((total + 1.0) / seen).log2().clamp(0.0, 16.0) * 16.0) as u32
        };
        if weight > 0 {
            lists.extend(postings.iter().map(|posting| posting.1));
            for (_, class) in postings {
                if let Some(bits) = bits.get_mut(*class as usize) {
                    *bits += weight;
                }
            }
        }
        weights.push((*feature, weight));
        ends.push(lists.len() as u32);
    }
    let pool = Builder::new([], texts);
    // Some eight features a bucket.
    let bucket_bits = (weights.len() as u32 / 8).checked_ilog2().unwrap_or(0);
    let bucket_bits = bucket_bits.min(MAX_BUCKET_BITS);
    let mut out = Vec::new();
    put(
        &mut out,
        &[
            MAGIC,
            profiles.len() as u32,
            classes.len() as u32,
            weights.len() as u32,
            lists.len() as u32,
            different.len() as u32,
            bucket_bits,
        ],
    );
    pool.write(&mut out);
    let mut sums = vec![0u32; profiles.len()];
    for ((profile, ..), bits) in classes.iter().zip(&bits) {
        if let Some(sum) = sums.get_mut(*profile as usize) {
            *sum = sum.saturating_add(*bits);
        }
    }
    for (profile, bits) in profiles.iter().zip(sums) {
        let (sdk, version) = (pool.number(&profile.sdk), pool.number(&profile.version));
        put(&mut out, &[sdk, version, bits]);
    }
    for ((profile, class, _), bits) in classes.iter().zip(&bits) {
        put(&mut out, &[*profile, pool.number(class), *bits]);
    }
    for (feature, weight) in &weights {
        put(&mut out, &[*feature, *weight]);
    }
    put(&mut out, &ends);
    put(&mut out, &lists);
    for at in 0..=1usize << bucket_bits {
        let start = weights.partition_point(|(feature, _)| bucket(*feature, bucket_bits) < at);
        put(&mut out, &[start as u32]);
    }
    mark(&mut out, &profiles, others);
    out
}

/// Marks the classes that are other libraries', and appends those of `others` that are libraries' of this table.
fn mark(table: &mut Vec<u8>, profiles: &[&Profile], others: Table<'_>) {
    let Some(own) = Table::new(table) else { return };
    let [borrowed, lent] = borrowed(profiles, own, others);
    let places: Vec<usize> = borrowed.iter().map(|class| own.bits_at(*class)).collect();
    for at in places {
        if let Some(bits) = table.get_mut(at..).and_then(|rest| rest.first_chunk_mut()) {
            *bits = (u32::from_le_bytes(*bits) | BORROWED).to_le_bytes();
        }
    }
    let lent: Vec<u32> = lent.into_iter().collect();
    put(table, &lent);
}

#[cfg(test)]
mod tests {
    use super::super::tests::{profile, sample};
    use super::*;

    #[test]
    fn a_feature_finds_its_classes_and_the_rarer_one_weighs_more() {
        let bytes = encode(&sample(), Table::default());
        let table = Table::new(&bytes).unwrap();
        let names = |feature| -> Vec<_> {
            let classes = table.classes_with(table.feature(feature).unwrap());
            let classes = classes.map(|class| table.class(class));
            classes
                .map(|class| (table.profile(class.profile).1, class.name))
                .collect()
        };
        assert_eq!(names(9), [("1", "y.C"), ("2", "x.A"), ("2", "x.B")]);
        assert_eq!(names(7), [("1", "x.A"), ("2", "x.A")]);
        assert!(table.feature(8).is_none());
        let weight = |feature| table.feature(feature).unwrap().weight;
        assert_eq!(weight(7), weight(11), "versions count once");
        assert!(weight(7) > weight(9));
        assert_eq!(table.profile(0).0, "a");
        assert_eq!(table.profile(0).2, weight(9) + weight(11));
        assert_eq!(
            table
                .classes_of(2)
                .map(|c| table.class(c).name)
                .collect::<Vec<_>>(),
            ["x.A", "x.B"]
        );
        assert!(table.classes_of(3).is_empty());
        assert!(table.has_name("B") && !table.has_name("D"));
    }

    #[test]
    fn a_copy_is_the_originals() {
        let features = |from: u32| -> Vec<u32> { (from..from + 12).collect() };
        let all = |name: &'static str, from: &[u32]| {
            let classes: Vec<(String, Vec<u32>)> = from
                .iter()
                .map(|at| (format!("{name}.C{at}"), features(*at)))
                .collect();
            let classes: Vec<(&str, &[u32])> = classes
                .iter()
                .map(|(name, features)| (name.as_str(), features.as_slice()))
                .collect();
            profile(name, "1", &classes)
        };
        // The first is the whole of `writer`; `parser` and `reader` share one class that is little of either.
        let injector = all("injector", &[100, 200, 300, 400, 500, 600, 700, 800]);
        let writer = all("writer", &[100, 200]);
        let parser = all("parser", &[1000, 1100, 1200]);
        let reader = all("reader", &[1000, 2100, 2200]);
        let marked = |table: Table<'_>| -> Vec<String> {
            let classes = (0..table.class_count() as u32).map(|class| table.class(class));
            let marked = classes.filter(|class| class.borrowed);
            marked.map(|class| class.name.to_owned()).collect()
        };
        let wanted = [
            "injector.C100",
            "injector.C200",
            "parser.C1000",
            "reader.C1000",
        ];
        let bytes = encode(
            &[
                injector.clone(),
                writer.clone(),
                parser.clone(),
                reader.clone(),
            ],
            Table::default(),
        );
        assert_eq!(marked(Table::new(&bytes).unwrap()), wanted);
        // The same when some of them come later.
        let first = encode(&[injector, parser], Table::default());
        let first = Table::new(&first).unwrap();
        assert_eq!(marked(first), Vec::<String>::new());
        let second = encode(&[writer, reader], first);
        let second = Table::new(&second).unwrap();
        assert_eq!(marked(second), ["reader.C1000"]);
        let classes = (0..first.class_count() as u32).filter(|class| second.lends(*class));
        let lent: Vec<_> = classes.map(|class| first.class(class).name).collect();
        assert_eq!(lent, ["injector.C100", "injector.C200", "parser.C1000"]);
    }

    #[test]
    fn a_package_that_is_mostly_a_copy_is_one_as_a_whole() {
        let features = |from: u32| -> Vec<u32> { (from..from + 12).collect() };
        let class = |name: &str, from: u32| Profile::line(name, &features(from));
        let library = |sdk: &str, classes: Vec<String>| Profile {
            classes,
            ..profile(sdk, "1", &[])
        };
        let own = (1..9).map(|at| class(&format!("ads.C{at}"), 10_000 + 100 * at));
        let fork = [("ads.net.A", 100), ("ads.net.B", 200), ("ads.net.C", 9000)];
        let fork = fork.map(|(name, from)| class(name, from));
        let ads = library("ads", own.chain(fork).collect());
        let net = [("net.A", 100), ("net.B", 200), ("net.C", 300)];
        let net = library("net", net.map(|(name, from)| class(name, from)).to_vec());
        let bytes = encode(&[ads, net], Table::default());
        let table = Table::new(&bytes).unwrap();
        let classes = (0..table.class_count() as u32).map(|class| table.class(class));
        let marked: Vec<_> = classes.filter(|class| class.borrowed).collect();
        let names: Vec<_> = marked.iter().map(|class| class.name).collect();
        assert_eq!(names, ["ads.net.A", "ads.net.B", "ads.net.C"]);
    }

    #[test]
    fn a_damaged_table_never_panics() {
        let bytes = encode(&sample(), Table::default());
        for at in 0..bytes.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut damaged = bytes.clone();
                damaged[at] = value;
                if let Some(table) = Table::new(&damaged) {
                    let _ = (table.profile(0), table.class(u32::MAX));
                    let _ = (table.has_name("A"), table.classes_of(1));
                    for class in table.feature(9).iter().flat_map(|f| table.classes_with(*f)) {
                        assert!(table.class(class).name.len() <= bytes.len());
                    }
                }
            }
            assert!(Table::new(&bytes[..at]).is_none());
        }
    }
}
