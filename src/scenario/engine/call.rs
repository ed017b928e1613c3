//! Calls: which methods a call can run, for each thing its receiver can be.

use std::rc::Rc;

use crate::checks::Edge;
use crate::knowledge::model::{Component, How};
use crate::program::{DefId, MethodId, TypeId};
use crate::scenario::code::Target;
use crate::scenario::code::ir::CallKind;
use crate::scenario::code::known::Taken;
use crate::scenario::engine::heap::Site;
use crate::scenario::engine::numbers::Ints;
use crate::scenario::engine::step::State;
use crate::scenario::engine::value::{Obj, Strs, Value, Vid};
use crate::scenario::engine::{At, Engine};
use crate::scenario::model::reflect::PROXY;

/// A call as the framework model sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Invocation<'c> {
    /// Where.
    pub(crate) at: At,
    /// The method named at the call.
    pub(crate) method: MethodId,
    /// The most specific framework class that the call reaches.
    pub(crate) base: TypeId,
    /// Receiver, narrowed to what reaches the framework; nothing for a static method.
    pub(crate) this: Vid,
    /// Arguments without the receiver.
    pub(crate) args: &'c [Vid],
}

/// What of a receiver reaches one class of the framework.
enum Part {
    Object(Obj),
    Instance(TypeId),
    Mixed(Value),
}

impl Default for Part {
    fn default() -> Self {
        Self::Mixed(Value::default())
    }
}

impl Part {
    fn value(self) -> Value {
        match self {
            Self::Object(obj) => Value::obj(obj),
            Self::Instance(ty) => Value::instance(ty),
            Self::Mixed(value) => value,
        }
    }
}

impl Engine<'_, '_> {
    /// Interprets a call and gives what it can return: [`Vid::BOTTOM`] when it does not return (yet).
    pub(crate) fn call(
        &mut self,
        at: At,
        kind: CallKind,
        method: MethodId,
        args: &[Vid],
        state: &mut State,
    ) -> Vid {
        self.put_into_words(at, method, args);
        if let Some(value) = self.builder(method, args, state) {
            return self.told_by_builder(at, method, args, value);
        }
        if let Some(record) = &mut self.record {
            record.call(at, method, args);
        }
        self.note_flow(at, method, args);
        let result = self.call_one(at, kind, method, args);
        self.handed_builders(method, args, state);
        self.marked(method, args, result)
    }

    /// [`Engine::call`] by the kind of the call.
    fn call_one(&mut self, at: At, kind: CallKind, method: MethodId, args: &[Vid]) -> Vid {
        match kind {
            CallKind::Static => {
                let info = self.code.method(method);
                self.initialise(at, info.owner);
                match info.target {
                    Target::App(def) => {
                        self.initialise(at, self.code.def_owner(def));
                        // Kotlin's extension functions: what they are called on is their first argument.
                        match args.first() {
                            Some(_) if self.caps.small => self.each_receiver(at, def, args),
                            _ => self.run_def(at, def, args),
                        }
                    }
                    Target::Framework(base) => {
                        let this = Vid::BOTTOM;
                        self.framework(Invocation {
                            at,
                            method,
                            base,
                            this,
                            args,
                        })
                    }
                }
            }
            CallKind::Direct | CallKind::Super => {
                let (this, rest) = (args[0], args.get(1..).unwrap_or_default());
                // For `super.method()` the reference names the superclass.
                match self.code.method(method).target {
                    Target::App(def) => {
                        let receiver = self.values.get(this);
                        if !(receiver.is_reference() && receiver.may_be_zero()) {
                            return self.each_receiver(at, def, args);
                        }
                        // Nothing runs on null.
                        let mut args = args.to_vec();
                        args[0] = self.solid(this);
                        self.each_receiver(at, def, &args)
                    }
                    Target::Framework(base) => self.framework(Invocation {
                        at,
                        method,
                        base,
                        this,
                        args: rest,
                    }),
                }
            }
            CallKind::Virtual => self.dispatch(at, method, args),
        }
    }

    /// A virtual call: every class that the receiver can be.
    pub(crate) fn dispatch(&mut self, at: At, method: MethodId, args: &[Vid]) -> Vid {
        let receiver = self.values.shared(args[0]);
        let info = self.code.method(method);
        if let Some(answer) = self.given_answer(info.owner, method) {
            return answer;
        }
        let rest = args.get(1..).unwrap_or_default();
        // Most calls: one object and nothing else.
        if receiver.marks == 0
            && let Some((obj, target)) = self.target_of_one(args[0], false, method)
        {
            if let Some(answer) = self.said_by(obj, method) {
                return answer;
            }
            match target {
                Target::App(def) => {
                    let value = self.run_def(at, def, args);
                    self.answers.push((obj, value));
                    return value;
                }
                Target::Framework(base) if !self.objects.is_method(obj) => {
                    let asked = self.ask_proxy(at, method, obj, rest);
                    let this = self.obj(obj);
                    let value = self.framework(Invocation {
                        at,
                        method,
                        base,
                        this,
                        args: rest,
                    });
                    return self.join(asked, value);
                }
                Target::Framework(_) => {}
            }
        }
        let mut result = Vid::BOTTOM;
        let mut bases: Vec<(TypeId, Part)> = Vec::new();
        let mut outside =
            |base: TypeId, part: Part| match bases.iter_mut().find(|(b, _)| *b == base) {
                Some((_, all)) => {
                    let (mut value, part) = (std::mem::take(all).value(), part.value());
                    value.objs.extend(part.objs);
                    value.types.extend(part.types);
                    if part.strs != Strs::None {
                        value.strs = part.strs;
                    }
                    *all = Part::Mixed(value);
                }
                None => bases.push((base, part)),
            };
        let mut inside: Vec<(DefId, Obj)> = Vec::new();
        let mut proxies: Vec<Obj> = Vec::new();
        let mut methods: Vec<(TypeId, Obj)> = Vec::new();
        for obj in &receiver.objs {
            let said = self.said_by(*obj, method);
            if let Some(answer) = said.or_else(|| self.host_answer(*obj, method)) {
                result = self.join(result, answer);
                continue;
            }
            match self.target(self.objects.ty(*obj), method) {
                Target::App(def) => inside.push((def, *obj)),
                Target::Framework(base) if self.objects.is_method(*obj) => {
                    methods.push((base, *obj))
                }
                Target::Framework(base) => {
                    proxies.push(*obj);
                    outside(base, Part::Object(*obj));
                }
            }
        }
        let mut waits = false;
        for ty in &receiver.types {
            let mut framework = !self.code.is_app(*ty);
            // What is only known to be an object is an instance of the class that the call names.
            let narrowed = if self.code.is_root(*ty) {
                info.owner
            } else {
                *ty
            };
            // Only an interface or class of which the app has instances can lead into the app.
            let mut inside = false;
            if !self.code.is_root(narrowed) {
                let spread = self.spread(at, narrowed, method, args);
                result = self.join(result, spread.result);
                inside = spread.inside;
                framework |= spread.framework;
            }
            if framework {
                let base = self.code.framework_base(narrowed, method);
                outside(base, Part::Instance(narrowed));
            } else if !inside {
                // No instance so far; if none comes, something that is not seen makes them.
                if self.null_gives(at, Vid::ZERO, Vid::ZERO) == Vid::BOTTOM {
                    waits = true;
                } else {
                    let base = self.code.framework_base(narrowed, method);
                    outside(base, Part::Instance(narrowed));
                }
            }
        }
        // What can be many things holds texts and class objects, too, which cannot be what the call names; and texts stand for what
        // is made of one (`Uri`): the class that the call names is asked.
        let owner = info.owner;
        let stands_for = |class: TypeId| {
            // A text that a field shows is a text, whatever the field calls it (`Editable`).
            let letters = self.code.class_named("java.lang.CharSequence");
            class == self.code.string()
                && letters.is_some_and(|letters| self.code.is_subtype(owner, letters))
        };
        let asked_as = |class: TypeId| match self.code.is_subtype(class, owner) || stands_for(class)
        {
            true => class,
            false => self.code.framework_base(owner, method),
        };
        if receiver.strs != Strs::None {
            let strs = Value {
                strs: receiver.strs.clone(),
                ..Value::default()
            };
            outside(asked_as(self.code.string()), Part::Mixed(strs));
        }
        if !receiver.classes.is_empty() {
            let classes = Value {
                classes: receiver.classes.clone(),
                ..Value::default()
            };
            outside(asked_as(self.code.class()), Part::Mixed(classes));
        }
        // Compilers name `Object` for what a box overrides.
        let boxes = owner != self.code.object() && self.code.is_box(owner) || receiver.boxes != 0;
        // Nothing is called on `null`; of numbers in no known box it is not told apart.
        let numbers = match receiver.boxes {
            0 => receiver.ints.clone(),
            _ => receiver.without_zero().ints,
        };
        if numbers != Ints::None && boxes {
            let ints = Value {
                ints: numbers,
                boxes: receiver.boxes,
                truths: receiver.truths,
                ..Value::default()
            };
            outside(owner, Part::Mixed(ints));
        }
        for (def, obj) in inside {
            let this = self.obj(obj);
            let mut args = args.to_vec();
            args[0] = this;
            let value = self.run_def(at, def, &args);
            let value = self.told_by(receiver.marks, info.returns, value);
            self.answers.push((obj, value));
            result = self.join(result, value);
        }
        let asked = |base, this| Invocation {
            at,
            method,
            base,
            this,
            args: rest,
        };
        // Methods found by reflection are asked one by one: code that looks through all picks some by what they answer.
        for (base, obj) in methods {
            let this = self.obj(obj);
            let value = self.framework(asked(base, this));
            self.answers.push((obj, value));
            result = self.join(result, value);
        }
        for obj in proxies {
            let value = self.ask_proxy(at, method, obj, rest);
            result = self.join(result, value);
        }
        for (base, part) in bases {
            let this = match part {
                Part::Object(obj) if receiver.marks == 0 => self.obj(obj),
                Part::Instance(ty) if receiver.marks == 0 => self.values.instance(ty),
                part => {
                    let mut value = part.value();
                    value.objs.sort_unstable();
                    value.marks = receiver.marks;
                    value.types.sort_unstable();
                    value.types.dedup();
                    self.values.intern(value)
                }
            };
            let value = self.framework(asked(base, this));
            result = self.join(result, value);
        }
        if result == Vid::BOTTOM && !waits && !receiver.is_reference() {
            let unknown = self.unknown(info.returns);
            return self.null_of_class_gives(at, (args[0], owner), unknown);
        }
        result
    }

    /// What a virtual call runs on an object of exactly this class.
    pub(crate) fn target(&mut self, class: TypeId, method: MethodId) -> Target {
        let code = self.code;
        let known = self.known.dispatch.entry((class, method));
        *known.or_insert_with(|| code.dispatch(class, method))
    }

    /// A call on an object that a proxy class implements: its handler is asked.
    fn ask_proxy(&mut self, at: At, method: MethodId, proxy: Obj, args: &[Vid]) -> Vid {
        // Only calls make proxies.
        if !matches!(self.objects.key(proxy).site, Site::Code { tag: 1.., .. }) {
            return Vid::BOTTOM;
        }
        let this = self.obj(proxy);
        let handler = self.read_named(this, PROXY);
        if handler == Vid::BOTTOM {
            return Vid::BOTTOM;
        }
        let name = self.code.method_name(method);
        let name = self.strings.intern(&name);
        let asked = self.only(Site::Method(name), self.code.method_owner(method));
        let asked = self.obj(asked);
        let array = self.allocate(at, self.code.object(), u8::MAX);
        let array = self.obj(array);
        for (index, arg) in (0..).zip(args) {
            let index = self.values.int(index);
            self.write_key(array, index, *arg);
        }
        let invocation = Invocation {
            at,
            method,
            base: self.code.method_owner(method),
            this,
            args,
        };
        self.run_on(
            &invocation,
            How::Call,
            handler,
            "invoke",
            &[this, asked, array],
        )
    }

    /// A call to one method, apart for each object that the receiver, or what an extension function is called on, can be.
    fn each_receiver(&mut self, at: At, def: DefId, args: &[Vid]) -> Vid {
        let receiver = self.values.shared(args[0]);
        if receiver.objs.len() < 2 {
            return self.run_def(at, def, args);
        }
        let mut result = Vid::BOTTOM;
        let alone = |obj: &Obj| Value {
            marks: receiver.marks,
            ..Value::obj(*obj)
        };
        let mut parts: Vec<Value> = receiver.objs.iter().map(alone).collect();
        let rest = Value {
            objs: Vec::new(),
            ..Value::clone(&receiver)
        };
        if !rest.is_bottom() {
            parts.push(rest);
        }
        for part in parts {
            let mut args = args.to_vec();
            args[0] = self.values.intern(part);
            let value = self.run_def(at, def, &args);
            result = self.join(result, value);
        }
        result
    }

    /// Runs a method of the app. A native one has no code here: what the model says of it holds.
    fn run_def(&mut self, at: At, def: DefId, args: &[Vid]) -> Vid {
        if self.code.is_native(def) {
            let method = self.code.program.method(def);
            let base = self.code.def_owner(def);
            if let Some(rule) = self.rules.find(self.code, base, method) {
                let receiver = usize::from(!self.code.is_static(def));
                let this = args.first().filter(|_| receiver == 1);
                let invocation = Invocation {
                    at,
                    method,
                    base,
                    this: this.copied().unwrap_or(Vid::BOTTOM),
                    args: args.get(receiver..).unwrap_or_default(),
                };
                return self.run_script(&invocation, rule);
            }
        }
        let site = self.told_by_place(at, def, args);
        self.enter_for(Some(at), def, args, Edge::Call, site)
    }

    /// A call that leaves the app.
    fn framework(&mut self, invocation: Invocation<'_>) -> Vid {
        self.leave_app();
        if let Some(rule) = self
            .rules
            .find(self.code, invocation.base, invocation.method)
        {
            let mut result = self.run_script(&invocation, rule);
            let returns = self.code.method(invocation.method).returns;
            if !self.code.is_reference(returns) {
                result = self.unboxed(result);
            }
            self.note_threw(&invocation, result);
            return self.passed_on(&invocation, result, true);
        }
        self.note_threw(&invocation, Vid::BOTTOM);
        self.escape(&invocation);
        let info = self.code.method(invocation.method);
        // A text only reads what it is made of.
        if info.owner != self.code.string() {
            self.filled(invocation.args);
        }
        let result = if info.constructor {
            Vid::ZERO
        } else {
            self.unknown(info.returns)
        };
        self.passed_on(&invocation, result, false)
    }

    /// Arrays of numbers that unmodelled framework code is handed: it may fill them (`InputStream.read`). Not those that the
    /// framework itself made (the answers to a request, handed on to the superclass).
    fn filled(&mut self, args: &[Vid]) {
        for arg in args {
            let value = self.values.shared(*arg);
            for obj in value.objs.iter().copied() {
                let made = matches!(self.objects.key(obj).site, Site::Code { tag, .. } if tag > 0);
                if self.code.holds_numbers(self.objects.ty(obj)) && !self.is_table(obj) && !made {
                    let array = self.obj(obj);
                    self.write_elements(array, Vid::ANY_INT);
                }
            }
        }
    }

    /// What unmodelled framework code may do with an app object that it is given: run the methods of the parameter's
    /// own type that the object's class overrides.
    fn escape(&mut self, invocation: &Invocation<'_>) {
        if self.code.method(invocation.method).undoing {
            return;
        }
        let params = self.code.method_params(invocation.method);
        for (param, arg) in params.iter().zip(invocation.args) {
            if self.code.is_root(*param) || self.code.is_app(*param) {
                continue;
            }
            match self.taken_as(*param) {
                Taken::Order => continue,
                Taken::View => {
                    for obj in self.values.shared(*arg).objs.iter().copied() {
                        self.live(Some(invocation.at), Component::View, obj);
                    }
                    continue;
                }
                Taken::Callback => {}
            }
            for obj in self.values.shared(*arg).objs.iter().copied() {
                let class = self.objects.ty(obj);
                if !self.code.is_app(class) {
                    continue;
                }
                let how = if self.rules.is_input(self.code, *param) {
                    How::Person
                } else {
                    How::Callback
                };
                for def in self.overrides(class, *param).iter() {
                    let on = self.obj(obj);
                    self.run_app(invocation, how, on, *def, &[]);
                }
            }
        }
    }

    /// What framework code that is not modelled does with an app object that it is given as this type.
    fn taken_as(&mut self, param: TypeId) -> Taken {
        if let Some(taken) = self.known.taken.get(&param) {
            return *taken;
        }
        let view = self.code.class_named("android.view.View");
        let taken = if view.is_some_and(|view| self.code.is_subtype(param, view)) {
            Taken::View
        } else if self.rules.is_order(self.code, param) {
            Taken::Order
        } else {
            Taken::Callback
        };
        self.known.taken.insert(param, taken);
        taken
    }

    /// The app's methods of a class that override what a framework type declares.
    fn overrides(&mut self, class: TypeId, framework: TypeId) -> Rc<[DefId]> {
        let code = self.code;
        let known = self.known.overrides.entry((class, framework));
        let found = known.or_insert_with(|| {
            let mut all = code.overrides(class, framework);
            all.extend(code.called_from_outside(class, framework));
            all.into()
        });
        found.clone()
    }

    /// The app's methods of that name that an object of the class runs, overloads included.
    pub(crate) fn methods_named(&mut self, class: TypeId, name: &str) -> Rc<[DefId]> {
        let code = self.code;
        let known = self.known.named.entry((class, self.strings.intern(name)));
        let found = known.or_insert_with(|| code.methods_named(class, name).into());
        found.clone()
    }

    /// Framework code runs a method of an app object.
    pub(crate) fn run_app(
        &mut self,
        invocation: &Invocation<'_>,
        how: How,
        on: Vid,
        def: DefId,
        args: &[Vid],
    ) -> Vid {
        let edge = match how {
            How::Call | How::Once => Edge::Call,
            How::Posted => Edge::Posted,
            How::Thread => Edge::Thread,
            How::Callback => Edge::Callback,
            How::Person | How::Answer => Edge::Callback,
        };
        if matches!(how, How::Person | How::Answer)
            && !self.acts_on(invocation, how, (def, on), args)
        {
            return Vid::BOTTOM;
        }
        let code = self.code;
        let params = code.method_params(code.program.method(def));
        let mut values = Vec::with_capacity(params.len() + 1);
        values.push(on);
        let bits = self.delivered(invocation);
        for (index, ty) in params.iter().enumerate() {
            let value = match args.get(index) {
                Some(value) if *value != Vid::BOTTOM => *value,
                _ => {
                    let value = self.unknown(*ty);
                    self.with_marks(value, bits)
                }
            };
            values.push(value);
        }
        if matches!(how, How::Person | How::Answer) {
            self.act(invocation, def, &values);
            self.order.act = true;
        }
        let answer = self.enter(Some(invocation.at), def, &values, edge);
        if !self.runs_once(how, &self.code.method(invocation.method).name) {
            let ctx = self.context_again(def, &values, None);
            self.note_again(ctx);
        }
        self.past.taking = false;
        answer
    }
}
