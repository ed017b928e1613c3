//! The program as the interpreter asks for it: app or framework, dispatch, names, bodies, constants.
//!
//! Everything that costs a walk is remembered; one [`Code`] serves all scenarios of an app, each on its own thread, so
//! what is remembered sits behind locks that are taken briefly.
//!
//! - `ir.rs`: the register language · `lower.rs`: DEX to it · `lower_class.rs`, `lower_members.rs`, `stack_plan.rs`: class files to it ·
//!   `lower_lambda.rs`: lambdas · `shortcut.rs`: jumps over questions already answered · `live.rs`: which registers are still read ·
//!   `resumed.rs`: where what stops moves on
//! - `chain.rs`: loops from one object to the next, as calls · `kin.rs`: which objects can be of which types · `known.rs`: what was asked before · `assigned.rs`: fields without a default · `listeners.rs`: interfaces of absent code
//! - `declared.rs`: what a class declares

pub(in crate::scenario) mod assigned;
mod chain;
mod declared;
pub(in crate::scenario) mod ir;
mod kin;
pub(in crate::scenario) mod known;
pub(in crate::scenario) mod listeners;
pub(in crate::scenario) mod live;
mod lower;
mod lower_class;
mod lower_lambda;
mod lower_members;
pub(in crate::scenario) mod resumed;
mod shortcut;
mod stack_plan;

use std::borrow::Cow;
use std::sync::{Arc, Mutex, OnceLock};

use hashbrown::HashMap;
use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::dex::access;
use crate::knowledge::framework::{ClassKind, Framework};
use crate::program::{
    self, ClassId, Constant as Encoded, DefId, FieldId, Kind, MethodId, Program, Resolved, StrId,
    TypeId, Use,
};
use crate::scenario::code::chain::rounds_as_calls;
use crate::scenario::code::ir::Body;
use crate::scenario::code::kin::Kin;
use crate::scenario::code::known::{BOXES, MethodInfo, ROOTS};
use crate::scenario::code::live::live_registers;
use crate::scenario::code::lower::{DexIds, lower};
use crate::scenario::code::lower_class::lower_class;
use crate::scenario::code::lower_lambda::lower_lambda;
use crate::scenario::code::shortcut::take_shortcuts;
use crate::scenario::replay::outcome::Stage;

type Cache<K, V> = Mutex<HashMap<K, V, FxBuildHasher>>;

/// What a call means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// A method with code (or a native one) of the app.
    App(DefId),
    /// A method that the app inherits from this class outside of it.
    Framework(TypeId),
}

/// A constant of the framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Constant {
    /// A number or boolean.
    Int(i64),
    /// A string.
    Text(String),
}

/// Static fields and what they start with.
type FieldValues = HashMap<FieldId, Encoded, FxBuildHasher>;

/// What the interpreter must know of a view in a layout.
#[derive(Debug)]
pub(crate) struct LayoutView {
    /// Its class, when the app defines it.
    pub(crate) class: Option<TypeId>,
    /// Its `android:id`.
    pub(crate) id: Option<u32>,
    /// The fragment that it holds.
    pub(crate) fragment: Option<TypeId>,
    /// Method of the page that a click runs.
    pub(crate) on_click: Option<String>,
    /// It is a `ViewStub`.
    pub(crate) stub: bool,
    /// Layout that stands in its place.
    pub(crate) include: Option<u32>,
}

/// The program as the interpreter asks for it.
pub(crate) struct Code<'a> {
    stage: Stage<'a>,
    pub(crate) program: &'a Program<'a>,
    framework: Framework<'a>,
    object: TypeId,
    string: TypeId,
    class: TypeId,
    throwable: TypeId,
    method: TypeId,
    enumeration: TypeId,
    builders: Vec<TypeId>,
    /// Types that nearly everything is below.
    roots: Vec<TypeId>,
    /// Types that numbers are instances of once they are boxed.
    pub(crate) boxes: Vec<TypeId>,
    bodies: Cache<DefId, Option<Arc<Body>>>,
    dispatched: Cache<(TypeId, MethodId), Target>,
    kin: Kin,
    resolved_fields: Cache<FieldId, FieldId>,
    /// Fields that some code stores into.
    written: OnceLock<FxHashSet<FieldId>>,
    initial: Cache<ClassId, Arc<FieldValues>>,
    pub(crate) layouts: Cache<u32, Arc<Vec<LayoutView>>>,
    pub(crate) assigned: Cache<ClassId, Arc<FxHashSet<FieldId>>>,
    pub(crate) methods: Vec<OnceLock<Box<MethodInfo<'a>>>>,
}

impl<'a> Code<'a> {
    /// Prepares a program.
    pub(crate) fn new(stage: Stage<'a>) -> Self {
        let Stage {
            program, framework, ..
        } = stage;
        // A type that the program does not mention cannot occur in it; the root stands for it.
        let none = TypeId(u32::MAX);
        let object = program.find_type("Ljava/lang/Object;").unwrap_or(none);
        let find = |name: &str| program.find_type(name).unwrap_or(none);
        let all = |names: &[&str]| -> Vec<TypeId> {
            let found = names.iter().filter_map(|name| program.find_type(name));
            found.collect()
        };
        Self {
            stage,
            program,
            framework,
            object,
            string: find("Ljava/lang/String;"),
            class: find("Ljava/lang/Class;"),
            throwable: find("Ljava/lang/Throwable;"),
            method: find("Ljava/lang/reflect/Method;"),
            builders: all(&["Ljava/lang/StringBuilder;", "Ljava/lang/StringBuffer;"]),
            roots: all(ROOTS),
            enumeration: find("Ljava/lang/Enum;"),
            boxes: all(BOXES),
            bodies: Cache::default(),
            dispatched: Cache::default(),
            kin: Kin::default(),
            resolved_fields: Cache::default(),
            written: OnceLock::new(),
            initial: Cache::default(),
            layouts: Cache::default(),
            assigned: Cache::default(),
            methods: (0..program.method_count())
                .map(|_| OnceLock::new())
                .collect(),
        }
    }

    /// `java.lang.Object`.
    pub(crate) fn object(&self) -> TypeId {
        self.object
    }

    /// Whether a class is an enum, or the class of one of its constants.
    pub(crate) fn is_enum(&self, ty: TypeId) -> bool {
        self.is_subtype(ty, self.enumeration)
    }

    /// `java.lang.String`.
    pub(crate) fn string(&self) -> TypeId {
        self.string
    }

    /// `java.lang.Class`.
    pub(crate) fn class(&self) -> TypeId {
        self.class
    }

    /// `java.lang.Throwable`.
    pub(crate) fn throwable(&self) -> TypeId {
        self.throwable
    }

    /// `java.lang.reflect.Method`.
    pub(crate) fn method_type(&self) -> TypeId {
        self.method
    }

    /// Whether a class is `StringBuilder` or `StringBuffer`.
    pub(crate) fn is_builder(&self, ty: TypeId) -> bool {
        self.builders.contains(&ty)
    }

    /// Whether the app defines the class.
    pub(crate) fn is_app(&self, ty: TypeId) -> bool {
        self.program.class_of(ty).is_some()
    }

    /// Whether everything is below the type, so that it says nothing.
    pub(crate) fn is_root(&self, ty: TypeId) -> bool {
        self.roots.contains(&ty)
    }

    /// Descriptor of a type.
    pub(crate) fn descriptor(&self, ty: TypeId) -> Cow<'a, str> {
        self.program.descriptor(ty)
    }

    /// Dotted name of a type, nested classes with `$`.
    pub(crate) fn dotted(&self, ty: TypeId) -> String {
        self.program.type_name(ty)
    }

    /// The type of that dotted name.
    pub(crate) fn class_named(&self, name: &str) -> Option<TypeId> {
        self.program.find_type(&program::descriptor_of(name))
    }

    /// The type of that descriptor.
    pub(crate) fn class_of_descriptor(&self, descriptor: &str) -> Option<TypeId> {
        self.program.find_type(descriptor)
    }

    /// Whether the platform has a class of that dotted name, hidden ones included.
    pub(crate) fn is_platform_name(&self, name: &str) -> bool {
        let descriptor = program::descriptor_of(name);
        self.framework.class(&descriptor).is_some()
            || [
                "android.",
                "com.android.",
                "dalvik.",
                "miui.",
                "com.mediatek.",
            ]
            .iter()
            .any(|root| name.starts_with(root))
    }

    /// Whether a class of the platform declares a method of that name.
    pub(crate) fn platform_declares(&self, class: &str, name: &str) -> bool {
        let row = self.framework.class(&program::descriptor_of(class));
        row.is_some_and(|row| row.methods().any(|method| method.name() == name))
    }

    /// Type of an array's elements.
    pub(crate) fn element_type(&self, ty: TypeId) -> TypeId {
        let descriptor = self.descriptor(ty);
        let element = descriptor
            .strip_prefix('[')
            .and_then(|rest| self.program.find_type(rest));
        element.unwrap_or(self.object)
    }

    /// Whether the platform has the class.
    pub(crate) fn is_platform(&self, ty: TypeId) -> bool {
        self.program.is_platform(ty)
    }

    /// A class, its superclasses nearest first, then all its interfaces.
    pub(crate) fn ancestors(&self, ty: TypeId) -> Vec<TypeId> {
        let mut all: Vec<TypeId> = self.program.chain(ty).collect();
        all.extend(self.program.all_interfaces(ty));
        all
    }

    /// The class that a method reference names.
    pub(crate) fn method_owner(&self, method: MethodId) -> TypeId {
        self.program.method_class(method)
    }

    /// Name of a method.
    pub(crate) fn method_name(&self, method: MethodId) -> Cow<'a, str> {
        self.program.method_name(method)
    }

    /// Parameter types of a method, without the receiver.
    pub(crate) fn method_params(&self, method: MethodId) -> &'a [TypeId] {
        let selector = self.program.selector(method);
        self.program
            .parameters(self.program.selector_proto(selector))
    }

    /// Result type of a method.
    pub(crate) fn method_return(&self, method: MethodId) -> TypeId {
        let selector = self.program.selector(method);
        self.program.returns(self.program.selector_proto(selector))
    }

    /// Whether a method returns nothing.
    pub(crate) fn method_returns_void(&self, method: MethodId) -> bool {
        self.descriptor(self.method_return(method)) == "V"
    }

    /// Parameter types of a definition, without the receiver.
    pub(crate) fn def_params(&self, def: DefId) -> Vec<TypeId> {
        self.method_params(self.program.method(def)).to_vec()
    }

    /// Result type of a definition.
    pub(crate) fn return_type(&self, def: DefId) -> TypeId {
        self.method_return(self.program.method(def))
    }

    /// Class of a definition.
    pub(crate) fn def_owner(&self, def: DefId) -> TypeId {
        self.program.class_type(self.program.class(def))
    }

    /// Whether a definition has no receiver.
    pub(crate) fn is_static(&self, def: DefId) -> bool {
        self.program.access(def) & access::STATIC != 0
    }

    /// Whether the method is written in native code.
    pub(crate) fn is_native(&self, def: DefId) -> bool {
        self.program.access(def) & access::NATIVE != 0
    }

    /// What a static call, a constructor or a private call means.
    pub(crate) fn resolve_static(&self, method: MethodId) -> Target {
        match self.program.resolve(method) {
            Resolved::Def(def) => Target::App(def),
            Resolved::External(ty) => Target::Framework(ty),
            Resolved::Nothing => Target::Framework(self.program.method_class(method)),
        }
    }

    /// What a virtual call runs for a receiver of exactly this class.
    pub(crate) fn dispatch(&self, class: TypeId, method: MethodId) -> Target {
        if !self.is_app(class) {
            return Target::Framework(class);
        }
        let mut cache = lock(&self.dispatched);
        *cache.entry((class, method)).or_insert_with(|| {
            match self.program.resolve_virtual(class, method) {
                Some(def) if self.program.access(def) & access::ABSTRACT == 0 => Target::App(def),
                _ => Target::Framework(self.framework_base(class, method)),
            }
        })
    }

    /// The class outside of the app that a call on `class` reaches.
    pub(crate) fn framework_base(&self, class: TypeId, method: MethodId) -> TypeId {
        if !self.is_app(class) {
            return class;
        }
        let outside = self
            .program
            .chain(class)
            .find(|ty| !self.is_app(*ty))
            .unwrap_or(self.object);
        if outside != self.object {
            return outside;
        }
        let owner = self.program.method_class(method);
        if !self.is_app(owner) {
            owner
        } else {
            self.object
        }
    }

    /// Whether a class is a page.
    pub(crate) fn is_page(&self, ty: TypeId) -> bool {
        let page = |one: &TypeId| self.dotted(*one).ends_with("Activity") && !self.is_app(*one);
        self.is_app(ty) && self.program.chain(ty).any(|one| page(&one))
    }

    /// A class's static initialiser.
    pub(crate) fn class_initialiser(&self, ty: TypeId) -> Option<DefId> {
        let class = self.program.class_of(ty)?;
        let name = |def: &DefId| self.program.method_name(self.program.method(*def)) == "<clinit>";
        self.program.defs_of(class).find(name)
    }

    /// The constructor that the framework would call: without parameters, else the one with the fewest.
    pub(crate) fn default_constructor(&self, ty: TypeId) -> Option<DefId> {
        let class = self.program.class_of(ty)?;
        let constructors = self
            .program
            .defs_of(class)
            .filter(|def| self.program.method_name(self.program.method(*def)) == "<init>");
        constructors.min_by_key(|def| self.def_params(*def).len())
    }

    /// The methods of that name that an object of the class would run, overloads included, inherited ones too as long
    /// as the app defines them. A compiler's bridge only where what it leads to has another name (R8 renames that).
    pub(crate) fn methods_named(&self, ty: TypeId, name: &str) -> Vec<DefId> {
        const BRIDGE: u32 = access::BRIDGE | access::SYNTHETIC;
        let above = self.ancestors(ty);
        let classes = above.into_iter().filter_map(|ty| self.program.class_of(ty));
        let mut seen = FxHashSet::default();
        let found = classes
            .flat_map(|class| self.program.defs_of(class))
            .filter(|def| {
                let method = self.program.method(*def);
                self.program.method_name(method) == name
                    && self.program.access(*def) & access::ABSTRACT == 0
                    && seen.insert(self.program.selector(method))
            });
        let (bridges, found): (Vec<DefId>, Vec<DefId>) =
            found.partition(|def| self.program.access(*def) & BRIDGE == BRIDGE);
        if found.is_empty() { bridges } else { found }
    }

    /// The app's methods that override what a framework type declares; of an interface also what it takes over from others.
    pub(crate) fn overrides(&self, class: TypeId, framework: TypeId) -> Vec<DefId> {
        let Some(row) = self.framework.class(&self.descriptor(framework)) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let methods = row.declaring().into_iter().flat_map(|row| row.methods());
        for method in methods.filter(|method| method.is_overridable()) {
            let (name, descriptor) = (method.name(), method.descriptor());
            let Some(selector) = self.program.find_selector(name, descriptor) else {
                continue;
            };
            for owner in self.ancestors(class) {
                if self.program.class_of(owner).is_none() {
                    continue;
                }
                if let Some(def) = self.program.own_def(owner, selector) {
                    found.push(def);
                    break;
                }
            }
        }
        found
    }

    /// The field that a reference means.
    pub(crate) fn resolve_field(&self, field: FieldId) -> FieldId {
        let mut cache = lock(&self.resolved_fields);
        *cache
            .entry(field)
            .or_insert_with(|| self.program.resolve_field(field))
    }

    /// Whether the app defines the field.
    pub(crate) fn is_app_field(&self, field: FieldId) -> bool {
        self.program.field_access(field).is_some()
    }

    /// Class of a field.
    pub(crate) fn field_owner(&self, field: FieldId) -> TypeId {
        self.program.field(field).0
    }

    /// Type of a field.
    pub(crate) fn field_type(&self, field: FieldId) -> TypeId {
        self.program.field(field).2
    }

    /// Name of a field.
    pub(crate) fn field_name(&self, field: FieldId) -> Cow<'a, str> {
        self.program.text(self.program.field(field).1)
    }

    /// `Lpkg/Cls;->NAME`.
    pub(crate) fn field_path(&self, field: FieldId) -> String {
        format!(
            "{}->{}",
            self.descriptor(self.field_owner(field)),
            self.field_name(field)
        )
    }

    /// Whether a type is an interface.
    pub(crate) fn is_interface(&self, ty: TypeId) -> bool {
        let row = || self.framework.class(&self.descriptor(ty));
        self.program.is_interface(ty) || row().is_some_and(|row| row.kind() == ClassKind::Interface)
    }

    /// Whether any code stores into the field, by whatever class it names it with.
    pub(crate) fn is_written(&self, field: FieldId) -> bool {
        let written = self.written.get_or_init(|| {
            let named = (0..self.program.field_count() as u32).map(FieldId);
            let stored = |field: &FieldId| {
                let stores = self.program.users(Use::new(Kind::Write, field.0));
                !stores.is_empty()
            };
            let stored = named.filter(stored);
            stored.map(|one| self.program.resolve_field(one)).collect()
        });
        written.contains(&field)
    }

    /// The constant that a static field starts with.
    pub(crate) fn static_constant(&self, field: FieldId) -> Option<Encoded> {
        let class = self.program.class_of(self.field_owner(field))?;
        if let Some(initial) = lock(&self.initial).get(&class) {
            return initial.get(&field).copied();
        }
        let initial: FieldValues = self.program.static_values(class).into_iter().collect();
        let value = initial.get(&field).copied();
        lock(&self.initial).insert(class, Arc::new(initial));
        value
    }

    /// The stage that everything is replayed on.
    pub(crate) fn stage(&self) -> Stage<'a> {
        self.stage
    }

    /// The value of a framework constant.
    pub(crate) fn framework_constant(&self, field: FieldId) -> Option<Constant> {
        let (owner, name, ty) = self.program.field(field);
        if let Some(id) = self.resource(&self.descriptor(owner), &self.program.text(name)) {
            return Some(Constant::Int(i64::from(id)));
        }
        let row = self
            .framework
            .find_field(&self.descriptor(owner), &self.program.text(name))?;
        let value = row.value()?;
        Some(match &*self.descriptor(ty) {
            "Ljava/lang/String;" => Constant::Text(value.to_owned()),
            "Z" => Constant::Int(i64::from(value == "true")),
            "F" | "D" => return None,
            _ => Constant::Int(value.parse().ok()?),
        })
    }

    /// The resource that a field of `R` stands for, in a library, whose host makes that class.
    fn resource(&self, owner: &str, name: &str) -> Option<u32> {
        let (_, kind) = owner.strip_suffix(';')?.rsplit_once("/R$")?;
        self.stage.package.resources.find(kind, name)
    }

    /// Whether the field is `Boolean.TRUE` or `Boolean.FALSE`: boxes are the numbers in them.
    pub(crate) fn is_boxed_truth(&self, field: FieldId) -> bool {
        let path = self.field_path(field);
        path == "Ljava/lang/Boolean;->TRUE" || path == "Ljava/lang/Boolean;->FALSE"
    }

    /// Whether the field is the platform's version.
    pub(crate) fn is_sdk_int(&self, field: FieldId) -> bool {
        self.field_path(field) == "Landroid/os/Build$VERSION;->SDK_INT"
    }

    /// A string of the program.
    pub(crate) fn text(&self, text: StrId) -> Cow<'a, str> {
        self.program.text(text)
    }

    /// Lowers a method's body. `None`: it has none, or one too long to analyse.
    pub(crate) fn lower(&self, def: DefId) -> Option<Arc<Body>> {
        if let Some(body) = lock(&self.bodies).get(&def) {
            return body.clone();
        }
        let params = || {
            let receiver = (!self.is_static(def)).then_some(false);
            let params = self.def_params(def).into_iter();
            let wide = params.map(|ty| self.is_wide(ty));
            receiver.into_iter().chain(wide).collect::<Vec<bool>>()
        };
        let body = self.program.body(def).and_then(|body| match body {
            program::Body::Dex(body) => {
                let ids = DexIds {
                    code: self,
                    body: &body,
                };
                lower(&body.code, &params(), &ids)
            }
            program::Body::Class(body) => lower_class(&body, &params(), self),
            program::Body::Lambda(lambda, code) => Some(lower_lambda(lambda, code, |method| {
                self.program.is_private(method)
            })),
        });
        let body = body.and_then(|mut body| {
            take_shortcuts(&mut body);
            body.live = live_registers(&body)?;
            let method = self.program.method(def);
            let void = || self.method_returns_void(method);
            if !self.is_static(def) && rounds_as_calls(&mut body, method, void) {
                body.live = live_registers(&body)?;
            }
            body.heads = body.heads();
            body.steps = self
                .program
                .find_string(resumed::REFUSAL)
                .map_or_else(Box::default, |text| resumed::steps(&body, text));
            Some(Arc::new(body))
        });
        lock(&self.bodies).insert(def, body.clone());
        body
    }

    pub(crate) fn is_wide(&self, ty: TypeId) -> bool {
        matches!(&*self.descriptor(ty), "J" | "D")
    }
}

/// Takes a lock; a thread that panicked with it held leaves consistent data behind, since entries are only added.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
