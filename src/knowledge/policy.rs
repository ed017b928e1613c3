//! The words of privacy policies (`checks/policy/*.toml`): what the topics, rights and facts are that a reader of
//! policies looks for, and by which words. All files are one lexicon; how a rule is written stands in `topics.toml`.
//!
//! ```toml
//! [[item]]                                # a data item and what it is called
//! id = "oaid"
//! zh = ["OAID", "匿名设备标识符"]
//! not_zh = []                             # longer words that hold one of them and mean something else
//! en = ["OAID"]
//!
//! [[topic]]                               # what shows that a policy tells about a topic
//! id = "cancellation"
//! heading = ["注销"]
//! rules = ["注销|销户 账号|账户"]
//! ```

use serde::{Deserialize, Serialize};

use super::api::ITEMS;
use super::load::{LoadError, Source};
use super::text::Text;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $zh:literal $en:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs)]
        pub enum $name { $($variant,)* }

        impl $name {
            /// All of them, in the order of reports.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name in reports.
            pub fn label(self) -> super::Text {
                match self { $(Self::$variant => super::Text::new($zh, $en),)* }
            }
        }
    };
}

words! {
    /// What is done with data.
    Action {
        Collect "收集" "collect",
        Use "使用" "use",
        Share "提供/共享" "share",
        Entrust "委托处理" "entrust",
        Transfer "转让" "transfer",
        Publish "公开披露" "publish",
        Store "存储" "store",
        Export "出境" "export",
    }
}

words! {
    /// A right of the person, or another thing a person can do about the data.
    Right {
        Access "查阅" "access",
        Copy "复制" "copy",
        Transfer "转移（可携带）" "portability",
        Correct "更正、补充" "correct",
        Delete "删除" "delete",
        Withdraw "撤回同意" "withdraw consent",
        Cancel "注销账号" "cancel the account",
        Explain "解释说明" "explanation",
        RefusePersonalisation "关闭个性化推荐" "turn personalisation off",
        Complain "投诉举报" "complain",
        Deceased "逝者近亲属行使权利" "rights of the deceased's relatives",
    }
}

words! {
    /// What kind of fact a sentence states.
    FactKind {
        Operator "运营者名称" "operator",
        Address "地址" "address",
        Email "邮箱" "e-mail",
        Phone "电话" "phone",
        Contact "其他联系方式" "other contact",
        EffectiveDate "生效日期" "effective date",
        UpdateDate "更新日期" "date of update",
        Version "版本" "version",
        ResponseDays "响应时限（天）" "days to respond",
        AgeLimit "未成年人年龄界限" "age of minors",
        Retention "保存期限" "retention",
        StorageLocation "存储地点" "place of storage",
        CrossBorder "出境" "transfer abroad",
        AutomatedDecision "自动化决策" "automated decisions",
        Security "安全措施" "security measures",
        Minors "未成年人规则" "rules for minors",
        ChangeNotice "变更通知" "notice of changes",
        Complaint "投诉渠道" "complaint channel",
    }
}

words! {
    /// What a policy has to tell about. The checks of the policy group ask for these.
    Topic {
        Operator "运营者名称与联系方式" "operator and contact",
        Contact "联系方式" "contact",
        Date "更新或生效日期" "date",
        Collection "收集的个人信息" "what is collected",
        Purpose "处理目的" "purpose",
        Sensitive "敏感个人信息" "sensitive information",
        Permissions "系统权限说明" "permissions",
        Cookies "Cookie 等技术" "cookies",
        SdkList "第三方 SDK 清单" "list of SDKs",
        Sharing "向第三方提供" "sharing with others",
        Recipient "接收方名称与联系方式" "recipients",
        Entrust "委托处理" "processing on behalf",
        MergerTransfer "合并分立时的转移" "transfer on merger",
        PublicDisclosure "公开披露" "publication",
        ConsentExceptions "无需同意的情形" "exceptions to consent",
        Retention "保存期限" "retention",
        StorageLocation "存储地点" "place of storage",
        CrossBorder "跨境提供" "transfer abroad",
        Security "安全措施" "security",
        BreachNotice "安全事件告知" "notice of breaches",
        Rights "个人权利" "rights",
        Access "查阅、复制" "access",
        Correction "更正" "correction",
        Deletion "删除" "deletion",
        Withdrawal "撤回同意" "withdrawal of consent",
        Cancellation "注销账号" "cancellation of the account",
        Portability "转移（可携带）" "portability",
        AutomatedDecision "自动化决策" "automated decisions",
        Personalisation "个性化推荐及关闭方式" "personalisation and its switch",
        ResponseTime "响应时限" "time to respond",
        Complaint "投诉举报渠道" "complaint channel",
        Minors "未成年人保护" "minors",
        ChangeNotice "政策变更通知" "notice of changes",
    }
}

words! {
    /// The lists of `words.toml`.
    ListId {
        Collect "收集类动词" "verbs of collecting",
        CollectStrong "明确的收集动词" "verbs of nothing but collecting",
        Use "使用类动词" "verbs of using",
        Share "共享类动词" "verbs of sharing",
        Entrust "委托类词" "words of processing on behalf",
        Transfer "转让类词" "words of transfer",
        Publish "公开类词" "words of publishing",
        Store "存储类动词" "verbs of storing",
        Export "出境类词" "words of transfer abroad",
        Negation "否定" "negations",
        Unless "使否定失效的词" "what takes a negation back",
        But "转折" "what begins anew after a negation",
        Purpose "目的标记" "marks of a purpose",
        Condition "条件标记" "marks of a condition",
        Us "第一人称" "the operator",
        Third "第三方" "third parties",
        Advice "提示语" "advice to the person",
        Definition "定义" "definitions",
        Data "信息" "data",
        Can "可以做什么" "what a person can do",
        NotToc "目录" "words of a list of contents",
        Place "地名" "divisions of China",
        Erase "删除类动词" "verbs of erasing",
        Term "期限" "terms in words",
        Site "存储地点" "places of storage",
        NoName "非名称" "what is no recipient's name",
    }
}

words! {
    /// What a column of a table holds.
    Role {
        Name "名称" "name",
        Vendor "公司" "company",
        Package "包名" "package",
        Purpose "目的" "purpose",
        Data "信息类型" "data",
        Permissions "权限" "permissions",
        Link "链接" "link",
        Contact "联系方式" "contact",
        Retention "保存期限" "retention",
        StoredAt "存储地点" "place of storage",
        Way "方式等" "way and other",
    }
}

/// The words of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemWords {
    /// Id of the contract's list, or a new one with a label.
    pub id: String,
    /// Its name when the contract's list has none.
    #[serde(default)]
    pub label: Option<Text>,
    /// Chinese words.
    pub zh: Vec<String>,
    /// Longer Chinese words that hold one of them and mean something else.
    #[serde(default)]
    pub not_zh: Vec<String>,
    /// English words.
    pub en: Vec<String>,
    /// As `not_zh`.
    #[serde(default)]
    pub not_en: Vec<String>,
}

/// A word that covers several items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Umbrella {
    /// Its id; reports never show it.
    pub id: String,
    /// The items.
    pub covers: Vec<String>,
    /// Chinese words.
    pub zh: Vec<String>,
    /// English words.
    pub en: Vec<String>,
}

/// A spelling that varies inside other words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// As the records write it.
    pub word: String,
    /// As it is also written.
    pub also: Vec<String>,
}

/// A list of words with one sense.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordList {
    /// Which.
    pub id: ListId,
    /// Chinese words.
    pub zh: Vec<String>,
    /// English words.
    pub en: Vec<String>,
}

/// Heads of a table's column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What it holds.
    pub role: Role,
    /// Words that its head contains.
    pub words: Vec<String>,
}

/// What shows a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicRules {
    /// Which.
    pub id: Topic,
    /// Words of a heading that has text under it; `=` before one: it is the whole heading.
    #[serde(default)]
    pub heading: Vec<String>,
    /// Rules for one sentence.
    pub rules: Vec<String>,
}

/// What grants a right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightRules {
    /// Which.
    pub id: Right,
    /// Rules for one sentence.
    pub rules: Vec<String>,
}

/// Words that name Android permissions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermissionWords {
    /// Full names.
    pub names: Vec<String>,
    /// Words.
    pub words: Vec<String>,
}

/// The whole lexicon.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyWords {
    /// Items.
    #[serde(default, rename = "item")]
    pub items: Vec<ItemWords>,
    /// Umbrella words.
    #[serde(default, rename = "umbrella")]
    pub umbrellas: Vec<Umbrella>,
    /// Spellings.
    #[serde(default, rename = "variant")]
    pub variants: Vec<Variant>,
    /// Lists.
    #[serde(default, rename = "list")]
    pub lists: Vec<WordList>,
    /// Columns, in the order in which they are tried.
    #[serde(default, rename = "column")]
    pub columns: Vec<Column>,
    /// Topics.
    #[serde(default, rename = "topic")]
    pub topics: Vec<TopicRules>,
    /// Rights.
    #[serde(default, rename = "right")]
    pub rights: Vec<RightRules>,
    /// Permissions.
    #[serde(default, rename = "permission")]
    pub permissions: Vec<PermissionWords>,
}

/// A rule, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Groups that must all stand in the sentence, and those that must not.
    pub groups: Vec<Group>,
    /// Within how many letters the wanted groups must lie.
    pub within: Option<usize>,
}

/// A group of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its words; `@collect` stands for a list.
    pub words: Vec<String>,
    /// Must not stand there.
    pub forbidden: bool,
}

impl Rule {
    /// Parses a rule; tells what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut rule = Self {
            groups: Vec::new(),
            within: None,
        };
        for part in text.split_whitespace() {
            if let Some(letters) = part.strip_prefix('~') {
                let letters = letters.parse();
                rule.within =
                    Some(letters.map_err(|_| format!("`{part}` is no number of letters"))?);
                continue;
            }
            let (forbidden, part) = match part.strip_prefix('!') {
                Some(rest) => (true, rest),
                None => (false, part),
            };
            let words: Vec<_> = part.split('|').map(|word| word.replace('_', " ")).collect();
            if words.iter().any(|word| word.trim().is_empty()) {
                return Err(format!("an empty word in `{part}`"));
            }
            rule.groups.push(Group { words, forbidden });
        }
        if rule.groups.iter().all(|group| group.forbidden) {
            return Err("nothing that must stand in the sentence".to_owned());
        }
        if rule.groups.len() > 12 {
            return Err("more than 12 groups".to_owned());
        }
        Ok(rule)
    }
}

impl PolicyWords {
    /// Adds a file. A record with the id of an older one replaces it.
    pub(super) fn add(&mut self, source: &Source) -> Result<(), Vec<LoadError>> {
        let more: Self = source.parse().map_err(|error| vec![error])?;
        let mut errors = Vec::new();
        for item in &more.items {
            if item.label.is_none() && !ITEMS.iter().any(|(id, ..)| *id == item.id) {
                let text = format!("item `{}` is not of the contract and has no label", item.id);
                errors.push(source.error_at(&item.id, text));
            }
        }
        for umbrella in &more.umbrellas {
            for item in &umbrella.covers {
                if !ITEMS.iter().any(|(id, ..)| id == item) {
                    errors.push(source.error_at(item, format!("there is no item `{item}`")));
                }
            }
        }
        let rules = more
            .topics
            .iter()
            .flat_map(|topic| &topic.rules)
            .chain(more.rights.iter().flat_map(|right| &right.rules));
        for rule in rules {
            if let Err(why) = Rule::parse(rule) {
                errors.push(source.error_at(rule, why));
            }
        }
        let every = more
            .items
            .iter()
            .flat_map(|item| item.zh.iter().chain(&item.en));
        let empty = every
            .chain(
                more.lists
                    .iter()
                    .flat_map(|list| list.zh.iter().chain(&list.en)),
            )
            .any(|word| word.trim().is_empty());
        if empty {
            errors.push(source.error(0, "an empty word matches everything"));
        }
        self.items
            .retain(|old| more.items.iter().all(|new| new.id != old.id));
        self.items.extend(more.items);
        self.umbrellas
            .retain(|old| more.umbrellas.iter().all(|new| new.id != old.id));
        self.umbrellas.extend(more.umbrellas);
        self.variants.extend(more.variants);
        self.lists.extend(more.lists);
        self.columns.extend(more.columns);
        self.topics.extend(more.topics);
        self.rights.extend(more.rights);
        self.permissions.extend(more.permissions);
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    /// What an item is called in reports.
    pub fn label(&self, item: &str) -> Option<Text> {
        let known = ITEMS.iter().find(|(id, ..)| *id == item);
        known.map(|(_, zh, en)| Text::new(*zh, *en)).or_else(|| {
            let words = self.items.iter().find(|words| words.id == item)?;
            words.label.clone()
        })
    }
}
