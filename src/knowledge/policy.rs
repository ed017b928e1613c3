//! The words of privacy policies: what the topics, rights and facts are that a reader of policies looks for.

use serde::{Deserialize, Serialize};

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
