//! What a class declares, for code that looks through it by reflection.

use crate::dex::access;
use crate::program::{self, DefId, FieldId, Kind, TypeId, Use};
use crate::scenario::code::Code;
use crate::scenario::code::Target;
use crate::scenario::code::ir::{Insn, Op};

/// Blocks of a leaf, at most.
const LEAF: usize = 8;

impl Code<'_> {
    /// The names of the methods that a class declares, sorted. Of more than `most` only those that have an annotation, and
    /// no more than that.
    pub(crate) fn declared(&self, class: TypeId, most: usize) -> Vec<String> {
        let program = self.stage().program;
        let Some(class) = program.class_of(class) else {
            return Vec::new();
        };
        let hidden = access::CONSTRUCTOR | access::SYNTHETIC;
        let own = |def: &DefId| program.access(*def) & hidden == 0;
        let defs: Vec<DefId> = program.defs_of(class).filter(own).collect();
        let mut names = self.names(&defs);
        if names.len() > most {
            let annotated = program.annotated_among(&defs);
            names = self.names(&annotated);
            names.truncate(most);
        }
        names
    }

    /// Whether a method, without a branch, makes just one object, and gives one.
    pub(crate) fn is_maker(&self, def: DefId) -> bool {
        let gives = self.descriptor(self.return_type(def)).starts_with('L');
        let Some(body) = self.lower(def).filter(|_| gives) else {
            return false;
        };
        let made = body
            .insns
            .iter()
            .filter(|one| matches!(one.op, Op::New { .. }));
        body.blocks.len() == 1 && made.count() == 1
    }

    /// Whether a method is a constructor.
    pub(crate) fn is_constructor(&self, def: DefId) -> bool {
        self.program.method_name(self.program.method(def)) == "<init>"
    }

    /// Whether a method of class files stands for the instruction that makes a lambda.
    pub(crate) fn makes_lambda(&self, def: DefId) -> bool {
        matches!(self.program.body(def), Some(program::Body::Lambda(_, code)) if code == program::FACTORY)
    }

    /// Whether a method is a few blocks that make nothing and call nothing of the app: what it does ends there.
    pub(crate) fn is_leaf(&self, def: DefId) -> bool {
        let Some(body) = self.lower(def) else {
            return false;
        };
        let ends = |insn: &Insn| match insn.op {
            Op::New { .. } | Op::NewArray { .. } | Op::FilledArray { .. } => false,
            Op::Call { method, .. } => matches!(self.method(method).target, Target::Framework(_)),
            _ => true,
        };
        body.blocks.len() <= LEAF && body.insns.iter().all(ends)
    }

    /// Whether a text of a method is the name of a class of the app.
    pub(crate) fn names_own_class(&self, def: DefId) -> bool {
        let named = |insn: &Insn| match insn.op {
            Op::Text { value, .. } => self.class_named(&self.text(value)),
            _ => None,
        };
        self.lower(def).is_some_and(|body| {
            body.insns
                .iter()
                .filter_map(named)
                .any(|class| self.is_app(class))
        })
    }

    /// Whether a method itself stores into no instance field.
    pub(crate) fn stores_nothing(&self, def: DefId) -> bool {
        let puts = |insn: &Insn| matches!(insn.op, Op::Put { .. });
        self.lower(def)
            .is_some_and(|body| !body.insns.iter().any(puts))
    }

    /// Whether a method of a class, its constructors left out, stores into a field.
    pub(crate) fn stores_later(&self, class: TypeId, field: FieldId) -> bool {
        let program = self.stage().program;
        let defs = program.class_of(class).into_iter();
        let mut defs = defs.flat_map(|class| program.defs_of(class));
        let stores = |insn: &Insn| matches!(insn.op, Op::Put { field: one, .. } if one == field);
        defs.any(|def| {
            program.access(def) & access::CONSTRUCTOR == 0
                && self
                    .lower(def)
                    .is_some_and(|body| body.insns.iter().any(stores))
        })
    }

    /// Whether code of the app that is no constructor or initialiser of a class stores into a field of the app.
    pub(crate) fn changes(&self, field: FieldId) -> bool {
        let program = self.stage().program;
        let field = program.resolve_field(field);
        let later = |def: &DefId| !program.method_name(program.method(*def)).starts_with('<');
        self.is_app_field(field)
            && !self.is_final(field)
            && program
                .users(Use::new(Kind::Write, field.0))
                .iter()
                .any(later)
    }

    /// The instance fields of the app that an object of a class has, its superclasses' included.
    pub(crate) fn instance_fields(&self, class: TypeId) -> Vec<FieldId> {
        let program = self.stage().program;
        let classes = program.chain(class).filter_map(|ty| program.class_of(ty));
        let fields = classes.flat_map(|class| program.fields_of(class));
        let own = fields.filter(|(_, flags)| flags & access::STATIC == 0);
        own.map(|(field, _)| field).collect()
    }

    /// Whether an object of a class holds for ever what it was made with: some fields, all of them final.
    pub(crate) fn is_immutable(&self, class: TypeId) -> bool {
        let fields = self.instance_fields(class);
        let stays = |field: &FieldId| {
            let flags = self.program.field_access(*field).unwrap_or_default();
            flags & access::FINAL != 0
        };
        !fields.is_empty() && fields.iter().all(stays)
    }

    fn names(&self, defs: &[DefId]) -> Vec<String> {
        let name = |def: &DefId| self.method_name(self.program.method(*def)).into_owned();
        let mut names: Vec<String> = defs.iter().map(name).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The methods of that name that a class itself declares, those without code too.
    pub(crate) fn own_methods_named(&self, class: TypeId, name: &str) -> Vec<DefId> {
        let program = self.stage().program;
        let class = program.class_of(class).into_iter();
        let all = class.flat_map(|class| program.defs_of(class));
        all.filter(|def| program.method_name(program.method(*def)) == name)
            .collect()
    }

    /// Whether a method has a runtime-visible annotation of a class.
    pub(crate) fn has_annotation(&self, def: DefId, annotation: TypeId) -> bool {
        self.stage().program.is_annotated(def, annotation)
    }
}
