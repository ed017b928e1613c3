//! A document to what it says.
//!
//! * `mod.rs`: the walk over the blocks: chapters, lists of contents, what a list or a table belongs to.
//! * `lexicon.rs`: the words of `checks/policy/` as automata (`finder.rs`).
//! * `script.rs`: traditional letters as simplified ones; `language.rs`: which language a text is in.
//! * `text.rs`: sentences, and their form without differences of spelling.
//! * `topic.rs`: which topics and rights a sentence shows.
//! * `statement.rs`: what a sentence says of data items: who does what, or denies it.
//! * `kept.rs`: how long and where a sentence says that data is kept; `recipient.rs`: whom it is passed on to.
//! * `flat.rs`: tables whose cells stand one on a line.
//! * `sdk.rs`: lists of SDKs, in tables and in lines of "name: value"; `mention.rs`: SDKs that a line or sentence names;
//!   `catalogue.rs`: which SDKs they mean.
//! * `fact.rs`: contacts and terms; `date.rs`, `operator.rs`: dates, and the operator's name.
//!
//! Everything is linear in the text: automata over sentences of bounded length.

mod catalogue;
mod date;
mod fact;
mod finder;
mod flat;
mod kept;
mod language;
mod lexicon;
mod mention;
mod operator;
mod recipient;
mod script;
mod sdk;
mod statement;
#[cfg(test)]
mod tests;
mod text;
mod topic;

pub use lexicon::Lexicon;

use super::model::{Action, Block, BlockKind, Document, Found, Spot, Table, Topic, Understanding};
use language::Letters;
use text::{Plain, Word, normal, quote, sentences, words};

/// What a chapter is about, by its heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chapter {
    /// What is collected and used; also where nothing else is said.
    Collect,
    /// Permissions.
    Permissions,
    /// SDKs and other third parties that collect.
    Sdk,
    /// Sharing with others.
    Share,
    /// Meanings of terms.
    Terms,
    /// How to reach the operator.
    Contact,
    /// Rights, security, changes …: items are named there without being collected.
    Other,
}

/// Where a sentence stands.
#[derive(Debug, Clone, Copy)]
struct Scope {
    chapter: Chapter,
    /// What the line before a list says of its entries.
    intro: Option<Intro>,
    /// An item of a list.
    listed: bool,
    spot: Spot,
}

/// A line that leads a list in ("we collect the following:").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Intro {
    action: Action,
    negated: bool,
    third: bool,
}

/// What a document says. Deterministic; linear in the text.
pub fn understand(document: &Document, lexicon: &Lexicon) -> Understanding {
    let mut walk = Walk {
        lexicon,
        out: Understanding {
            // About as many as there are; growing costs more.
            statements: Vec::with_capacity(document.blocks.len()),
            ..Understanding::default()
        },
        topics: topic::Topics::new(lexicon),
        chapters: Vec::new(),
        intro: None,
        sdks: sdk::Rows::default(),
        facts: fact::Facts::new(document.blocks.len()),
        pending: Vec::new(),
        headed: Default::default(),
        heading: None,
        letters: Letters::default(),
        denied: false,
    };
    let contents = contents(&document.blocks);
    let mut at = 0;
    while let Some(block) = document.blocks.get(at) {
        let spot = Spot {
            block: u32::try_from(at).unwrap_or(u32::MAX),
            line: block.line,
            row: None,
        };
        let rest = document.blocks.get(at..).unwrap_or_default();
        if let Some((table, taken)) = flat::table(rest, lexicon) {
            walk.table(&table, spot);
            at += taken;
        } else {
            walk.block(block, spot, contents.get(at).copied().unwrap_or(false));
            at += 1;
        }
    }
    walk.finish(document)
}

struct Walk<'a> {
    lexicon: &'a Lexicon,
    out: Understanding,
    topics: topic::Topics<'a>,
    chapters: Vec<(u8, Chapter)>,
    intro: Option<Intro>,
    sdks: sdk::Rows,
    facts: fact::Facts,
    /// Topics that headings named, waiting for a text under them: level, topic.
    pending: Vec<(u8, Topic)>,
    /// Topics whose place is already that under their heading.
    headed: std::collections::BTreeSet<Topic>,
    /// The last heading or short line, which may be an SDK's name.
    heading: Option<String>,
    letters: Letters,
    /// The chapter lists what is not collected.
    denied: bool,
}

impl Walk<'_> {
    fn block(&mut self, block: &Block, spot: Spot, contents: bool) {
        for text in block.texts() {
            self.letters.count(text);
        }
        match &block.kind {
            BlockKind::Heading { level, text } => self.heading(*level, text, spot, contents),
            BlockKind::Paragraph { text } => self.text(text, spot, false, contents),
            BlockKind::Item { text, .. } => self.text(text, spot, true, contents),
            BlockKind::Table(table) => self.table(table, spot),
        }
    }

    fn heading(&mut self, level: u8, text: &str, spot: Spot, contents: bool) {
        let plain = normal(text);
        let plain = Plain::new(&plain);
        self.facts
            .line(text, &plain, spot, self.lexicon, &mut self.out.facts);
        if contents {
            return;
        }
        let inherited = self
            .chapters
            .iter()
            .rev()
            .find(|(above, _)| *above < level)
            .map(|(_, chapter)| *chapter);
        self.chapters.retain(|(above, _)| *above < level);
        let chapter = chapter_of(&plain).or(inherited).unwrap_or(Chapter::Collect);
        self.chapters.push((level, chapter));
        // A heading with text under a lower one counts for both.
        self.pending.retain(|(above, _)| *above < level);
        for topic in self.lexicon.heads(&plain) {
            self.pending.push((level, topic));
        }
        let denied = plain.has(words!["不收集", "不会收集", "不获取", "do not collect"]);
        self.intro = denied.then_some(Intro {
            action: Action::Collect,
            negated: true,
            third: false,
        });
        self.denied = denied;
        self.sdks
            .heading(text, &plain, chapter == Chapter::Sdk, spot, &mut self.out);
        self.heading = Some(text.to_owned());
        // An item may be named by the heading alone: "2. location".
        let scope = Scope {
            chapter,
            intro: None,
            listed: false,
            spot,
        };
        for permission in self.lexicon.permissions(text, &plain) {
            let found = || Found {
                quote: quote(text),
                spot,
            };
            self.out.permissions.entry(permission).or_insert_with(found);
        }
        if matches!(chapter, Chapter::Collect | Chapter::Permissions) && plain.len() < 60 {
            statement::heading(&plain, text, scope, self.lexicon, &mut self.out);
        }
    }

    fn chapter(&self) -> Chapter {
        self.chapters
            .last()
            .map_or(Chapter::Collect, |(_, chapter)| *chapter)
    }

    /// A text stands under the headings that are waiting for one.
    fn under(&mut self, text: &str, spot: Spot) {
        if text.chars().count() < 8 {
            return;
        }
        for (_, topic) in std::mem::take(&mut self.pending) {
            let found = || Found {
                quote: quote(text),
                spot,
            };
            // Words of these stand everywhere: what is said under their heading is the better place.
            let scattered = matches!(topic, Topic::Security | Topic::Minors | Topic::ChangeNotice);
            if scattered && self.headed.insert(topic) {
                self.out.topics.insert(topic, found());
            } else {
                self.out.topics.entry(topic).or_insert_with(found);
            }
        }
    }

    fn text(&mut self, text: &str, spot: Spot, listed: bool, contents: bool) {
        if contents {
            let whole = normal(text);
            let whole = Plain::new(&whole);
            self.facts
                .line(text, &whole, spot, self.lexicon, &mut self.out.facts);
            return;
        }
        let chapter = self.chapter();
        let sentences = sentences(text);
        let mut all = String::with_capacity(text.len());
        let place = |sentence: &&str| {
            let start = all.len();
            text::add_normal(sentence, &mut all);
            start..all.len()
        };
        let places: Vec<_> = sentences.iter().map(place).collect();
        let part =
            |place: &std::ops::Range<usize>| Plain::new(all.get(place.clone()).unwrap_or_default());
        let plains: Vec<Plain<'_>> = places.iter().map(part).collect();
        let joined = (plains.len() != 1).then(|| Plain::joined(&all, &plains));
        let Some(whole) = joined.as_ref().or(plains.first()) else {
            return;
        };
        self.under(sentences.first().copied().unwrap_or(text), spot);
        // A paragraph that begins anew ends the list before it.
        if !listed && !self.denied && whole.chars().count() > 60 {
            self.intro = None;
        }
        self.sdks.line(
            text,
            whole,
            spot,
            chapter == Chapter::Sdk,
            self.lexicon,
            &mut self.out,
        );
        let entered = !self.sdks.took(spot)
            && mention::entry(
                text,
                whole,
                spot,
                matches!(chapter, Chapter::Sdk | Chapter::Share),
                self.lexicon,
                &mut self.out,
            );
        for (sentence, plain) in sentences.into_iter().zip(&plains) {
            self.facts
                .line(sentence, plain, spot, self.lexicon, &mut self.out.facts);
            let scope = Scope {
                chapter,
                intro: self.intro,
                listed,
                spot,
            };
            self.sentence(sentence, plain, scope, entered);
            if plain.ends_with(':') || plain.has(words!["如下", "以下信息", "下列信息"]) {
                let intro = statement::intro(plain, self.lexicon);
                if intro.is_some() || !listed {
                    self.intro = intro.or(self.intro.filter(|_| listed));
                }
            }
        }
    }

    fn sentence(&mut self, sentence: &str, plain: &Plain<'_>, scope: Scope, entered: bool) {
        let marks = self
            .topics
            .sentence(plain, sentence, scope.spot, &mut self.out);
        let permissions = match marks.permit() {
            true => self.lexicon.permissions(sentence, plain),
            false => lexicon::constants(sentence),
        };
        for permission in &permissions {
            if !self.out.permissions.contains_key(permission) {
                let found = Found {
                    quote: quote(sentence),
                    spot: scope.spot,
                };
                self.out.permissions.insert(permission.clone(), found);
            }
        }
        if !entered && !self.sdks.took(scope.spot) {
            statement::sentence(
                plain,
                sentence,
                scope,
                &marks,
                &permissions,
                self.lexicon,
                &mut self.out,
            );
            mention::mention(plain, sentence, scope, self.lexicon, &mut self.out);
        }
    }

    fn table(&mut self, table: &Table, spot: Spot) {
        let third = self.chapter() == Chapter::Sdk || self.chapter() == Chapter::Share;
        let all: String = table
            .rows
            .first()
            .map(|row| row.join(" "))
            .unwrap_or_default();
        self.under(&all, spot);
        for (at, row) in table.rows.iter().enumerate() {
            let mut cells: Vec<&str> = row.iter().map(String::as_str).collect();
            cells.dedup();
            let line = cells.join("，");
            let spot = Spot {
                row: u32::try_from(at).ok(),
                line: table.lines.get(at).copied().unwrap_or(spot.line),
                ..spot
            };
            let sentences = sentences(&line);
            // Of one sentence its normal form is the line's.
            let whole = match sentences.as_slice() {
                [one] => normal(one),
                _ => normal(&line),
            };
            let single = sentences.len() == 1;
            for sentence in sentences {
                let own = (!single).then(|| normal(sentence));
                let plain = Plain::new(own.as_ref().unwrap_or(&whole));
                self.facts
                    .line(sentence, &plain, spot, self.lexicon, &mut self.out.facts);
                self.topics.sentence(&plain, sentence, spot, &mut self.out);
            }
            for permission in self.lexicon.permissions(&line, &whole) {
                let found = || Found {
                    quote: quote(&line),
                    spot,
                };
                self.out.permissions.entry(permission).or_insert_with(found);
            }
        }
        sdk::table(
            table,
            spot,
            third,
            self.intro.is_some_and(|intro| intro.negated),
            self.lexicon,
            &mut self.out,
        );
        self.intro = None;
    }

    fn finish(mut self, document: &Document) -> Understanding {
        self.sdks.close(&mut self.out);
        sdk::statements(self.lexicon, &mut self.out);
        self.facts.finish(&mut self.out);
        topic::conclude(&mut self.out);
        let out = &mut self.out;
        out.missing = Topic::ALL
            .iter()
            .copied()
            .filter(|topic| !out.topics.contains_key(topic))
            .collect();
        out.language = self.letters.language();
        let about = [
            Topic::Collection,
            Topic::Sharing,
            Topic::Security,
            Topic::Rights,
            Topic::Purpose,
            Topic::Minors,
            Topic::Retention,
        ];
        let topics = about
            .iter()
            .filter(|topic| out.topics.contains_key(topic))
            .count();
        let first = document
            .blocks
            .first()
            .and_then(|block| block.texts().next());
        let title = document.title.as_deref().or(first).unwrap_or_default();
        let title = normal(&title.chars().take(60).collect::<String>());
        let named = ["隐私", "个人信息", "privacy"]
            .iter()
            .any(|word| title.contains(word));
        out.is_policy = topics >= 4 || (named && topics >= 1);
        self.out
    }
}

/// What a chapter is about; `None` when the heading does not tell.
fn chapter_of(heading: &Plain<'_>) -> Option<Chapter> {
    let has = |words: &[Word]| heading.has(words);
    if has(words!["自行收集", "我们不收集"]) {
        return Some(Chapter::Collect);
    }
    if has(words![
        "third part",
        "sdk",
        "第三方服务",
        "第三方插件",
        "第三方清单",
        "第三方收集",
        "插件",
        "third-party service",
    ]) {
        return Some(Chapter::Sdk);
    }
    if lexicon::bare(heading) == "第三方" {
        return Some(Chapter::Sdk);
    }
    if has(words![
        "定义",
        "释义",
        "名词解释",
        "definition",
        "关键词",
        "术语"
    ]) {
        return Some(Chapter::Terms);
    }
    if has(words![
        "联系我们",
        "如何联系",
        "联系方式",
        "contact us",
        "投诉",
        "争议",
    ]) {
        return Some(Chapter::Contact);
    }
    if has(words![
        "共享",
        "分享",
        "转让",
        "公开披露",
        "委托",
        "对外提供",
        "提供给",
        "披露",
        "share",
        "disclos",
        "transfer",
    ]) {
        return Some(Chapter::Share);
    }
    if has(words!["权限", "permission"]) {
        return Some(Chapter::Permissions);
    }
    if has(words!["收集", "采集", "获取", "collect", "cookie"]) {
        return Some(Chapter::Collect);
    }
    if has(words![
        "权利",
        "管理您",
        "管理你",
        "更正",
        "删除",
        "注销",
        "撤回",
        "查阅",
        "访问您的",
        "安全",
        "保护",
        "存储",
        "保存",
        "更新",
        "变更",
        "修订",
        "未成年",
        "儿童",
        "法律",
        "责任",
        "适用范围",
        "rights",
        "security",
        "retention",
        "children",
        "changes",
        "how we protect",
    ]) {
        return Some(Chapter::Other);
    }
    if has(words!["使用", "功能", "服务", "信息", "use"]) {
        return Some(Chapter::Collect);
    }
    None
}

/// Which blocks are lines of a list of contents: short ones in a row near the start, that appear again as headings.
fn contents(blocks: &[Block]) -> Vec<bool> {
    let short = |block: &Block| match &block.kind {
        BlockKind::Table(_) => false,
        BlockKind::Heading { text, .. }
        | BlockKind::Paragraph { text }
        | BlockKind::Item { text, .. } => {
            text.chars().count() <= 32 && !text.ends_with(['。', '；', '：', ':', ';'])
        }
    };
    let limit = blocks.len().min(120);
    let mut runs = Vec::new();
    let mut at = 0;
    while at < limit {
        let rest = blocks.get(at..).unwrap_or_default();
        let run = rest.iter().take_while(|block| short(block)).count();
        if run >= 5 {
            runs.push(at..at + run);
        }
        at += run.max(1);
    }
    let mut found = vec![false; blocks.len()];
    if runs.is_empty() {
        return found;
    }
    let titles: Vec<String> = blocks.iter().map(title).collect();
    // Where a title stands for the last time.
    let mut last = rustc_hash::FxHashMap::default();
    for (at, title) in titles.iter().enumerate() {
        last.insert(title.as_str(), at);
    }
    let again = |title: &String, after: usize| {
        title.chars().count() > 3 && last.get(title.as_str()).is_some_and(|at| *at > after)
    };
    for run in runs {
        let lines = titles.get(run.clone()).unwrap_or_default();
        let end = run.end - 1;
        // A list whose lines mostly come again is one of contents as a whole.
        let repeated = lines.iter().filter(|title| again(title, end)).count() >= 3;
        for (at, title) in run.zip(lines) {
            let asks = title.contains("如何") || title.contains("我们");
            if let Some(flag) = found.get_mut(at) {
                *flag = again(title, at) || (repeated && asks && at < end);
            }
        }
    }
    found
}

/// A heading without its number and signs.
fn title(block: &Block) -> String {
    let text = match &block.kind {
        BlockKind::Table(_) => return String::new(),
        BlockKind::Heading { text, .. }
        | BlockKind::Paragraph { text }
        | BlockKind::Item { text, .. } => text,
    };
    if text.chars().count() > 40 {
        return String::new();
    }
    lexicon::bare(&normal(text)).to_owned()
}
