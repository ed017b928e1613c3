//! Runs the framework model's scripts on abstract values.

use crate::knowledge::model::{Expr, How, Rule, Run, Statement};
use crate::scenario::code::ir::{Math, Width};
use crate::scenario::engine::Engine;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::{Site, Slot};
use crate::scenario::engine::value::{Obj, Value, Vid};
use crate::scenario::model::files::EXISTS;

/// Milliseconds from which on a wait outlasts the start of an app and its first page; and from which on it is none, but a time.
const LONG: i64 = 1000;
const LIMIT: i64 = 100_000_000;
/// Views that one call is looked at apart for.
const VIEWS: usize = 8;

impl Engine<'_, '_> {
    /// What a modelled call does and gives.
    pub(crate) fn run_script(&mut self, call: &Invocation<'_>, rule: &Rule) -> Vid {
        let mut result = Vid::BOTTOM;
        let mut returns = false;
        let mut undone = false;
        for statement in &rule.script {
            match statement {
                Statement::Return(expr) => {
                    returns = true;
                    let value = self.eval(call, expr, 0);
                    result = self.join(result, value);
                }
                Statement::Pending(of, by) => {
                    let of = self.given(call, of);
                    let by = by.as_ref().unwrap_or(&rule.class);
                    let later = self.waits_long(call);
                    undone = undone || self.is_undone(call.at, by, &of, later);
                }
                Statement::Undo(of) => {
                    let of = self.given(call, of);
                    self.note_undo(call.at, of);
                }
                Statement::TakeOut(of) => {
                    let of = self.given(call, of);
                    self.note_taken_out(call.at, of);
                }
                _ if undone => {}
                Statement::Store(place, value) => {
                    let value = self.eval(call, value, 1);
                    self.store(call, place, value);
                }
                Statement::Run(run) => self.run_each(call, run),
                Statement::Start(kind, what) => {
                    let what = self.eval(call, what, 4);
                    self.start(call, *kind, what);
                }
            }
        }
        if returns {
            result
        } else {
            self.unknown(self.code.method_return(call.method))
        }
    }

    /// Whether a call says how many milliseconds what it is pending for waits, and that is long.
    fn waits_long(&self, call: &Invocation<'_>) -> bool {
        let last = self.code.method_params(call.method).last().copied();
        let long = last.is_some_and(|ty| self.code.kind(ty) == Some(b'J'));
        let value = call.args.last().filter(|_| long);
        let time = value.and_then(|value| self.values.get(*value).single_int());
        time.is_some_and(|time| (LONG..LIMIT).contains(&time))
    }

    /// What a call is pending for, or takes back.
    fn given(&mut self, call: &Invocation<'_>, of: &[Expr]) -> Vec<Vid> {
        of.iter().map(|one| self.eval(call, one, 7)).collect()
    }

    /// Runs what a script names; what a person does to one of several views apart for each.
    fn run_each(&mut self, call: &Invocation<'_>, run: &Run) {
        let value = self.values.shared(call.this);
        let several = (2..=VIEWS).contains(&value.objs.len()) && value.types.is_empty();
        if run.how != How::Person || !several {
            return self.run(call, run);
        }
        for obj in value.objs.iter().copied() {
            let this = self.obj(obj);
            self.run(&Invocation { this, ..*call }, run);
        }
    }

    /// Runs the app code that a script names.
    fn run(&mut self, call: &Invocation<'_>, run: &Run) {
        let on = self.eval(call, &run.on, 2);
        let mut args = Vec::new();
        for arg in &run.args {
            let value = self.argument(call, arg);
            if self.is_missing(call, arg, value) {
                return;
            }
            args.push(value);
        }
        self.run_apart(call, run.how, (on, &run.method), &run.args, &args);
    }

    /// Runs app methods, for each element of a collection alone when they are given elements.
    fn run_apart(
        &mut self,
        call: &Invocation<'_>,
        how: How,
        (on, method): (Vid, &str),
        exprs: &[Expr],
        args: &[Vid],
    ) -> Vid {
        let mut elements = exprs.iter().zip(0..);
        let element = elements
            .find_map(|(expr, at): (_, usize)| Some((elements_of(expr)?, at, *args.get(at)?)));
        let Some((of, at, held)) = element.filter(|(.., held)| *held != Vid::BOTTOM) else {
            return self.run_on(call, how, on, method, args);
        };
        let of = self.eval(call, of, 3);
        let parts = self.each_of(of, held);
        let mut result = Vid::BOTTOM;
        let mut args = args.to_vec();
        for part in parts {
            args[at] = part;
            let one = self.run_on(call, how, on, method, &args);
            result = self.join(result, one);
        }
        result
    }

    /// The elements of a collection one by one, as far as they are few. What else may be in one that nobody knows is null, as where
    /// it is looked through.
    fn each_of(&mut self, of: Vid, held: Vid) -> Vec<Vid> {
        let mut parts = self.parts(held).unwrap_or_else(|| vec![held]);
        if !self.values.get(of).types.is_empty() && !parts.contains(&Vid::ZERO) {
            parts.push(Vid::ZERO);
        }
        parts
    }

    /// The elements of a collection for which a predicate can give `wanted`.
    fn chosen(
        &mut self,
        call: &Invocation<'_>,
        (of, predicate): (Vid, Vid),
        method: &str,
        wanted: bool,
    ) -> Vid {
        let elements = self.read_slot(of, Slot::Element);
        if elements == Vid::BOTTOM && !self.values.get(of).types.is_empty() {
            self.run_on(call, How::Call, predicate, method, &[]);
            return self.unknown(self.code.object());
        }
        let held = self.values.shared(predicate);
        let ours = |obj: &Obj| self.code.is_app(self.objects.ty(*obj));
        let known = held.types.is_empty() && !held.objs.is_empty() && held.objs.iter().all(ours);
        let mut kept = Vid::BOTTOM;
        for part in self.each_of(of, elements) {
            if part == Vid::BOTTOM {
                continue;
            }
            let answer = self.run_on(call, How::Call, predicate, method, &[part]);
            let answer = self.unboxed(answer);
            let wrong = self.values.get(answer).single_int() == Some(i64::from(!wanted));
            if !known || !(wrong || answer == Vid::BOTTOM) {
                kept = self.join(kept, part);
            }
        }
        kept
    }

    /// Whether there is nothing to hand over yet: no page, no answer, no element of a collection. Of a collection that nobody knows
    /// there is anything.
    fn is_missing(&mut self, call: &Invocation<'_>, expr: &Expr, value: Vid) -> bool {
        if value != Vid::BOTTOM {
            return false;
        }
        match elements_of(expr) {
            Some(of) => {
                let of = self.eval(call, of, 3);
                self.values.get(of).types.is_empty()
            }
            None => {
                const AWAITED: &[&str] = &["pages", "or", "answered_by", "answered_later"];
                matches!(expr, Expr::Function(name, _) if AWAITED.contains(&name.as_str()))
            }
        }
    }

    /// An argument for app code; nothing stands for anything of the parameter's type.
    fn argument(&mut self, call: &Invocation<'_>, arg: &Expr) -> Vid {
        match arg {
            Expr::Function(name, of) if name == "any" && of.is_empty() => Vid::BOTTOM,
            _ => self.eval(call, arg, 3),
        }
    }

    /// Runs every app method of that name on every object.
    pub(crate) fn run_on(
        &mut self,
        call: &Invocation<'_>,
        how: How,
        on: Vid,
        name: &str,
        args: &[Vid],
    ) -> Vid {
        let value = self.values.shared(on);
        let mut result = Vid::BOTTOM;
        if how == How::Person && value.may_be_zero() {
            self.bare_choice(call, args);
        }
        for obj in value.objs.iter().copied() {
            for def in self
                .methods_named(self.objects.ty(obj), name)
                .iter()
                .copied()
            {
                let on = self.obj(obj);
                let value = self.run_app(call, how, on, def, args);
                result = self.join(result, value);
            }
        }
        // Of unknown identity: any instance, with all that any of them holds.
        for ty in value.types.iter().copied() {
            if self.code.is_root(ty) {
                continue;
            }
            for class in self.instances_of(ty).iter().copied() {
                for def in self.methods_named(class, name).iter().copied() {
                    let on = self.values.instance(class);
                    let value = self.run_app(call, how, on, def, args);
                    result = self.join(result, value);
                }
            }
        }
        result
    }

    fn store(&mut self, call: &Invocation<'_>, place: &Expr, value: Vid) {
        match place {
            Expr::Slot(base, name) => {
                let of = base;
                let base = self.eval(call, of, 5);
                if name == EXISTS {
                    self.fill_folders(call, of, base);
                }
                let slot = Slot::Named(self.strings.intern(name));
                // Asked for in small programs only.
                if self.caps.small || slot != Slot::Named(self.order.filled) {
                    self.write_slot(base, slot, value);
                }
            }
            Expr::Element(base) => {
                let base = self.eval(call, base, 5);
                self.write_elements(base, value);
            }
            Expr::Keyed(base, key) => {
                let base = self.eval(call, base, 5);
                let key = self.eval(call, key, 6);
                // What gives the key has not answered yet.
                if key == Vid::BOTTOM {
                    return;
                }
                let value = self.counted_once(base, key, value);
                self.note_keys(base, key);
                self.write_key(base, key, value);
            }
            _ => {}
        }
    }

    pub(super) fn eval(&mut self, call: &Invocation<'_>, expr: &Expr, tag: u8) -> Vid {
        match expr {
            Expr::This => call.this,
            Expr::Arg(index) => call
                .args
                .get((*index as usize).wrapping_sub(1))
                .copied()
                .unwrap_or(Vid::BOTTOM),
            Expr::Int(value) => self.values.int(*value),
            Expr::Str(text) => self.text(text),
            Expr::Slot(base, name) => {
                let base = self.eval(call, base, tag);
                self.read_named(base, name)
            }
            Expr::Element(base) => {
                let base = self.eval(call, base, tag);
                self.read_slot(base, Slot::Element)
            }
            Expr::Keyed(base, key) => {
                let base = self.eval(call, base, tag);
                let key = self.eval(call, key, tag);
                self.read_key(base, key)
            }
            Expr::Function(name, args) => self.function(call, name, args, tag),
            Expr::Type(_) => Vid::BOTTOM,
        }
    }

    fn function(&mut self, call: &Invocation<'_>, name: &str, args: &[Expr], tag: u8) -> Vid {
        // What app code answers that is run within the call, or on another thread.
        if let ("answered_by" | "answered_later", [on, Expr::Str(method), rest @ ..]) = (name, args)
        {
            let each = rest.iter().any(|arg| elements_of(arg).is_some());
            let how = match name {
                "answered_later" => How::Thread,
                _ if each => How::Call,
                _ => How::Once,
            };
            let on = self.eval(call, on, 2);
            let args: Vec<Vid> = rest.iter().map(|arg| self.argument(call, arg)).collect();
            let mut given = rest.iter().zip(&args);
            if given.any(|(expr, arg)| self.is_missing(call, expr, *arg)) {
                return Vid::BOTTOM;
            }
            return self.run_apart(call, how, (on, method), rest, &args);
        }
        if let ("filtered" | "rejected", [of, on, Expr::Str(method)]) = (name, args) {
            let of = self.eval(call, of, 2);
            let on = self.eval(call, on, 2);
            return self.chosen(call, (of, on), method, name == "filtered");
        }
        let returns = self.code.method_return(call.method);
        let ty = match args.first() {
            Some(Expr::Type(name)) => self.code.class_named(name),
            _ => None,
        };
        match name {
            "any" => return self.unknown(ty.unwrap_or(returns)),
            "new" => {
                let obj = self.allocate(call.at, ty.unwrap_or(returns), tag + 1);
                return self.obj(obj);
            }
            "one" => {
                let obj = self.only(Site::One, ty.unwrap_or(returns));
                return self.obj(obj);
            }
            "some" => {
                return self.values.intern(Value::instance(ty.unwrap_or(returns)));
            }
            "made" => {
                let obj = self.allocate(call.at, ty.unwrap_or(returns), u8::MAX);
                return self.obj(obj);
            }
            "never" => return Vid::BOTTOM,
            "metas" => return self.metas(),
            "permissions" => return self.declared_permissions(call, tag),
            "rationale" => return self.rationale(),
            "package" => {
                let name = &self.code.stage().package.manifest.package;
                return self.text(name);
            }
            "sdk" => return self.values.at_least(self.assume.min_sdk),
            _ => {}
        }
        let args: Vec<Vid> = args
            .iter()
            .enumerate()
            .map(|(i, arg)| self.eval(call, arg, tag + 8 + i as u8))
            .collect();
        let arg = |index: usize| args.get(index).copied().unwrap_or(Vid::BOTTOM);
        match name {
            "present" if self.past.left.is_some() => self.left(call, name, &args, returns),
            "stored" => self.stored_in_call(call, arg(0), arg(1), arg(2)),
            "boxed" => self.boxed(arg(0), returns),
            "unboxed" => self.unboxed(arg(0)),
            "split" => self.split(call, [arg(0), arg(1), arg(2)], tag),
            "larger" => self.each_pair(arg(0), arg(1), i64::max),
            "smaller" => self.each_pair(arg(0), arg(1), i64::min),
            "compared" => self.compared(arg(0), arg(1)),
            "index_of" => self.index_of(arg(0), arg(1), arg(2)),
            "last_index_of" => self.last_index_of(arg(0), arg(1)),
            "formatted" => self.formatted(arg(0), arg(1)),
            "joined" => self.joined(arg(0), arg(1)),
            "elements" => self.elements(call, arg(0)),
            "bytes" => self.bytes(call, arg(0), tag),
            "letters" => self.text_of_bytes(arg(0)),
            "base64" => self.base64_text(arg(0)),
            "spelled" => self.spelled(arg(0)),
            "json" => self.read_json(arg(0), arg(1)),
            "json_array" => self.read_json_array(arg(0), arg(1)),
            "absolute" => self.each_pair(arg(0), arg(0), |one, _| one.wrapping_abs()),
            "json_entry" => self.json_entry(call, arg(0), arg(1), arg(2)),
            "json_has" => self.json_has(call, arg(0), arg(1)),
            "written" => self.written(call, arg(0), tag),
            "holds" => self.may_hold(arg(0), arg(1)),
            "holds_all" => self.holds_all(arg(0), arg(1)),
            "but" => self.without_objects(arg(0), arg(1)),
            "among" => self.is_among(arg(0), arg(1)),
            "solid" => self.solid(arg(0)),
            "listing" => self.listing(call, arg(0), tag),
            "field" => self.named_field(call, arg(0), arg(1)),
            "set_field" => self.set_named_field(arg(0), arg(1), arg(2)),
            "extra" => self.extra(arg(0), arg(1), arg(2), returns),
            "has_extra" => self.has_extra(arg(0), arg(1)),
            "contents" => self.contents(call, arg(0), false),
            "lines" => self.contents(call, arg(0), true),
            "put_text" => self.put_text(call, arg(0), arg(1)),
            "properties" => self.read_properties(arg(0), arg(1)),
            "entry_read" => self.entry_read(call, arg(0), arg(1), arg(2)),
            "task_root" => self.is_task_root(arg(0)),
            "hash" => self.map_text(arg(0), |text| Some(hash(text))),
            "known" => self.known_only(arg(0)),
            "constant" => match self.values.get(arg(0)).strings() {
                (_, true) => Vid::BOTTOM,
                _ => arg(0),
            },
            "open" if self.values.get(arg(0)).types.is_empty() => Vid::ZERO,
            "open" => Vid::ONE,
            "iterated" => self.iterated(arg(0)),
            "filled" => match self.is_empty(arg(0), false) {
                Vid::ZERO => Vid::ONE,
                _ => Vid::BOOL,
            },
            "unit_at" => self.unit_at(arg(0), arg(1)),
            "blank_letter" => self.of_letters(arg(0), char::is_whitespace),
            "digit" => self.of_letters(arg(0), char::is_numeric),
            "letter" => self.of_letters(arg(0), char::is_alphabetic),
            "number" => self.map_text(arg(0), |text| text.parse().ok()),
            "timed" => self.timed(arg(0), arg(1), arg(2)),
            "meta" => self.meta(arg(0), arg(1), arg(2), returns),
            "meta_has" => self.meta_has(arg(0), arg(1)),
            "service" => self.service(arg(0)),
            "meta_names" => self.meta_names(call),
            "empty" | "stored_empty" => self.is_empty(arg(0), name == "stored_empty"),
            "count" | "stored_count" => self.count(arg(0), name == "stored_count"),
            "has" if self.surely_stored_under(arg(0), arg(1)) => Vid::ONE,
            "absent" if self.surely_stored_under(arg(0), arg(1)) => Vid::BOTTOM,
            "absent" => arg(2),
            "drop" => self.drop_key(arg(0), arg(1)),
            "has" => match self.read_key(arg(0), arg(1)) {
                Vid::BOTTOM if self.values.get(arg(0)).types.is_empty() => Vid::ZERO,
                _ => Vid::BOOL,
            },
            "apart" => self.apart.unwrap_or(Vid::BOTTOM),
            "pages" => self.pages(),
            "id" => self.view_id(arg(0)),
            "answers" => self.answers(call, tag),
            "answer" => self.answer(),
            "answer_map" => self.answer_map(call, arg(0), tag),
            "present" => match self.read_key(arg(0), arg(1)) {
                _ if self.surely_stored_under(arg(0), arg(1)) => Vid::ONE,
                Vid::BOTTOM if self.assume.empty_storage => Vid::ZERO,
                _ => Vid::BOOL,
            },
            "or" if arg(0) == Vid::BOTTOM => self.framework_gives(call.at, arg(1)),
            "or" => arg(0),
            "granted" => self.granted(arg(0)),
            "kept" => self.kept_in_view(call, arg(0), arg(1), arg(2)),
            "named" => self.named(arg(0), returns),
            "file" => self.files(arg(0)),
            "table" => self.tables(arg(0)),
            "rows" => self.rows(arg(0), arg(1), arg(2), arg(3)),
            "selected" => self.selected(arg(0), arg(1)),
            "put_row" => {
                self.put_row(arg(0), arg(1));
                Vid::ZERO
            }
            "executed" => {
                self.executed(call, arg(0), arg(1), tag);
                Vid::ZERO
            }
            "update_rows" => self.update_rows(call, arg(0), arg(1), (arg(2), arg(3))),
            "delete_rows" => self.delete_rows(call, arg(0), (arg(1), arg(2))),
            "cell" => self.cell(call, arg(0), arg(1)),
            "column" => self.column_index(arg(0)),
            "resource" => self.resource(arg(0), returns),
            "resources" => self.resource_array(call, arg(0), tag),
            "services" => self.services(arg(0)),
            "flags" => self.application_flags(),
            "put_all" => {
                self.put_all(arg(0), arg(1));
                Vid::ZERO
            }
            "readable" => self.readable(call, arg(0)),
            "when" => match self.values.get(arg(0)) {
                value if value.single_int() == Some(0) => Vid::BOTTOM,
                value if value.is_bottom() => Vid::BOTTOM,
                _ => arg(1),
            },
            "surely" => match self.values.get(arg(0)).single_int() {
                Some(1) => arg(1),
                _ => Vid::BOTTOM,
            },
            "provider" => self.providers(call.at, arg(0)),
            "abroad" => self.is_abroad(arg(0)),
            "elsewhere" => self.bundle_from_elsewhere(),
            "process" => self.processes(),
            "construct" => self.construct(call, arg(0), arg(1), tag),
            "exists" => self.exists(call, arg(0)),
            "button" => self.dialog_button(arg(0)),
            "arguments" => self.arguments(call, tag),
            "at" => self.element_at(call, arg(0), args.get(1).copied()),
            "front" => self.front(call, arg(0), arg(1) == Vid::ZERO),
            "entries" => self.entries(call, arg(0)),
            "ready" => self.ready(call, arg(0), arg(1), arg(2)),
            "take_over" => {
                self.take_over(call, arg(0), arg(1));
                Vid::ZERO
            }
            "copied" => self.copied(call, arg(0), arg(1), tag),
            "view" => self.view(arg(0), returns),
            "inflate" => self.inflate(call, arg(0)),
            "proxy" => self.proxy(call, arg(0), arg(1), tag),
            "register" => self.register(call, arg(0), arg(1)),
            "name" => self.method_names(arg(0)),
            "not" => match self.values.get(arg(0)) {
                value if value.single_int() == Some(0) => Vid::ONE,
                value if value.single_int().is_some() => Vid::ZERO,
                _ => Vid::BOOL,
            },
            "class" => self.class_of_names(arg(0)),
            "class_name" | "canonical_name" | "simple_name" | "package_of" => {
                self.names_of_classes(arg(0), name)
            }
            "methods" => self.declared_methods(call, arg(0)),
            "annotation" => self.annotation(call.at, arg(0), arg(1)),
            "parameters" => self.parameter_types(call, arg(0)),
            "substring" => self.substring(arg(0), arg(1), args.get(2).copied()),
            "replace" => self.replaced(arg(0), arg(1), arg(2)),
            "instance" => self.instance_of_classes(call, arg(0), tag),
            "type" => self.types_of(arg(0)),
            "text" => self.as_text(arg(0), call.method),
            "concat" => {
                let (a, b) = (
                    self.as_text(arg(0), call.method),
                    self.as_text(arg(1), call.method),
                );
                self.concat(a, b)
            }
            "equals" if call.base == self.code.object() => self.same(arg(0), arg(1)),
            "equals" => self.equals(arg(0), arg(1)),
            "same" => self.is_same(arg(0), arg(1)),
            "plus" => self.sum((Math::Add, Width::Int), arg(0), arg(1)),
            "length" => self.lengths(arg(0)),
            "is_empty" => self.is_blank(arg(0)),
            "equals_ignore_case" => self.compare(arg(0), arg(1), |a, b| a.eq_ignore_ascii_case(b)),
            "starts_with" => self.compare(arg(0), arg(1), |a, b| a.starts_with(b)),
            "ends_with" => self.compare(arg(0), arg(1), |a, b| a.ends_with(b)),
            "contains" => self.compare(arg(0), arg(1), |a, b| a.contains(b)),
            "lower" => self.transform(arg(0), str::to_lowercase),
            "upper" => self.transform(arg(0), str::to_uppercase),
            "trim" if self.is_written(arg(0)) => arg(0),
            "trim" => self.transform(arg(0), |text| text.trim().to_owned()),
            "is_instance" => self.is_instance(arg(0), arg(1)),
            "superclass" => {
                let unknown = self.unknown(returns);
                self.superclasses(arg(0), unknown)
            }
            "is_assignable" => self.is_assignable(arg(0), arg(1)),
            "cast" => self.cast_to(arg(0), arg(1)),
            "only" => ty.map_or(Vid::BOTTOM, |ty| self.cast(arg(1), ty)),
            "method" => self.reflected(arg(0), arg(1)),
            "invoke" => self.invoke(call, arg(0), arg(1), arg(2)),
            _ => self.unknown(returns),
        }
    }
}

/// The collection that an expression gives the elements of.
fn elements_of(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Element(of) => Some(of),
        Expr::Function(name, of) if name == "elements" => of.first(),
        _ => None,
    }
}

/// What `String.hashCode` gives.
fn hash(text: &str) -> i64 {
    let step = |hash: i32, unit: u16| hash.wrapping_mul(31).wrapping_add(i32::from(unit));
    i64::from(text.encode_utf16().fold(0, step))
}
