use super::*;
use crate::package::testing::{chunk, config, pool, table, type_chunk, words};

const STRING: u8 = 3;
const REFERENCE: u8 = 1;

fn read(bytes: Vec<u8>) -> Resources<'static> {
    let tables = vec![("resources.arsc".to_owned(), Cow::Owned(bytes))];
    Resources::read(tables, &Limits::default()).0
}

fn label(resources: &Resources<'_>, id: u32) -> Option<String> {
    resources.text(id, &Wanted::chinese()).map(Cow::into_owned)
}

#[test]
fn the_most_wanted_locale_wins_and_others_are_listed() {
    let name = |text| vec![Some((0, STRING, text))];
    let bytes = table(
        &["default", "中文", "中国", "繁體", "english"],
        &["string"],
        &["app_name"],
        &[
            type_chunk(1, &config("", ""), &name(0)),
            type_chunk(1, &config("en", ""), &name(4)),
            type_chunk(1, &config("zh", "TW"), &name(3)),
            type_chunk(1, &config("zh", ""), &name(1)),
            type_chunk(1, &config("zh", "CN"), &name(2)),
        ],
    );
    let resources = read(bytes);
    assert_eq!(label(&resources, 0x7f01_0000).as_deref(), Some("中国"));
    let english = Wanted::locale(Locale::parse("en"));
    assert_eq!(
        resources.text(0x7f01_0000, &english).as_deref(),
        Some("english")
    );
    let listed: Vec<String> = resources
        .texts(0x7f01_0000)
        .iter()
        .map(|(locale, text)| format!("{locale}={text}"))
        .collect();
    assert_eq!(
        listed,
        [
            "default=default",
            "en=english",
            "zh=中文",
            "zh-CN=中国",
            "zh-TW=繁體"
        ]
    );
    assert_eq!(
        resources.name(0x7f01_0000).unwrap().to_string(),
        "@string/app_name"
    );
}

#[test]
fn references_that_go_round_end() {
    let (one, two) = (0x7f01_0000, 0x7f01_0001);
    let entries = [
        Some((0, REFERENCE, two)),
        Some((1, REFERENCE, one)),
        Some((2, REFERENCE, 0x7f01_0002)),
    ];
    let bytes = table(
        &[],
        &["string"],
        &["a", "b", "c"],
        &[type_chunk(1, &config("", ""), &entries)],
    );
    let resources = read(bytes);
    for id in [one, two, 0x7f01_0002] {
        assert_eq!(resources.resolve(id, &Wanted::default_locale()), None);
    }
}

#[test]
fn a_chain_of_references_longer_than_the_limit_ends() {
    let entries: Vec<_> = (0..100u32)
        .map(|index| Some((0, REFERENCE, 0x7f01_0001 + index)))
        .collect();
    let bytes = table(
        &[],
        &["string"],
        &["a"],
        &[type_chunk(1, &config("", ""), &entries)],
    );
    assert_eq!(
        read(bytes).resolve(0x7f01_0000, &Wanted::default_locale()),
        None
    );
}

#[test]
fn sparse_short_and_compact_entries_are_found() {
    let mut sparse = type_chunk(1, &config("", ""), &[]);
    // One entry, number 9: slot (9, offset 0), then a compact entry: key 1, string type, string 0.
    sparse[9] = 1;
    sparse[12..16].copy_from_slice(&1u32.to_le_bytes());
    let start = sparse.len() as u32 + 4;
    sparse[16..20].copy_from_slice(&start.to_le_bytes());
    sparse.extend([9, 0, 0, 0]);
    sparse.extend([1, 0, 8, STRING, 0, 0, 0, 0]);
    let size = sparse.len() as u32;
    sparse[4..8].copy_from_slice(&size.to_le_bytes());

    let mut short = type_chunk(2, &config("", ""), &[]);
    short[9] = 2;
    short[12..16].copy_from_slice(&2u32.to_le_bytes());
    let start = short.len() as u32 + 4;
    short[16..20].copy_from_slice(&start.to_le_bytes());
    short.extend([0xff, 0xff, 0, 0]);
    short.extend(words(&[8, 0, 8 | 0x0300_0000, 0]));
    let size = short.len() as u32;
    short[4..8].copy_from_slice(&size.to_le_bytes());

    let resources = read(table(
        &["text"],
        &["string", "raw"],
        &["a", "b"],
        &[sparse, short],
    ));
    assert_eq!(label(&resources, 0x7f01_0009).as_deref(), Some("text"));
    assert_eq!(resources.name(0x7f01_0009).unwrap().entry, "b");
    assert_eq!(label(&resources, 0x7f01_0008), None);
    assert_eq!(label(&resources, 0x7f02_0001).as_deref(), Some("text"));
    assert_eq!(label(&resources, 0x7f02_0000), None);
}

#[test]
fn split_tables_are_one_lookup() {
    let base = table(
        &["base"],
        &["string"],
        &["a"],
        &[type_chunk(1, &config("", ""), &[Some((0, STRING, 0))])],
    );
    let split = table(
        &["中"],
        &["string"],
        &["a"],
        &[type_chunk(1, &config("zh", ""), &[Some((0, STRING, 0))])],
    );
    let tables = [base, split].map(|bytes| ("t".to_owned(), Cow::Owned(bytes)));
    let (resources, diagnostics) = Resources::read(tables.to_vec(), &Limits::default());
    assert_eq!(diagnostics, []);
    assert_eq!(label(&resources, 0x7f01_0000).as_deref(), Some("中"));
}

#[test]
fn bags_that_all_entries_share_do_not_multiply() {
    let mut data = words(&[16 | 0x0001_0000, 0, 0, 5000]);
    for _ in 0..5000 {
        data.extend(words(&[0, 8 | 0x0300_0000, 0]));
    }
    let mut shared = type_chunk(1, &config("", ""), &[]);
    shared[12..16].copy_from_slice(&50_000u32.to_le_bytes());
    let start = shared.len() as u32 + 4 * 50_000;
    shared[16..20].copy_from_slice(&start.to_le_bytes());
    shared.extend(words(&vec![0; 50_000]));
    shared.extend(data);
    let size = shared.len() as u32;
    shared[4..8].copy_from_slice(&size.to_le_bytes());
    let resources = read(table(&["x"], &["array"], &["a"], &[shared]));
    let mut seen = 0usize;
    assert!(!resources.for_each_text(|_| seen += 1));
    assert!(seen < 1_000_000);
}

#[test]
fn every_cut_of_a_table_is_survived() {
    let whole = table(
        &["a", "b"],
        &["string"],
        &["k"],
        &[type_chunk(
            1,
            &config("zh", "CN"),
            &[Some((0, STRING, 1)), None],
        )],
    );
    for length in 0..whole.len() {
        let resources = read(whole[..length].to_vec());
        resources.for_each_text(|_| {});
        let _ = resources.name(0x7f01_0000);
        let _ = resources.files("string");
    }
    let (_, diagnostics) = Resources::read(
        vec![("t".to_owned(), Cow::Owned(vec![1; 40]))],
        &Limits::default(),
    );
    assert_eq!(diagnostics.len(), 1);
}

#[test]
fn counts_that_lie_are_cut() {
    let mut lying = pool(&["a"]);
    lying[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut types = type_chunk(1, &config("", ""), &[Some((0, STRING, 0))]);
    types[12..16].copy_from_slice(&u32::MAX.to_le_bytes());
    let package = table(&[], &["string"], &["k"], &[types]);
    // The package of that table behind a lying global pool.
    let body = [lying, package[12 + pool(&[]).len()..].to_vec()].concat();
    let resources = read(chunk(2, &words(&[1]), &body));
    assert_eq!(label(&resources, 0x7f01_0000).as_deref(), Some("a"));
}

#[test]
fn locales_are_written_as_people_write_them() {
    for text in ["zh-CN", "zh-Hans-CN", "en", "default"] {
        let locale = if text == "default" {
            Locale::DEFAULT
        } else {
            Locale::parse(text)
        };
        assert_eq!(locale.to_string(), text);
    }
    assert!(Locale::parse("zh-Hans-SG").is_simplified_chinese());
    assert!(!Locale::parse("zh-TW").is_simplified_chinese());
}
