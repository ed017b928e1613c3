use super::*;
use crate::package::testing::{chunk, end, pool, start, words};

const S: u32 = 3;
const INT: u32 = 0x10;

fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
    chunk(3, &[], &chunks.concat())
}

fn map(ids: &[u32]) -> Vec<u8> {
    chunk(RESOURCE_MAP, &[], &words(ids))
}

fn parse(bytes: &[u8]) -> Document<'_> {
    Document::parse(bytes, &Limits::default()).unwrap()
}

#[test]
fn attributes_go_by_resource_id_not_by_name() {
    let bytes = file(&[
        pool(&["garbage", "application", ANDROID_NAMESPACE, "value"]),
        map(&[attr::NAME]),
        start(1, 7, 20, 20, &[[2, 0, 3, S, 3]]),
        end(1),
    ]);
    let document = parse(&bytes);
    let root = document.root().unwrap();
    assert_eq!((root.name(), root.line()), ("application", 7));
    assert_eq!(root.attr(attr::NAME).and_then(Value::as_str), Some("value"));
    assert_eq!(root.attributes()[0].known_name(), "name");
    assert_eq!(root.plain("garbage"), None);
    assert_eq!(document.problem(), None);
}

#[test]
fn padding_between_and_before_attributes_is_stepped_over() {
    let bytes = file(&[
        pool(&["name", "debuggable", "a"]),
        map(&[attr::NAME, attr::DEBUGGABLE]),
        start(
            2,
            1,
            36,
            28,
            &[[NONE, 0, NONE, INT, 5], [NONE, 1, NONE, 0x12, NONE]],
        ),
    ]);
    let document = parse(&bytes);
    let root = document.root().unwrap();
    assert_eq!(root.attr(attr::NAME).and_then(Value::as_int), Some(5));
    assert_eq!(
        root.attr(attr::DEBUGGABLE).and_then(Value::as_bool),
        Some(true)
    );
}

#[test]
fn unknown_chunks_and_a_wrong_file_type_do_not_matter() {
    let inner = [
        pool(&["manifest", "application"]),
        chunk(0x0abc, &[], &[1, 2, 3, 4]),
        start(0, 2, 20, 20, &[]),
        chunk(0x01ff, &[], &[0; 8]),
        start(1, 3, 20, 20, &[]),
        end(0),
        end(0),
    ];
    let bytes = chunk(0x1234, &[], &inner.concat());
    let document = parse(&bytes);
    let root = document.root().unwrap();
    let children: Vec<&str> = root.children().map(Node::name).collect();
    assert_eq!(children, ["application"]);
}

#[test]
fn a_count_of_attributes_that_reuse_the_same_bytes_is_bounded() {
    // Attribute size 0: every attribute is the first.
    let mut element = start(0, 1, 20, 20, &[[NONE, 0, NONE, INT, 1]]);
    element[16 + 10..16 + 14].copy_from_slice(&[0, 0, 0xff, 0xff]);
    let bytes = file(&[pool(&["a"]), element]);
    let document = parse(&bytes);
    assert!(document.root().unwrap().attributes().len() < bytes.len());
    assert!(document.problem().is_some());
}

#[test]
fn depth_is_bounded_and_told() {
    let mut chunks = vec![pool(&["a"])];
    chunks.extend((0..1000).map(|_| start(0, 1, 20, 20, &[])));
    chunks.extend((0..1000).map(|_| end(0)));
    chunks.push(start(0, 9, 20, 20, &[]));
    let bytes = file(&chunks);
    let document = parse(&bytes);
    assert_eq!(document.nodes().count(), Limits::default().xml_depth + 1);
    assert!(document.problem().unwrap().contains("deeper"));
}

#[test]
fn sizes_that_lie_stop_the_reading_and_are_told() {
    let mut broken = start(0, 1, 20, 20, &[]);
    broken[4..8].copy_from_slice(&4u32.to_le_bytes());
    let bytes = file(&[pool(&["a"]), start(0, 1, 20, 20, &[]), broken]);
    let document = parse(&bytes);
    assert_eq!(document.nodes().count(), 1);
    assert!(document.problem().unwrap().contains("broken chunk"));
    for length in 0..bytes.len() {
        let _ = Document::parse(&bytes[..length], &Limits::default());
    }
}

#[test]
fn text_and_compiled_documents_answer_alike() {
    let source = "<?xml version=\"1.0\"?>\n<manifest xmlns:a='http://schemas.android.com/apk/res/android'\n \
                  package=\"x.y\">\n<application a:name='.App'>t&amp;<b/></application></manifest>";
    let document = parse(source.as_bytes());
    let root = document.root().unwrap();
    assert_eq!((root.plain("package"), root.line()), (Some("x.y"), 2));
    let application = root.children_named("application").next().unwrap();
    assert_eq!(
        application.attr(attr::NAME).and_then(Value::as_str),
        Some(".App")
    );
    assert_eq!((application.text(), application.line()), ("t&", 4));
}

#[test]
fn long_strings_of_both_encodings_are_whole() {
    let long = "文".repeat(300);
    let pooled = pool(&[&long, "b"]);
    let pool = Pool::parse(&pooled, Chunk::read(&pooled, 0, pooled.len()).unwrap()).unwrap();
    assert_eq!(pool.get(&pooled, 0).as_deref(), Some(long.as_str()));

    // UTF-16 with a length of 0x18000 units, in two words.
    let mut body = words(&[0]);
    body.extend([0x01, 0x80, 0x00, 0x80]);
    body.extend([b'x', 0].repeat(0x18000));
    body.extend([0, 0]);
    let wide = chunk(1, &words(&[1, 0, 0, 32, 0]), &body);
    let pool = Pool::parse(&wide, Chunk::read(&wide, 0, wide.len()).unwrap()).unwrap();
    assert_eq!(pool.get(&wide, 0).map(|text| text.len()), Some(0x18000));
    assert_eq!(pool.get(&wide, 1), None);
}
