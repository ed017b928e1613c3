//! Signs (`checks/signs/*.toml`): what in a package shows that an app has something that a person can see or use, such
//! as an entry for cancelling the account, accounts at all, or personalised content.
//!
//! ```toml
//! [[sign]]
//! id = "account-cancellation"
//! name = { zh = "注销账号入口", en = "an entry for cancelling the account" }
//! texts = ["注销账号"]                    # short texts of the app that hold it; letters in either case
//! names = ["cancelaccount"]               # names of classes, pages, resources and addresses that hold it, letters and digits only
//! calls = ["com.acme.Ads#setPersonal"]    # methods that code which can run calls
//! sdk_categories = ["ads"]                # an SDK of this kind is there
//! sdks = ["admob"]                        # this SDK is there
//! ```

use serde::{Deserialize, Serialize};

use super::load::{LoadError, Source};
use super::sdk::SdkCategory;
use super::text::Text;

/// Something that an app has, and what shows it. One of the lists is enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// Kebab-case id.
    pub id: String,
    /// What it shows.
    pub name: Text,
    /// Texts, matched anywhere in the short texts that an app shows.
    #[serde(default)]
    pub texts: Vec<String>,
    /// Parts of names, small letters and digits only.
    #[serde(default)]
    pub names: Vec<String>,
    /// Methods, `class#method`.
    #[serde(default)]
    pub calls: Vec<String>,
    /// Kinds of SDKs.
    #[serde(default)]
    pub sdk_categories: Vec<SdkCategory>,
    /// Ids of SDKs.
    #[serde(default)]
    pub sdks: Vec<String>,
    /// Code that can run reads personal data.
    #[serde(default)]
    pub collects: bool,
}

/// One file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "sign")]
    signs: Vec<Sign>,
}

/// The signs of a file, added to those known.
pub(super) fn add(signs: &mut Vec<Sign>, source: &Source) -> Result<(), Vec<LoadError>> {
    let file: File = source.parse().map_err(|error| vec![error])?;
    let mut errors = Vec::new();
    for sign in file.signs {
        if signs.iter().any(|old| old.id == sign.id) {
            errors.push(source.error_at(&sign.id, format!("two signs `{}`", sign.id)));
        }
        let plain = |name: &str| {
            name.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        for name in sign.names.iter().filter(|name| !plain(name)) {
            errors.push(
                source
                    .error_at(name, format!("`{name}` can match no name"))
                    .with_hint("names are compared by their small letters and digits alone"),
            );
        }
        for call in sign.calls.iter().filter(|call| !call.contains('#')) {
            errors.push(
                source
                    .error_at(call, format!("`{call}` names no method"))
                    .with_hint("write class#method"),
            );
        }
        if sign
            .texts
            .iter()
            .chain(&sign.names)
            .any(|text| text.chars().count() < 2)
        {
            errors.push(source.error_at(&sign.id, "a text of one letter is in every text"));
        }
        signs.push(sign);
    }
    signs.sort_by(|a, b| a.id.cmp(&b.id));
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}
