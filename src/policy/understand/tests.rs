//! Understanding on small texts: scope, negation, tables, facts. The labelled policies of `testdata/policies` measure it.

use std::sync::LazyLock;

use super::*;
use crate::knowledge::Knowledge;
use crate::knowledge::policy::{FactKind, Right};
use crate::policy::model::{Collector, Hint, Language, Statement};
use crate::policy::read;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&Knowledge::builtin()));

fn of(text: &str) -> Understanding {
    let document = read(text.as_bytes(), Hint::default()).unwrap();
    understand(&document, &LEXICON)
}

fn collected(found: &Understanding) -> Vec<&str> {
    let mut items: Vec<_> = found
        .statements
        .iter()
        .filter(|one| !one.negated)
        .map(|one| one.item.as_str())
        .collect();
    items.sort_unstable();
    items.dedup();
    items
}

#[test]
fn a_list_belongs_to_the_line_that_leads_it_in() {
    let found = of(
        "一、我们如何收集信息\n为保障账号安全，我们会收集以下信息：\n（1）设备标识符（IMEI、OAID）；\n（2）剪贴板内容。\n二、我们如何保护信息\n请妥善保管您的密码，不要告诉他人，谨防通讯录泄露。\n",
    );
    assert_eq!(collected(&found), ["clipboard", "imei", "oaid"]);
    assert!(
        found
            .statements
            .iter()
            .all(|one| one.collector == Collector::Us)
    );
}

#[test]
fn what_is_denied_is_not_collected() {
    let found = of(
        "我们会收集您的手机号码，但不会收集您的通讯录、短信内容。\n我们不会读取您的剪贴板。\n如果您不提供位置信息，将无法使用导航功能。\n",
    );
    assert_eq!(collected(&found), ["location", "phone-number"]);
    let denied: Vec<_> = found
        .statements
        .iter()
        .filter(|one| one.negated)
        .map(|one| one.item.as_str())
        .collect();
    assert_eq!(denied, ["contacts", "sms", "clipboard"]);
}

#[test]
fn a_definition_is_not_collection() {
    let found = of(
        "一、定义\n个人信息包括姓名、出生日期、身份证件号码、个人生物识别信息、行踪轨迹等。\n二、收集\n我们收集的个人信息包括IP地址。\n",
    );
    assert_eq!(collected(&found), ["ip-address"]);
}

/// Names without the word for their role, addresses that are some, and values that end where the next begins.
#[test]
fn facts_end_where_they_end() {
    let found = of(
        "个人开发者：张三 信息保护负责人电话：13800001111\n经营者北京样例科技有限公司（以下简称“我们”）尊重您的隐私。\n\
         我们会收集您的收货地址、联系方式、支付账号、订单信息。IP地址是每台上网的设备都会有的编号。\n\
         注册地址：位于：北京市海淀区样例路29号联系邮箱：a@b.cn\n您可以拨打客服电话10086与我们联系。\n",
    );
    let facts: Vec<_> = found
        .facts
        .iter()
        .filter(|fact| {
            matches!(
                fact.kind,
                FactKind::Operator | FactKind::Address | FactKind::Phone
            )
        })
        .map(|fact| (fact.kind, fact.value.as_str()))
        .collect();
    assert_eq!(
        facts,
        [
            (FactKind::Phone, "13800001111"),
            (FactKind::Address, "北京市海淀区样例路29号"),
            (FactKind::Phone, "10086"),
            (FactKind::Operator, "北京样例科技有限公司"),
            (FactKind::Operator, "张三"),
        ]
    );
}

/// Of the companies of a text the operator is told from partners, and its name from the words before it.
#[test]
fn the_operator_is_one_of_many_companies() {
    let partners = "支付服务由杭州样付网络技术有限公司提供技术支持。\n我们会向苏州样送物流有限公司提供收货地址。\n";
    for (sentence, name) in [
        (
            "本应用的软件服务由样例信息科技（上海）有限公司（以下简称“公司”、“我们”）开发并发布。",
            "样例信息科技(上海)有限公司",
        ),
        (
            "若不能协商解决，以广州样例网络股份有限公司所在地有管辖权的法院为管辖法院。样例的提供方广州样例网络股份有限公司重视隐私。",
            "广州样例网络股份有限公司",
        ),
        (
            "样例通(厦门样例网络科技有限公司，以下或称“我们”)非常注重保护用户的个人信息。",
            "厦门样例网络科技有限公司",
        ),
        (
            "武汉指尖样例科技发展有限公司",
            "武汉指尖样例科技发展有限公司",
        ),
        (
            "聲海由臺灣樣例數位股份有限公司（以下簡稱「我們」）提供。",
            "臺灣樣例數位股份有限公司",
        ),
        ("本软件的开发者为个人开发者 张三，联系邮箱：a@b.cn", "张三"),
    ] {
        let found = of(&format!("{partners}{sentence}\n"));
        let told = found
            .fact(FactKind::Operator)
            .map(|fact| fact.value.as_str());
        assert_eq!(told, Some(name), "{sentence}");
    }
    // An industry is no name, and a partner alone no operator.
    let found = of(&format!(
        "{partners}**(** **深圳** **)** **网络科技有限公司**\n"
    ));
    assert_eq!(found.fact(FactKind::Operator).map(|fact| &fact.value), None);
}

/// What is not done without consent, or only with it, is not denied; what only happens on the device is.
#[test]
fn a_condition_is_no_denial() {
    let denied = |text: &str| -> Vec<String> {
        let found = of(text);
        let denied = found.statements.iter().filter(|one| one.negated);
        denied.map(|one| one.item.clone()).collect()
    };
    for conditional in [
        "未经用户同意，我们不会使用您的定位信息。\n",
        "我们不会自动读取您的相册，仅在您同意开启权限后才会获取图片。\n",
        "我们不会收集您的通讯录，除非您明确授权。\n",
    ] {
        assert_eq!(denied(conditional), Vec::<String>::new(), "{conditional}");
    }
    assert_eq!(
        denied("我们不会采集您的指纹，其信息仅在您授权的设备上保存。\n"),
        ["biometrics"]
    );
    assert_eq!(
        denied("我们不会收集您的通讯录，不影响您使用。\n"),
        ["contacts"]
    );
}

/// Words in addresses, and words that only sound like an item.
#[test]
fn what_stands_in_an_address_is_no_item() {
    let found = of(
        "我们会收集您的昵称，图标来自 https://a.example/location/images/contacts.png 。\n如有异常请联系我们，以便我们定位问题。\n",
    );
    assert_eq!(collected(&found), ["nickname"]);
}

/// Ages are read as numbers, not looked up.
#[test]
fn ages_telephones_and_addresses_as_people_write_them() {
    let found = of(
        "本服务面向未满十二周岁的儿童以及 12 至 16（含）岁的未成年人。\nChildren under the age of 13 need consent.\n\
         客服电话：0755-3394 2655\n您可以寄信到如下地址：\n四川省绵阳市样例区样例路1号\n",
    );
    let all = |kind| -> Vec<&str> {
        found
            .facts_of(kind)
            .map(|fact| fact.value.as_str())
            .collect()
    };
    assert_eq!(all(FactKind::AgeLimit), ["12", "13"]);
    assert_eq!(all(FactKind::Phone), ["0755-3394-2655"]);
    assert_eq!(all(FactKind::Address), ["四川省绵阳市样例区样例路1号"]);
}

/// A copied table: heads and cells one on a line, the heads again on the next page.
#[test]
fn a_table_with_a_cell_on_each_line_is_read_row_by_row() {
    let found = of(
        "五、第三方SDK目录\n为实现功能，我们接入了以下第三方SDK：\nSDK名称\n使用目的\n收集个人信息类型\n隐私政策链接\n\
         友盟统计SDK\n统计分析\nAndroid ID、OAID\nhttps://www.umeng.com/policy\n\
         极光推送\n消息推送\nMAC地址、IMEI\nhttps://www.jiguang.cn/license/privacy\n\
         SDK名称\n使用目的\n收集个人信息类型\n隐私政策链接\n\
         高德定位\n定位\n位置信息\nhttps://lbs.amap.com/policy\n\
         六、如何保护您的信息\n我们会加密传输您的信息。\n",
    );
    let rows: Vec<_> = found
        .sdks
        .iter()
        .map(|row| (row.name.as_str(), row.items.join(" "), row.link.is_some()))
        .collect();
    assert_eq!(
        rows,
        [
            ("友盟统计SDK", "android-id oaid".to_owned(), true),
            ("极光推送", "mac-address imei".to_owned(), true),
            ("高德定位", "location".to_owned(), true),
        ]
    );
}

/// Short lines that only look like heads: a list of what a policy tells about.
#[test]
fn short_lines_are_no_table_without_rows() {
    let found = of(
        "本政策将说明：\n第三方名称\n使用目的\n信息类型\n联系方式\n我们会收集您的手机号码用于注册，不会收集其他信息。\n\
         我们会在必要时使用您的位置信息，为您推荐附近的门店。\n",
    );
    assert_eq!(found.sdks, []);
    assert_eq!(collected(&found), ["location", "phone-number"]);
}

#[test]
fn sdk_tables_and_lines_are_matched_to_the_catalogue() {
    let found = of(
        "<html><body><h2>第三方SDK目录</h2><table><tr><th>SDK名称</th><th>公司名称</th><th>使用目的</th><th>收集个人信息类型</th><th>隐私政策链接</th></tr>\
        <tr><td>友盟统计SDK</td><td>友盟同欣（北京）科技有限公司</td><td>统计分析</td><td>Android ID、OAID、IP地址</td><td>https://www.umeng.com/page/policy</td></tr></table>\
        <p>SDK名称：极光推送SDK</p><p>使用目的：消息推送</p><p>收集信息：设备标识信息（MAC、IMEI）</p></body></html>",
    );
    assert_eq!(found.sdks.len(), 2, "{:?}", found.sdks);
    assert_eq!(found.sdks[0].items, ["android-id", "oaid", "ip-address"]);
    assert!(
        found.sdks[0].ids.iter().any(|id| id.starts_with("umeng")),
        "{:?}",
        found.sdks[0].ids
    );
    assert_eq!(found.sdks[1].items, ["mac-address", "imei"]);
    assert!(
        found.sdks[1].ids.iter().any(|id| id == "jpush"),
        "{:?}",
        found.sdks[1].ids
    );
    assert!(
        found
            .statements
            .iter()
            .all(|one| matches!(one.collector, Collector::Sdk { .. }))
    );
    assert!(found.topics.contains_key(&Topic::SdkList));
}

#[test]
fn facts_of_the_document() {
    let found = of(
        "隐私政策\n更新日期：2024年5月1日\n生效日期：【2024】年【06】月【01】日\n本应用由深圳市示例科技有限公司（以下简称“我们”）运营。\n联系地址：深圳市南山区科技路1号示例大厦3楼\n\
        您可以拨打客服电话400-123-4567或发送邮件至privacy@example.com与我们联系，我们将在十五个工作日内答复您的请求。\n未满十四周岁的儿童应在监护人同意后使用。\n",
    );
    let value = |kind| found.fact(kind).map(|fact| fact.value.as_str());
    assert_eq!(value(FactKind::UpdateDate), Some("2024-05-01"));
    assert_eq!(value(FactKind::EffectiveDate), Some("2024-06-01"));
    assert_eq!(value(FactKind::Operator), Some("深圳市示例科技有限公司"));
    assert_eq!(value(FactKind::Email), Some("privacy@example.com"));
    assert_eq!(value(FactKind::Phone), Some("400-123-4567"));
    assert_eq!(value(FactKind::ResponseDays), Some("15"));
    assert_eq!(value(FactKind::AgeLimit), Some("14"));
    assert!(value(FactKind::Address).is_some());
    assert_eq!(found.language, Some(Language::Chinese));
}

#[test]
fn english_is_understood() {
    let found = of(
        "# Privacy Policy\n\nLast updated: May 1, 2024\n\n## Information We Collect\n\nWe collect your IP address, device model and precise location to provide the service. We do not collect your contacts.\n\n\
        ## Your rights\n\nYou may request deletion of your personal data or withdraw your consent at any time by contacting us at a@b.com.\n",
    );
    assert_eq!(collected(&found), ["build-info", "ip-address", "location"]);
    assert_eq!(found.language, Some(Language::English));
    assert_eq!(
        found
            .fact(FactKind::UpdateDate)
            .map(|fact| fact.value.as_str()),
        Some("2024-05-01")
    );
    assert!(
        found.rights.contains_key(&Right::Delete) && found.rights.contains_key(&Right::Withdraw)
    );
    assert!(found.missing.contains(&Topic::Minors));
}

#[test]
fn a_list_of_contents_shows_nothing() {
    let found = of(
        "隐私政策\n本政策将帮助您了解以下内容：\n一、我们如何收集信息\n二、我们如何使用Cookie\n三、如何注销账号\n四、未成年人保护\n五、本政策如何更新\n六、如何联系我们\n一、我们如何收集信息\n我们收集您的手机号，用于登录。\n六、如何联系我们\n邮箱a@b.com。\n",
    );
    for topic in [
        Topic::Cancellation,
        Topic::Minors,
        Topic::Cookies,
        Topic::ChangeNotice,
    ] {
        assert!(found.missing.contains(&topic), "{topic:?}");
    }
    assert!(found.topics.contains_key(&Topic::Purpose));
}

fn tells(text: &str, topic: Topic) -> bool {
    of(text).topics.contains_key(&topic)
}

#[test]
fn what_only_sounds_like_a_topic_is_none() {
    for (topic, near, told) in [
        (
            Topic::SdkList,
            "本应用可能嵌入由他人开发的软件工具开发包（SDK），我们会检查其安全。",
            "本应用接入了友盟SDK用于统计。",
        ),
        (
            Topic::SdkList,
            "第三方SDK由其开发者维护。",
            "各SDK的情况请查看《第三方SDK目录》。",
        ),
        (
            Topic::Portability,
            "您的个人信息可能会被转移到境外。",
            "您可以申请获取您的个人信息副本。",
        ),
        (
            Topic::Cancellation,
            "长期不登录的账号，我们有权注销。",
            "您可以在“设置”中注销账号。",
        ),
        (
            Topic::CrossBorder,
            "您授予我们在全球范围内免费使用您发布内容的许可。",
            "我们不会把您的个人信息提供到境外。",
        ),
        (
            Topic::Complaint,
            "我们收集日志，用于客服投诉处理和统计分析。",
            "您可以拨打客服电话投诉。",
        ),
        (
            Topic::BreachNotice,
            "您把密码告知他人造成的泄露，由您负责。",
            "发生信息泄露时，我们会以短信告知您。",
        ),
        (
            Topic::Entrust,
            "我们与委托我们投放广告的客户共享统计数据。",
            "我们委托快递公司处理收件人信息。",
        ),
        (
            Topic::Withdrawal,
            "购买完成后您不得撤销订单。",
            "您可以随时撤回您的同意。",
        ),
        (
            Topic::Personalisation,
            "若您拒绝提供位置，将看不到个性化推荐。",
            "您可以在设置中关闭个性化推荐。",
        ),
    ] {
        assert!(!tells(near, topic), "{topic:?}: {near}");
        assert!(tells(told, topic), "{topic:?}: {told}");
    }
}

#[test]
fn lines_name_sdks_one_by_one() {
    let found = of(
        "七、第三方\n（1）360分享SDK：为了分享，我们使用了它，需要访问设备标识。\n（2）乙讯地图SDK\n使用丙通推送SDK，用于向您推送消息。\n第三方SDK：由开发者维护。\n",
    );
    let names: Vec<_> = found.sdks.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["360分享SDK", "乙讯地图SDK", "丙通推送SDK"]);
}

/// English: a company's full stop ends no sentence, a word that is also a form names none, and words that only sound like
/// an item, a topic or an SDK are none.
#[test]
fn what_speaks_of_companies_is_no_entry_of_a_list() {
    let found = of(
        "三、我们如何共享您的信息\n根据法律法规和商业惯例，我们会要求新的持有您个人信息的公司、组织继续受本政策约束。\n随着样例业务的持续发展，样例以及样例的关联公司有可能进行合并、收购。\n样例离线消息（由样例推送有限公司提供）：收集设备型号，用于推送。\n",
    );
    let names: Vec<_> = found.sdks.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["样例离线消息"]);
    let shifted = of(
        "<h2>第三方SDK列表</h2><table><tr><th>第三方</th><th>目的</th><th>SDK名称</th><th>信息</th></tr><tr><td>样例云（样例科技有限公司）</td><td>备份</td><td>https://a.example/privacy</td><td>设备型号</td></tr></table>",
    );
    let names: Vec<_> = shifted.sdks.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["样例云（样例科技有限公司）"]);
}

#[test]
fn english_words_with_two_senses() {
    let found = of(
        "# Privacy Policy\n\nSample is developed and operated by Sample Sports Pvt. Ltd., based in Pune. We collect your name.\n\n\
         The release version displays limited banner advertising. We take reasonable steps to keep your data secure, but no \
         method of transmission or storage over the internet is perfect.\n\nWe do not upload contacts or email addresses.\n\n\
         We do not integrate any third-party tracking SDKs. You can disable notifications in your device settings.\n",
    );
    let operators: Vec<&str> = found
        .facts_of(FactKind::Operator)
        .map(|fact| fact.value.as_str())
        .collect();
    assert_eq!(operators, ["Sample Sports Pvt. Ltd"]);
    assert!(found.topics.contains_key(&Topic::Security));
    for missing in [Topic::Contact, Topic::Withdrawal] {
        assert!(found.missing.contains(&missing), "{missing:?}");
    }
    assert_eq!(found.sdks.len(), 0, "{:?}", found.sdks);
    assert_eq!(collected(&found), ["name"]);
}

/// Who a sentence passes an item on to, and how to reach them.
#[test]
fn a_recipient_is_named_with_its_contact() {
    let found = of(
        "我们会收集您的手机号。\n您下单后，我们会把您的收货地址、手机号提供给样丰速运有限公司（电话95338）用于派送。\n我们不会将您的位置信息共享给杭州样例网络有限公司。\n",
    );
    let mut passed: Vec<_> = found
        .statements
        .iter()
        .filter(|one| one.item == "phone-number" || one.item == "location")
        .map(|one| (one.action, one.recipient.as_deref(), one.contact.as_deref()))
        .collect();
    passed.dedup();
    assert_eq!(
        passed,
        [
            (Action::Collect, None, None),
            (Action::Share, Some("样丰速运有限公司"), Some("95338")),
            (Action::Share, None, None),
        ]
    );
}

/// What sentences tell of items beyond their being collected.
fn told<'a>(found: &'a Understanding, item: &str) -> [Option<&'a str>; 4] {
    let own: Vec<_> = found.on(item).collect();
    let first =
        |of: fn(&Statement) -> &Option<String>| own.iter().find_map(|one| of(one).as_deref());
    [
        first(|one| &one.retention),
        first(|one| &one.stored_at),
        first(|one| &one.recipient),
        first(|one| &one.contact),
    ]
}

#[test]
fn terms_and_places_belong_to_the_items_beside_them() {
    let found = of(
        "二、我们如何保存信息\n录音保存90天，轨迹保存至您注销账号，存放于中国境内的服务器。\n手机号在账号注销后6个月内删除；人脸信息仅保存在您的手机本地。\n您申请删除通讯录的，我们会在15个工作日内完成删除。\n我们不会将剪贴板内容存储在境外。\n我们会将您设备的IMEI存储于安全的位置。\n",
    );
    let (none, some) = (None, Some);
    assert_eq!(
        told(&found, "microphone")[..2],
        [some("90天"), some("中国境内的服务器")]
    );
    assert_eq!(
        told(&found, "location")[..2],
        [some("至您注销账号"), some("中国境内的服务器")]
    );
    assert_eq!(
        told(&found, "phone-number")[..2],
        [some("账号注销后6个月内"), none]
    );
    assert_eq!(
        told(&found, "biometrics")[..2],
        [none, some("您的手机本地")]
    );
    assert_eq!(told(&found, "contacts")[..2], [none, none]);
    assert_eq!(told(&found, "clipboard")[..2], [none, none]);
    assert_eq!(told(&found, "imei")[..2], [none, none]);
}

#[test]
fn english_sentences_tell_terms_places_and_recipients() {
    let found = of(
        "How we use information\nWe keep your IP address for up to thirty (30) days, and your phone number until you close your account.\nWe store your precise location on servers in Ireland.\nWe share your advertising ID with our partner Acme Pte. Ltd. (dpo@acme.example) to measure campaigns.\nWe collect your contacts and share your calendar with the police in Europe if the law requires it.\nWe use the camera with your consent.\n",
    );
    let (none, some) = (None, Some);
    assert_eq!(
        told(&found, "ip-address"),
        [some("up to thirty (30) days"), none, none, none]
    );
    assert_eq!(
        told(&found, "phone-number"),
        [some("until you close your account"), none, none, none]
    );
    assert_eq!(
        told(&found, "location"),
        [none, some("servers in ireland"), none, none]
    );
    assert_eq!(
        told(&found, "gaid"),
        [none, none, some("Acme Pte. Ltd"), some("dpo@acme.example")]
    );
    assert_eq!(told(&found, "calendar"), [none; 4]);
    assert_eq!(told(&found, "contacts"), [none; 4]);
    assert_eq!(told(&found, "camera"), [none; 4]);
}

#[test]
fn no_word_that_stands_in_a_text_is_overlooked() {
    let text = "我们(某某科技)会收集IMEI、OAID；联系 privacy@a.example，2024年5月１日生效。We share 数据 with “Acme Pte. Ltd”.";
    let plain = text::normal(text);
    let letters: Vec<usize> = plain
        .char_indices()
        .map(|(at, _)| at)
        .chain([plain.len()])
        .collect();
    let looked = Plain::new(&plain);
    let (left, right) = plain.split_at(letters[12]);
    let parts = [Plain::new(left), Plain::new(right)];
    let joined = Plain::joined(&plain, &parts);
    for (at, from) in letters.iter().enumerate() {
        for to in letters.iter().skip(at + 1).take(5) {
            let word: &'static str = Box::leak(plain[*from..*to].to_owned().into_boxed_str());
            let word = [Word::new(word)];
            assert!(looked.has(&word) && joined.has(&word), "{word:?}");
        }
    }
    for absent in words!["个人信息", "imsi", "法", "有限公司", "pte ltd"] {
        assert_eq!(looked.find_word(absent), None);
    }
}

#[test]
fn long_sentences_are_cut_and_short_ones_are_not() {
    let long = "收集，".repeat(400);
    let cut = sentences(&long);
    assert!(cut.len() == 3 && cut.iter().all(|part| part.len() <= 1512));
    assert_eq!(cut.concat(), long);
    let endless = "字".repeat(2000);
    assert_eq!(sentences(&endless).concat(), endless);
    assert_eq!(
        sentences("一。二；Write to a@b.example. Or call us! 好？"),
        [
            "一。",
            "二；",
            "Write to a@b.example.",
            "Or call us!",
            "好？"
        ]
    );
    assert_eq!(text::normal("Ａ  收 集Wi－Fi　個人 "), "a收集wi-fi个人");
}
