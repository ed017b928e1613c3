//! Writers of small compiled files for the tests of this layer.

/// A chunk: kind, what follows the eight common bytes in its header, its body.
pub(crate) fn chunk(kind: u16, header: &[u8], body: &[u8]) -> Vec<u8> {
    let mut out = kind.to_le_bytes().to_vec();
    out.extend((8 + header.len() as u16).to_le_bytes());
    out.extend((8 + header.len() as u32 + body.len() as u32).to_le_bytes());
    out.extend(header);
    out.extend(body);
    out
}

/// Little-endian words.
pub(crate) fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A UTF-8 string pool.
pub(crate) fn pool(strings: &[&str]) -> Vec<u8> {
    let mut offsets = Vec::new();
    let mut data = Vec::new();
    for text in strings {
        offsets.push(data.len() as u32);
        for length in [text.encode_utf16().count(), text.len()] {
            if length > 0x7f {
                data.push(0x80 | (length >> 8) as u8);
            }
            data.push(length as u8);
        }
        data.extend(text.as_bytes());
        data.push(0);
    }
    while data.len() % 4 != 0 {
        data.push(0);
    }
    let start = 28 + 4 * strings.len() as u32;
    let header = words(&[strings.len() as u32, 0, 1 << 8, start, 0]);
    let mut body = words(&offsets);
    body.extend(data);
    chunk(1, &header, &body)
}

/// An element's start: name, line and attributes (namespace, name, raw, type, data), each padded to `size` bytes and
/// the first `start` bytes after the beginning of the element's extension.
pub(crate) fn start(
    name: u32,
    line: u32,
    start: u16,
    size: u16,
    attributes: &[[u32; 5]],
) -> Vec<u8> {
    let mut body = words(&[u32::MAX, name]);
    for short in [start, size, attributes.len() as u16, 0, 0, 0] {
        body.extend(short.to_le_bytes());
    }
    body.resize(usize::from(start), 0xaa);
    for [namespace, name, raw, kind, data] in attributes {
        let from = body.len();
        body.extend(words(&[*namespace, *name, *raw, 8 | (kind << 24), *data]));
        body.resize(from + usize::from(size), 0xaa);
    }
    chunk(0x0102, &words(&[line, u32::MAX]), &body)
}

/// An element's end.
pub(crate) fn end(name: u32) -> Vec<u8> {
    chunk(0x0103, &words(&[0, u32::MAX]), &words(&[u32::MAX, name]))
}

/// A configuration with language and region.
pub(crate) fn config(language: &str, region: &str) -> Vec<u8> {
    let mut config = vec![0; 64];
    config[0] = 64;
    config[8..8 + language.len()].copy_from_slice(language.as_bytes());
    config[10..10 + region.len()].copy_from_slice(region.as_bytes());
    config
}

/// A type chunk with dense offsets; an entry is a key with a value type and its data.
pub(crate) fn type_chunk(id: u8, config: &[u8], entries: &[Option<(u32, u8, u32)>]) -> Vec<u8> {
    let (mut offsets, mut data) = (Vec::new(), Vec::new());
    for entry in entries {
        let Some((key, kind, value)) = entry else {
            offsets.push(u32::MAX);
            continue;
        };
        offsets.push(data.len() as u32);
        data.extend(words(&[8, *key, 8 | (u32::from(*kind) << 24), *value]));
    }
    let start = 20 + config.len() as u32 + 4 * entries.len() as u32;
    let mut header = vec![id, 0, 0, 0];
    header.extend(words(&[entries.len() as u32, start]));
    header.extend(config);
    let mut body = words(&offsets);
    body.extend(data);
    chunk(0x0201, &header, &body)
}

/// A table with one package, 0x7f.
pub(crate) fn table(
    strings: &[&str],
    types: &[&str],
    keys: &[&str],
    chunks: &[Vec<u8>],
) -> Vec<u8> {
    let (type_pool, key_pool) = (pool(types), pool(keys));
    let mut header = words(&[0x7f]);
    header.resize(4 + 256, 0);
    header.extend(words(&[288, 0, 288 + type_pool.len() as u32, 0, 0]));
    let body = [type_pool, key_pool, chunks.concat()].concat();
    let package = chunk(0x0200, &header, &body);
    chunk(0x0002, &words(&[1]), &[pool(strings), package].concat())
}
