//! `consent-default-checked`: a box that is ticked before the person touches it, beside the words of the policy.

use std::collections::BTreeMap;

use crate::checks::facts::Facts;
use crate::checks::finding::{Location, Subject};
use crate::checks::hit::Hit;
use crate::package::layouts::{Layout, View};
use crate::program::{DefId, Program};

/// Words that name the policy or the agreement.
const NAMES: &[&str] = &[
    "隐私政策",
    "隐私协议",
    "隐私条款",
    "隐私声明",
    "隐私权政策",
    "隐私保护",
    "用户协议",
    "服务协议",
    "服务条款",
    "用户服务协议",
    "使用协议",
    "使用条款",
    "许可协议",
    "注册协议",
    "個人資料",
    "隱私",
    "个人信息保护政策",
    "个人信息保护",
    "privacy policy",
    "privacy notice",
    "privacy statement",
    "privacy agreement",
    "user agreement",
    "terms of service",
    "terms of use",
    "service agreement",
    "terms and conditions",
    "terms & conditions",
    "license agreement",
];

/// Words with which a person agrees. A box that has its own text (开启隐私保护, remember me) is one of consent only if
/// that text agrees or names a document.
const OWN: &[&str] = &[
    "政策",
    "协议",
    "条款",
    "声明",
    "同意",
    "policy",
    "agreement",
    "terms",
    "agree",
    "accept",
    "consent",
];

/// A box with the words around it.
struct Box_ {
    entry: String,
    layout: String,
    view: String,
    line: u32,
    text: String,
    checked: bool,
}

pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut by_id: BTreeMap<u32, Box_> = BTreeMap::new();
    for file in &facts.package.layouts {
        // A layout that is broken is told where layouts are read for the model.
        let Ok((layout, _)) = facts.package.layout(file) else {
            continue;
        };
        for (number, view) in layout.views.iter().enumerate() {
            if !view.is_compound_button() || view.visibility == 2 {
                continue;
            }
            let Some(text) = naming(&layout, number, view) else {
                continue;
            };
            let found = Box_ {
                entry: layout.file.path.clone(),
                layout: layout.file.name.clone(),
                view: view
                    .id_name
                    .clone()
                    .unwrap_or_else(|| view.simple_class().to_owned()),
                line: view.line,
                text,
                checked: view.checked == Some(true),
            };
            if found.checked {
                hits.push(in_layout(&found));
            }
            if let Some(id) = view.id {
                by_id.entry(id).or_insert(found);
            }
        }
    }
    if !by_id.is_empty() {
        hits.extend(in_code(facts, &by_id));
    }
    hits
}

fn base(case: &str, found: &Box_) -> Hit {
    let text: String = found.text.chars().take(60).collect();
    let mut hit = Hit::new(case, Subject::App)
        .name("layout", &found.entry)
        .name("view", &found.view)
        .name("line", found.line.to_string())
        .name("text", text);
    hit.key = format!("{}:{}", found.layout, found.view);
    hit
}

fn in_layout(found: &Box_) -> Hit {
    let place = Location::Entry {
        entry: found.entry.clone(),
        line: (found.line > 0).then_some(found.line),
    };
    base("layout", found)
        .shown(
            "layout",
            format!("{} checked=\"true\"", found.view),
            Some(place.clone()),
        )
        .shown("text", &found.text, Some(place))
}

/// The text that makes a box one of consent: its own; or, when it has none, the words beside it.
fn naming(layout: &Layout, number: usize, view: &View) -> Option<String> {
    let names = |text: &str| {
        let lower = text.to_lowercase();
        NAMES.iter().any(|name| lower.contains(name))
    };
    let own: Vec<&str> = view
        .texts
        .iter()
        .map(|text| text.text.as_str())
        .filter(|text| !text.trim().is_empty())
        .collect();
    if let Some(text) = own.iter().find(|text| names(text)) {
        return Some((*text).to_owned());
    }
    let agrees = |text: &&str| {
        let lower = text.to_lowercase();
        OWN.iter().any(|word| lower.contains(word))
    };
    if !own.is_empty() && !own.iter().any(agrees) {
        return None;
    }
    let around = layout.texts_around(number, 2);
    around
        .into_iter()
        .find(|text| names(&text.text))
        .map(|text| text.text.clone())
}

/// `setChecked(true)` on a box that is found by its id, in a method that is not itself a reaction to a touch.
fn in_code(facts: &Facts<'_, '_, '_>, boxes: &BTreeMap<u32, Box_>) -> Vec<Hit> {
    let mut defs: Vec<DefId> = Vec::new();
    for class in [
        "Landroid/widget/Checkable;",
        "Landroid/widget/CompoundButton;",
    ] {
        defs.extend(
            facts
                .callers(class, "setChecked", None)
                .into_iter()
                .map(|(def, _)| def),
        );
    }
    defs.sort_unstable();
    defs.dedup();
    let fields = fields(facts, boxes);
    let mut hits = Vec::new();
    for def in defs {
        let (class, method) = facts.names(def);
        // What runs because the person touched something is the person's act.
        if matches!(
            method.as_str(),
            "onClick" | "onTouch" | "onCheckedChanged" | "onItemClick" | "onLongClick"
        ) {
            continue;
        }
        for (id, pc) in ticked(facts.program, def, boxes, &fields) {
            let Some(found) = boxes.get(&id) else {
                continue;
            };
            let place = facts.place_at(def, pc);
            let mut hit = base("code", found)
                .name("class", &class)
                .name("method", &method)
                .shown("call", "setChecked(true)", Some(place))
                .shown("text", &found.text, None);
            hit.owner = facts.owner(def);
            hits.push(hit);
        }
    }
    hits
}

/// Fields that hold a box: what a method stores right after finding the view.
fn fields(facts: &Facts<'_, '_, '_>, boxes: &BTreeMap<u32, Box_>) -> BTreeMap<u32, u32> {
    let mut found = BTreeMap::new();
    let mut defs: Vec<DefId> = Vec::new();
    for class in [
        "Landroid/app/Activity;",
        "Landroid/view/View;",
        "Landroid/app/Dialog;",
        "Landroid/view/Window;",
    ] {
        for name in ["findViewById", "requireViewById"] {
            defs.extend(
                facts
                    .callers(class, name, None)
                    .into_iter()
                    .map(|(def, _)| def),
            );
        }
    }
    defs.sort_unstable();
    defs.dedup();
    for def in defs {
        walk(facts.program, def, boxes, &BTreeMap::new(), |step| {
            if let Step::Stored(field, id) = step {
                found.insert(field, id);
            }
        });
    }
    found
}

fn ticked(
    program: &Program<'_>,
    def: DefId,
    boxes: &BTreeMap<u32, Box_>,
    fields: &BTreeMap<u32, u32>,
) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    walk(program, def, boxes, fields, |step| {
        if let Step::Ticked(id, pc) = step {
            found.push((id, pc));
        }
    });
    found
}

enum Step {
    /// A field takes the box with this id.
    Stored(u32, u32),
    /// The box with this id is ticked at this code unit.
    Ticked(u32, u32),
}

/// What is known of a register.
#[derive(Clone, Copy, PartialEq)]
enum Value {
    Number(i64),
    View(u32),
}

/// Follows constants and found views through the registers of one method, in code order. A branch target forgets nothing:
/// the worst is a tick under a condition, which the finding's confidence allows for.
fn walk(
    program: &Program<'_>,
    def: DefId,
    boxes: &BTreeMap<u32, Box_>,
    fields: &BTreeMap<u32, u32>,
    mut tell: impl FnMut(Step),
) {
    let Some(body) = program.dex_body(def) else {
        return;
    };
    let mut registers: BTreeMap<u16, Value> = BTreeMap::new();
    let mut result: Option<Value> = None;
    for insn in body.code.insns() {
        let operands = insn.operands();
        let mut set = |register: u16, value: Option<Value>| match value {
            Some(value) => {
                registers.insert(register, value);
            }
            None => {
                registers.remove(&register);
            }
        };
        match insn.op() {
            0x01..=0x09 => {
                let value = registers.get(&operands.b).copied();
                match value {
                    Some(value) => registers.insert(operands.a, value),
                    None => registers.remove(&operands.a),
                };
            }
            0x0a..=0x0c => set(operands.a, result.take()),
            0x12..=0x15 => set(operands.a, Some(Value::Number(operands.literal))),
            // check-cast keeps the value
            0x1f => {}
            // iget-object, sget-object
            0x54 | 0x62 => {
                let id = body
                    .field(operands.index)
                    .and_then(|field| fields.get(&field.0));
                set(operands.a, id.map(|id| Value::View(*id)));
            }
            // sget of R.id in code that was not inlined
            0x60 => set(operands.a, None),
            // iput-object, sput-object
            0x5b | 0x69 => {
                if let (Some(Value::View(id)), Some(field)) =
                    (registers.get(&operands.a), body.field(operands.index))
                {
                    tell(Step::Stored(field.0, *id));
                }
            }
            // invoke-*
            0x6e..=0x72 | 0x74..=0x78 => {
                let Some(method) = body.method(operands.index) else {
                    continue;
                };
                let name = program.method_name(method);
                let value = |i: usize| {
                    operands
                        .args
                        .get(i)
                        .and_then(|r| registers.get(&r))
                        .copied()
                };
                result = None;
                if matches!(&*name, "findViewById" | "requireViewById")
                    || name.starts_with("findChildViewById")
                {
                    let ids = (0..operands.args.len()).filter_map(value);
                    result = ids.into_iter().find_map(|value| match value {
                        Value::Number(id) => {
                            let id = u32::try_from(id & 0xffff_ffff).ok()?;
                            boxes.contains_key(&id).then_some(Value::View(id))
                        }
                        Value::View(_) => None,
                    });
                } else if name == "setChecked" {
                    if let (Some(Value::View(id)), Some(Value::Number(1))) = (value(0), value(1)) {
                        tell(Step::Ticked(id, insn.pc()));
                    }
                } else if name == "checkNotNull" || name == "requireNonNull" {
                    result = value(0);
                }
            }
            _ => {
                // Anything else that writes its first register makes it unknown.
                if operands.registers > 0
                    && !matches!(insn.op(), 0x0e..=0x11 | 0x27..=0x3d | 0x4b..=0x51 | 0x59..=0x5f | 0x67..=0x6d)
                {
                    registers.remove(&operands.a);
                }
            }
        }
    }
}
