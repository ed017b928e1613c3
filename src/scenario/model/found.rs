//! Look-ups by reflection that surely find what they look for: no handler around them is entered.

use crate::program::{DefId, TypeId};
use crate::scenario::engine::Engine;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::Site;
use crate::scenario::engine::value::{Obj, Strs, Vid};

impl Engine<'_, '_> {
    /// Whether a call of the framework made one constant of constants: it did not throw.
    pub(crate) fn is_worked_out(&self, call: &Invocation<'_>, result: Vid) -> bool {
        let constant = |value: Vid| {
            let value = self.values.get(value);
            value.single_str().is_some() || value.single_int().is_some() && !value.is_reference()
        };
        !call.args.is_empty()
            && call.this == Vid::BOTTOM
            && constant(result)
            && call.args.iter().all(|arg| constant(*arg))
    }

    /// Whether a call of the framework looks something up that is surely there, or runs what was looked up.
    pub(crate) fn is_found(&mut self, call: &Invocation<'_>, result: Vid) -> bool {
        let code = self.code;
        if !code.reflects(call.base) {
            return false;
        }
        let name = code.method_name(call.method);
        match (&*code.descriptor(call.base), &*name) {
            ("Ljava/lang/Class;", "forName") => {
                let names = call.args.first().map(|name| self.values.shared(*name));
                let found = self.values.get(result);
                let classes = found.classes.iter();
                let here = |class| code.is_app(class) || code.is_platform(class);
                let known = classes.filter(|class| here(**class)).count() + found.objs.len();
                match names.as_deref().map(|names| &names.strs) {
                    Some(Strs::Set(names)) => found.types.is_empty() && known == names.len(),
                    _ => false,
                }
            }
            (
                "Ljava/lang/Class;",
                "getMethod" | "getDeclaredMethod" | "getConstructor" | "getDeclaredConstructor",
            ) => self.are_declared(result, |_, _, _| true),
            ("Ljava/lang/Class;", "newInstance") => {
                let classes = self.values.get(call.this);
                let made = |class: &_| code.is_app(*class);
                classes.types.is_empty()
                    && classes.objs.is_empty()
                    && classes.classes.iter().all(made)
            }
            ("Ljava/lang/Class;", "cast") => call.args.first() == Some(&result),
            ("Ljava/lang/reflect/Method;", "invoke")
            | ("Ljava/lang/reflect/Constructor;", "newInstance") => self
                .are_declared(call.this, |engine, class, name| {
                    engine.rules.is_steady_name(class, name)
                }),
            _ => false,
        }
    }

    /// The exception that a look-up throws which surely finds nothing, in a method that names a class that is there, too: of several
    /// alternatives one is taken. A method that finds nothing at all gets what it looks for in some way that is not seen.
    pub(crate) fn not_found(&mut self, call: &Invocation<'_>, result: Vid) -> Option<TypeId> {
        let code = self.code;
        let lookup = call.base == code.class() && code.method_name(call.method) == "forName";
        let name = call.args.first().map(|name| self.values.get(*name));
        let known = name.is_some_and(|name| matches!(name.strs, Strs::Set(_)));
        if !(lookup && known && result == Vid::BOTTOM) {
            return None;
        }
        let def = self.contexts[call.at.ctx.0 as usize].def;
        let others = self.known.names.entry(def);
        let others = *others.or_insert_with(|| code.names_own_class(def));
        others.then(|| code.class_of_descriptor("Ljava/lang/ClassNotFoundException;"))?
    }

    /// Whether all that a value can be are methods that are there: the app's own, or of the platform such as are wanted.
    fn are_declared(&mut self, methods: Vid, wanted: impl Fn(&Self, &str, &str) -> bool) -> bool {
        let value = self.values.shared(methods);
        let known = value.types.is_empty() && !value.objs.is_empty() && !value.may_be_zero();
        known && value.objs.iter().all(|one| self.is_declared(*one, &wanted))
    }

    fn is_declared(&mut self, method: Obj, wanted: impl Fn(&Self, &str, &str) -> bool) -> bool {
        let key = *self.objects.key(method);
        let Site::Method(name) = key.site else {
            return false;
        };
        let name = self.strings.get(name).to_owned();
        if self.code.is_app(key.ty) {
            let own: &[DefId] = &self.methods_named(key.ty, &name);
            return !own.is_empty();
        }
        // One of a class that the program knows by its name only is told by both.
        let (class, name) = match name.split_once('#') {
            Some((class, name)) => (class.to_owned(), name.to_owned()),
            None => (self.code.dotted(key.ty), name),
        };
        self.code.platform_declares(&class, &name) && wanted(self, &class, &name)
    }
}
