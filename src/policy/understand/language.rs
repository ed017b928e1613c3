//! Which language a document is in, by its letters.

use super::script::Set;
use crate::policy::model::Language;

/// How many letters of which kind a document has.
#[derive(Debug, Default)]
pub(super) struct Letters {
    simple: usize,
    traditional: usize,
    han: usize,
    latin: usize,
}

/// Letters that only the one or the other way of writing has.
static TRADITIONAL: Set =
    Set::new("個們資訊務與為應並這會錄權關類聯絡據號碼別經說處還將對來時後從體該見設備視頻閱讀護");
static SIMPLE: Set =
    Set::new("个们资讯务与为应并这会录权关类联络据号码别经说处还将对来时后从体该见设备视频阅读护");

impl Letters {
    /// Counts the letters of a text.
    pub(super) fn count(&mut self, text: &str) {
        // A sample is enough to tell.
        if self.han + self.latin > 20_000 {
            return;
        }
        for letter in text.chars() {
            match letter {
                'a'..='z' | 'A'..='Z' => self.latin += 1,
                '\u{3400}'..='\u{9fff}' => {
                    self.han += 1;
                    if self.han < 4_000 {
                        let (simple, traditional) = (SIMPLE.has(letter), TRADITIONAL.has(letter));
                        self.simple += usize::from(simple && !traditional);
                        self.traditional += usize::from(traditional && !simple);
                    }
                }
                _ => {}
            }
        }
    }

    /// The language of most of them.
    pub(super) fn language(&self) -> Option<Language> {
        if self.han + self.latin < 20 {
            return (self.han + self.latin > 0).then_some(Language::Other);
        }
        // A Chinese word has two letters, an English one five.
        if self.han * 3 < self.latin {
            return Some(Language::English);
        }
        Some(if self.traditional > self.simple {
            Language::TraditionalChinese
        } else {
            Language::Chinese
        })
    }
}
