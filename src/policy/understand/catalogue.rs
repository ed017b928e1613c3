//! The catalogue's names, and which of its SDKs a row of a policy may be about.

use rustc_hash::FxHashMap;

use super::lexicon::{Known, Lexicon, plain_name};
use super::text::normal;
use crate::knowledge::Knowledge;
use crate::knowledge::sdk::SdkCategory;
use crate::policy::model::SdkRow;

/// Words of a name that tell what an SDK is for.
const KINDS: &[(&str, &[SdkCategory])] = &[
    ("推送", &[SdkCategory::Push]),
    ("push", &[SdkCategory::Push]),
    ("统计", &[SdkCategory::Analytics]),
    ("分析", &[SdkCategory::Analytics]),
    ("地图", &[SdkCategory::Maps]),
    ("定位", &[SdkCategory::Maps]),
    ("支付", &[SdkCategory::Payment]),
    ("登录", &[SdkCategory::Login]),
    ("登陆", &[SdkCategory::Login]),
    ("认证", &[SdkCategory::Login]),
    ("一键", &[SdkCategory::Login]),
    ("分享", &[SdkCategory::Share]),
    ("广告", &[SdkCategory::Ads, SdkCategory::AdMediation]),
    ("崩溃", &[SdkCategory::Crash]),
    ("性能", &[SdkCategory::Crash]),
    ("人脸", &[SdkCategory::Face]),
    ("实名", &[SdkCategory::Face]),
    ("语音", &[SdkCategory::Speech]),
    ("客服", &[SdkCategory::Support]),
    ("直播", &[SdkCategory::Rtc, SdkCategory::Media]),
    ("播放", &[SdkCategory::Media]),
    ("浏览", &[SdkCategory::WebView]),
    ("安全", &[SdkCategory::Risk]),
    ("风控", &[SdkCategory::Risk]),
    ("即时通讯", &[SdkCategory::Im]),
    ("消息", &[SdkCategory::Push, SdkCategory::Im]),
];

/// Whether a name only says what an SDK is for ("one-key login"), which is no name in running text.
pub(super) fn is_kind(name: &str) -> bool {
    // Nearly every name begins with something else.
    let begins = |(word, _): &(&str, _)| name.starts_with(word);
    if !name.is_empty() && !KINDS.iter().any(begins) {
        return false;
    }
    let mut rest = name.to_owned();
    for (word, _) in KINDS {
        rest = rest.replace(word, "");
    }
    rest.trim().is_empty()
}

/// The catalogue's names.
#[derive(Default)]
pub(super) struct Sdks {
    pub(super) names: Vec<String>,
    pub(super) ids: Vec<Vec<u32>>,
    pub(super) known: Vec<Known>,
    pub(super) vendors: Vec<String>,
    pub(super) vendor_sdks: Vec<Vec<u32>>,
    pub(super) packages: FxHashMap<String, u32>,
}

impl Sdks {
    pub(super) fn new(knowledge: &Knowledge) -> Self {
        let mut all = Self::default();
        let mut names: std::collections::BTreeMap<String, Vec<u32>> = Default::default();
        let mut vendors: std::collections::BTreeMap<String, Vec<u32>> = Default::default();
        for (at, sdk) in (0_u32..).zip(&knowledge.sdks) {
            all.known.push(Known {
                id: sdk.id.clone(),
                name: sdk.name.zh.clone(),
                category: sdk.category,
                is_item: false,
            });
            let texts = [&sdk.name.zh, &sdk.name.en].into_iter().chain(&sdk.aliases);
            for text in texts {
                let name = plain_name(text);
                let letters = name.chars().count();
                let han = name.chars().any(|c| c as u32 > 0x2e80);
                if ((han && letters >= 2) || letters >= 3) && !is_kind(&name) {
                    let ids = names.entry(name).or_default();
                    if !ids.contains(&at) {
                        ids.push(at);
                    }
                }
            }
            if sdk.category != SdkCategory::Library {
                for vendor in [&sdk.vendor.zh, &sdk.vendor.en] {
                    // "Umeng+" is written without its sign as well.
                    let vendor = normal(vendor);
                    let vendor = vendor
                        .trim_end_matches(|c: char| !c.is_alphanumeric())
                        .to_owned();
                    if vendor.chars().count() >= 2 {
                        let ids = vendors.entry(vendor).or_default();
                        if !ids.contains(&at) {
                            ids.push(at);
                        }
                    }
                }
            }
            for package in sdk.packages.iter().chain(&sdk.classes) {
                all.packages.insert(package.to_ascii_lowercase(), at);
            }
        }
        for (name, ids) in names {
            all.names.push(name);
            all.ids.push(ids);
        }
        (all.vendors, all.vendor_sdks) = vendors.into_iter().unzip();
        all
    }
}

/// The SDKs of the catalogue that a row may be about: by package, else by a name or alias, else by the vendor and
/// what it is for.
pub(super) fn resolve(row: &SdkRow, lexicon: &Lexicon) -> Vec<String> {
    let id = |at: u32| {
        lexicon
            .catalogue
            .get(at as usize)
            .map(|known| known.id.clone())
    };
    let mut ids: Vec<String> = Vec::new();
    let mut add = |found: Option<String>| {
        if let Some(found) = found
            && !ids.contains(&found)
        {
            ids.push(found);
        }
    };
    for package in &row.packages {
        add(lexicon.package(&package.to_ascii_lowercase()).and_then(id));
    }
    let name = plain_name(&row.name);
    let mut named = lexicon.sdks(&name);
    named.sort_by_key(|(at, _)| *at);
    for at in named.into_iter().flat_map(|(_, ids)| ids) {
        add(id(*at));
    }
    if !ids.is_empty() {
        return ids;
    }
    let purpose = row.purpose.as_deref().map(normal).unwrap_or_default();
    let vendor = row.vendor.as_deref().map(normal).unwrap_or_default();
    let own = lexicon.vendor(&name);
    let all = if own.is_empty() {
        lexicon.vendor(&vendor)
    } else {
        own
    };
    let kinds: Vec<SdkCategory> = KINDS
        .iter()
        .filter(|(word, _)| name.contains(word))
        .chain(
            KINDS
                .iter()
                .filter(|(word, _)| purpose.contains(word) && name.len() < 20),
        )
        .flat_map(|(_, kinds)| kinds.iter().copied())
        .collect();
    all.iter()
        .filter_map(|at| lexicon.catalogue.get(*at as usize))
        .filter(|known| kinds.contains(&known.category) || (kinds.is_empty() && !own.is_empty()))
        .map(|known| known.id.clone())
        .collect()
}
