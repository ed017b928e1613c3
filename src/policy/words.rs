//! Which words name which document.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use aho_corasick::packed::Searcher;

use super::DocumentKind::{self, Agreement, Children, CollectedList, Policy, SdkList};

/// Phrases of texts, lower case. Where several match, the earlier kind in this order counts: a children's policy also
/// says "privacy policy".
const PHRASES: &[(DocumentKind, &[&str])] = &[
    (
        Children,
        &[
            "儿童隐私",
            "儿童个人信息",
            "儿童信息保护",
            "未成年人隐私",
            "未成年人个人信息",
            "未成年人信息保护",
            "青少年隐私",
            "青少年个人信息",
            "兒童隱私",
            "兒童個人",
            "未成年人保护规则",
            "儿童保护声明",
            "children's privacy",
            "children’s privacy",
            "children privacy",
            "child privacy",
            "kids privacy",
        ],
    ),
    (
        SdkList,
        &[
            "第三方sdk",
            "sdk目录",
            "sdk清单",
            "sdk列表",
            "sdk名单",
            "共享清单",
            "第三方信息共享",
            "第三方共享",
            "第三方信息清单",
            "第三方服务清单",
            "第三方合作清单",
            "合作方清单",
            "合作伙伴清单",
            "sdk说明",
            "sdk list",
            "list of sdk",
            "third-party sdk",
            "third party sdk",
            "third-party information sharing",
            "third-party sharing list",
            "list of third part",
        ],
    ),
    (
        CollectedList,
        &[
            "收集清单",
            "信息收集列表",
            "信息清单",
            "信息收集与使用清单",
            "收集与使用个人信息清单",
            "收集个人信息明示清单",
            "個人信息收集",
            "personal information collection list",
            "collected information list",
            "list of collected personal information",
            "information collection checklist",
            "information collection list",
        ],
    ),
    (
        Policy,
        &[
            "隐私政策",
            "隐私条款",
            "隐私协议",
            "隐私声明",
            "隐私权政策",
            "隐私权声明",
            "隐私权保护",
            "隐私权条款",
            "隐私保护",
            "隐私策略",
            "隐私权相关",
            "隐私指引",
            "隐私说明",
            "隐私公告",
            "隐私通知",
            "隐私须知",
            "隐私规则",
            "个人信息保护政策",
            "个人信息保护声明",
            "个人信息保护指引",
            "个人信息处理规则",
            "个人信息保护规则",
            "个人信息保护协议",
            "隱私政策",
            "隱私權",
            "隱私條款",
            "隱私聲明",
            "隱私協議",
            "私隱政策",
            "私隱聲明",
            "privacy policy",
            "privacy policies",
            "privacy notice",
            "privacy statement",
            "privacy agreement",
            "privacy terms",
            "privacy protection",
            "data policy",
            "data protection policy",
        ],
    ),
    (
        Agreement,
        &[
            "用户协议",
            "用户服务协议",
            "服务协议",
            "用户许可",
            "许可协议",
            "服务条款",
            "使用条款",
            "使用协议",
            "用户使用协议",
            "注册协议",
            "用户条款",
            "用户须知",
            "会员协议",
            "软件协议",
            "平台协议",
            "用戶協議",
            "服務條款",
            "使用條款",
            "服務協議",
            "使用者條款",
            "user agreement",
            "terms of service",
            "terms of use",
            "terms and conditions",
            "terms & conditions",
            "service agreement",
            "license agreement",
            "licence agreement",
            "user terms",
            "service terms",
        ],
    ),
];

/// What every phrase above holds at least one of, and every link: a fast look that passes over all other texts. The
/// first letter is left out where its case varies.
const ANCHORS: &[&str] = &[
    "隐私",
    "隱私",
    "私隱",
    "个人信息",
    "個人信息",
    "儿童",
    "兒童",
    "青少年",
    "未成年人",
    "协议",
    "協議",
    "条款",
    "條款",
    "清单",
    "用户须知",
    "第三方",
    "合作",
    "信息收集",
    "用户许可",
    "sdk",
    "SDK",
    "Sdk",
    "rivacy",
    "RIVACY",
    "ata policy",
    "ata protection",
    "greement",
    "GREEMENT",
    "erms",
    "ERMS",
    "formation collection",
    "nformation list",
    "third part",
    "Third part",
    "Third-part",
    "third-part",
    "collected personal",
    "Data Policy",
    "Data Protection",
    "nformation Collection",
    "http",
    "HTTP",
    "android_asset",
    "Third Part",
    "Third-Part",
    "hildren",
    "CHILDREN",
];

static SEARCHER: LazyLock<Option<Searcher>> = LazyLock::new(|| Searcher::new(ANCHORS));

/// Whether a text is worth a closer look.
pub(crate) fn interesting(text: &str) -> bool {
    match &*SEARCHER {
        Some(searcher) => searcher.find(text).is_some(),
        // Not every machine has the vector instructions that the search needs.
        None => ANCHORS.iter().any(|anchor| text.contains(anchor)),
    }
}

/// A phrase found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) document: DocumentKind,
    /// Byte offset.
    pub(super) start: usize,
    /// Byte offset after it.
    pub(super) end: usize,
}

/// All phrases at once: most texts have none.
static ANY_PHRASE: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = PHRASES.iter().flat_map(|(_, words)| *words);
    AhoCorasick::new(words).ok()
});

/// The phrases of a text, which must be in lower case, in order of place; of phrases that overlap, the one of the
/// earlier kind.
pub(super) fn phrases(lower: &str) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    if let Some(any) = &*ANY_PHRASE
        && !any.is_match(lower)
    {
        return found;
    }
    for &(document, words) in PHRASES {
        for word in words {
            for (start, text) in lower.match_indices(word) {
                let end = start + text.len();
                if !found
                    .iter()
                    .any(|other| start < other.end && other.start < end)
                {
                    found.push(Phrase {
                        document,
                        start,
                        end,
                    });
                }
                // A text that says it so often is a document; its first words are enough.
                if found.len() >= 256 {
                    found.sort_unstable_by_key(|phrase| phrase.start);
                    return found;
                }
            }
        }
    }
    found.sort_unstable_by_key(|phrase| phrase.start);
    found
}

/// Whether a text begins (in lower case) as the licence of a library does: "terms and conditions" of a licence are no
/// agreement with the person.
pub(super) fn is_licence(lower: &str) -> bool {
    let head: String = lower.chars().take(600).collect();
    [
        "apache license",
        "apache software license",
        "mit license",
        "bsd license",
        "bsd 2-clause",
        "bsd 3-clause",
        "general public license",
        "mozilla public license",
        "eclipse public license",
        "creative commons",
        "open font license",
        "permission is hereby granted, free of charge",
        "redistribution and use in source and binary forms",
    ]
    .iter()
    .any(|words| head.contains(words))
}

/// How much a name or an address says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Only together with a link (`policy_url`), or with words next to it.
    Weak,
    /// Enough alone.
    Strong,
}

/// What a resource name, a file name or a web address is about, by its words.
pub(super) fn name(text: &str) -> Option<(DocumentKind, Strength)> {
    let lower = text.to_ascii_lowercase();
    let joined: String = lower.chars().filter(char::is_ascii_alphanumeric).collect();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let word = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let part = |list: &[&str]| list.iter().any(|part| joined.contains(part));

    let young = part(&[
        "children",
        "child",
        "ertong",
        "minor",
        "teenager",
        "kidsprivacy",
    ]);
    let private = part(&[
        "privacy",
        "yinsi",
        "privatepolicy",
        "privateagreement",
        "privateprotocol",
    ]) || word(&["yszc", "ysxy", "yszq", "ystk", "yssm", "ysq", "ysbh"]);
    // Names of platform features, not of documents.
    let feature = part(&[
        "privacysandbox",
        "privacymanifest",
        "privacydashboard",
        "privacymode",
        "privacyscreen",
    ]);
    if private && feature {
        return None;
    }
    if young && (private || part(&["policy", "protect", "agreement", "protocol"])) {
        return Some((Children, Strength::Strong));
    }
    if part(&[
        "sdklist",
        "sdkcatalog",
        "sdkdirectory",
        "thirdsdk",
        "thirdpartysdk",
        "sdkqd",
        "sdkinfo",
        "sharelist",
        "sharinglist",
        "thirdpartylist",
        "thirdlist",
        "thirdpartyshare",
        "thirdshare",
    ]) {
        return Some((SdkList, Strength::Strong));
    }
    if part(&[
        "collectlist",
        "collectionlist",
        "infolist",
        "collectedlist",
        "personalinfolist",
        "collectinfo",
        "infocollect",
        "personalinformationlist",
    ]) {
        return Some((CollectedList, Strength::Weak));
    }
    if private {
        return Some((Policy, Strength::Strong));
    }
    if part(&[
        "useragreement",
        "serviceagreement",
        "userprotocol",
        "serviceprotocol",
        "userservice",
        "termsofservice",
        "termsofuse",
        "yonghuxieyi",
        "fuwuxieyi",
        "userterms",
        "serviceterms",
        "licenseagreement",
    ]) || word(&[
        "agreement",
        "agreements",
        "xieyi",
        "yhxy",
        "fwxy",
        "eula",
        "tos",
        "terms",
    ]) {
        return Some((Agreement, Strength::Strong));
    }
    if word(&["policy", "policies"]) {
        return Some((Policy, Strength::Weak));
    }
    if word(&["protocol", "protocols"]) || part(&["agreement"]) {
        return Some((Agreement, Strength::Weak));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_passes_the_fast_look() {
        for (_, words) in PHRASES {
            for word in *words {
                assert!(interesting(word), "{word}");
            }
        }
    }

    #[test]
    fn the_more_particular_kind_wins() {
        let found = phrases("请阅读《儿童隐私政策》、《隐私政策》与《用户协议》");
        let kinds: Vec<DocumentKind> = found.iter().map(|phrase| phrase.document).collect();
        assert_eq!(kinds, [Children, Policy, Agreement]);
    }

    #[test]
    fn licences_are_known_by_their_first_words() {
        assert!(is_licence(
            "                                 apache license\n  version 2.0, january 2004"
        ));
        assert!(!is_licence("用户许可协议 本软件使用了 apache 组件"));
    }

    #[test]
    fn names_tell_documents() {
        assert_eq!(name("privacy_policy_url"), Some((Policy, Strength::Strong)));
        assert_eq!(
            name("user-agreement.html"),
            Some((Agreement, Strength::Strong))
        );
        assert_eq!(name("policy_link"), Some((Policy, Strength::Weak)));
        assert_eq!(name("childrenPrivacy"), Some((Children, Strength::Strong)));
        assert_eq!(name("app_name"), None);
        assert_eq!(name("privacysandbox"), None);
    }
}
