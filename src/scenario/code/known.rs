//! What a run has asked before about types, fields and calls: asked a hundred times for each time the answer is worked out.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use crate::knowledge::model::Component;
use crate::program::{DefId, FieldId, MethodId, StrId, TypeId};
use crate::scenario::code::{Code, Target};
use crate::scenario::engine::context::Looks;
use crate::scenario::engine::heap::Slot;
use crate::scenario::engine::tries::Kept;
use crate::scenario::engine::value::{Str, Vid};

type Map<K, V> = HashMap<K, V, FxBuildHasher>;

/// What runs of a component's life: the place in its list, and the method.
pub(crate) type Steps = Rc<[(usize, DefId)]>;

/// Answers that do not change during a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// Anything of a type.
    pub(crate) unknown: Map<TypeId, Vid>,
    /// What a virtual call runs on a class.
    pub(crate) dispatch: Map<(TypeId, MethodId), Target>,
    /// The app's methods of a class that override what a framework type declares.
    pub(crate) overrides: Map<(TypeId, TypeId), Rc<[DefId]>>,
    /// The app's methods that an object of a class runs by name.
    pub(crate) named: Map<(TypeId, Str), Rc<[DefId]>>,
    /// Methods, and whether the platform shows the view that they give.
    pub(crate) given: Map<DefId, bool>,
    /// What runs of a component's life on a class: the place in the list of that life, and a method.
    pub(crate) lives: Map<(TypeId, Component), Steps>,
    /// What methods make once and keep.
    pub(crate) regions: RefCell<Map<DefId, Rc<[Kept]>>>,
    /// Static initialisers.
    pub(crate) initialisers: Map<TypeId, Option<DefId>>,
    /// Instance fields.
    pub(crate) fields: Map<FieldId, Field>,
    /// What a static field holds before anything is stored; `None`: nothing, since its initialiser surely stores.
    pub(crate) statics: Map<FieldId, Option<Vid>>,
    /// Methods that do nothing but give a field.
    pub(crate) getters: Map<DefId, Option<FieldId>>,
    /// Strings of the program.
    pub(crate) texts: Map<StrId, Vid>,
    /// What framework code does with an object that it is given as a type.
    pub(crate) taken: Map<TypeId, Taken>,
    /// Whether a method does nothing but make an object.
    pub(crate) makers: Map<DefId, bool>,
    /// Methods that are a few blocks and call nothing of the app.
    pub(crate) leaves: Map<DefId, bool>,
    /// What methods look at that only look.
    pub(crate) lookers: Map<DefId, Option<Looks>>,
    /// What handlers are sent; methods that are handed one, or the number that tells its kind.
    pub(crate) message: Option<TypeId>,
    pub(crate) couriers: Map<DefId, bool>,
    /// Methods with a text that names a class of the app.
    pub(crate) names: Map<DefId, bool>,
    /// Methods that call nothing of the app and store into no field.
    pub(crate) quiet: Map<DefId, bool>,
    /// Whether the class that declares a field stores there after its constructor.
    pub(crate) kept: Map<FieldId, bool>,
    /// The field that holds what a function gives that stopped, once that was asked for; methods that ask for it.
    pub(crate) stopped: Option<Option<FieldId>>,
    pub(crate) askers: Map<DefId, bool>,
    /// Whether objects of a class never change.
    pub(crate) immutable: Map<TypeId, bool>,
    /// What of a value is of a type, and what of it is not `null`.
    pub(crate) casts: Map<(Vid, TypeId), Vid>,
    pub(crate) solid: Map<Vid, Vid>,
    /// Whether a class is a stream or the like.
    pub(crate) streams: Map<TypeId, bool>,
}

/// What framework code that is not modelled does with an app object that it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It may call any method that its own type declares.
    Callback,
    /// It shows it: what runs of a view runs.
    View,
    /// It uses it for orders (start, show, add), which are the app's to give.
    Order,
}

/// An instance field.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    /// Where it is kept.
    pub(crate) slot: Slot,
    /// What reading it gives before anything was stored.
    pub(crate) before: Before,
    /// Others may store into it at any moment, as into every field of the framework.
    pub(crate) volatile: bool,
}

/// What a field holds before the program stores into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    /// Zero, besides what is stored.
    Zero,
    /// Nothing: every constructor stores.
    Nothing,
    /// Anything, as long as nothing is stored: the framework fills it.
    Framework(Vid),
    /// Anything: nothing in the program stores into it.
    Anything(Vid),
}

/// How methods begin that take an object back instead of using it.
const UNDOING: &[&str] = &[
    "remove",
    "unregister",
    "cancel",
    "delete",
    "equals",
    "unbind",
];

/// Types that say nothing of what is an instance of them.
pub(crate) const ROOTS: &[&str] = &[
    "Ljava/lang/Object;",
    "Ljava/lang/CharSequence;",
    "Ljava/lang/Comparable;",
    "Ljava/io/Serializable;",
];

/// How many of [`BOXES`] are boxes themselves.
const KINDS: usize = 8;

/// Boxes of numbers and what is above them.
pub(crate) const BOXES: &[&str] = &[
    "Ljava/lang/Integer;",
    "Ljava/lang/Long;",
    "Ljava/lang/Short;",
    "Ljava/lang/Byte;",
    "Ljava/lang/Boolean;",
    "Ljava/lang/Character;",
    "Ljava/lang/Float;",
    "Ljava/lang/Double;",
    "Ljava/lang/Number;",
    "Ljava/lang/Object;",
    "Ljava/lang/Comparable;",
    "Ljava/io/Serializable;",
];

/// What every call of a method asks for.
#[derive(Debug)]
pub(crate) struct MethodInfo<'a> {
    /// Its name.
    pub(crate) name: Cow<'a, str>,
    /// The class that the reference names.
    pub(crate) owner: TypeId,
    /// Result type.
    pub(crate) returns: TypeId,
    /// What a call means that does not look at the receiver's class.
    pub(crate) target: Target,
    /// It is a constructor.
    pub(crate) constructor: bool,
    /// It belongs to `StringBuilder` or `StringBuffer`.
    pub(crate) builder: bool,
    /// Its name says that it takes an object back.
    pub(crate) undoing: bool,
}

impl<'a> Code<'a> {
    /// What every call of a method asks for.
    pub(crate) fn method(&self, method: MethodId) -> &MethodInfo<'a> {
        self.methods[method.0 as usize].get_or_init(|| {
            let name = self.method_name(method);
            let owner = self.method_owner(method);
            Box::new(MethodInfo {
                owner,
                returns: self.method_return(method),
                target: self.resolve_static(method),
                constructor: name == "<init>",
                builder: self.is_builder(owner),
                undoing: UNDOING.iter().any(|verb| name.starts_with(verb)),
                name,
            })
        })
    }

    /// The bit of a box class; 0 for any other.
    pub(crate) fn box_bit(&self, ty: TypeId) -> u8 {
        if !self.boxes.contains(&ty) {
            return 0;
        }
        let name = self.descriptor(ty);
        let at = BOXES.iter().take(KINDS).position(|one| *one == name);
        at.map_or(0, |at| 1 << at)
    }

    /// What is in boxes of one class: the letter of its descriptor.
    pub(crate) fn only_box(&self, boxes: u8) -> Option<&'static str> {
        let one = boxes.is_power_of_two();
        let name = one.then(|| BOXES.get(boxes.trailing_zeros() as usize))??;
        Some(match *name {
            "Ljava/lang/Boolean;" => "Z",
            "Ljava/lang/Character;" => "C",
            "Ljava/lang/Float;" => "F",
            "Ljava/lang/Double;" => "D",
            _ => "J",
        })
    }

    /// Whether the type is `java.lang.Boolean`.
    pub(crate) fn is_truth(&self, ty: TypeId) -> bool {
        self.boxes.contains(&ty) && self.descriptor(ty) == "Ljava/lang/Boolean;"
    }

    /// Whether instances of a type are numbers for the interpreter, or may be: boxes and what is above them.
    pub(crate) fn is_box(&self, ty: TypeId) -> bool {
        self.boxes.contains(&ty)
    }

    /// Whether a class is a component or another context of the platform: the platform makes it and fills no field of it.
    pub(crate) fn is_context(&self, ty: TypeId) -> bool {
        let context = self.class_named("android.content.Context");
        context.is_some_and(|context| self.is_subtype(ty, context))
    }

    /// Whether a field is volatile: updaters may store into it.
    pub(crate) fn is_volatile(&self, field: FieldId) -> bool {
        let flags = self.program.field_access(field).unwrap_or_default();
        flags & crate::dex::access::VOLATILE != 0
    }

    /// Whether a field is stored into by constructors or the class's initialiser alone.
    pub(crate) fn is_final(&self, field: FieldId) -> bool {
        let flags = self.program.field_access(field).unwrap_or_default();
        flags & crate::dex::access::FINAL != 0
    }
}
