//! Instruments, their clauses and the labels that regulators' notices use (`checks/regulations.toml`).
//!
//! ```toml
//! [[instrument]]
//! id = "cac-191"
//! name = { zh = "App违法违规收集使用个人信息行为认定方法", en = "Methods for identifying …" }
//!
//! [[clause]]
//! instrument = "cac-191"
//! id = "3.4"
//! text = { zh = "以默认勾选等非明示方式征求同意", en = "…" }   # our own words, never a quotation
//! verified = false                                              # not yet held against the issuer's text
//!
//! [[label]]
//! id = "M01"
//! profile = "miit"
//! text = { zh = "违规收集个人信息", en = "…" }
//! basis = ["cac-191:3.1"]
//! ```
//!
//! A check points at `instrument` + `clause` and, per regulator, at a label. What stands here is paraphrase; only
//! numbers, titles and the short labels are taken from the instruments. `verified = false` says that nobody has held
//! the row against the issuer's own publication yet; a report must then not present it as the wording of the law.

use serde::{Deserialize, Serialize};

use super::{Lang, Text};

/// Whose labels and clauses lead a report.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Ministry of Industry and Information Technology (工信部) and its local bureaus.
    Miit,
    /// National Computer Virus Emergency Response Center (国家计算机病毒应急处理中心).
    Cverc,
    /// Ministry of Public Security's test centre (公安部计算机信息系统安全产品质量监督检验中心).
    Mps,
    /// Cyberspace Administration (网信办).
    Cac,
    /// All of them, in this order.
    #[default]
    All,
}

/// What kind of paper an instrument is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InstrumentKind {
    /// A law of the National People's Congress.
    Law,
    /// An administrative regulation of the State Council.
    Regulation,
    /// A department's rule.
    Rule,
    /// A normative notice or announcement of one or more departments.
    Notice,
    /// A national or industry standard.
    Standard,
    /// A guide of the standards committee.
    Guide,
    /// An association's standard (T/TAF, T/CSAC).
    AssociationStandard,
}

/// Whether an instrument binds today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InstrumentStatus {
    /// In force (for a standard: the current issue).
    InForce,
    /// A draft for comments: a yardstick, not yet an obligation.
    Draft,
    /// A campaign or notice of the past that notices still cite.
    Historic,
}

/// A law, rule, notice or standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Stable id, kebab-case, e.g. `pipl`.
    pub id: String,
    /// Full title.
    pub name: Text,
    /// How reports cite it, e.g. 个保法.
    pub short: Text,
    /// Document number, as the issuer writes it; empty when it has none.
    #[serde(default)]
    pub number: String,
    /// Who issued it.
    pub issuer: Text,
    /// Kind of paper.
    pub kind: InstrumentKind,
    /// Whether it binds.
    pub status: InstrumentStatus,
    /// In force since (issued, for a draft): `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: String,
    /// What in it touches a package or its privacy policy, in our own words.
    pub scope: Text,
    /// Whether these facts were held against a source that states them.
    pub verified: bool,
}

/// A clause of an instrument, paraphrased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// The instrument's id.
    pub instrument: String,
    /// The clause's number as one cites it, e.g. `3.4` or `14`.
    pub id: String,
    /// What it asks, in our own words.
    pub text: Text,
    /// Whether the paraphrase was held against a source.
    pub verified: bool,
}

impl Instrument {
    /// How a person cites this instrument's clause: `《个人信息保护法》第17条`, `PIPL Art. 17`. An id that is a word (the
    /// paper's own number is not known) adds nothing.
    pub fn cite(&self, clause: &str, lang: Lang) -> String {
        let numbered = clause.starts_with(|first: char| first.is_ascii_digit());
        let law = matches!(
            self.kind,
            InstrumentKind::Law | InstrumentKind::Regulation | InstrumentKind::Rule
        );
        let short = self.short.get(lang);
        match lang {
            Lang::Zh => {
                let short = short.trim_matches(['《', '》']);
                match clause {
                    _ if numbered && law => format!("《{short}》第{clause}条"),
                    _ if numbered && self.kind == InstrumentKind::Notice => {
                        format!("《{short}》第{clause}项")
                    }
                    _ if numbered => format!("《{short}》{clause}"),
                    _ if is_annex(clause) => format!("《{short}》附录{clause}"),
                    _ => format!("《{short}》"),
                }
            }
            Lang::En => match clause {
                _ if numbered && law => format!("{short} Art. {clause}"),
                _ if numbered => format!("{short} {clause}"),
                _ if is_annex(clause) => format!("{short} Annex {clause}"),
                _ => short.to_owned(),
            },
        }
    }
}

/// A single capital letter.
fn is_annex(clause: &str) -> bool {
    clause.len() == 1 && clause.starts_with(|letter: char| letter.is_ascii_uppercase())
}

/// The words under which a regulator's notices list a breach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Our id, e.g. `M01`, `C07`.
    pub id: String,
    /// Whose notices; never `all`.
    pub profile: Profile,
    /// The label as notices write it, and its gloss in English.
    pub text: Text,
    /// Clauses that the notices name as their basis, `instrument:clause`.
    #[serde(default)]
    pub basis: Vec<String>,
    /// Whether the label's wording was seen in a notice.
    pub verified: bool,
}

/// `checks/regulations.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regulations {
    /// Instruments by id.
    #[serde(default, rename = "instrument")]
    pub instruments: Vec<Instrument>,
    /// Clauses by instrument and id.
    #[serde(default, rename = "clause")]
    pub clauses: Vec<Clause>,
    /// Labels by id.
    #[serde(default, rename = "label")]
    pub labels: Vec<Label>,
}

/// One citation: of a check (in its record) and of a finding (resolved for a profile).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Instrument id.
    pub instrument: String,
    /// Clause id within it.
    pub clause: String,
    /// Label id, when a regulator's notices have a label for this breach of this clause.
    #[serde(default)]
    pub label: Option<String>,
}

impl Regulations {
    /// The instrument with this id.
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.instruments.iter().find(|i| i.id == id)
    }

    /// The clause of an instrument.
    pub fn clause(&self, instrument: &str, id: &str) -> Option<&Clause> {
        self.clauses
            .iter()
            .find(|c| c.instrument == instrument && c.id == id)
    }

    /// The label with this id.
    pub fn label(&self, id: &str) -> Option<&Label> {
        self.labels.iter().find(|l| l.id == id)
    }

    /// `citations` in the order of a profile: first those with that regulator's label, then those without any label,
    /// then the others'. The order within each part is the record's.
    pub fn for_profile(&self, citations: &[Citation], profile: Profile) -> Vec<Citation> {
        let rank = |citation: &Citation| {
            let owner = citation
                .label
                .as_deref()
                .and_then(|id| self.label(id))
                .map(|l| l.profile);
            match owner {
                _ if profile == Profile::All => 0,
                Some(owner) if owner == profile => 0,
                None => 1,
                Some(_) => 2,
            }
        };
        let mut sorted = citations.to_vec();
        sorted.sort_by_key(rank);
        sorted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_cited_as_people_write_them() {
        let mut instrument = Instrument {
            id: "pipl".into(),
            name: Text::new(
                "中华人民共和国个人信息保护法",
                "Personal Information Protection Law",
            ),
            short: Text::new("个人信息保护法", "PIPL"),
            number: String::new(),
            issuer: Text::default(),
            kind: InstrumentKind::Law,
            status: InstrumentStatus::InForce,
            date: "2021-11-01".into(),
            scope: Text::default(),
            verified: false,
        };
        assert_eq!(instrument.cite("17", Lang::Zh), "《个人信息保护法》第17条");
        assert_eq!(instrument.cite("17", Lang::En), "PIPL Art. 17");
        instrument.kind = InstrumentKind::Guide;
        assert_eq!(instrument.cite("B", Lang::Zh), "《个人信息保护法》附录B");
        assert_eq!(
            instrument.cite("self-start", Lang::Zh),
            "《个人信息保护法》"
        );
    }
}
