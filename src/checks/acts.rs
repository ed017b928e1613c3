//! What the scenarios are to look out for besides readings: calls whose work comes again, consent switches of SDKs,
//! and where personal data comes from and where it must not go.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::reads::Reached;
use crate::knowledge::api::{Again, Api, Behaviour, ConstantKind, Ends, FOLLOWED, Test};
use crate::knowledge::sdk::SdkCategory;
use crate::knowledge::{ITEMS, Knowledge};
use crate::program::{FieldId, MethodId, Program, TypeId};
use crate::scenario::{Arg, Carrier, Event, ITEM_BITS, Mark, Marks};
use crate::sdk::Sdks;

/// The check that says which items should stay apart.
const LINKING: &str = "collect-id-linking";

/// The mark of an item; none for one that is not followed.
fn bit(item: &str) -> u64 {
    if !FOLLOWED.contains(&item) {
        return 0;
    }
    ITEMS
        .iter()
        .position(|(id, ..)| *id == item)
        .map_or(0, |at| 1 << at)
}

/// The items of a set of marks, sorted.
pub(crate) fn items(bits: u64) -> Vec<String> {
    let bits = bits & ITEM_BITS;
    let all = ITEMS.iter().enumerate();
    all.filter(|(at, _)| bits & (1 << at) != 0)
        .map(|(_, (id, ..))| (*id).to_owned())
        .collect()
}

/// Whether a method takes these parameters, simple names joined by commas; anything when they are not known.
pub(crate) fn takes(program: &Program<'_>, method: MethodId, params: Option<&str>) -> bool {
    let Some(params) = params else { return true };
    let wanted: Vec<&str> = params.split(',').filter(|name| !name.is_empty()).collect();
    let has = program.parameters(program.selector_proto(program.selector(method)));
    let simple = |ty: &crate::program::TypeId| {
        let name = program.type_name(*ty);
        name.rsplit(['.', '$']).next().unwrap_or(&name).to_owned()
    };
    has.len() == wanted.len() && has.iter().map(simple).zip(wanted).all(|(a, b)| a == b)
}

/// A method as records write it, without what it takes and returns.
pub(super) fn member(program: &Program<'_>, method: MethodId) -> String {
    let class = program.descriptor(program.method_class(method));
    format!("{class}->{}", program.method_name(method))
}

/// Whether the code that has a member at the end of a chain calls what must stand beside it, too.
pub(super) fn stands_beside(program: &Program<'_>, event: &Event, api: &Api) -> bool {
    let (Some(beside), Some(last)) = (&api.beside, event.chain.last()) else {
        return true;
    };
    let calls = program.uses(last.def).iter();
    let mut calls = calls.filter(|one| one.kind().is_call());
    calls.any(|one| *beside == member(program, MethodId(one.id())))
}

/// Calls whose work comes again.
pub(super) fn again(
    methods: &BTreeMap<MethodId, Vec<usize>>,
    knowledge: &Knowledge,
) -> FxHashMap<MethodId, (Again, Option<String>)> {
    let mut found = FxHashMap::default();
    for (method, rows) in methods {
        let rows = rows
            .iter()
            .filter_map(|row| knowledge.apis.members.get(*row));
        for repeat in rows.filter_map(|api| api.repeat.as_ref()) {
            if let Some(how) = repeat.how {
                found.insert(*method, (how, repeat.runs.clone()));
            }
        }
    }
    found
}

/// What calls do besides reading data, and what of the app they end.
pub(super) fn does(
    methods: &BTreeMap<MethodId, Vec<usize>>,
    knowledge: &Knowledge,
) -> BTreeMap<MethodId, (Behaviour, Option<Ends>)> {
    let of = |rows: &Vec<usize>| {
        let rows = rows.iter().rev();
        let mut apis = rows.filter_map(|row| knowledge.apis.members.get(*row));
        apis.find_map(|api| Some((api.behaviour?, api.ends)))
    };
    let all = methods.iter();
    all.filter_map(|(method, rows)| Some((*method, of(rows)?)))
        .collect()
}

/// Calls that matter only for what flows there.
pub(super) fn silent(
    methods: &BTreeMap<MethodId, Vec<usize>>,
    knowledge: &Knowledge,
) -> FxHashSet<MethodId> {
    let takes = |row: &usize| {
        let api = knowledge.apis.members.get(*row);
        api.is_some_and(|api| {
            matches!(
                api.behaviour,
                Some(Behaviour::Log | Behaviour::Send | Behaviour::Inside | Behaviour::Network)
            )
        })
    };
    let found = methods.iter().filter(|(_, rows)| rows.iter().all(takes));
    found.map(|(method, _)| *method).collect()
}

/// Where marks come from and where they matter.
pub(super) fn marks(
    methods: &BTreeMap<MethodId, Vec<usize>>,
    fields: &BTreeMap<FieldId, Vec<usize>>,
    program: &Program<'_>,
    knowledge: &Knowledge,
    sdks: &Sdks,
) -> Marks {
    let mut marks = Marks::default();
    let apis = &knowledge.apis;
    for (field, rows) in fields {
        for api in rows.iter().filter_map(|row| apis.members.get(*row)) {
            let bits = api.item.as_deref().map_or(0, bit);
            if bits != 0 && !api.weak {
                *marks.fields.entry(*field).or_default() |= bits;
            }
        }
    }
    for (method, rows) in methods {
        let params = program
            .parameters(program.selector_proto(program.selector(*method)))
            .len();
        let place = |argument: u8| params.saturating_sub(usize::from(argument));
        let mut found = Vec::new();
        for api in rows.iter().filter_map(|row| apis.members.get(*row)) {
            let mut when = Vec::new();
            let mut followed = true;
            for condition in &api.when {
                match (condition.argument.map(place), &condition.is) {
                    (Some(argument), Test::Equals(texts)) => {
                        when.push((argument, texts.clone(), false));
                    }
                    (Some(argument), Test::Prefix(texts)) => {
                        when.push((argument, texts.clone(), true));
                    }
                    // What hangs on flags, on the app's own name or on the receiver is not followed.
                    _ => followed = false,
                }
            }
            if !followed {
                continue;
            }
            let carrier = match api.behaviour {
                Some(Behaviour::Network) => Carrier::Network.bit(),
                Some(Behaviour::Outside) => Carrier::Outside.bit(),
                Some(Behaviour::Inside) => Carrier::Inside.bit(),
                Some(Behaviour::Seal) => Carrier::Sealed.bit(),
                _ => 0,
            };
            if matches!(
                api.behaviour,
                Some(Behaviour::Log | Behaviour::Send | Behaviour::Inside | Behaviour::Network)
            ) {
                marks.sinks.insert(*method);
            }
            let bits = carrier | api.item.as_deref().filter(|_| !api.weak).map_or(0, bit);
            if bits != 0 {
                found.push(Mark { bits, when });
            } else if let Some(by) = api.constant.filter(|by| {
                !api.weak
                    && matches!(
                        by.kind,
                        ConstantKind::Setting | ConstantKind::Property | ConstantKind::Authority
                    )
            }) {
                let mut values: BTreeMap<u64, BTreeSet<String>> = BTreeMap::new();
                for constant in apis
                    .constants
                    .iter()
                    .filter(|one| one.kind == by.kind && !one.weak)
                {
                    let texts = values.entry(bit(&constant.item)).or_default();
                    texts.insert(constant.value.clone());
                    if by.kind == ConstantKind::Authority {
                        texts.insert(format!("content://{}", constant.value));
                    }
                }
                let prefix = by.kind == ConstantKind::Authority;
                for (bits, texts) in values.into_iter().filter(|(bits, _)| *bits != 0) {
                    let when = vec![(place(by.argument), texts.into_iter().collect(), prefix)];
                    found.push(Mark { bits, when });
                }
            }
        }
        if !found.is_empty() {
            marks.methods.insert(*method, found);
        }
    }
    // Handing data to another company's code is a flow too.
    let foreign: BTreeSet<&str> = sdks
        .found
        .iter()
        .filter(|sdk| {
            let record = knowledge.sdk(&sdk.id);
            record.is_some_and(|record| takes_data(record.category))
        })
        .map(|sdk| sdk.id.as_str())
        .collect();
    if !foreign.is_empty() {
        let mut known: FxHashMap<TypeId, bool> = FxHashMap::default();
        for number in 0..u32::try_from(program.method_count()).unwrap_or(u32::MAX) {
            let method = MethodId(number);
            let owner = program.method_class(method);
            let theirs = *known.entry(owner).or_insert_with(|| {
                let owner = sdks.owner_of(&program.type_name(owner));
                foreign.contains(owner.to_string().as_str())
            });
            if theirs {
                marks.sinks.insert(method);
            }
        }
    }
    if let Some(check) = knowledge.check(LINKING) {
        let all = |name: &str| {
            let list = check.lists.get(name).into_iter().flatten();
            list.fold(0, |bits, item| bits | bit(item))
        };
        marks.apart = (all("resettable"), all("unresettable"));
    }
    marks
}

/// Whether an SDK of this kind is a company that does something with the data that it is given.
pub(crate) fn takes_data(category: SdkCategory) -> bool {
    !matches!(
        category,
        SdkCategory::Library
            | SdkCategory::Hardening
            | SdkCategory::HotFix
            | SdkCategory::Media
            | SdkCategory::WebView
    )
}

/// The period of an act in milliseconds, the shortest of those that are known, and the name of its limit.
pub(crate) fn period<'k>(one: &Reached, knowledge: &'k Knowledge) -> Option<(i64, &'k str)> {
    use crate::knowledge::api::{Again, Unit};
    let repeat = knowledge.apis.members.get(one.row)?.repeat.as_ref()?;
    let arg = match one.args.get(usize::from(repeat.argument)) {
        Some(arg) => arg,
        None => one.this.as_ref()?,
    };
    let least = |numbers: &Option<Vec<i64>>| {
        let numbers = numbers.as_ref()?.iter().copied();
        match repeat.how {
            // Without a delay it is a queue that goes on. Of several delays it is not known which one the task gives itself.
            Some(Again::Back) => numbers.filter(|number| *number > 0).max(),
            Some(Again::Loop) => numbers.filter(|number| *number > 0).min(),
            _ => numbers.filter(|number| *number >= 0).min(),
        }
    };
    let number = match repeat.unit {
        Unit::Given => least(&arg.interval)?,
        // A host may set another: what a library comes with counts.
        _ => least(&arg.ints).or_else(|| least(&Some(arg.usual.clone())))?,
    };
    let factor = match repeat.unit {
        Unit::Ms | Unit::Given => 1,
        Unit::S => 1000,
        Unit::Next => unit_of(one.args.get(usize::from(repeat.argument) + 1)?)?,
    };
    Some((number.checked_mul(factor)?, &repeat.limit))
}

/// Milliseconds of a `TimeUnit`.
fn unit_of(arg: &Arg) -> Option<i64> {
    let [field] = arg.fields.as_slice() else {
        return None;
    };
    Some(match field.rsplit("->").next()? {
        "MILLISECONDS" => 1,
        "SECONDS" => 1000,
        "MINUTES" => 60_000,
        "HOURS" => 3_600_000,
        "DAYS" => 86_400_000,
        _ => return None,
    })
}
