//! The table of SDKs, as the formats that have tables show it: who is inside, what shows it, what it does, and what it could do.

use super::model::{Sdk, SdkState};
use super::words::{self, pick};
use crate::knowledge::Lang;

/// Values that a cell names; the rest is a number.
const SHOWN: usize = 3;

/// Titles of the columns.
pub(crate) fn heads(lang: Lang) -> [&'static str; 9] {
    pick(
        lang,
        [
            "名称",
            "提供方",
            "版本",
            "类别",
            "依据",
            "状态",
            "启动于",
            "读取",
            "权限",
        ],
        [
            "Name",
            "Vendor",
            "Version",
            "Category",
            "Shown by",
            "State",
            "Starts in",
            "Reads",
            "Permissions",
        ],
    )
}

/// The cells of an SDK.
pub(crate) fn cells(lang: Lang, sdk: &Sdk) -> [String; 9] {
    [
        sdk.name.clone(),
        sdk.vendor.clone(),
        sdk.version.clone().unwrap_or_default(),
        sdk.category.clone(),
        some(
            sdk.evidence
                .iter()
                .map(|hit| format!("{} {}", hit.kind, hit.value)),
        ),
        state(lang, sdk.state).to_owned(),
        starts(lang, sdk),
        reads(lang, sdk),
        some(permissions(sdk)),
    ]
}

/// Word for whether an SDK does anything.
pub(crate) fn state(lang: Lang, state: SdkState) -> &'static str {
    match state {
        SdkState::Active => pick(lang, "代码可运行", "can run"),
        SdkState::Unreached => pick(lang, "存在但未被调用", "present, nothing calls it"),
        SdkState::SwitchedOff => pick(lang, "清单中已关闭采集", "collection off in the manifest"),
        SdkState::Stub => pick(lang, "空实现", "do-nothing variant"),
        SdkState::Unknown => pick(lang, "无法判断", "not known"),
    }
}

/// The scenarios that start it.
pub(crate) fn starts(lang: Lang, sdk: &Sdk) -> String {
    let names = sdk.starts_in.iter().flatten();
    let names: Vec<_> = names.map(|id| words::scenario(lang, id)).collect();
    names.join(pick(lang, "、", ", "))
}

/// What it was seen to read, and apart from that what its vendor says it can read.
pub(crate) fn reads(lang: Lang, sdk: &Sdk) -> String {
    let list = |items: &[String]| {
        let names: Vec<_> = items.iter().map(|id| words::item(lang, id)).collect();
        names.join(pick(lang, "、", ", "))
    };
    let mut text = list(&sdk.reads);
    if !sdk.could_read.is_empty() {
        let could = list(&sdk.could_read);
        let told = pick(lang, "声明可读：", "by its maker's word also: ");
        text = match text.is_empty() {
            true => format!("{told}{could}"),
            false => format!("{text}{}{told}{could}", pick(lang, "；", "; ")),
        };
    }
    text
}

/// Permissions without the prefix that all of AOSP's have.
pub(crate) fn permissions(sdk: &Sdk) -> impl Iterator<Item = String> + '_ {
    sdk.permissions
        .iter()
        .map(|name| super::text::short(name).to_owned())
}

fn some(values: impl Iterator<Item = String>) -> String {
    let values: Vec<_> = values.collect();
    let mut text = values
        .iter()
        .take(SHOWN)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if values.len() > SHOWN {
        text.push_str(&format!(" +{}", values.len() - SHOWN));
    }
    text
}
