//! `self-start`: enabled receivers of system broadcasts whose code does more than schedule itself.

use std::collections::BTreeSet;

use super::scenario::item_names;
use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::checks::reads::What;
use crate::knowledge::Confidence;
use crate::package::manifest::ComponentKind;
use crate::program::{DefId, FieldId, Kind, StrId};
use crate::scenario::Scenario;

/// Broadcasts that come without the person opening the app. The flag: still delivered to a manifest receiver of an app
/// that targets 26 or above.
const ACTIONS: &[(&str, bool)] = &[
    ("android.intent.action.BOOT_COMPLETED", true),
    ("android.intent.action.LOCKED_BOOT_COMPLETED", true),
    ("android.intent.action.QUICKBOOT_POWERON", true),
    ("com.htc.intent.action.QUICKBOOT_POWERON", true),
    ("android.intent.action.REBOOT", true),
    ("android.intent.action.MY_PACKAGE_REPLACED", true),
    ("android.intent.action.USER_PRESENT", false),
    ("android.intent.action.USER_UNLOCKED", false),
    ("android.net.conn.CONNECTIVITY_CHANGE", false),
    ("android.net.wifi.WIFI_STATE_CHANGED", false),
    ("android.net.wifi.STATE_CHANGE", false),
    ("android.intent.action.PACKAGE_ADDED", false),
    ("android.intent.action.PACKAGE_REMOVED", false),
    ("android.intent.action.PACKAGE_REPLACED", false),
    ("android.intent.action.ACTION_POWER_CONNECTED", false),
    ("android.intent.action.ACTION_POWER_DISCONNECTED", false),
    ("android.intent.action.BATTERY_LOW", false),
    ("android.intent.action.BATTERY_OKAY", false),
    ("android.intent.action.BATTERY_CHANGED", false),
    ("android.intent.action.SCREEN_ON", false),
    ("android.intent.action.SCREEN_OFF", false),
    ("android.intent.action.TIME_TICK", false),
    ("android.intent.action.TIME_SET", true),
    ("android.intent.action.DATE_CHANGED", false),
    ("android.intent.action.TIMEZONE_CHANGED", true),
    ("android.intent.action.MEDIA_MOUNTED", true),
    ("android.bluetooth.adapter.action.STATE_CHANGED", true),
];

/// From this target on most implicit broadcasts no longer reach manifest receivers.
const STRICT_TARGET: u32 = 26;
/// Methods looked at behind one receiver.
const CLOSURE: usize = 3000;

/// Methods that start something of the app (or talk to the world): name, and what it is for the reader.
const STARTS: &[&str] = &[
    "startService",
    "startForegroundService",
    "bindService",
    "startActivity",
    "startActivities",
    "enqueueWork",
];

/// Classes whose use means work beyond the app's own memory: the network.
const NETWORK: &[(&str, &str)] = &[
    ("Ljava/net/URL;", "openConnection"),
    ("Ljava/net/URL;", "openStream"),
    ("Ljava/net/Socket;", "<init>"),
    ("Ljava/net/Socket;", "connect"),
    ("Ljava/net/DatagramSocket;", "send"),
    ("Ljavax/net/SocketFactory;", "createSocket"),
    ("Lorg/apache/http/client/HttpClient;", "execute"),
    ("Landroid/webkit/WebView;", "loadUrl"),
    ("Lokhttp3/Call;", "enqueue"),
    ("Lokhttp3/Call;", "execute"),
];

pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let target = facts.package.manifest.target_sdk;
    let mut hits = Vec::new();
    for (component, class) in facts.components(ComponentKind::Receiver) {
        let mut actions: Vec<(&str, bool)> = component
            .actions()
            .filter_map(|action| ACTIONS.iter().find(|(known, _)| *known == action).copied())
            .collect();
        actions.sort_unstable();
        actions.dedup();
        if actions.is_empty() {
            continue;
        }
        let delivered = target < STRICT_TARGET || actions.iter().any(|(_, still)| *still);
        let list = facts.joined(actions.iter().map(|(action, _)| short(action)));
        let new = |case: &str| {
            let mut hit = Hit::new(case, Subject::Component(component.class.clone()))
                .name("component", &component.class)
                .name("actions", &list);
            hit.location = Some(facts.manifest_line(component.line));
            for (action, _) in &actions {
                hit = hit.shown(
                    "manifest",
                    *action,
                    Some(facts.manifest_line(component.line)),
                );
            }
            hit.owner = facts.owner_of(&component.class);
            if !delivered {
                hit.confidence = Confidence::Possible;
            }
            hit
        };
        let Some(class) = class else {
            hits.push(new("unseen"));
            continue;
        };
        let mut start = facts.methods(class, "onReceive");
        let (mut reached, mut whole) = facts.closure(&start, CLOSURE);
        // What an alarm or a job that is set there runs is started by the broadcast too.
        let later = scheduled(facts, &reached);
        if !later.is_empty() {
            start.extend(later);
            (reached, whole) = facts.closure(&start, CLOSURE);
        }
        let work = work(facts, &reached);
        if work.is_empty() && whole && !reads(facts, component.run_class(), &start) {
            continue;
        }
        let mut hit = new("receiver");
        let started: Vec<String> = {
            let mut all: Vec<String> = work
                .iter()
                .flat_map(|(_, _, started)| started.clone())
                .collect();
            all.sort();
            all.dedup();
            all.truncate(3);
            all
        };
        let (zh, en) = match started.as_slice() {
            [] => (String::new(), String::new()),
            some => (
                format!("，启动 {}", some.join("、")),
                format!(" and starts {}", some.join(", ")),
            ),
        };
        hit = hit.name("starts-zh", zh).name("starts-en", en);
        let (zh, en) = collects(facts, component.run_class(), &started);
        hit = hit.name("collects-zh", zh).name("collects-en", en);
        for (def, what, _) in work.iter().take(10) {
            hit = hit.shown("call", what, Some(facts.place(*def, None)));
        }
        if !whole && work.is_empty() {
            hit.confidence = Confidence::Possible;
        }
        hits.push(hit);
    }
    hits
}

/// Whether the scenarios saw a receiver, or what an alarm or a job runs for it, read anything.
fn reads(facts: &Facts<'_, '_, '_>, class: &str, start: &[DefId]) -> bool {
    let program = facts.program;
    let of = |def: &DefId| program.type_name(program.class_type(program.class(*def)));
    let run: BTreeSet<String> = start.iter().map(of).collect();
    !read_from(facts, |first| first == class || run.contains(first)).is_empty()
}

/// The items that the scenarios saw read in the background on ways that begin in some classes.
fn read_from<'f>(facts: &'f Facts<'_, '_, '_>, begins: impl Fn(&str) -> bool) -> BTreeSet<&'f str> {
    let of_them = facts.reached.iter().filter(|one| {
        let first = one.chain.first();
        one.scenario == Scenario::Background
            && !one.weak
            && first.is_some_and(|first| begins(&first.class))
    });
    of_them
        .filter_map(|one| match &one.what {
            What::Item(item) => Some(item.as_str()),
            _ => None,
        })
        .collect()
}

/// What the scenarios saw a receiver, and what it starts, read; for the message.
fn collects(facts: &Facts<'_, '_, '_>, class: &str, started: &[String]) -> (String, String) {
    let begins = |first: &str| first == class || started.iter().any(|one| one == first);
    let items = read_from(facts, begins);
    if items.is_empty() {
        return (String::new(), String::new());
    }
    let names: Vec<_> = items.into_iter().map(item_names).collect();
    let zh: Vec<&str> = names.iter().map(|(zh, _)| *zh).collect();
    let en: Vec<&str> = names.iter().map(|(_, en)| *en).collect();
    (
        format!("，并读取{}", zh.join("、")),
        format!(", and reads the {}", en.join(", ")),
    )
}

/// Calls that arm an alarm or a job.
const ARMS: &[(&str, &str)] = &[
    ("Landroid/app/AlarmManager;", "set"),
    ("Landroid/app/job/JobScheduler;", "schedule"),
    ("Landroid/app/job/JobScheduler;", "enqueue"),
];
/// Callbacks of components that an alarm or a job runs.
const RUN: &[&str] = &[
    "onReceive",
    "onStartCommand",
    "onStart",
    "onHandleIntent",
    "onHandleWork",
    "onStartJob",
];

/// The callbacks of the components that alarms and jobs armed in these methods run, as far as a method that makes the
/// intent or the job names them.
fn scheduled(facts: &Facts<'_, '_, '_>, reached: &[DefId]) -> Vec<DefId> {
    let calls = |def: DefId, known: &[(&str, &str)]| {
        facts.foreign_calls(def).any(|(class, name, _)| {
            known
                .iter()
                .any(|(of, start)| *of == class && name.starts_with(start))
        })
    };
    if !reached.iter().any(|def| calls(*def, ARMS)) {
        return Vec::new();
    }
    let makes = [
        ("Landroid/app/PendingIntent;", "get"),
        ("Landroid/app/job/JobInfo$Builder;", "<init>"),
    ];
    let mut found = Vec::new();
    for def in reached.iter().filter(|def| calls(**def, &makes)) {
        for name in facts.named_classes(*def) {
            let Some(component) = facts.package.manifest.component(&name) else {
                continue;
            };
            let class = facts.program.find_class(component.run_class());
            if let Some(class) = class.filter(|_| component.enabled) {
                found.extend(RUN.iter().flat_map(|name| facts.methods(class, name)));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a method names content of another app or of the system: an address, or a field of a provider's contract.
fn names_content(facts: &Facts<'_, '_, '_>, def: DefId) -> bool {
    let program = facts.program;
    program.uses(def).iter().any(|used| match used.kind() {
        Kind::Text => {
            let text = program.text(StrId(used.id()));
            text.strip_prefix("content://").is_some_and(|rest| {
                let own = &facts.package.manifest.package;
                own.is_empty() || !rest.starts_with(own.as_str())
            })
        }
        Kind::Read => {
            let (class, name, _) = program.field(FieldId(used.id()));
            program.descriptor(class).starts_with("Landroid/provider/")
                && program.text(name).contains("CONTENT_URI")
        }
        _ => false,
    })
}

/// The last part of an action's name.
fn short(action: &str) -> &str {
    action.rsplit('.').next().unwrap_or(action)
}

/// What the methods do beyond scheduling: the method, the call, and the components that it names.
fn work(facts: &Facts<'_, '_, '_>, reached: &[DefId]) -> Vec<(DefId, String, Vec<String>)> {
    let manifest = &facts.package.manifest;
    let telling = |class: &str, name: &str| {
        facts.knowledge.apis.members.iter().any(|api| {
            !api.weak
                && api.item.is_some()
                && api.member().strip_prefix(class).is_some_and(|rest| {
                    rest.strip_prefix("->")
                        .and_then(|rest| rest.split('(').next())
                        == Some(name)
                })
        })
    };
    let mut found = Vec::new();
    for def in reached {
        let content = names_content(facts, *def);
        for (class, name, method) in facts.foreign_calls(*def) {
            if content && class == "Landroid/content/ContentResolver;" && name == "query" {
                found.push((*def, format!("{class}->{name}"), Vec::new()));
                continue;
            }
            if facts
                .program
                .class_of(facts.program.method_class(method))
                .is_some()
                && !STARTS.contains(&name.as_str())
            {
                continue;
            }
            let starts = STARTS.contains(&name.as_str()) && !class.starts_with("Landroid/app/job/");
            let network = NETWORK
                .iter()
                .any(|(known, method)| *known == class && *method == name);
            if starts || network || (class.starts_with("Landroid/") && telling(&class, &name)) {
                let named = facts.named_classes(*def);
                let started = named
                    .into_iter()
                    .filter(|class| {
                        let kind = manifest.component(class).map(|found| found.kind);
                        starts
                            && matches!(
                                kind,
                                Some(ComponentKind::Service | ComponentKind::Activity)
                            )
                    })
                    .collect();
                found.push((*def, format!("{class}->{name}"), started));
            }
        }
    }
    found
}
