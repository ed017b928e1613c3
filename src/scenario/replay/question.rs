//! What the consent prompt of the first launch shows: its buttons, whether it names a document, and whether it offers a way
//! to read one.

use std::collections::BTreeSet;

use crate::program::DefId;
use crate::scenario::code::ir::Op;
use crate::scenario::engine::Engine;
use crate::scenario::engine::record::Recorder;
use crate::scenario::replay::acts::ChoiceKey;
use crate::scenario::replay::outcome::Stage;
use crate::scenario::replay::prompt::{self, Group, Meaning};

/// Characters from which a text is a document, not a sentence about one.
const DOCUMENT: usize = 300;

/// A button of the prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What it can show, as far as it is known.
    pub texts: Vec<String>,
    /// It consents, as far as is told apart from the others.
    pub agrees: bool,
}

/// The consent prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The method that offers the choices.
    pub def: DefId,
    /// Where in it.
    pub pc: u32,
    /// Its buttons; links apart.
    pub buttons: Vec<Button>,
    /// What it shows names a privacy policy or an agreement.
    pub named: bool,
    /// It holds a link, a text or another choice by which a document can be read.
    pub links: bool,
}

impl Question {
    /// A prompt whose choices were told apart, or the only choice of one that names a document.
    pub(crate) fn new(group: &Group, meanings: &[Meaning]) -> Option<Self> {
        let (first, _) = group.choices.first()?;
        let (def, pc) = first.from;
        let mut buttons = Vec::new();
        for (index, (_, texts)) in group.choices.iter().enumerate() {
            let meaning = meanings.get(index).copied().unwrap_or(Meaning::Other);
            if meaning != Meaning::Other {
                buttons.push(Button {
                    texts: texts.clone(),
                    agrees: meaning == Meaning::Agree,
                });
            }
        }
        Some(Self {
            def,
            pc,
            buttons,
            named: group.named,
            links: meanings.contains(&Meaning::Other),
        })
    }

    /// Looks around the prompt for a way to read a document.
    pub(crate) fn look(
        &mut self,
        engine: &Engine<'_, '_>,
        stage: Stage<'_>,
        record: &Recorder,
        buttons: &BTreeSet<ChoiceKey>,
    ) {
        self.named |= prompt::any_named(engine, stage);
        if self.links {
            return;
        }
        let family = prompt::family(engine, self.def);
        let near = |def: DefId| prompt::family(engine, def) == family;
        // A page has other buttons than those of the prompt that it shows.
        let page = engine.code.is_page(engine.code.def_owner(self.def));
        let beside = |def: DefId| def == self.def || (!page && near(def));
        let other = record.choices.iter().any(|choice| {
            !choice.answer && !buttons.contains(&choice.key) && beside(choice.key.from.0)
        });
        self.links = other
            || engine
                .contexts
                .iter()
                .map(|context| context.def)
                .collect::<BTreeSet<_>>()
                .into_iter()
                .filter(|def| near(*def))
                .any(|def| shows_document(engine, stage, def));
    }
}

/// Whether a method names a link, a long text, a web view or a layout with one of them.
fn shows_document(engine: &Engine<'_, '_>, stage: Stage<'_>, def: DefId) -> bool {
    let Some(body) = engine.code.lower(def) else {
        return false;
    };
    let text = |text: &str| {
        text.contains("://")
            || text.contains("href=")
            || text.chars().take(DOCUMENT).count() == DOCUMENT
    };
    let view = |class: &str| {
        class.contains("WebView") || class.contains("URLSpan") || class.contains("ClickableSpan")
    };
    body.insns.iter().any(|insn| match insn.op {
        Op::Text { value, .. } => text(&engine.code.text(value)),
        Op::New { ty, .. } => view(&engine.code.dotted(ty)),
        Op::Int { value, .. } => {
            let id = u32::try_from(value).ok();
            prompt::resource(stage, value).is_some_and(|held| text(&held))
                || stage
                    .package
                    .layouts
                    .iter()
                    .filter(|file| id.is_some() && file.id == id)
                    .any(|file| {
                        let Ok((layout, _)) = stage.package.layout(file) else {
                            return false;
                        };
                        layout.views.iter().any(|one| {
                            view(&one.class)
                                || one.on_click.is_some()
                                || one.texts.iter().any(|held| text(&held.text))
                        })
                    })
        }
        _ => false,
    })
}
