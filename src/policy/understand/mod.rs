//! A document to what it says.

use super::model::{Document, Understanding};
use crate::knowledge::Knowledge;

/// The words of `checks/policy/`, made ready for searching. Costs some milliseconds; made once for a run.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {}

impl Lexicon {
    /// From the records.
    pub fn new(_knowledge: &Knowledge) -> Self {
        Self::default()
    }
}

/// What a document says. Deterministic; linear in the text.
pub fn understand(_document: &Document, _lexicon: &Lexicon) -> Understanding {
    Understanding::default()
}
