use super::*;
use crate::knowledge::{Knowledge, Source};

fn catalogue(records: &[(&str, &str)]) -> Vec<Sdk> {
    let sources: Vec<Source> = records
        .iter()
        .map(|(id, more)| Source {
            path: format!("checks/sdks/{id}.toml"),
            text: format!(
                "id = \"{id}\"\nname = {{ zh = \"甲\", en = \"A\" }}\nvendor = {{ zh = \"甲\", en = \"A\" }}\n\
                 category = \"push\"\nverified = true\nsources = [\"x\"]\n{more}"
            ),
        })
        .collect();
    let mut knowledge = Knowledge::default();
    knowledge.extend(&sources).unwrap();
    knowledge.sdks
}

/// A package with nothing in it.
fn with<'a, T>(
    change: impl FnOnce(&mut Inputs<'a>),
    sdks: &[Sdk],
    then: impl FnOnce(Sdks) -> T,
) -> T {
    let mut inputs = Inputs {
        package: "com.shop.app",
        entry_classes: vec![],
        classes: vec![],
        strings: Box::leak(Box::new(std::iter::empty())),
        components: vec![],
        meta_data: vec![],
        native_libs: vec![],
        assets: vec![],
        constant: &|_, _| None,
        entry: &|_| None,
    };
    change(&mut inputs);
    then(Sdks::detect(inputs, sdks))
}

fn ids(found: &[Found]) -> Vec<&str> {
    found.iter().map(|found| found.id.as_str()).collect()
}

#[test]
fn prefixes_end_at_segments_and_the_longest_wins() {
    let sdks = catalogue(&[
        ("wechat", "packages=[\"com.tencent.mm\"]"),
        (
            "open",
            "parent=\"wechat\"\npackages=[\"com.tencent.mm.opensdk\"]",
        ),
        ("mmkv", "packages=[\"com.tencent.mmkv\"]"),
    ]);
    with(
        |i| i.classes = vec!["com/tencent/mmkv/MMKV", "com/tencent/mmx/A"],
        &sdks,
        |found| {
            assert_eq!(ids(&found.found), ["mmkv"]);
            assert_eq!(found.owner(0), &Owner::Sdk("mmkv".into()));
            assert_eq!(found.owner(1), &Owner::Unknown("com.tencent.mmx".into()));
        },
    );
    with(
        |i| i.classes = vec!["com/tencent/mm/opensdk/a/B", "com/tencent/mm/opensdk/C"],
        &sdks,
        |found| {
            assert_eq!(ids(&found.found), ["open"]);
            let value = "com.tencent.mm.opensdk".to_owned();
            assert_eq!(
                found.found[0].evidence,
                [Evidence {
                    kind: EvidenceKind::Package,
                    value,
                    count: 2
                }]
            );
        },
    );
}

#[test]
fn the_app_owns_its_roots_and_its_makers_names() {
    let sdks = catalogue(&[
        ("pay", "packages=[\"com.shop.pay\"]"),
        ("app", "packages=[\"com.shop.app\"]"),
    ]);
    let classes = vec![
        "com/shop/app/Main",
        "com/shop/common/Util",
        "com/shop/pay/Pay",
        "org/start/App",
        "a/b/C",
        "com/vendor/thing/x/Y",
        "Main",
    ];
    with(
        |i| {
            i.classes = classes;
            i.entry_classes = vec!["org.start.App"];
        },
        &sdks,
        |found| {
            let owners: Vec<String> = (0..7).map(|class| found.owner(class).to_string()).collect();
            let expected = [
                "app",
                "app",
                "pay",
                "app",
                "unknown:renamed",
                "unknown:com.vendor.thing",
                "unknown:renamed",
            ];
            assert_eq!(owners, expected);
            assert_eq!(ids(&found.found), ["pay"], "the app is not its own SDK");
            assert_eq!(found.owner_of("com.shop.pay.sub.X").to_string(), "pay");
        },
    );
}

#[test]
fn an_application_class_of_an_sdk_does_not_make_it_the_app() {
    let sdks = catalogue(&[("fix", "packages=[\"com.fix.loader\"]")]);
    with(
        |i| {
            i.entry_classes = vec!["com.fix.loader.FixApplication"];
            i.classes = vec!["com/fix/loader/FixApplication"];
        },
        &sdks,
        |found| assert_eq!(found.owner(0).to_string(), "fix"),
    );
}

#[test]
fn exact_classes_stand_with_their_inner_ones() {
    let sdks = catalogue(&[("a", "classes=[\"com.acme.Push\"]")]);
    let classes = vec!["com/acme/Push", "com/acme/Push$1", "com/acme/Pusher"];
    with(
        |i| i.classes = classes,
        &sdks,
        |found| {
            let owners: Vec<String> = (0..3).map(|class| found.owner(class).to_string()).collect();
            assert_eq!(owners, ["a", "a", "unknown:com.acme"]);
        },
    );
}

#[test]
fn every_kind_is_seen_and_weak_ones_only_corroborate() {
    let record = "packages=[\"cn.a\"]\nnative_libs=[\"liba*.so\"]\ncomponents=[\"*.aapi.Entry\"]\n\
                  meta_data=[\"A_KEY\"]\nassets=[\"a/*.dat\"]\ndomains=[\"a.cn\"]";
    let sdks = catalogue(&[("a", record)]);
    let present = |change: fn(&mut Inputs<'static>)| {
        with(change, &sdks, |all| (all.found.len(), all.hints.len()))
    };
    assert_eq!(present(|i| i.native_libs = vec!["liba_v2.so"]), (1, 0));
    assert_eq!(
        present(|i| i.components = vec!["com.shop.app.aapi.Entry"]),
        (1, 0)
    );
    assert_eq!(present(|i| i.components = vec!["cn.a.Service"]), (1, 0));
    assert_eq!(present(|i| i.meta_data = vec![("A_KEY", None)]), (1, 0));
    assert_eq!(present(|i| i.assets = vec!["a/b/c.dat"]), (0, 1));
    assert_eq!(
        present(|i| i.strings = strings(&["https://x.A.cn:80/y?z"])),
        (0, 1)
    );
    assert_eq!(present(|i| i.native_libs = vec!["libb.so"]), (0, 0));
    let enough = catalogue(&[("a", &format!("{record}\nsuffices=[\"asset\"]"))]);
    assert_eq!(
        with(
            |i| i.assets = vec!["a/b.dat"],
            &enough,
            |all| all.found.len()
        ),
        1
    );
}

fn strings(list: &[&'static str]) -> &'static mut dyn Iterator<Item = Cow<'static, str>> {
    let list: Vec<Cow<'static, str>> = list.iter().map(|&text| Cow::Borrowed(text)).collect();
    Box::leak(Box::new(list.into_iter()))
}

#[test]
fn hosts_end_at_labels() {
    let seen = |text: &str| {
        let mut all = Vec::new();
        hosts(text, |host| all.push(host.to_owned()));
        all
    };
    assert_eq!(seen("https://a.b.cn/x"), ["a.b.cn"]);
    assert_eq!(seen("wss://a.b.cn:443"), ["a.b.cn"]);
    assert_eq!(
        seen("{\"u\":\"http://a.cn\",\"v\":\"https://B.CN?x\"}"),
        ["a.cn", "b.cn"]
    );
    assert_eq!(seen("stats.a.cn"), ["stats.a.cn"]);
    assert!(seen("see a.b.cn (x)").is_empty());
    assert!(seen("a@b.cn").is_empty());
    assert!(seen("%s.b.cn").is_empty());
    let sdks = catalogue(&[("a", "packages=[\"cn.a\"]\ndomains=[\"jpush.cn\"]")]);
    let hint = |text| {
        with(
            |i| i.strings = strings(&[text]),
            &sdks,
            |all| all.hints.len(),
        )
    };
    assert_eq!(
        (
            hint("http://s.jpush.cn"),
            hint("http://jpush.cn"),
            hint("http://xjpush.cn")
        ),
        (1, 1, 0)
    );
    assert_eq!(hint("http://jpush.cn.evil.com"), 0);
}

#[test]
fn versions_come_from_the_first_place_that_holds_one() {
    let sdks = catalogue(&[(
        "a",
        "packages=[\"cn.a\"]\nversion=[{ field=\"cn.a.BuildConfig.V\" }, { meta-data=\"a.version\" }, \
         { entry=\"META-INF/a.version\" }, { native-lib=\"liba_v*.so\" }]",
    )]);
    let version = |change: fn(&mut Inputs<'static>)| {
        with(change, &sdks, |all| {
            all.found.first().and_then(|found| found.version.clone())
        })
    };
    let field = |class: &str, field: &str| {
        (class == "cn/a/BuildConfig" && field == "V").then(|| "1.2.3".to_owned())
    };
    assert_eq!(
        with(
            |i| {
                i.classes = vec!["cn/a/A"];
                i.constant = &field;
            },
            &sdks,
            |all| all.found[0].version.clone()
        ),
        Some("1.2.3".into())
    );
    assert_eq!(
        version(|i| {
            i.classes = vec!["cn/a/A"];
            i.meta_data = vec![("a.version", Some("4.5"))];
        }),
        Some("4.5".into())
    );
    assert_eq!(
        version(|i| {
            i.classes = vec!["cn/a/A"];
            i.native_libs = vec!["liba_v5_4_1.so"];
        }),
        Some("5.4.1".into())
    );
    assert_eq!(version(|i| i.classes = vec!["cn/a/A"]), None);
}

#[test]
fn evidence_is_capped_and_counted() {
    let sdks = catalogue(&[("a", "packages=[\"cn.a\"]")]);
    let names: Vec<String> = (0..20).map(|n| format!("cn.a.C{n:02}")).collect();
    let names: &'static Vec<String> = Box::leak(Box::new(names));
    with(
        |i| i.components = names.iter().map(String::as_str).collect(),
        &sdks,
        |all| {
            assert_eq!((all.found[0].evidence.len(), all.found[0].hidden), (8, 12));
            assert_eq!(all.found[0].evidence[0].value, "cn.a.C00");
        },
    );
}

#[test]
fn a_do_nothing_variant_is_told() {
    let sdks = catalogue(&[("a", "packages=[\"cn.a\"]\nnoop=[\"cn.a.noop\"]")]);
    let noop = |class| with(|i| i.classes = vec![class], &sdks, |all| all.found[0].noop);
    assert!(noop("cn/a/noop/Stub"));
    assert!(!noop("cn/a/Real"));
}

#[test]
fn a_makers_whole_name_space_is_the_apps_in_its_makers_app_alone() {
    let sdks = catalogue(&[
        ("maker", "packages=[\"com.shop\"]\numbrella=true"),
        ("part", "parent=\"maker\"\npackages=[\"com.shop.pay\"]"),
    ]);
    let classes = vec!["com/shop/video/Player", "com/shop/pay/Pay"];
    with(
        |i| i.classes.clone_from(&classes),
        &sdks,
        |found| {
            assert_eq!(found.owner(0), &Owner::App);
            assert_eq!(found.owner(1), &Owner::Sdk("part".into()));
            assert_eq!(ids(&found.found), ["part"]);
        },
    );
    with(
        |i| (i.package, i.classes) = ("com.other.app", classes.clone()),
        &sdks,
        |found| assert_eq!(ids(&found.found), ["maker", "part"]),
    );
}
