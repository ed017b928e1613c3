//! What a record must be beyond its types: ids that are new, references that lead somewhere, templates whose names
//! are bound, both languages filled in.

use super::api::{Api, Apis, ITEMS};
use super::check::{Check, Matcher, SubjectKind, placeholders};
use super::load::{LoadError, Source, nearest};
use super::regulation::{Profile, Regulations};
use super::{Hybrid, Knowledge, Packer, Text};

type Checked = Result<(), Vec<LoadError>>;

/// Groups of the contract; also the folders under `rules/`.
pub(crate) const GROUPS: &[&str] = &[
    "ads",
    "collection",
    "consent",
    "permissions",
    "policy",
    "rights",
    "sdk",
    "sharing",
    "start",
    "trust",
];

impl Knowledge {
    pub(super) fn add_regulations(&mut self, source: &Source) -> Checked {
        let more: Regulations = source.parse().map_err(|error| vec![error])?;
        let mut errors = Vec::new();
        for instrument in &more.instruments {
            if self.regulations.instrument(&instrument.id).is_some() {
                errors.push(twice(source, &instrument.id));
            }
        }
        for clause in &more.clauses {
            if self
                .regulations
                .clause(&clause.instrument, &clause.id)
                .is_some()
            {
                errors.push(twice(source, &clause.id));
            }
            filled(source, &clause.text, &mut errors);
        }
        for label in &more.labels {
            if self.regulations.label(&label.id).is_some() {
                errors.push(twice(source, &label.id));
            }
            if label.profile == Profile::All {
                errors.push(
                    source.error_at(&label.id, format!("label `{}` needs one profile", label.id)),
                );
            }
            filled(source, &label.text, &mut errors);
        }
        repeated(
            more.instruments.iter().map(|i| i.id.as_str()),
            source,
            &mut errors,
        );
        repeated(
            more.labels.iter().map(|l| l.id.as_str()),
            source,
            &mut errors,
        );
        let clauses: Vec<String> = more
            .clauses
            .iter()
            .map(|c| format!("{}:{}", c.instrument, c.id))
            .collect();
        repeated(clauses.iter().map(String::as_str), source, &mut errors);
        self.regulations.instruments.extend(more.instruments);
        self.regulations.clauses.extend(more.clauses);
        self.regulations.labels.extend(more.labels);
        done(errors)
    }

    pub(super) fn add_check(&mut self, source: &Source) -> Checked {
        let check: Check = source.parse().map_err(|error| vec![error])?;
        let mut errors = Vec::new();
        if self.check(&check.id).is_some() {
            errors.push(twice(source, &check.id));
        }
        let file = source.path.rsplit(['/', '\\']).next().unwrap_or_default();
        if file.strip_suffix(".toml") != Some(check.id.as_str()) {
            errors.push(
                source
                    .error_at(
                        "id",
                        format!("check `{}` stands in a file of another name", check.id),
                    )
                    .with_hint(format!("name the file {}.toml", check.id)),
            );
        }
        if !GROUPS.contains(&check.group.as_str()) {
            errors.push(
                source
                    .error_at("group", format!("there is no group `{}`", check.group))
                    .with_hint(format!("one of {}", GROUPS.join(", "))),
            );
        }
        let texts = [
            &check.title,
            &check.what,
            &check.why,
            &check.evidence,
            &check.assumes,
            &check.example,
        ];
        for text in texts {
            filled(source, text, &mut errors);
        }
        if check.cases.is_empty() {
            errors.push(source.error(0, "a check needs at least one [[case]]"));
        }
        repeated(
            check.cases.iter().map(|case| case.id.as_str()),
            source,
            &mut errors,
        );
        for case in &check.cases {
            filled(source, &case.message, &mut errors);
            filled(source, &case.fix, &mut errors);
            match (&case.matcher, &check.detector) {
                (None, None) => errors.push(
                    source
                        .error_at(&case.id, format!("case `{}` never fires", case.id))
                        .with_hint("give it a `match`, or the check a `detector`"),
                ),
                (Some(matcher), _) => bound(source, &check, case.id.as_str(), matcher, &mut errors),
                (None, Some(_)) => {}
            }
        }
        self.checks.push(check);
        done(errors)
    }

    pub(super) fn add_apis(&mut self, source: &Source) -> Checked {
        let more: Apis = source.parse().map_err(|error| vec![error])?;
        let mut errors = Vec::new();
        for api in &more.members {
            member(source, api, &mut errors);
        }
        for constant in &more.constants {
            known_item(source, &constant.item, &constant.value, &mut errors);
            if self
                .apis
                .constants
                .iter()
                .any(|c| c.kind == constant.kind && c.value == constant.value)
            {
                errors.push(twice(source, &constant.value));
            }
        }
        self.apis.members.extend(more.members);
        self.apis.constants.extend(more.constants);
        done(errors)
    }

    pub(super) fn add_hybrid(&mut self, source: &Source) -> Checked {
        let hybrid: Hybrid = source.parse().map_err(|error| vec![error])?;
        let mut errors = Vec::new();
        if self.hybrids.iter().any(|other| other.id == hybrid.id) {
            errors.push(twice(source, &hybrid.id));
        }
        if hybrid.marks.is_empty() {
            let text = format!("framework `{}` has no mark to know it by", hybrid.id);
            errors.push(source.error(0, text));
        }
        for api in &hybrid.apis {
            if !ITEMS.iter().any(|(id, ..)| *id == api.item) {
                errors.push(source.error_at(&api.item, format!("no item `{}`", api.item)));
            }
            if api.names.iter().any(|name| name.len() < 3) || api.names.is_empty() {
                let text = format!("`{}` needs names of three characters or more", api.item);
                errors.push(source.error_at(&api.item, text));
            }
        }
        self.hybrids.push(hybrid);
        done(errors)
    }

    pub(super) fn add_packer(&mut self, source: &Source) -> Checked {
        let packer: Packer = source.parse().map_err(|error| vec![error])?;
        let mut errors = Vec::new();
        if self.packers.iter().any(|p| p.id == packer.id) {
            errors.push(twice(source, &packer.id));
        }
        let marks = [
            &packer.applications,
            &packer.libraries,
            &packer.entries,
            &packer.classes,
        ];
        if marks.iter().all(|list| list.is_empty()) {
            errors.push(source.error(
                0,
                format!("packer `{}` has no mark to know it by", packer.id),
            ));
        }
        self.packers.push(packer);
        done(errors)
    }

    /// References of the records in `sources` that lead nowhere.
    pub(super) fn dangling(&self, sources: &[Source]) -> Vec<LoadError> {
        let mut errors = Vec::new();
        for source in sources.iter().filter(|s| s.kind() == Some("scenes")) {
            let named = self.scenes.iter().flat_map(|scene| &scene.checks);
            for id in named.filter(|id| source.text.contains(id.as_str())) {
                if self.check(id).is_none() {
                    let known = self.checks.iter().map(|check| check.id.as_str());
                    errors.push(unknown(source, "check", id, known));
                }
            }
        }
        for source in sources {
            let here = |id: &str| source.path.ends_with(&format!("/{id}.toml"));
            for check in self.checks.iter().filter(|check| here(&check.id)) {
                for citation in &check.regulations {
                    self.citation(source, &citation.instrument, &citation.clause, &mut errors);
                    if let Some(label) = &citation.label
                        && self.regulations.label(label).is_none()
                    {
                        let known = self.regulations.labels.iter().map(|l| l.id.as_str());
                        errors.push(unknown(source, "label", label, known));
                    }
                }
            }
            for check in self.checks.iter().filter(|check| here(&check.id)) {
                let Some(seeks) = &check.seeks else { continue };
                let named = seeks.signs.iter().chain(&seeks.when).chain(&seeks.instead);
                for sign in named.filter(|sign| self.sign(sign).is_none()) {
                    let known = self.signs.iter().map(|sign| sign.id.as_str());
                    errors.push(unknown(source, "sign", sign, known));
                }
            }
            if source.path.ends_with("regulations.toml") {
                for clause in &self.regulations.clauses {
                    if self.regulations.instrument(&clause.instrument).is_none() {
                        let known = self.regulations.instruments.iter().map(|i| i.id.as_str());
                        errors.push(unknown(source, "instrument", &clause.instrument, known));
                    }
                }
                for basis in self
                    .regulations
                    .labels
                    .iter()
                    .flat_map(|label| &label.basis)
                {
                    let (instrument, clause) = basis.split_once(':').unwrap_or((basis, ""));
                    self.citation(source, instrument, clause, &mut errors);
                }
            }
        }
        errors
    }

    fn citation(
        &self,
        source: &Source,
        instrument: &str,
        clause: &str,
        errors: &mut Vec<LoadError>,
    ) {
        if self.regulations.instrument(instrument).is_none() {
            let known = self.regulations.instruments.iter().map(|i| i.id.as_str());
            errors.push(unknown(source, "instrument", instrument, known));
        } else if self.regulations.clause(instrument, clause).is_none() {
            let known = self.regulations.clauses.iter();
            let known = known
                .filter(|c| c.instrument == instrument)
                .map(|c| c.id.as_str());
            errors.push(unknown(
                source,
                &format!("clause of {instrument}"),
                clause,
                known,
            ));
        }
    }
}

/// A matcher's predicates that cannot be meant, and templates that use names it does not bind.
fn bound(
    source: &Source,
    check: &Check,
    case: &str,
    matcher: &Matcher,
    errors: &mut Vec<LoadError>,
) {
    let names = matcher.names();
    let Some(case) = check.cases.iter().find(|c| c.id == case) else {
        return;
    };
    for text in [&case.message, &case.fix] {
        for name in placeholders(&text.zh)
            .into_iter()
            .chain(placeholders(&text.en))
        {
            if !names.contains(&name) {
                errors.push(unknown(
                    source,
                    "name in a text",
                    &format!("{{{name}}}"),
                    names.iter().copied(),
                ));
            }
        }
    }
    let subject = subject_name(check.subject);
    if subject.is_some_and(|subject| !names.contains(&subject)) {
        errors.push(
            source
                .error_at(
                    "subject",
                    format!(
                        "case `{}` binds no {}",
                        case.id,
                        subject.unwrap_or_default()
                    ),
                )
                .with_hint(
                    "a finding is about the check's `subject`: match one, or use subject = \"app\"",
                ),
        );
    }
    members(source, matcher, errors);
}

/// The binding that a subject kind is filled from; `None` for the app as a whole.
pub(crate) fn subject_name(kind: SubjectKind) -> Option<&'static str> {
    match kind {
        SubjectKind::Item => Some("item"),
        SubjectKind::Permission => Some("permission"),
        SubjectKind::Sdk => Some("sdk"),
        SubjectKind::Component => Some("component"),
        SubjectKind::Host => Some("host"),
        SubjectKind::PolicyTopic => Some("topic"),
        SubjectKind::App => None,
    }
}

/// What a matcher names that is not there.
pub(super) fn members(source: &Source, matcher: &Matcher, errors: &mut Vec<LoadError>) {
    match matcher {
        Matcher::All(parts) | Matcher::Any(parts) => {
            if parts.is_empty() {
                errors.push(source.error_at("match", "`all` and `any` need at least one part"));
            }
            for part in parts {
                members(source, part, errors);
            }
        }
        Matcher::Not(part) => members(source, part, errors),
        Matcher::Uses(uses) => signature(source, &uses.member, errors),
        Matcher::Reads(reads) => {
            for item in &reads.item {
                known_item(source, item, item, errors);
            }
        }
        _ => {}
    }
}

fn member(source: &Source, api: &Api, errors: &mut Vec<LoadError>) {
    let said = [
        api.item.is_some(),
        api.constant.is_some(),
        api.behaviour.is_some(),
    ];
    let at = api.member().to_owned();
    if said.iter().filter(|set| **set).count() != 1 {
        errors.push(source.error_at(
            &at,
            format!(
                "row {} needs exactly one of `item`, `constant`, `behaviour`",
                api.row
            ),
        ));
    }
    let forms = [
        api.method.is_some(),
        api.field.is_some(),
        api.overrides.is_some(),
    ];
    if forms.iter().filter(|set| **set).count() != 1 {
        errors.push(source.error_at(
            &at,
            format!(
                "row {} needs exactly one of `method`, `field`, `overrides`",
                api.row
            ),
        ));
    }
    signature(source, &at, errors);
    if (api.field.is_some()) == at.contains('(') {
        errors.push(source.error_at(&at, format!("`{at}` is not that kind of member")));
    }
    if let Some(item) = &api.item {
        known_item(source, item, &at, errors);
    }
    for alias in &api.aliases {
        if !(alias.starts_with('L') && alias.ends_with(';')) {
            errors.push(source.error_at(alias, format!("`{alias}` is not written Lpkg/Cls;")));
        }
    }
}

/// `Lpkg/Cls;->name(args)` or `Lpkg/Cls;->NAME`.
fn signature(source: &Source, member: &str, errors: &mut Vec<LoadError>) {
    let good = member.split_once(";->").is_some_and(|(class, rest)| {
        class.starts_with('L') && !rest.is_empty() && (!rest.contains('(') || rest.ends_with(')'))
    });
    if !good {
        errors.push(
            source
                .error_at(member, format!("`{member}` is no member"))
                .with_hint(
                    "write Lpkg/Cls;->name(args), without the return type, or Lpkg/Cls;->NAME",
                ),
        );
    }
}

fn known_item(source: &Source, item: &str, near: &str, errors: &mut Vec<LoadError>) {
    if !ITEMS.iter().any(|(id, _, _)| *id == item) {
        let mut error = unknown(
            source,
            "personal-data item",
            item,
            ITEMS.iter().map(|(id, _, _)| *id),
        );
        let place = source.error_at(near, "");
        (error.line, error.column) = (place.line, place.column);
        errors.push(error);
    }
}

fn filled(source: &Source, text: &Text, errors: &mut Vec<LoadError>) {
    if text.zh.trim().is_empty() || text.en.trim().is_empty() {
        let near = if text.zh.is_empty() {
            &text.en
        } else {
            &text.zh
        };
        errors.push(source.error_at(near, "a text lacks one of its languages"));
    }
}

fn repeated<'a>(ids: impl Iterator<Item = &'a str>, source: &Source, errors: &mut Vec<LoadError>) {
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    let mut last = None;
    for id in ids {
        if last == Some(id) {
            errors.push(twice(source, id));
        }
        last = Some(id);
    }
}

fn twice(source: &Source, id: &str) -> LoadError {
    source.error_at(&format!("\"{id}\""), format!("`{id}` is there already"))
}

/// A name that leads nowhere, with the nearest one that does.
fn unknown<'a>(
    source: &Source,
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> LoadError {
    let best = nearest(name.trim_matches(['{', '}']), known);
    let error = source.error_at(name, format!("there is no {what} `{name}`"));
    match best {
        Some(best) => error.with_hint(format!("did you mean `{best}`?")),
        None => error,
    }
}

fn done(errors: Vec<LoadError>) -> Checked {
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_on_an_unknown_clause_is_told_with_its_line_and_the_nearest() {
        let text = "[[instrument]]\nid = \"pipl\"\nname = { zh = \"法\", en = \"law\" }\nshort = { zh = \"法\", en = \"law\" }\nissuer = { zh = \"会\", en = \"NPC\" }\nkind = \"law\"\nstatus = \"in-force\"\ndate = \"2021\"\nscope = { zh = \"一\", en = \"one\" }\nverified = false\n[[clause]]\ninstrument = \"pipl\"\nid = \"17\"\ntext = { zh = \"告知\", en = \"tell\" }\nverified = false\n[[label]]\nid = \"C01\"\nprofile = \"cverc\"\ntext = { zh = \"甲\", en = \"a\" }\nbasis = [\"pipl:18\"]\nverified = false\n";
        let source = Source {
            path: "checks/regulations.toml".into(),
            text: text.into(),
        };
        let errors = Knowledge::default().extend(&[source]).unwrap_err();
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(errors[0].line, 20);
        assert_eq!(errors[0].hint.as_deref(), Some("did you mean `17`?"));
    }

    #[test]
    fn a_template_may_use_only_what_its_matcher_binds() {
        let text = "id = \"x\"\ngroup = \"trust\"\nseverity = \"low\"\nconfidence = \"certain\"\nsubject = \"app\"\ntitle = { zh = \"a\", en = \"a\" }\nwhat = { zh = \"a\", en = \"a\" }\nwhy = { zh = \"a\", en = \"a\" }\nevidence = { zh = \"a\", en = \"a\" }\nassumes = { zh = \"a\", en = \"a\" }\nexample = { zh = \"a\", en = \"a\" }\nregulations = []\n[[case]]\nid = \"c\"\nmessage = { zh = \"{asset}\", en = \"{aset}\" }\nfix = { zh = \"a\", en = \"a\" }\nmatch = { asset = \"*\" }\n";
        let source = Source {
            path: "checks/rules/trust/x.toml".into(),
            text: text.into(),
        };
        let errors = Knowledge::default().extend(&[source]).unwrap_err();
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(
            (errors[0].line, errors[0].hint.as_deref()),
            (15, Some("did you mean `asset`?"))
        );
    }
}
