//! The labels of `testdata/policies`: what each policy says, by a person who read it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use consentry::policy::model::Topic;
use serde::Deserialize;

/// What a policy says, by a person who read it. Lists of items hold what the text *names*; `…_maybe` may be found or not.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Label {
    /// What the policy shows, one sentence for the reader.
    pub(crate) about: String,
    /// Why it cannot be read; everything else is then left out.
    pub(crate) unreadable: Option<String>,
    /// Encoding of the bytes; UTF-8 when left out.
    pub(crate) encoding: Option<String>,
    pub(crate) language: Option<String>,
    /// `policy`, `children`, `sdk-list`, `collected-list`.
    #[serde(default = "policy")]
    pub(crate) document: String,
    #[serde(default = "yes")]
    pub(crate) is_policy: bool,
    /// Topics that are there; all others but the ambiguous ones are missing.
    #[serde(default)]
    pub(crate) present: Vec<Topic>,
    /// Topics about which two readers would differ.
    #[serde(default)]
    pub(crate) ambiguous: Vec<Topic>,
    pub(crate) operator: Option<String>,
    pub(crate) updated: Option<String>,
    pub(crate) effective: Option<String>,
    /// The longest time to answer that it promises.
    pub(crate) response_days: Option<u32>,
    /// Items of the contract that the operator itself collects, by name.
    #[serde(default)]
    pub(crate) us: Vec<String>,
    #[serde(default)]
    pub(crate) us_maybe: Vec<String>,
    /// The text is an SDK vendor's: "the SDK collects" and "we collect" are one.
    #[serde(default)]
    pub(crate) any_collector: bool,
    /// Items that it says are not collected.
    #[serde(default)]
    pub(crate) denied: Vec<String>,
    #[serde(default)]
    pub(crate) denied_maybe: Vec<String>,
    /// Android permissions that it names or describes as permissions.
    #[serde(default)]
    pub(crate) permissions: Vec<String>,
    #[serde(default)]
    pub(crate) sdk: Vec<SdkLabel>,
    /// What sentences and rows say of single items beyond their being collected.
    #[serde(default)]
    pub(crate) told: Vec<ToldLabel>,
}

/// What is told of an item; of values the part that must be in them, in lower case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ToldLabel {
    pub(crate) item: String,
    pub(crate) retention: Option<String>,
    pub(crate) stored_at: Option<String>,
    pub(crate) recipient: Option<String>,
    pub(crate) contact: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SdkLabel {
    /// As the policy names it.
    pub(crate) name: String,
    /// Ids of the catalogue of which one must be told.
    pub(crate) ids: Vec<String>,
    pub(crate) items: Vec<String>,
    #[serde(default)]
    pub(crate) items_maybe: Vec<String>,
}

fn policy() -> String {
    "policy".to_owned()
}

fn yes() -> bool {
    true
}

pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) label: Label,
    pub(crate) file: PathBuf,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/policies")
}

/// Every labelled policy, by name.
pub(crate) fn cases() -> Vec<Case> {
    let mut documents: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut labels: BTreeMap<String, PathBuf> = BTreeMap::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let list = if path.extension().is_some_and(|end| end == "toml") {
            &mut labels
        } else {
            &mut documents
        };
        assert!(
            list.insert(stem.clone(), path).is_none(),
            "{stem} stands there twice"
        );
    }
    assert_eq!(
        documents.keys().collect::<Vec<_>>(),
        labels.keys().collect::<Vec<_>>(),
        "each policy has a label and each label a policy"
    );
    let wanted = std::env::var("POLICIES").unwrap_or_default();
    documents
        .into_iter()
        .filter(|(name, _)| name.contains(&wanted))
        .map(|(name, file)| {
            let path = &labels[&name];
            let source = fs::read_to_string(path).unwrap();
            let label = toml::from_str(&source)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            Case { name, label, file }
        })
        .collect()
}
