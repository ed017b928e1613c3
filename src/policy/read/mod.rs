//! Bytes to a document.

use super::model::{Block, BlockKind, Document, Format, Hint, ReadError};

/// Reads a policy. `hint` helps to tell the format; the bytes have the last word. Bounded in size, depth and time.
pub fn read(bytes: &[u8], _hint: Hint<'_>) -> Result<Document, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::Unsupported {
        what: "another encoding than UTF-8",
    })?;
    let blocks: Vec<_> = (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(line, text)| Block {
            line,
            kind: BlockKind::Paragraph {
                text: text.trim().to_owned(),
            },
        })
        .collect();
    if blocks.is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(Document {
        format: Format::Text,
        encoding: "UTF-8",
        title: None,
        blocks,
        links: Vec::new(),
        repairs: Vec::new(),
    })
}
