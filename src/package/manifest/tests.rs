use super::*;
use crate::limits::Limits;
use crate::package::axml::Document;
use crate::package::resources::Resources;

fn manifest(sources: &[&str]) -> Manifest {
    let wrap = |source: &&str| {
        format!(
            "<manifest xmlns:android='http://schemas.android.com/apk/res/android' {source}</manifest>"
        )
    };
    let texts: Vec<String> = sources.iter().map(wrap).collect();
    let documents: Vec<Document<'_>> = texts
        .iter()
        .map(|text| Document::parse(text.as_bytes(), &Limits::default()).unwrap())
        .collect();
    let sources: Vec<Source<'_, '_>> = documents
        .iter()
        .map(|document| Source {
            entry: "AndroidManifest.xml".into(),
            split: document
                .root()
                .and_then(|root| root.plain("split"))
                .map(str::to_owned),
            document,
        })
        .collect();
    read(&sources, &Resources::default()).0
}

#[test]
fn names_processes_and_defaults_follow_android() {
    let found = manifest(&["package='a.b'><uses-sdk android:targetSdkVersion='30' android:minSdkVersion='21'/>
        <application android:name='App' android:permission='p' android:process=':bg'>
          <activity android:name='.Main'><intent-filter android:priority='5'>
            <action android:name='android.intent.action.MAIN'/>
            <category android:name='android.intent.category.LAUNCHER'/></intent-filter></activity>
          <activity-alias android:name='x.Alias' android:targetActivity='.Main' android:enabled='false'/>
          <service android:name='c.d.S' android:process='own'/>
          <provider android:name='P' android:authorities='one;two' android:initOrder='7'/>
          <provider android:name='Q' android:initOrder='9'/>
        </application>"]);
    assert_eq!(found.application.class.as_deref(), Some("a.b.App"));
    assert_eq!((found.min_sdk, found.target_sdk), (21, 30));
    let main = found.component("a.b.Main").unwrap();
    assert!(main.exported && !main.exported_explicit);
    assert_eq!(
        (main.process.as_str(), main.permission.as_deref()),
        ("a.b:bg", Some("p"))
    );
    let alias = found.of_kind(ComponentKind::ActivityAlias).next().unwrap();
    assert_eq!(
        (
            alias.run_class(),
            alias.enabled,
            alias.permission.as_deref()
        ),
        ("a.b.Main", false, None)
    );
    assert_eq!(alias.process, "a.b:bg");
    assert_eq!(found.component("c.d.S").unwrap().process, "own");
    let order: Vec<&str> = found
        .providers_in_start_order()
        .iter()
        .map(|p| p.class.as_str())
        .collect();
    assert_eq!(order, ["a.b.Q", "a.b.P"]);
    assert_eq!(
        found.component("a.b.P").unwrap().authorities,
        ["one", "two"]
    );
    let launchers = found.launchers();
    assert_eq!(launchers.len(), 1);
    assert_eq!(
        (launchers[0].class, launchers[0].leanback_only),
        ("a.b.Main", false)
    );
}

#[test]
fn providers_below_target_17_are_exported_and_the_sdk_may_stand_last() {
    let provider = "<application><provider android:name='.P'/></application>";
    let old = format!("package='a.b'>{provider}<uses-sdk android:minSdkVersion='8'/>");
    let new = format!("package='a.b'>{provider}<uses-sdk android:targetSdkVersion='Tiramisu'/>");
    assert!(manifest(&[&old]).components[0].exported);
    let new = manifest(&[&new]);
    assert!(!new.components[0].exported);
    assert_eq!(new.target_sdk, 33);
}

#[test]
fn permissions_of_every_form_are_read() {
    let found = manifest(&["package='a.b'>
        <uses-permission android:name='p.A' android:maxSdkVersion='28'/>
        <uses-permission android:name='p.A' android:maxSdkVersion='28'/>
        <uses-permission-sdk-23 android:name='p.B'/><uses-permission-sdk-m android:name='p.C'/>
        <uses-permission android:name='p.D' android:usesPermissionFlags='0x10000'/>
        <permission android:name='own' android:protectionLevel='signature|privileged' android:permissionGroup='g'/>"]);
    let rows: Vec<(&str, Option<u32>, u32, bool)> = found
        .uses_permissions
        .iter()
        .map(|one| {
            (
                one.name.as_str(),
                one.max_sdk,
                one.min_sdk,
                one.never_for_location,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("p.A", Some(28), 1, false),
            ("p.B", None, 23, false),
            ("p.C", None, 23, false),
            ("p.D", None, 1, true)
        ]
    );
    assert_eq!(found.uses_permissions[0].line, 2);
    assert_eq!(found.declared_permissions[0].protection, 0x12);
}

#[test]
fn a_split_brings_its_components_and_nothing_else() {
    let found = manifest(&[
        "package='a.b'><application/>",
        "package='a.b' split='feature'><uses-permission android:name='p.X'/>
         <application><activity android:name='.F'/></application>",
    ]);
    assert_eq!(found.splits, ["feature"]);
    assert_eq!(found.components[0].split.as_deref(), Some("feature"));
    assert!(!found.requests("p.X"));
}

#[test]
fn a_split_alone_is_no_app() {
    let found = manifest(&["package='a.b' split='config.zh'><application/>"]);
    assert_eq!(found.lone_split.as_deref(), Some("config.zh"));
    assert_eq!(manifest(&["package='a.b'><application/>"]).lone_split, None);
}
