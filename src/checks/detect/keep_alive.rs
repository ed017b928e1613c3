//! `keep-alive`: services that start again what the person or the system stopped, and the one-pixel page.

use std::collections::BTreeMap;

use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::package::manifest::{Component, ComponentKind};
use crate::program::{ClassId, DefId, MethodId};

/// Methods looked at behind one callback: what it does itself and through helpers, not what the app is.
const NEAR: usize = 150;
const STARTS: &[&str] = &[
    "startService",
    "startForegroundService",
    "bindService",
    "sendBroadcast",
];

pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (component, class) in facts.components(ComponentKind::Service) {
        let Some(class) = class else { continue };
        hits.extend(revives(facts, component, class));
        hits.extend(job(facts, component, class));
        hits.extend(pair(facts, component, class));
    }
    for (component, class) in facts.components(ComponentKind::Activity) {
        hits.extend(class.and_then(|class| pixel(facts, component, class)));
    }
    hits
}

fn hit(facts: &Facts<'_, '_, '_>, case: &str, component: &Component) -> Hit {
    let mut hit = Hit::new(case, Subject::Component(component.class.clone()))
        .name("component", &component.class)
        .shown(
            "component",
            &component.class,
            Some(facts.manifest_line(component.line)),
        );
    hit.owner = facts.owner_of(&component.class);
    hit
}

/// A component of the manifest that code near `start` starts and that `counts`: the method and the component.
fn started<'f>(
    facts: &Facts<'f, '_, '_>,
    start: &[DefId],
    counts: impl Fn(&Component) -> bool,
) -> Option<(DefId, &'f Component)> {
    let manifest = &facts.package.manifest;
    for def in facts.closure(start, NEAR).0 {
        let starts = facts
            .foreign_calls(def)
            .any(|(_, name, _)| STARTS.contains(&name.as_str()));
        if !starts {
            continue;
        }
        let mut names = facts.named_classes(def);
        // `startService(new Intent(this, getClass()))`: the class itself.
        let own = |(class, name, _): (String, String, MethodId)| {
            class == "Ljava/lang/Object;" && name == "getClass"
        };
        if facts.foreign_calls(def).any(own) {
            names.push(facts.names(def).0);
        }
        let wanted = [ComponentKind::Service, ComponentKind::Receiver];
        let found = names.iter().filter_map(|name| manifest.component(name));
        if let Some(found) = found
            .into_iter()
            .find(|found| wanted.contains(&found.kind) && found.enabled && counts(found))
        {
            return Some((def, found));
        }
    }
    None
}

/// Whether code of a component's class (or of a class inside it) names another component: what it starts may start it
/// back.
fn names(facts: &Facts<'_, '_, '_>, component: &Component, other: &str) -> bool {
    let program = facts.program;
    let own = component.run_class();
    let inner = format!("{own}$");
    program.classes().any(|class| {
        let name = program.class_name(class);
        (name == own || name.starts_with(&inner))
            && program
                .defs_of(class)
                .any(|def| facts.named_classes(def).iter().any(|named| named == other))
    })
}

/// A service that starts itself when it is destroyed or its task is swiped away, or another that starts it back. One
/// that only hands its last work on to another is none.
fn revives(facts: &Facts<'_, '_, '_>, component: &Component, class: ClassId) -> Option<Hit> {
    for callback in ["onDestroy", "onTaskRemoved"] {
        let start = facts.methods(class, callback);
        let back = |other: &Component| {
            other.class == component.class || names(facts, other, component.run_class())
        };
        if let Some((def, other)) = started(facts, &start, back) {
            let shown = format!("{callback} → {}", other.class);
            return Some(
                hit(facts, "revives", component)
                    .name("callback", callback)
                    .name("other", &other.class)
                    .shown("call", shown, Some(facts.place(def, None))),
            );
        }
    }
    None
}

/// A job that starts a service, and jobs that come back: periodic or surviving a reboot.
fn job(facts: &Facts<'_, '_, '_>, component: &Component, class: ClassId) -> Option<Hit> {
    let start = facts.methods(class, "onStartJob");
    let (def, other) = started(facts, &start, |_| true)?;
    let builder = "Landroid/app/job/JobInfo$Builder;";
    let again = ["setPeriodic", "setPersisted"]
        .into_iter()
        .find_map(|name| Some((name, facts.callers(builder, name, None).into_iter().next()?)));
    let (name, (at, method)) = again?;
    Some(
        hit(facts, "job", component)
            .name("other", &other.class)
            .shown(
                "call",
                format!("onStartJob → {}", other.class),
                Some(facts.place(def, None)),
            )
            .shown(
                "call",
                format!("JobInfo.Builder.{name}"),
                Some(facts.place(at, Some(method))),
            ),
    )
}

/// Two processes that revive each other: when the connection to a service of another process breaks, it is started again.
fn pair(facts: &Facts<'_, '_, '_>, component: &Component, class: ClassId) -> Option<Hit> {
    let program = facts.program;
    let own = program.class_name(class);
    let inner = format!("{own}$");
    let near: Vec<ClassId> = program
        .classes()
        .filter(|other| {
            *other == class || {
                let name = program.descriptor(program.class_type(*other));
                name.get(1..)
                    .is_some_and(|name| name.replace('/', ".").starts_with(&inner))
            }
        })
        .collect();
    for class in near {
        for callback in ["onServiceDisconnected", "onBindingDied", "binderDied"] {
            let start: Vec<DefId> = program
                .defs_of(class)
                .filter(|def| program.method_name(program.method(*def)) == callback)
                .collect();
            let elsewhere = |other: &Component| other.process != component.process;
            if let Some((def, other)) = started(facts, &start, elsewhere) {
                let shown = format!("{callback} → {} ({})", other.class, other.process);
                return Some(
                    hit(facts, "pair", component)
                        .name("other", &other.class)
                        .name("process", &other.process)
                        .shown("call", shown, Some(facts.place(def, None))),
                );
            }
        }
    }
    None
}

/// A page whose window is made one pixel wide and high, in an app that listens for the screen going off.
fn pixel(facts: &Facts<'_, '_, '_>, component: &Component, class: ClassId) -> Option<Hit> {
    let screen = facts.text_users("android.intent.action.SCREEN_OFF");
    let listener = screen.first()?;
    for def in facts.program.defs_of(class) {
        if let Some(pc) = one_pixel(facts, def) {
            return Some(
                hit(facts, "pixel", component)
                    .shown(
                        "code",
                        "LayoutParams.width = height = 1",
                        Some(facts.place_at(def, pc)),
                    )
                    .shown(
                        "string",
                        "android.intent.action.SCREEN_OFF",
                        Some(facts.place(*listener, None)),
                    ),
            );
        }
    }
    None
}

/// Where a method sets a window's width and height to 1 (in the field, or by `setLayout(1, 1)`).
fn one_pixel(facts: &Facts<'_, '_, '_>, def: DefId) -> Option<u32> {
    let program = facts.program;
    let body = program.dex_body(def)?;
    let mut constants: BTreeMap<u16, i64> = BTreeMap::new();
    let (mut width, mut height) = (false, false);
    for insn in body.code.insns() {
        let operands = insn.operands();
        match insn.op() {
            // const/4 … const
            0x12..=0x14 => {
                constants.insert(operands.a, operands.literal);
            }
            // move-result and moves write a register whose value is not known
            0x01..=0x0d => {
                let value = (insn.op() <= 0x03)
                    .then(|| constants.get(&operands.b).copied())
                    .flatten();
                match value {
                    Some(value) => constants.insert(operands.a, value),
                    None => constants.remove(&operands.a),
                };
            }
            // iput
            0x59 => {
                let Some(field) = body.field(operands.index) else {
                    continue;
                };
                let (owner, name, _) = program.field(field);
                let layout = program.descriptor(owner);
                if constants.get(&operands.a) == Some(&1) && layout.ends_with("LayoutParams;") {
                    match &*program.text(name) {
                        "width" => width = true,
                        "height" => height = true,
                        _ => {}
                    }
                    if width && height {
                        return Some(insn.pc());
                    }
                }
            }
            // invoke-virtual, invoke-virtual/range
            0x6e | 0x74 => {
                let Some(method) = body.method(operands.index) else {
                    continue;
                };
                if is(program, method, "Landroid/view/Window;", "setLayout") {
                    let one = |i| operands.args.get(i).and_then(|r| constants.get(&r)) == Some(&1);
                    if one(1) && one(2) {
                        return Some(insn.pc());
                    }
                }
            }
            _ => {}
        }
    }
    None
}

fn is(program: &crate::program::Program<'_>, method: MethodId, class: &str, name: &str) -> bool {
    program.descriptor(program.method_class(method)) == class && program.method_name(method) == name
}
