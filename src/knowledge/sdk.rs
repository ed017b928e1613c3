//! SDK records: one file `checks/sdks/<id>.toml` an SDK, or a library that owns classes.
//!
//! ```toml
//! id = "acme-push"                       # the file's name
//! name = { zh = "顶点推送", en = "Acme Push" }
//! vendor = { zh = "顶点科技", en = "Acme" }
//! category = "push"
//! packages = ["com.acme.push"]           # dotted, matched on whole segments: not com.acme.pushy
//! native_libs = ["libacmepush*.so"]      # file name, `*` stands for any run of characters
//! wakes = ["com.acme.push.WakeService"]  # components by which other apps that hold the SDK start this one
//! verified = true                        # false: known from memory only
//! sources = ["npm:acme-push@1.2.0 libs/acme.jar"]
//!
//! [[switch]]                             # a consent switch, a start that must wait, a limit on what is read
//! class = "com.acme.push.Acme"
//! method = "agree"
//! params = "Context,boolean"
//! order = "post"
//! note = { zh = "用户同意后传 true", en = "pass true once the user agreed" }
//! verified = true
//! ```

use serde::{Deserialize, Serialize};

use super::Text;

/// What an SDK is, or a well-known library that classes belong to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sdk {
    /// Kebab-case id, the file's name without `.toml`; what reports call the owner.
    pub id: String,
    /// Name that a privacy policy would use.
    pub name: Text,
    /// Who provides it.
    pub vendor: Text,
    /// What it is for.
    pub category: SdkCategory,
    /// Product page.
    #[serde(default)]
    pub site: Option<String>,
    /// Its privacy rules.
    #[serde(default)]
    pub privacy: Option<String>,
    /// Id of the SDK that this one is a part of: a prefix here may lie inside one of the parent's.
    #[serde(default)]
    pub parent: Option<String>,
    /// Kebab-case name that the products of one vendor share (`jiguang`, `umeng`).
    #[serde(default)]
    pub family: Option<String>,
    /// Other names under which policies list it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Dotted package prefixes, matched on whole segments. They own classes: the longest wins. One segment alone
    /// (`kotlin`) is allowed when it stands for no domain.
    #[serde(default)]
    pub packages: Vec<String>,
    /// Whether the prefixes are its maker's whole name space, below which the maker's own apps lie too: in those they are the
    /// app's.
    #[serde(default)]
    pub umbrella: bool,
    /// Dotted classes outside `packages` that belong to it, with their inner classes.
    #[serde(default)]
    pub classes: Vec<String>,
    /// Native library file names; `*` stands for any run of characters.
    #[serde(default)]
    pub native_libs: Vec<String>,
    /// Manifest components by class, dotted; `*` allowed.
    #[serde(default)]
    pub components: Vec<String>,
    /// Manifest meta-data keys; `*` allowed.
    #[serde(default)]
    pub meta_data: Vec<String>,
    /// Asset paths below `assets/`; `*` allowed and matches `/` too.
    #[serde(default)]
    pub assets: Vec<String>,
    /// Hosts it talks to, with everything below them: `jpush.cn` covers `a.jpush.cn`, not `xjpush.cn`.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Kinds of evidence that show presence for this record though they only corroborate by default
    /// ([`EvidenceKind::Asset`], [`EvidenceKind::Domain`]).
    #[serde(default)]
    pub suffices: Vec<EvidenceKind>,
    /// Personal-data items that its vendor declares it reads, ids of the contract.
    #[serde(default)]
    pub reads: Vec<String>,
    /// Methods that start it, `class#method`.
    #[serde(default)]
    pub starts: Vec<String>,
    /// Manifest components by which other apps that hold it start this one, dotted classes. A switch of the role
    /// `wakeup` says how that is turned off.
    #[serde(default)]
    pub wakes: Vec<String>,
    /// Permissions that its own manifest asks for.
    #[serde(default)]
    pub permissions: Vec<String>,
    /// Dotted classes or package prefixes that only its do-nothing variant has.
    #[serde(default)]
    pub noop: Vec<String>,
    /// Where its version can be read, first hit wins.
    #[serde(default, rename = "version")]
    pub versions: Vec<VersionSource>,
    /// Calls that switch its collection, or that must wait for consent.
    #[serde(default, rename = "switch")]
    pub switches: Vec<Switch>,
    /// Values of the lists above that are only remembered, while others were read off the SDK or a public source.
    #[serde(default)]
    pub unverified: Vec<String>,
    /// Whether any of its packages, classes, libraries, components, keys, assets or domains was read off the SDK or a
    /// public source; false when all are only remembered.
    pub verified: bool,
    /// Where the facts come from.
    pub sources: Vec<String>,
}

macro_rules! categories {
    ($($name:ident $zh:literal $en:literal,)*) => {
        /// What an SDK is for. Fixed, so that reports can group by it; [`SdkCategory::label`] names it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs)]
        pub enum SdkCategory { $($name,)* }

        impl SdkCategory {
            /// Every category, in the order of reports.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its name in reports.
            pub fn label(self) -> Text {
                match self { $(Self::$name => Text::new($zh, $en),)* }
            }
        }
    };
}

categories! {
    Push "消息推送" "push",
    Analytics "统计分析" "analytics",
    Ads "广告" "advertising",
    AdMediation "广告聚合" "ad mediation",
    Attribution "归因与渠道" "attribution",
    Maps "地图与定位" "maps and location",
    Login "登录认证" "login",
    Share "社交分享" "sharing",
    Payment "支付" "payment",
    Im "即时通讯" "messaging",
    Rtc "音视频通话与直播" "real-time audio and video",
    Risk "安全风控" "security and risk control",
    Face "人脸与证件识别" "face and document recognition",
    Speech "语音" "speech",
    Crash "崩溃与性能监控" "crash and performance monitoring",
    HotFix "热更新与插件化" "hot fix and plug-ins",
    GameChannel "游戏渠道" "game channel",
    MiniProgram "小程序与跨端容器" "mini-program and cross-platform host",
    DeviceId "设备标识" "device identifier",
    WebView "浏览内核" "web view",
    Media "播放与图像" "media",
    Scan "扫码" "code scanning",
    Cloud "云服务" "cloud service",
    Support "客服与反馈" "customer support",
    Cast "投屏" "casting",
    Iot "物联网" "internet of things",
    Hardening "应用加固" "hardening",
    Library "开源组件" "library",
}

/// How an SDK was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceKind {
    /// Classes below one of its prefixes.
    Package,
    /// One of its exact classes.
    Class,
    /// A native library.
    NativeLib,
    /// A manifest component.
    Component,
    /// A manifest meta-data key.
    MetaData,
    /// An asset. Corroborates only, unless the record says it suffices.
    Asset,
    /// A host in a string constant. Corroborates only, unless the record says it suffices.
    Domain,
    /// The shapes of classes whose names are gone ([`super::structure`]).
    Structure,
}

impl EvidenceKind {
    /// Whether one hit of this kind shows that an SDK is in the package. Assets are copied about and a host may be
    /// named in a deny list, so those two only corroborate.
    pub fn is_enough(self) -> bool {
        !matches!(self, Self::Asset | Self::Domain)
    }

    /// The contract's name of the kind.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Package => "package",
            Self::Class => "class",
            Self::NativeLib => "native-lib",
            Self::Component => "component",
            Self::MetaData => "meta-data",
            Self::Asset => "asset",
            Self::Domain => "domain",
            Self::Structure => "structure",
        }
    }
}

/// A place that holds an SDK's version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum VersionSource {
    /// A static String constant, `class.field` dotted, e.g. `com.acme.BuildConfig.VERSION_NAME`.
    Field(String),
    /// The value of a manifest meta-data key.
    MetaData(String),
    /// The first line of an entry, e.g. `META-INF/androidx.core_core.version`, or its property `version`, e.g. of
    /// `play-services-location.properties`.
    Entry(String),
    /// A native library's name in which `*` stands for the version, e.g. `libacme_v*.so`.
    NativeLib(String),
}

/// When a call may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// Allowed, or required, before consent.
    Pre,
    /// Only after consent.
    Post,
}

/// What a call does to collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SwitchRole {
    /// Tells the SDK whether the user agreed.
    Consent,
    /// Tells the SDK that its rules are in the policy and are shown: wanted like a consent, and no consent itself.
    Shown,
    /// Prepares without collecting.
    Prepare,
    /// Starts the SDK.
    Start,
    /// Turns off the reading of an item.
    Limit,
    /// Turns starting by other apps or by itself off.
    Wakeup,
}

/// A consent switch, or a start that must wait for consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// Dotted class.
    pub class: String,
    /// Method; empty for a manifest meta-data switch, whose key is then `meta_data`.
    #[serde(default)]
    pub method: String,
    /// Manifest key that does the same as the call.
    #[serde(default)]
    pub meta_data: Option<String>,
    /// Parameter types, simple names joined by commas; `None` when overloads differ or it is not known.
    #[serde(default)]
    pub params: Option<String>,
    /// What it does.
    pub role: SwitchRole,
    /// When it may be called. A switch with a boolean says what its *agreeing* value needs; a consent that is `pre` holds the
    /// SDK back, started or not, while its other value is told.
    pub order: Order,
    /// Which argument agrees, and by which number; absent: the last boolean, by `true`.
    #[serde(default)]
    pub agrees: Option<Agrees>,
    /// What the SDK does when nobody calls it: true when it then collects, or may be started.
    #[serde(default)]
    pub default_allows: bool,
    /// Whether it is of older versions, and which is the last is not known (`until` says that): it is wanted only of a
    /// package whose own copy of the class has it.
    #[serde(default)]
    pub older: bool,
    /// First version that has it, inclusive.
    #[serde(default)]
    pub since: Option<String>,
    /// First version that no longer has it, or treats it otherwise.
    #[serde(default)]
    pub until: Option<String>,
    /// What to know about it.
    #[serde(default)]
    pub note: Option<Text>,
    /// False when known from memory only: a rule on it is of lower confidence.
    pub verified: bool,
}

/// The argument of a switch that agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agrees {
    /// Which, from 0, without the receiver.
    pub argument: u8,
    /// The number that agrees; 1 for `true`.
    pub value: i64,
}
