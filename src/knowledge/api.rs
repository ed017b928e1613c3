//! What reads personal data (`checks/apis/*.toml`): framework and SDK members, and the constants (settings keys,
//! content authorities, files, commands, system properties …) that say what a general member reads.
//!
//! Two tables keep every fact in one place:
//!
//! ```toml
//! [[api]]                                    # a member that always reads the same item
//! row = 1                                    # our numbering; several records of one member share it
//! item = "imei"
//! method = "Landroid/telephony/TelephonyManager;->getDeviceId()"
//!
//! [[api]]                                    # a member whose item hangs on an argument
//! row = 53
//! method = "Landroid/provider/Settings$Secure;->getString(Landroid/content/ContentResolver;Ljava/lang/String;)"
//! constant = { argument = 1, kind = "setting" }
//!
//! [[constant]]                               # what that argument makes of it
//! kind = "setting"
//! value = "android_id"
//! item = "android-id"
//! ```
//!
//! `when` narrows a record to constant arguments (`when = [{ argument = 0, is = { equals = ["deviceUniqueId"] } }]`);
//! all conditions must hold. An argument whose value the scan does not know lowers the confidence; it never silences
//! the record. Arguments count from 0 and leave out the receiver.
//!
//! Members are written `Lpkg/Cls;->name(args)` without the return type; `->name(*)` is every overload, `;->NAME` a
//! field. A call matches through the declared owner, its subclasses and the record's `aliases` (hidden implementation
//! classes that code casts to). Constants without a carrier (`action`, `service`, `class`, `symbol`) are looked for
//! by themselves: in intents and manifest filters, in `bindService`, as a class name used in reflection or in code,
//! among a native library's imports.

use serde::{Deserialize, Serialize};

use super::text::Text;

/// A file of `checks/apis/`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apis {
    /// Members, by row.
    #[serde(default, rename = "api")]
    pub members: Vec<Api>,
    /// Constants, by kind and value.
    #[serde(default, rename = "constant")]
    pub constants: Vec<Constant>,
}

/// A member that reads personal data, or does what a check counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// Row number; a member with several meanings has several records under one row.
    pub row: u32,
    /// What it reads (an id of [`ITEMS`]); exactly one of `item`, `constant`, `behaviour` is set.
    #[serde(default)]
    pub item: Option<String>,
    /// The argument that decides what it reads.
    #[serde(default)]
    pub constant: Option<ByConstant>,
    /// It reads nothing, but checks count it.
    #[serde(default)]
    pub behaviour: Option<Behaviour>,
    /// Of a `repeat`: how what it runs comes again, and where its period stands.
    #[serde(default)]
    pub repeat: Option<Repeat>,
    /// A method that is called; exactly one of `method`, `field`, `overrides` is set.
    #[serde(default)]
    pub method: Option<String>,
    /// A field that is read.
    #[serde(default)]
    pub field: Option<String>,
    /// A callback that the package overrides: the data arrives as its argument.
    #[serde(default)]
    pub overrides: Option<String>,
    /// What an `exit` ends.
    #[serde(default)]
    pub ends: Option<Ends>,
    /// Other classes (`Lpkg/Cls;`) that have the same member.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What else is that member, whatever it is called: of a library that the package brings along and R8 renamed.
    #[serde(default)]
    pub like: Option<Like>,
    /// Constant arguments that must hold.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// A method (`Lpkg/Cls;->name`) that the code which has the member must call, too: the two together give the item.
    #[serde(default)]
    pub beside: Option<String>,
    /// API level that added it, when known.
    #[serde(default)]
    pub since: Option<u8>,
    /// What it takes to succeed, in words (laboratories count the call, not its success).
    #[serde(default)]
    pub permission: String,
    /// A weak sign: by itself seldom named in a notice.
    #[serde(default)]
    pub weak: bool,
    /// What it does with its item (`{item}`), where it does not read it: the end of "… calls it and".
    #[serde(default)]
    pub does: Option<Text>,
    /// Public compliance tools that hook it: C camille, R PrivacyCheck, P PrivacySentry, H Hegui3.0,
    /// D APPPrivacyDetect, E HEGUIDemo.
    #[serde(default)]
    pub tools: String,
    /// What an engineer should know.
    #[serde(default)]
    pub note: String,
    /// Key of the source that states it.
    #[serde(default)]
    pub source: String,
    /// Whether the member was checked against a source (else from memory).
    pub verified: bool,
}

/// What a method of an interface in the package looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Like {
    /// What it takes and gives: `(J*)V`, where `*` stands for any class or interface.
    pub shape: String,
    /// A number that stands in the code of one of its implementations, or in what that calls.
    pub number: i64,
    /// `Lpkg/Cls;->name(…)…` of the clock, in nanoseconds, that an implementation adds its first argument to, milliseconds. Where all
    /// callers give it the same number R8 takes it away from the arguments (the shape without it) and writes it there.
    pub clock: Option<String>,
}

/// The argument that decides what a general member reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByConstant {
    /// Which argument, from 0, without the receiver.
    pub argument: u8,
    /// Which constants to look it up in.
    pub kind: ConstantKind,
}

/// What kind of constant, which is also how a value is compared with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConstantKind {
    /// A key of `Settings.Secure/System/Global`: equal.
    Setting,
    /// The authority of a content URI, with or without `content://`: equal, or the URI goes on with `/` after it; a
    /// value that names a path (`icc/adn`) needs that path. Also the `CONTENT_URI` field of a framework class,
    /// written `Lpkg/Cls;->NAME`.
    Authority,
    /// A file: equal; `*` stands for any characters.
    Path,
    /// A shell command: its words are the first words of the value (after a `sh -c`), a path before the program is
    /// left out; a `cat` of a known `path` counts as that path.
    Command,
    /// A system property: equal; `*` stands for any characters.
    Property,
    /// A `Sensor.TYPE_*` number: equal.
    Sensor,
    /// An intent action that starts a reading (`MediaStore.ACTION_IMAGE_CAPTURE`): equal.
    Action,
    /// A broadcast that carries personal data when received: equal.
    Broadcast,
    /// A bound service: the action, package or class of another app: equal.
    Service,
    /// A class, dotted: the name in code, in `Class.forName` or in a string: equal, or an inner class of it.
    Class,
    /// A function that a native library imports: equal; `*` stands for any characters.
    Symbol,
    /// A name that page scripts call (`wx.getLocation`), in the assets' scripts.
    Script,
}

/// How a member makes what it runs come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Again {
    /// By itself: a timer with a period.
    Fixed,
    /// When what it runs comes back to the same call: a task that posts itself.
    Back,
    /// When it stands in a loop: a pause between rounds.
    Loop,
}

/// What makes a member's work come again, and how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// By itself (`fixed`), when its work comes back to the call (`back`), when the call stands in a loop (`loop`);
    /// absent for a setting that only names the period of a reading.
    #[serde(default)]
    pub how: Option<Again>,
    /// The one callback that comes again, where the call runs several.
    #[serde(default)]
    pub runs: Option<String>,
    /// Argument with the period, from 0, without the receiver; the receiver when there is no such argument.
    pub argument: u8,
    /// Unit of the number.
    pub unit: Unit,
    /// Which limit of `collect-high-frequency` holds.
    pub limit: String,
}

/// Unit of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Milliseconds.
    Ms,
    /// Seconds.
    S,
    /// The next argument is a `TimeUnit`.
    Next,
    /// The argument is an object that was given its period in milliseconds (`interval` of the model).
    Given,
}

/// Items whose values are followed to where they are sent, stored or logged: those that are data by themselves.
pub const FOLLOWED: &[&str] = &[
    "accounts",
    "android-id",
    "bluetooth-mac",
    "bssid",
    "calendar",
    "call-log",
    "cell-info",
    "clipboard",
    "contacts",
    "drm-id",
    "gaid",
    "iccid",
    "imei",
    "imsi",
    "installed-apps",
    "ip-address",
    "location",
    "mac-address",
    "meid",
    "oaid",
    "phone-number",
    "serial",
    "sms",
    "ssid",
];

/// What a member does that is not a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Behaviour {
    /// Asks for runtime permissions.
    PermissionRequest,
    /// Starts a component, maybe another app's.
    ComponentStart,
    /// Touches a provider, maybe another app's, which starts its process.
    ProviderStart,
    /// Schedules work for later.
    Schedule,
    /// Asks whether notifications are allowed.
    NotificationState,
    /// Downloads a file.
    Download,
    /// Installs a package.
    Install,
    /// Switches components on and off.
    ComponentState,
    /// Makes its work come again and again: see [`Repeat`].
    Repeat,
    /// Ends something that comes again.
    Stop,
    /// Asks for one reading only, when its first argument is true.
    Once,
    /// Writes to the system log.
    Log,
    /// Opens or is a connection: what is written to what it gives leaves the device.
    Network,
    /// Sends what it is given, or what its receiver was given.
    Send,
    /// Gives a file or folder that other apps can read.
    Outside,
    /// Gives a file of the app's own, or keeps what it is given in the app's own storage.
    Inside,
    /// Encrypts.
    Seal,
    /// Shows the person a text or a dialog.
    Show,
    /// Makes the service a foreground service with a notification.
    Foreground,
    /// Ends a page or the app; `ends` says which.
    Exit,
    /// Makes a dialog that cannot be left but by its buttons.
    DialogModal,
    /// Puts a dialog away.
    DialogClose,
    /// Puts a view into a window of its own.
    Window,
    /// Opens an address or a file for the person to read.
    Open,
}

/// What an exit ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ends {
    /// The page that it is called on: the app, when that is its last.
    Page,
    /// The app, whatever pages it has open.
    App,
}

/// A constant and what it makes of a general member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Constant {
    /// Its kind.
    pub kind: ConstantKind,
    /// The constant.
    pub value: String,
    /// What is read (an id of [`ITEMS`]).
    pub item: String,
    /// A weak sign.
    #[serde(default)]
    pub weak: bool,
    /// What an engineer should know.
    #[serde(default)]
    pub note: String,
    /// Key of the source that states it.
    #[serde(default)]
    pub source: String,
    /// Whether it was checked against a source.
    pub verified: bool,
}

/// A condition on one argument, or on what the method is called on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Which argument, from 0, without the receiver; `None` is the receiver.
    #[serde(default)]
    pub argument: Option<u8>,
    /// What it must be.
    pub is: Test,
}

/// What an argument must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// One of these strings.
    Equals(Vec<String>),
    /// A string that starts with one of these.
    Prefix(Vec<String>),
    /// One of these numbers.
    Number(Vec<i64>),
    /// A number with at least one of these bits.
    AnyBit(i64),
    /// A package name that is not the app's own (a call about itself is no list of apps).
    OtherPackage,
    /// An intent that asks for apps in general (MAIN with LAUNCHER or HOME, or no class and no package), not for one
    /// app or for the app itself.
    GenericIntent,
    /// A file or folder on shared storage.
    SharedStorage,
    /// An object that the model does not surely mark (`kind`) as one of these.
    NotKind(Vec<String>),
}

/// Every personal-data item: id, Chinese name, English name. The ids are part of the JSON report.
pub const ITEMS: &[(&str, &str, &str)] = &[
    ("accounts", "设备账户列表", "accounts on the device"),
    (
        "activity-recognition",
        "运动状态与步数",
        "activity and steps",
    ),
    ("android-id", "Android ID", "Android ID"),
    ("biometrics", "生物识别信息", "biometrics"),
    ("bluetooth-devices", "蓝牙设备列表", "Bluetooth devices"),
    ("bluetooth-mac", "蓝牙MAC地址", "Bluetooth MAC address"),
    (
        "body-sensors",
        "身体传感器与健康数据",
        "body sensors and health data",
    ),
    ("boot-id", "启动标识与开机时间", "boot id and boot time"),
    ("browser-data", "浏览器数据", "browser data"),
    ("bssid", "BSSID", "BSSID"),
    (
        "build-info",
        "设备型号与系统信息",
        "device model and system build",
    ),
    ("calendar", "日历", "calendar"),
    ("call-log", "通话记录", "call log"),
    ("camera", "相机（拍照、录像）", "camera"),
    ("carrier", "运营商信息", "mobile operator"),
    ("cell-info", "基站信息", "cell towers"),
    ("clipboard", "剪切板", "clipboard"),
    ("contacts", "通讯录", "contacts"),
    ("drm-id", "DRM ID", "DRM ID"),
    ("files", "存储的文件", "files in storage"),
    ("gaid", "GAID", "Google advertising ID"),
    ("iccid", "ICCID", "ICCID"),
    ("imei", "IMEI", "IMEI"),
    ("imsi", "IMSI", "IMSI"),
    ("installed-apps", "应用安装列表", "installed apps"),
    ("ip-address", "IP地址", "IP address"),
    ("location", "位置信息", "location"),
    ("mac-address", "MAC地址", "MAC address"),
    ("meid", "MEID", "MEID"),
    ("microphone", "麦克风（录音）", "microphone"),
    ("network-info", "网络状态与类型", "network state and type"),
    ("nfc", "NFC标签", "NFC tags"),
    ("notifications", "通知内容", "notifications"),
    ("oaid", "OAID", "OAID"),
    ("phone-number", "本机号码", "phone number"),
    ("photos-media", "图片与音视频", "photos and media"),
    ("push-token", "推送标识", "push token"),
    (
        "running-processes",
        "正在运行的应用进程",
        "running processes",
    ),
    ("screen-content", "屏幕内容", "screen content"),
    ("sensors", "传感器", "sensors"),
    ("serial", "设备序列号", "serial number"),
    ("sim-info", "SIM卡信息", "SIM card"),
    ("sms", "短信", "SMS"),
    ("ssid", "SSID", "SSID"),
    ("usage-stats", "应用使用记录", "app usage"),
    ("wifi-list", "WiFi列表", "Wi-Fi list"),
];

impl Api {
    /// The member that it matches, whichever kind it is.
    pub fn member(&self) -> &str {
        self.method
            .as_deref()
            .or(self.field.as_deref())
            .or(self.overrides.as_deref())
            .unwrap_or("")
    }
}
