//! Supertypes and subtypes. Superclasses form a forest; each type has a preorder interval, so that "is in the subtree"
//! is two comparisons. Interfaces are walked.

use super::build::Definitions;
use super::ids::{DefId, MethodId, NONE, SelId, TypeId};
use super::intern::Names;
use super::source::Source;
use super::{ClassId, Program};
use crate::dex::access;
use crate::diagnostic::Diagnostic;
use crate::knowledge::framework::Framework;

/// Steps that a walk up the superclasses takes; real chains have fewer than thirty.
const MAX_CHAIN: usize = 256;
/// Interfaces that one type may have in all.
const MAX_INTERFACES: usize = 1024;
/// Interfaces up to which they are gone through one by one.
const FEW_INTERFACES: usize = 32;

#[derive(Debug, Default)]
pub(crate) struct Hierarchy {
    /// Class that defines each type, or none.
    class_of: Vec<u32>,
    /// Superclass of each type, or none.
    parent: Vec<u32>,
    /// Whether the framework table has the type.
    known: Vec<bool>,
    /// Preorder interval.
    span: Vec<(u32, u32)>,
    /// The types in preorder.
    order: Vec<TypeId>,
    /// Interfaces that each type names itself: where they end.
    interface_ends: Vec<u32>,
    interfaces: Vec<TypeId>,
    /// Types that name each interface: where they end.
    direct_ends: Vec<u32>,
    direct: Vec<TypeId>,
    /// Virtual definitions of each selector, in preorder of their classes: where they end.
    virtual_ends: Vec<u32>,
    virtuals: Vec<DefId>,
}

/// What a method reference means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolved {
    /// A method of the app.
    Def(DefId),
    /// A method of this type, the first above the app's classes, which the app does not define.
    External(TypeId),
    /// No class that could define it.
    Nothing,
}

fn slice<'t, T>(ends: &[u32], items: &'t [T], i: usize) -> &'t [T] {
    let end = ends.get(i).copied().unwrap_or(0) as usize;
    let start = i
        .checked_sub(1)
        .and_then(|b| ends.get(b))
        .copied()
        .unwrap_or(0) as usize;
    items.get(start..end).unwrap_or_default()
}

/// Sorts `(key, item)` pairs into slices by key, keeping their order; keys are below `count`.
pub(crate) fn bucket<T: Copy>(count: usize, pairs: &[(u32, T)]) -> (Vec<u32>, Vec<T>) {
    let mut ends = vec![0u32; count];
    for (key, _) in pairs {
        if let Some(n) = ends.get_mut(*key as usize) {
            *n += 1;
        }
    }
    let mut sum = 0;
    for n in &mut ends {
        sum += std::mem::replace(n, sum);
    }
    let mut items: Vec<T> = match pairs.first() {
        Some((_, first)) => vec![*first; sum as usize],
        None => Vec::new(),
    };
    for (key, item) in pairs {
        if let Some(at) = ends.get_mut(*key as usize) {
            if let Some(slot) = items.get_mut(*at as usize) {
                *slot = *item;
            }
            *at += 1;
        }
    }
    (ends, items)
}

impl Hierarchy {
    pub(crate) fn build<'a>(
        names: &mut Names<'a>,
        framework: Framework<'a>,
        defs: &Definitions,
        sources: &[Source<'a>],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut own = Self {
            class_of: defs.class_of.clone(),
            ..Self::default()
        };
        let name = names.string(b"Ljava/lang/Object;");
        let object = names.ty(name);
        let mut i = 0;
        // Supertypes that only the framework table names become types too, so the list grows while it is walked.
        while let Some(name) = names.types.get(i).copied() {
            let class = own.class_of.get(i).copied().and_then(ClassId::some);
            let (parent, known) = match class.and_then(|c| defs.classes.get(c.index())) {
                Some(row) => (own.app_class(row, sources, object), false),
                None => own.external(names, framework, name, object),
            };
            own.parent.push(if parent == Some(TypeId(i as u32)) {
                NONE
            } else {
                parent.map_or(NONE, |p| p.0)
            });
            own.known.push(known);
            own.interface_ends.push(own.interfaces.len() as u32);
            i += 1;
        }
        own.class_of.resize(i, NONE);
        let cycles = own.number();
        if cycles > 0 {
            let message = format!("{cycles} classes inherit from themselves");
            diagnostics.push(Diagnostic::error("dex-class-cycle", message));
        }
        let mut pairs = Vec::with_capacity(own.interfaces.len());
        for i in 0..own.parent.len() {
            let ty = TypeId(i as u32);
            pairs.extend(
                slice(&own.interface_ends, &own.interfaces, i)
                    .iter()
                    .map(|to| (to.0, ty)),
            );
        }
        (own.direct_ends, own.direct) = bucket(own.parent.len(), &pairs);
        own.index_virtuals(names, defs);
        own
    }

    fn app_class(
        &mut self,
        row: &super::ClassRow,
        sources: &[Source<'_>],
        object: TypeId,
    ) -> Option<TypeId> {
        let source = sources.get(usize::from(row.source_index))?;
        let (superclass, interfaces) = source.supertypes(row.index)?;
        self.interfaces
            .extend(interfaces.into_iter().take(MAX_INTERFACES));
        superclass.or_else(|| (row.ty != object).then_some(object))
    }

    fn external<'a>(
        &mut self,
        names: &mut Names<'a>,
        framework: Framework<'a>,
        name: super::StrId,
        object: TypeId,
    ) -> (Option<TypeId>, bool) {
        let bytes = names.strings.get(name.index()).copied().unwrap_or_default();
        match (bytes.first(), std::str::from_utf8(bytes)) {
            (Some(b'L'), Ok(text)) => match framework.class(text) {
                Some(class) => {
                    for interface in class.interfaces() {
                        let name = names.string(interface.descriptor().as_bytes());
                        self.interfaces.push(names.ty(name));
                    }
                    let parent = class.superclass().map_or(object, |parent| {
                        let name = names.string(parent.descriptor().as_bytes());
                        names.ty(name)
                    });
                    (Some(parent), true)
                }
                None => (Some(object), false),
            },
            (Some(b'L' | b'['), _) => (Some(object), false),
            _ => (None, false),
        }
    }

    /// Numbers the forest in preorder; cuts cycles and returns how many there were.
    fn number(&mut self) -> usize {
        let count = self.parent.len();
        let pairs: Vec<(u32, u32)> = (0u32..)
            .zip(&self.parent)
            .filter(|(_, parent)| **parent != NONE)
            .map(|(child, parent)| (*parent, child))
            .collect();
        let (ends, children) = bucket(count, &pairs);
        self.span = vec![(NONE, NONE); count];
        let mut next = 0u32;
        let mut stack: Vec<(u32, usize)> = Vec::new();
        let mut cycles = 0;
        for round in 0..2 {
            for root in 0..count {
                let parent = self.parent.get(root).copied().unwrap_or(NONE);
                let visited = self.span.get(root).is_none_or(|span| span.0 != NONE);
                if visited || (round == 0 && parent != NONE) {
                    continue;
                }
                // Round 1: whatever no root leads to hangs on a cycle.
                if round == 1 {
                    cycles += 1;
                    if let Some(parent) = self.parent.get_mut(root) {
                        *parent = NONE;
                    }
                }
                self.open(root as u32, &mut next, &mut stack);
                while let Some((node, at)) = stack.last_mut() {
                    match slice(&ends, &children, *node as usize).get(*at) {
                        Some(&child) => {
                            *at += 1;
                            if self
                                .span
                                .get(child as usize)
                                .is_some_and(|span| span.0 == NONE)
                            {
                                self.open(child, &mut next, &mut stack);
                            }
                        }
                        None => {
                            if let Some(span) = self.span.get_mut(*node as usize) {
                                span.1 = next;
                            }
                            stack.pop();
                        }
                    }
                }
            }
        }
        cycles
    }

    fn open(&mut self, node: u32, next: &mut u32, stack: &mut Vec<(u32, usize)>) {
        if let Some(span) = self.span.get_mut(node as usize) {
            span.0 = *next;
        }
        *next += 1;
        self.order.push(TypeId(node));
        stack.push((node, 0));
    }

    fn index_virtuals(&mut self, names: &Names<'_>, defs: &Definitions) {
        let mut order: Vec<(u32, u32)> = Vec::with_capacity(defs.classes.len());
        for (class, row) in (0u32..).zip(&defs.classes) {
            order.push((self.span.get(row.ty.index()).map_or(0, |s| s.0), class));
        }
        order.sort_unstable();
        let mut pairs = Vec::with_capacity(defs.defs.len());
        for (_, class) in order {
            let class = class as usize;
            let start = defs.classes.get(class).map_or(0, |c| c.defs);
            let end = defs
                .classes
                .get(class + 1)
                .map_or(defs.defs.len() as u32, |c| c.defs);
            for def in start..end {
                let Some(row) = defs.defs.get(def as usize) else {
                    continue;
                };
                if row.access & (access::STATIC | access::PRIVATE | access::CONSTRUCTOR) == 0
                    && let Some((_, selector)) = names.methods.get(row.method.index())
                {
                    pairs.push((selector.0, DefId(def)));
                }
            }
        }
        (self.virtual_ends, self.virtuals) = bucket(names.selectors.len(), &pairs);
    }
}

impl Program<'_> {
    /// The class that defines a type, if the app does.
    pub fn class_of(&self, ty: TypeId) -> Option<ClassId> {
        self.hierarchy
            .class_of
            .get(ty.index())
            .copied()
            .and_then(ClassId::some)
    }

    /// The superclass: what the class names; `java.lang.Object` for interfaces, arrays and unknown classes.
    pub fn super_of(&self, ty: TypeId) -> Option<TypeId> {
        self.hierarchy
            .parent
            .get(ty.index())
            .copied()
            .and_then(TypeId::some)
    }

    /// Whether the framework table has the type.
    pub fn is_platform(&self, ty: TypeId) -> bool {
        self.hierarchy
            .known
            .get(ty.index())
            .copied()
            .unwrap_or(false)
    }

    /// Preorder interval of a type among superclasses: `b` is `a` or a subclass of it when `b`'s start lies in `a`'s.
    pub fn span(&self, ty: TypeId) -> (u32, u32) {
        self.hierarchy
            .span
            .get(ty.index())
            .copied()
            .unwrap_or((NONE, NONE))
    }

    /// The type whose preorder interval begins there.
    pub(crate) fn type_at(&self, place: u32) -> Option<TypeId> {
        self.hierarchy.order.get(place as usize).copied()
    }

    /// Interfaces that the type names itself.
    pub fn interfaces_of(&self, ty: TypeId) -> &[TypeId] {
        slice(
            &self.hierarchy.interface_ends,
            &self.hierarchy.interfaces,
            ty.index(),
        )
    }

    /// Types that name the interface themselves: classes that implement it and interfaces that extend it.
    pub fn implementers(&self, interface: TypeId) -> &[TypeId] {
        slice(
            &self.hierarchy.direct_ends,
            &self.hierarchy.direct,
            interface.index(),
        )
    }

    /// Preorder intervals of everything that implements the interface, sorted and apart.
    pub(crate) fn spans(&self, interface: TypeId) -> Vec<(u32, u32)> {
        let mut spans = vec![self.span(interface)];
        let mut open = vec![interface];
        let mut seen = std::collections::BTreeSet::from([interface]);
        while let Some(next) = open.pop() {
            for ty in self.implementers(next) {
                if seen.insert(*ty) {
                    spans.push(self.span(*ty));
                    // Only interfaces are named by others.
                    open.push(*ty);
                }
            }
        }
        spans.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::new();
        for span in spans {
            match merged.last_mut() {
                Some(last) if span.0 < last.1 => last.1 = last.1.max(span.1),
                _ => merged.push(span),
            }
        }
        merged
    }

    /// The type and its superclasses, nearest first.
    pub fn chain(&self, ty: TypeId) -> impl Iterator<Item = TypeId> + '_ {
        std::iter::successors(Some(ty), |t| self.super_of(*t)).take(MAX_CHAIN)
    }

    /// All interfaces of the type, its superclasses' and their superinterfaces included, each once.
    pub fn all_interfaces(&self, ty: TypeId) -> Vec<TypeId> {
        let mut found: Vec<TypeId> = Vec::new();
        // Most have a few: a walk over those is cheaper than a set.
        let mut seen = std::collections::BTreeSet::new();
        let add = |found: &mut Vec<TypeId>, seen: &mut std::collections::BTreeSet<TypeId>, of| {
            for interface in self.interfaces_of(of) {
                if found.len() == FEW_INTERFACES && seen.is_empty() {
                    seen.extend(found.iter().copied());
                }
                let new = match found.len() < FEW_INTERFACES {
                    true => !found.contains(interface),
                    false => seen.insert(*interface),
                };
                if new {
                    found.push(*interface);
                }
            }
        };
        for class in self.chain(ty) {
            add(&mut found, &mut seen, class);
        }
        let mut at = 0;
        while let Some(next) = found.get(at).copied() {
            if found.len() > MAX_INTERFACES {
                break;
            }
            at += 1;
            add(&mut found, &mut seen, next);
        }
        found
    }

    /// Whether a value of type `a` can stand where `b` is declared, as far as the hierarchy is known.
    pub fn is_subtype(&self, a: TypeId, b: TypeId) -> bool {
        let (at, (from, to)) = (self.span(a).0, self.span(b));
        if a == b || (at != NONE && from <= at && at < to) {
            return true;
        }
        if self.descriptor_bytes(b).first() == Some(&b'[') {
            return self.array_subtype(a, b);
        }
        // Classes that nobody names as an interface need no walk.
        !self.implementers(b).is_empty() && self.all_interfaces(a).contains(&b)
    }

    fn array_subtype(&self, a: TypeId, b: TypeId) -> bool {
        let (Some(b'['), Some(b'[')) = (
            self.descriptor_bytes(a).first(),
            self.descriptor_bytes(b).first(),
        ) else {
            return false;
        };
        let dims = |t| {
            self.descriptor_bytes(t)
                .iter()
                .take_while(|c| **c == b'[')
                .count()
        };
        let common = dims(a).min(dims(b));
        let element = |t| self.descriptor_bytes(t).get(common..).unwrap_or_default();
        let (x, y) = (element(a), element(b));
        let find = |d: &[u8]| self.names.find_type(self.names.find_string(d)?);
        match (find(x), find(y)) {
            (Some(x), Some(y)) if self.descriptor_bytes(y).first() != Some(&b'[') => {
                self.is_subtype(x, y)
            }
            _ => x == y,
        }
    }

    /// The app's method with that selector that a receiver of exactly this class would run: its own, the nearest
    /// superclass's, or an interface's default. `None` when the class or selector is foreign, or when the method is that
    /// of a class outside of the package.
    pub fn resolve_virtual(&self, class: TypeId, method: MethodId) -> Option<DefId> {
        match self.resolve_on(class, self.selector(method)) {
            Resolved::Def(def) => Some(def),
            _ => None,
        }
    }

    /// What a reference means, looked up from the type it names.
    pub fn resolve(&self, method: MethodId) -> Resolved {
        if let Some(def) = self.def_of(method) {
            return Resolved::Def(def);
        }
        self.resolve_on(self.method_class(method), self.selector(method))
    }

    fn resolve_on(&self, ty: TypeId, selector: SelId) -> Resolved {
        let mut first_external = None;
        for class in self.chain(ty) {
            if self.class_of(class).is_none() {
                first_external = Some(class);
                break;
            }
            if let Some(def) = self.own_def(class, selector) {
                return Resolved::Def(def);
            }
        }
        let interfaces = self.all_interfaces(ty);
        for interface in &interfaces {
            if let Some(def) = self.own_def(*interface, selector) {
                let concrete = self.access(def) & access::ABSTRACT == 0;
                if concrete || self.is_interface(ty) {
                    return Resolved::Def(def);
                }
            }
        }
        let object = |t: TypeId| self.super_of(t).is_none();
        // An app class whose superclass is Object gets foreign methods from its foreign interfaces.
        let foreign = interfaces
            .iter()
            .copied()
            .find(|i| self.class_of(*i).is_none() && self.declares(*i, selector));
        match (first_external, foreign) {
            (Some(class), Some(interface)) if object(class) => Resolved::External(interface),
            (Some(class), _) => Resolved::External(class),
            (None, Some(interface)) => Resolved::External(interface),
            (None, None) => Resolved::Nothing,
        }
    }

    /// Whether an external type declares the selector; an unknown one could.
    fn declares(&self, ty: TypeId, selector: SelId) -> bool {
        if !self.is_platform(ty) {
            return true;
        }
        let name = self.selector_name(selector);
        let arguments = self.arguments(selector);
        let found = self
            .framework
            .find_method(&self.descriptor(ty), &name, &arguments);
        found.is_some_and(|method| method.class().descriptor() != "Ljava/lang/Object;")
    }

    /// The class's own method with that selector.
    pub fn own_def(&self, class: TypeId, selector: SelId) -> Option<DefId> {
        self.def_of(self.names.find_method(class, selector)?)
    }

    /// Virtual methods of the app with that selector, in preorder of their classes.
    pub fn virtual_defs(&self, selector: SelId) -> &[DefId] {
        slice(
            &self.hierarchy.virtual_ends,
            &self.hierarchy.virtuals,
            selector.index(),
        )
    }

    /// Methods with that selector in the class and its subclasses (those of an interface's implementers are not among
    /// them).
    pub fn defs_below(&self, ty: TypeId, selector: SelId) -> &[DefId] {
        let all = self.virtual_defs(selector);
        let (from, to) = self.span(ty);
        let start = all.partition_point(|d| self.span(self.class_type(self.class(*d))).0 < from);
        let end = all.partition_point(|d| self.span(self.class_type(self.class(*d))).0 < to);
        all.get(start..end).unwrap_or_default()
    }

    /// Methods that override this one in subclasses.
    pub fn overrides(&self, def: DefId) -> impl Iterator<Item = DefId> + '_ {
        let ty = self.class_type(self.class(def));
        let selector = self.selector(self.method(def));
        self.defs_below(ty, selector)
            .iter()
            .copied()
            .filter(move |d| *d != def)
    }
}
