//! What streams of files give and take: assets, the name of the own process, own files.

use crate::knowledge::model::own_file;
use crate::scenario::engine::Engine;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::Site;
use crate::scenario::engine::paths::is_in_loop;
use crate::scenario::engine::value::{Strs, Value, Vid, strs_of};
use crate::scenario::model::packaged::ASSETS;

/// The file of a process that says its name.
const OWN_NAME: &str = "cmdline";
/// Slot of a stream for the file it belongs to, for where it is written to, and for whether it goes on behind what is there.
const PATH: &str = "path";
const AT: &str = "at";
const APPEND: &str = "append";
/// Slot of a file for the text that is in it.
const HOLDS: &str = "holds";

impl Engine<'_, '_> {
    /// What files hold, whole or line by line; nothing for what is no file.
    pub(crate) fn contents(&mut self, call: &Invocation<'_>, paths: Vid, by_line: bool) -> Vid {
        let all = match &self.values.get(paths).strs {
            Strs::Set(all) => all.clone(),
            Strs::None => Vec::new(),
            Strs::Written(_) | Strs::Any => return Vid::ANY_STR,
        };
        let mut held = Vid::BOTTOM;
        for path in all {
            let one = self.values.intern(Value::str(path));
            let path = self.strings.get(path);
            let more = if path.starts_with(ASSETS) {
                let text = self.asset(path);
                text.map_or(Vid::ANY_STR, |text| self.text(&text))
            } else if own_file(path) == Some(OWN_NAME) {
                self.processes()
            } else if self.is_own(one) {
                self.text_in(call, one)
            } else {
                Vid::ANY_STR
            };
            let more = if by_line { self.lines(more) } else { more };
            held = self.join(held, more);
        }
        held
    }

    /// What this run, or an earlier one, left in own files.
    fn text_in(&mut self, call: &Invocation<'_>, paths: Vid) -> Vid {
        let files = self.files(paths);
        let mut held = Vid::BOTTOM;
        for file in self.values.get(files).objs.clone() {
            let one = self.named_or_left(call, file, HOLDS);
            held = self.join(held, one);
        }
        held
    }

    /// Whether it is known what own files hold.
    pub(super) fn is_known_of(&mut self, call: &Invocation<'_>, paths: Vid) -> bool {
        let held = self.text_in(call, paths);
        matches!(self.values.get(held).strs, Strs::Set(_) | Strs::Written(_))
    }

    /// The lines of known texts.
    fn lines(&mut self, texts: Vid) -> Vid {
        let Strs::Set(set) = &self.values.get(texts).strs else {
            return texts;
        };
        let lines = set.iter().flat_map(|text| self.strings.get(*text).lines());
        let lines: Vec<String> = lines.map(str::to_owned).collect();
        let lines: Vec<_> = lines.iter().map(|line| self.strings.intern(line)).collect();
        self.values.intern(Value {
            strs: strs_of(lines.into_iter()),
            ..Value::default()
        })
    }

    /// A text goes into the file of a stream. What is written in several parts is not known.
    pub(crate) fn put_text(&mut self, call: &Invocation<'_>, stream: Vid, text: Vid) -> Vid {
        let path = self.read_named(stream, PATH);
        let file = self.files(path);
        let known = self.is_written(text) || self.is_opened_here(call, stream);
        let text = match self.is_only_part(call, stream) && known && text != Vid::BOTTOM {
            true => text,
            false => Vid::ANY_STR,
        };
        self.write_named(file, HOLDS, text);
        Vid::ZERO
    }

    /// Whether a stream takes only what one call gives it, once.
    fn is_only_part(&mut self, call: &Invocation<'_>, stream: Vid) -> bool {
        let value = self.values.get(stream);
        if value.objs.len() != 1 || !value.types.is_empty() {
            return false;
        }
        let context = &self.contexts[call.at.ctx.0 as usize];
        let body = context.body.clone();
        let here = self
            .values
            .int(i64::from(context.def.0) << 32 | i64::from(call.at.pc));
        self.write_named(stream, AT, here);
        let appends = self.read_named(stream, APPEND);
        self.read_named(stream, AT) == here
            && (appends == Vid::BOTTOM || appends == Vid::ZERO)
            && body.is_some_and(|body| !is_in_loop(&body, call.at.pc))
    }

    /// Whether the method that writes to a stream made it: each run of it writes another one.
    fn is_opened_here(&self, call: &Invocation<'_>, stream: Vid) -> bool {
        let here = self.contexts[call.at.ctx.0 as usize].def;
        let mut objs = self.values.get(stream).objs.iter();
        objs.all(|obj| match self.objects.key(*obj).site {
            Site::Code { def, .. } => def == here,
            _ => false,
        })
    }
}
