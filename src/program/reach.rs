//! What can run at all: a conservative reachability (rapid type analysis) from classes that the system starts.
//!
//! A method of the app is reached when reached code calls it and, for virtual calls, a class that has it is made
//! somewhere in reached code; when a class that is made overrides something that code outside of the package can call;
//! when its class is first used (static initialisers). Methods that are found by name or annotation at run time (handlers of
//! layouts and menus, of event buses) count as called from outside. Classes named by a class constant are taken as made. What only a
//! class *name* in a string constant leads to (reflection) is kept apart, as [`Reach::is_certain`] tells.
//!
//! Not seen: classes whose names are put together at run time, and calls from native code into classes that nothing else
//! names.

use std::collections::{BTreeSet, VecDeque};

use hashbrown::HashMap;

use super::ids::{ClassId, DefId, MethodId, NONE, SelId, TypeId};
use super::sweep::{Kind, Use};
use super::{Program, Resolved};
use crate::dex::access;

/// Why a method was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// Its class is an entry.
    Entry,
    /// A call.
    Call,
    /// Code outside of the package can call it on an object that the caller made.
    Callback,
    /// Static initialiser of a class that the caller uses.
    ClassInit,
    /// The caller names its class, by constant or by a string.
    Reflection,
}

/// A method on a chain and how the chain came to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The method.
    pub def: DefId,
    /// From the step before.
    pub edge: Edge,
}

/// The result.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// Predecessor by [`DefId`]; the method itself for entries, none when not reached.
    from: Vec<u32>,
    edges: Vec<Edge>,
    certain: Vec<bool>,
    count: usize,
}

impl Reach {
    /// Whether the method can run.
    pub fn contains(&self, def: DefId) -> bool {
        self.from.get(def.index()).is_some_and(|from| *from != NONE)
    }

    /// Whether the method can run without a class being looked up by a string constant.
    pub fn is_certain(&self, def: DefId) -> bool {
        self.certain.get(def.index()).copied().unwrap_or(false)
    }

    /// Number of methods that can run.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether nothing can.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// One short chain from an entry to the method; empty when it cannot run.
    pub fn chain(&self, def: DefId) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = def;
        while let (Some(from), Some(edge)) = (self.from.get(at.index()), self.edges.get(at.index()))
        {
            // Each predecessor was reached earlier, so this ends.
            if *from == NONE || steps.len() > self.count {
                break;
            }
            steps.push(Step {
                def: at,
                edge: *edge,
            });
            if *from == at.0 {
                break;
            }
            at = DefId(*from);
        }
        steps.reverse();
        steps
    }
}

/// Targets of one call beyond which all methods of the selector are taken, once for all callers.
const MANY: usize = 64;

/// What code outside of the package can call on an object with certain foreign supertypes.
#[derive(Debug, Default, Clone)]
struct Foreign {
    /// Sorted.
    selectors: Vec<SelId>,
    /// A supertype is unknown: it could call anything.
    anything: bool,
}

struct State<'p, 'a> {
    program: &'p Program<'a>,
    reach: Reach,
    phase_certain: bool,
    queue: VecDeque<DefId>,
    /// Caller of each method that a reached virtual call could run, once an object with it is made.
    callable: Vec<u32>,
    /// By class: an object with its methods exists (its own or a subclass's).
    live: Vec<bool>,
    made: Vec<bool>,
    initialised: Vec<bool>,
    /// Calls that were looked at: method and kind.
    seen_calls: Vec<u8>,
    /// Selectors of which every method is callable.
    whole: Vec<bool>,
    /// Set of foreign supertypes by class: index into `foreign`; `NONE`: not known yet.
    foreign_of: Vec<u32>,
    foreign_sets: HashMap<Vec<TypeId>, u32>,
    foreign: Vec<Foreign>,
    overridable: HashMap<TypeId, Vec<SelId>>,
    implementer_spans: HashMap<TypeId, Vec<(u32, u32)>>,
    exported: Vec<bool>,
    /// Class named by a string constant, and the method that has it.
    named: Vec<(ClassId, DefId)>,
    seen_text: Vec<bool>,
}

impl Program<'_> {
    /// What can run when objects of `entries` are made by the system: components, the application class, factories,
    /// classes named in layouts and meta-data, classes that native code calls.
    pub fn reach(&self, entries: impl IntoIterator<Item = ClassId>) -> Reach {
        self.reach_with(entries, &BTreeSet::new())
    }

    /// The same, with the names of methods that layouts and menus call when something is tapped (`android:onClick`).
    pub fn reach_with(
        &self,
        entries: impl IntoIterator<Item = ClassId>,
        handlers: &BTreeSet<String>,
    ) -> Reach {
        self.reach_from(entries, handlers, &[])
    }

    /// The same, with methods that code outside calls: what a library offers its host.
    pub fn reach_from(
        &self,
        entries: impl IntoIterator<Item = ClassId>,
        handlers: &BTreeSet<String>,
        called: &[DefId],
    ) -> Reach {
        let (defs, classes) = (self.defs.len(), self.classes.len());
        let mut exported = vec![false; defs];
        for def in self.called_by_name(handlers) {
            if let Some(slot) = exported.get_mut(def.index()) {
                *slot = true;
            }
        }
        let mut state = State {
            program: self,
            reach: Reach {
                from: vec![NONE; defs],
                edges: vec![Edge::Entry; defs],
                certain: vec![false; defs],
                count: 0,
            },
            phase_certain: true,
            queue: VecDeque::new(),
            callable: vec![NONE; defs],
            live: vec![false; classes],
            made: vec![false; classes],
            initialised: vec![false; classes],
            seen_calls: vec![0; self.method_count()],
            whole: vec![false; self.names.selectors.len()],
            foreign_of: vec![NONE; classes],
            foreign_sets: HashMap::new(),
            foreign: Vec::new(),
            overridable: HashMap::new(),
            implementer_spans: HashMap::new(),
            exported,
            named: Vec::new(),
            seen_text: vec![false; self.string_count()],
        };
        for class in entries {
            for def in self.defs_of(class) {
                if self.access(def) & access::CONSTRUCTOR != 0 {
                    state.arrive(def, def, Edge::Entry);
                }
            }
            state.make(class, None, Edge::Entry);
        }
        for def in called {
            state.arrive(*def, *def, Edge::Entry);
            state.make(self.class(*def), None, Edge::Entry);
        }
        state.run();
        state.phase_certain = false;
        while !state.named.is_empty() {
            for (class, from) in std::mem::take(&mut state.named) {
                for def in self.defs_of(class) {
                    state.arrive(def, from, Edge::Reflection);
                }
                state.make(class, Some(from), Edge::Reflection);
            }
            state.run();
        }
        state.reach
    }
}

impl Program<'_> {
    /// Methods that no code names and that are found at run time: those with an annotation that a web view or code of
    /// the package looks up, and public ones that a layout or a menu names.
    fn called_by_name(&self, handlers: &BTreeSet<String>) -> Vec<DefId> {
        let looked_up = |annotation: TypeId| {
            !self.users(Use::new(Kind::Class, annotation.0)).is_empty()
                || self.descriptor(annotation) == "Landroid/webkit/JavascriptInterface;"
        };
        let mut known: Option<(TypeId, bool)> = None;
        let mut found = Vec::new();
        // Sorted by annotation: each is asked for once.
        for (annotation, def) in &self.annotated {
            let used = match known {
                Some((last, used)) if last == *annotation => used,
                _ => looked_up(*annotation),
            };
            known = Some((*annotation, used));
            if used {
                found.push(*def);
            }
        }
        if handlers.is_empty() {
            return found;
        }
        for def in self.defs() {
            let method = self.method(def);
            if self.access(def) & access::PUBLIC != 0
                && handlers.contains(&*self.method_name(method))
                && matches!(
                    self.method_descriptor(method).split(')').next(),
                    Some("(Landroid/view/View;" | "(Landroid/view/MenuItem;")
                )
            {
                found.push(def);
            }
        }
        found
    }
}

/// Sets a flag and tells whether it was new.
fn first(flags: &mut [bool], index: usize) -> bool {
    flags
        .get_mut(index)
        .is_some_and(|flag| !std::mem::replace(flag, true))
}

impl State<'_, '_> {
    fn run(&mut self) {
        while let Some(def) = self.queue.pop_front() {
            self.uses(def);
        }
    }

    fn arrive(&mut self, def: DefId, from: DefId, edge: Edge) {
        let i = def.index();
        let Some(slot) = self.reach.from.get_mut(i).filter(|slot| **slot == NONE) else {
            return;
        };
        *slot = from.0;
        if let (Some(slot), Some(certain)) =
            (self.reach.edges.get_mut(i), self.reach.certain.get_mut(i))
        {
            *slot = edge;
            *certain = self.phase_certain;
        }
        self.reach.count += 1;
        self.queue.push_back(def);
        let class = self.program.class(def);
        if self.program.access(def) & access::STATIC != 0 {
            self.initialise(class, def);
        }
    }

    fn uses(&mut self, def: DefId) {
        let program = self.program;
        for used in program.uses(def) {
            match used.kind() {
                Kind::Read | Kind::Write => {
                    let field = program.resolve_field(super::FieldId(used.id()));
                    if let Some(class) = program.class_of(program.field(field).0) {
                        self.initialise(class, def);
                    }
                }
                Kind::New => {
                    if let Some(class) = program.class_of(TypeId(used.id())) {
                        self.make(class, Some(def), Edge::Callback);
                    }
                }
                Kind::Class => {
                    if let Some(class) = program.class_of(TypeId(used.id())) {
                        self.constructors(class, def);
                        self.make(class, Some(def), Edge::Callback);
                    }
                }
                Kind::Text => self.text(super::StrId(used.id()), def),
                Kind::Array => {}
                kind => self.call(MethodId(used.id()), kind, def),
            }
        }
    }

    fn constructors(&mut self, class: ClassId, from: DefId) {
        for def in self.program.defs_of(class) {
            if self.program.access(def) & access::CONSTRUCTOR != 0 {
                self.arrive(def, from, Edge::Reflection);
            }
        }
    }

    /// A string constant that is a class's name, with dots or slashes.
    fn text(&mut self, text: super::StrId, from: DefId) {
        if !first(&mut self.seen_text, text.index()) {
            return;
        }
        let bytes = self.program.string_bytes(text);
        let plausible = bytes.len() > 2
            && bytes.len() < 512
            && bytes
                .iter()
                .all(|b| b.is_ascii_alphanumeric() || b"._$/-".contains(b) || *b >= 0x80)
            && bytes.iter().any(|b| matches!(b, b'.' | b'/'));
        if plausible && let Some(class) = self.program.find_class(&self.program.text(text)) {
            self.named.push((class, from));
        }
    }

    fn call(&mut self, method: MethodId, kind: Kind, from: DefId) {
        let bit = 1u8 << (kind as u32);
        match self.seen_calls.get_mut(method.index()) {
            Some(seen) if *seen & bit == 0 => *seen |= bit,
            _ => return,
        }
        let program = self.program;
        let resolved = program.resolve(method);
        match kind {
            Kind::CallVirtual | Kind::CallInterface => {
                let ty = program.method_class(method);
                if let Resolved::Def(def) = resolved {
                    self.offer(def, from);
                }
                self.dispatch(ty, program.selector(method), from);
            }
            Kind::CallSuper => {
                // The reference names the caller's class or its superclass; the method is always one above the caller.
                let above = program.super_of(program.class_type(program.class(from)));
                let target = above.and_then(|ty| program.resolve_virtual(ty, method));
                if let Some(def) = target {
                    self.arrive(def, from, Edge::Call);
                } else if let Resolved::Def(def) = resolved {
                    self.arrive(def, from, Edge::Call);
                }
            }
            _ => {
                if let Resolved::Def(def) = resolved {
                    self.arrive(def, from, Edge::Call);
                }
            }
        }
    }

    /// Every method that a virtual call on `ty` could run becomes callable.
    fn dispatch(&mut self, ty: TypeId, selector: SelId, from: DefId) {
        let program = self.program;
        let all = program.virtual_defs(selector);
        if all.is_empty() || self.whole.get(selector.index()).copied().unwrap_or(true) {
            return;
        }
        let spans = if program.implementers(ty).is_empty() {
            vec![program.span(ty)]
        } else {
            self.spans(ty)
        };
        let mut targets = Vec::new();
        for def in all {
            let (start, end) = program.span(program.class_type(program.class(*def)));
            // In one of the subtrees, or above one whose classes inherit it.
            let next = spans.partition_point(|span| span.1 <= start);
            if spans.get(next).is_some_and(|span| span.0 < end) {
                targets.push(*def);
            }
        }
        if targets.len() > MANY {
            first(&mut self.whole, selector.index());
            targets.clear();
            targets.extend_from_slice(all);
        }
        for def in targets {
            self.offer(def, from);
        }
    }

    fn offer(&mut self, def: DefId, from: DefId) {
        let class = self.program.class(def);
        if self.live.get(class.index()).copied().unwrap_or(false) {
            self.arrive(def, from, Edge::Call);
        } else if let Some(slot) = self
            .callable
            .get_mut(def.index())
            .filter(|slot| **slot == NONE)
        {
            *slot = from.0;
        }
    }

    /// [`Program::spans`], remembered.
    fn spans(&mut self, interface: TypeId) -> Vec<(u32, u32)> {
        let program = self.program;
        let known = self.implementer_spans.entry(interface);
        known.or_insert_with(|| program.spans(interface)).clone()
    }

    fn initialise(&mut self, class: ClassId, from: DefId) {
        let program = self.program;
        for ty in program.chain(program.class_type(class)) {
            let Some(class) = program.class_of(ty) else {
                return;
            };
            if !first(&mut self.initialised, class.index()) {
                return;
            }
            let initialiser = program.defs_of(class).find(|def| {
                let flags = access::STATIC | access::CONSTRUCTOR;
                program.access(*def) & flags == flags
            });
            if let Some(def) = initialiser {
                self.arrive(def, from, Edge::ClassInit);
            }
        }
    }

    /// An object of the class is made.
    fn make(&mut self, class: ClassId, from: Option<DefId>, edge: Edge) {
        if !first(&mut self.made, class.index()) {
            return;
        }
        let program = self.program;
        let ty = program.class_type(class);
        if let Some(def) = from.or_else(|| program.defs_of(class).next()) {
            self.initialise(class, def);
        }
        let foreign = self.foreign_set(class);
        let own = self
            .foreign
            .get(foreign as usize)
            .cloned()
            .unwrap_or_default();
        for above in program.chain(ty) {
            let Some(holder) = program.class_of(above) else {
                break;
            };
            let new = first(&mut self.live, holder.index());
            // A superclass that lives already with the same foreign supertypes has nothing new to offer.
            let same = self.foreign_of.get(holder.index()) == Some(&foreign);
            if !new && same && holder != class {
                break;
            }
            self.enliven(holder, &own, from, edge);
        }
        for interface in program.all_interfaces(ty) {
            if let Some(class) = program.class_of(interface) {
                first(&mut self.live, class.index());
                self.enliven(class, &own, from, edge);
            }
        }
    }

    fn enliven(&mut self, class: ClassId, foreign: &Foreign, from: Option<DefId>, edge: Edge) {
        let program = self.program;
        for def in program.defs_of(class) {
            if program.access(def) & (access::STATIC | access::CONSTRUCTOR | access::ABSTRACT) != 0
            {
                continue;
            }
            let selector = program.selector(program.method(def));
            let callable = self.callable.get(def.index()).copied().unwrap_or(NONE);
            let hidden = program.access(def) & access::PRIVATE != 0;
            if callable != NONE {
                self.arrive(def, DefId(callable), Edge::Call);
            } else if self.exported.get(def.index()).copied().unwrap_or(false)
                || (!hidden
                    && (foreign.anything || foreign.selectors.binary_search(&selector).is_ok()))
            {
                self.arrive(def, from.unwrap_or(def), edge);
            }
        }
    }

    /// Which foreign code can call into an object of the class.
    fn foreign_set(&mut self, class: ClassId) -> u32 {
        if let Some(known) = self
            .foreign_of
            .get(class.index())
            .filter(|set| **set != NONE)
        {
            return *known;
        }
        let program = self.program;
        let ty = program.class_type(class);
        let mut types: Vec<TypeId> = program
            .chain(ty)
            .find(|t| program.class_of(*t).is_none())
            .into_iter()
            .chain(
                program
                    .all_interfaces(ty)
                    .into_iter()
                    .filter(|i| program.class_of(*i).is_none()),
            )
            .collect();
        types.sort_unstable();
        types.dedup();
        let next = self.foreign.len() as u32;
        let set = *self.foreign_sets.entry(types.clone()).or_insert(next);
        if set == next {
            let mut foreign = Foreign::default();
            for ty in types {
                foreign.anything |= !program.is_platform(ty);
                foreign.selectors.extend_from_slice(self.overridable(ty));
            }
            foreign.selectors.sort_unstable();
            foreign.selectors.dedup();
            self.foreign.push(foreign);
        }
        if let Some(slot) = self.foreign_of.get_mut(class.index()) {
            *slot = set;
        }
        set
    }

    /// Selectors that an app's class can override of a framework type, its supertypes' included.
    fn overridable(&mut self, ty: TypeId) -> &[SelId] {
        let program = self.program;
        self.overridable.entry(ty).or_insert_with(|| {
            let supers = program.chain(ty).chain(program.all_interfaces(ty));
            let mut selectors: Vec<SelId> = supers
                .filter_map(|ty| program.framework.class(&program.descriptor(ty)))
                .flat_map(|class| class.methods())
                .filter(|method| method.is_overridable())
                .filter_map(|method| program.find_selector(method.name(), method.descriptor()))
                .collect();
            selectors.sort_unstable();
            selectors.dedup();
            selectors
        })
    }
}
