//! Reflection, proxies and what else goes by names: classes, services, meta-data.

use crate::checks::Edge;
use crate::program::{DefId, TypeId};
use crate::scenario::engine::Engine;
use crate::scenario::engine::blocks::insert_sorted;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::{Site, Slot};
use crate::scenario::engine::value::{Obj, Strs, Value, Vid, strs_of};

/// Slot that holds the handler of a proxy.
pub(crate) const PROXY: &str = "proxy";
/// Arguments that a rule may speak of, when its method is called by reflection.
const MODELLED_ARGS: usize = 5;
/// Declared methods of a class that are told apart when code looks through all.
const DECLARED: usize = 14;
/// Name of constructors.
const CONSTRUCTOR: &str = "<init>";
/// Marks of foreign objects: see [`Engine::foreign`].
const CLASS: &str = "class ";
const INSTANCE: &str = "instance of ";
/// System services that code asks for by name, of the classes that records speak of.
const SERVICES: &[(&str, &str)] = &[
    ("phone", "android.telephony.TelephonyManager"),
    (
        "telephony_subscription_service",
        "android.telephony.SubscriptionManager",
    ),
    ("wifi", "android.net.wifi.WifiManager"),
    ("location", "android.location.LocationManager"),
    ("activity", "android.app.ActivityManager"),
    ("connectivity", "android.net.ConnectivityManager"),
    ("clipboard", "android.content.ClipboardManager"),
    ("sensor", "android.hardware.SensorManager"),
    ("usagestats", "android.app.usage.UsageStatsManager"),
    ("account", "android.accounts.AccountManager"),
    ("bluetooth", "android.bluetooth.BluetoothManager"),
    ("alarm", "android.app.AlarmManager"),
    ("jobscheduler", "android.app.job.JobScheduler"),
    ("notification", "android.app.NotificationManager"),
    ("layout_inflater", "android.view.LayoutInflater"),
    ("camera", "android.hardware.camera2.CameraManager"),
    ("audio", "android.media.AudioManager"),
    ("display", "android.hardware.display.DisplayManager"),
    ("window", "android.view.WindowManager"),
    ("power", "android.os.PowerManager"),
    ("storage", "android.os.storage.StorageManager"),
];

impl Engine<'_, '_> {
    /// Objects that implement the interfaces by asking a handler.
    pub(crate) fn proxy(
        &mut self,
        call: &Invocation<'_>,
        interfaces: Vid,
        handler: Vid,
        tag: u8,
    ) -> Vid {
        let listed = self.read_slot(interfaces, Slot::Element);
        let mut result = Vid::BOTTOM;
        for class in self.values.get(listed).classes.clone() {
            let obj = self.allocate(call.at, class, tag + 1);
            let one = self.obj(obj);
            let slot = Slot::Named(self.strings.intern(PROXY));
            self.write_slot(one, slot, handler);
            result = self.join(result, one);
        }
        if result == Vid::BOTTOM {
            return self.unknown(self.code.object());
        }
        result
    }

    /// The names of method objects.
    pub(crate) fn method_names(&mut self, methods: Vid) -> Vid {
        let value = self.values.get(methods);
        let names = value
            .objs
            .iter()
            .filter_map(|obj| match self.objects.key(*obj).site {
                Site::Method(name) => Some(name),
                _ => None,
            });
        let strs = strs_of(names);
        if strs == Strs::None || !value.types.is_empty() {
            return Vid::ANY_STR;
        }
        self.values.intern(Value {
            strs,
            ..Value::default()
        })
    }

    /// The names of classes: in full, as the language spells them, alone, or of their packages.
    pub(crate) fn names_of_classes(&mut self, classes: Vid, form: &str) -> Vid {
        let value = self.values.get(classes).clone();
        if value.classes.is_empty() || !value.types.is_empty() || !value.objs.is_empty() {
            return Vid::ANY_STR;
        }
        let mut names = Vec::new();
        for class in value.classes {
            let name = self.code.dotted(class);
            let name = match form {
                "canonical_name" => name.replace('$', "."),
                "simple_name" => name
                    .rsplit(['.', '$'])
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
                "package_of" => name.rsplit_once('.').map_or("", |(of, _)| of).to_owned(),
                _ => name,
            };
            names.push(self.strings.intern(&name));
        }
        let strs = strs_of(names.into_iter());
        self.values.intern(Value {
            strs,
            ..Value::default()
        })
    }

    /// An array of the methods that the app's classes declare. Of a class with many only those that have an annotation.
    pub(crate) fn declared_methods(&mut self, call: &Invocation<'_>, classes: Vid) -> Vid {
        let returns = self.code.method_return(call.method);
        let value = self.values.get(classes).clone();
        let mut methods = Vid::BOTTOM;
        for class in value
            .classes
            .iter()
            .filter(|class| self.code.is_app(**class))
        {
            for name in self.code.declared(*class, DECLARED) {
                let name = self.strings.intern(&name);
                let method = self.only(Site::Method(name), *class);
                let method = self.obj(method);
                methods = self.join(methods, method);
            }
        }
        if methods == Vid::BOTTOM || !value.types.is_empty() {
            return self.unknown(returns);
        }
        let array = self.allocate(call.at, returns, u8::MAX);
        let array = self.obj(array);
        self.write_elements(array, methods);
        array
    }

    /// The app's definitions that a method object stands for; nothing for what is not known as one.
    pub(super) fn reflected_defs(&mut self, method: Obj) -> Vec<DefId> {
        let key = *self.objects.key(method);
        let Site::Method(name) = key.site else {
            return Vec::new();
        };
        let name = self.strings.get(name).to_owned();
        let named = self.methods_named(key.ty, &name);
        let own = named.iter().copied();
        let own: Vec<DefId> = own
            .filter(|def| self.code.def_owner(*def) == key.ty)
            .collect();
        match own.is_empty() {
            true => self.code.own_methods_named(key.ty, &name),
            false => own,
        }
    }

    /// An array of the types of methods' parameters.
    pub(crate) fn parameter_types(&mut self, call: &Invocation<'_>, methods: Vid) -> Vid {
        let returns = self.code.method_return(call.method);
        let value = self.values.get(methods).clone();
        let array = self.allocate(call.at, returns, u8::MAX);
        let array = self.obj(array);
        let mut length = Vid::BOTTOM;
        for method in value.objs {
            let defs = self.reflected_defs(method);
            if defs.is_empty() {
                return self.unknown(returns);
            }
            for def in defs {
                let params = self.code.def_params(def);
                let count = self.values.int(params.len() as i64);
                length = self.join(length, count);
                for (index, ty) in (0..).zip(params) {
                    let (index, class) = (self.values.int(index), Value::class(ty));
                    let class = self.values.intern(class);
                    self.write_key(array, index, class);
                }
            }
        }
        if length == Vid::BOTTOM || !value.types.is_empty() {
            return self.unknown(returns);
        }
        self.write_length(array, length);
        array
    }

    /// Arguments as they fit a method; nothing when one of them is no instance of its parameter's class.
    fn fitting(&mut self, def: DefId, mut values: Vec<Vid>) -> Option<Vec<Vid>> {
        let params = self.code.def_params(def);
        let first = values.len().saturating_sub(params.len());
        for (value, ty) in values.iter_mut().skip(first).zip(params) {
            if self.code.is_app(ty) {
                *value = self.cast(*value, ty);
                if *value == Vid::BOTTOM {
                    return None;
                }
            }
        }
        Some(values)
    }

    /// The classes that strings name.
    pub(crate) fn class_of_names(&mut self, names: Vid) -> Vid {
        let value = self.values.get(names).clone();
        let Strs::Set(names) = &value.strs else {
            return self.values.intern(Value::instance(self.code.class()));
        };
        let mut result = Vid::BOTTOM;
        for name in names {
            let text = self.strings.get(*name).to_owned();
            let one = match self.code.class_named(&text) {
                Some(class) => self.values.intern(Value::class(class)),
                // The platform has it although the program never names it; else the lookup throws.
                None if self.code.is_platform_name(&text) => self.foreign(CLASS, &text),
                None => continue,
            };
            result = self.join(result, one);
        }
        result
    }

    /// An object for a class of the platform (or an instance of it) that the program knows by its name only.
    pub(crate) fn foreign(&mut self, kind: &str, class: &str) -> Vid {
        let name = self.strings.intern(&format!("{kind}{class}"));
        let ty = if kind == CLASS {
            self.code.class()
        } else {
            self.code.object()
        };
        let obj = self.only(Site::Named(name), ty);
        self.obj(obj)
    }

    /// The classes that foreign objects stand for.
    pub(crate) fn foreign_names(&self, kind: &str, value: &Value) -> Vec<String> {
        let name = |obj: &Obj| match self.objects.key(*obj).site {
            Site::Named(name) => self.strings.get(name).strip_prefix(kind).map(str::to_owned),
            _ => None,
        };
        value.objs.iter().filter_map(name).collect()
    }

    /// The system service of a name.
    pub(crate) fn service(&mut self, names: Vid) -> Vid {
        let value = self.values.get(names).clone();
        let anything = self.values.intern(Value::instance(self.code.object()));
        let Strs::Set(names) = &value.strs else {
            return anything;
        };
        let mut result = Vid::BOTTOM;
        for name in names {
            let text = self.strings.get(*name);
            let class = SERVICES
                .iter()
                .find(|(name, _)| *name == text)
                .map(|(_, class)| *class);
            let one = match class {
                None => anything,
                Some(class) => match self.code.class_named(class) {
                    Some(class) => self.values.intern(Value::instance(class)),
                    None => self.foreign(INSTANCE, class),
                },
            };
            result = self.join(result, one);
        }
        result
    }

    /// Names of classes in the manifest's meta-data: what start-up libraries walk.
    pub(crate) fn meta_names(&mut self, call: &Invocation<'_>) -> Vid {
        let manifest = &self.code.stage().package.manifest;
        let of_components = manifest.components.iter().flat_map(|one| &one.meta_data);
        let metas = of_components.chain(&manifest.application.meta_data);
        let own = |name: &str| {
            let class = self.code.class_named(name);
            class.is_some_and(|class| self.code.is_app(class))
        };
        // The class may stand in the name or in the value.
        let names: Vec<&String> = metas
            .filter(|meta| own(&meta.name) || meta.value.as_deref().is_some_and(own))
            .map(|meta| &meta.name)
            .collect();
        let names: Vec<_> = names
            .into_iter()
            .map(|name| self.strings.intern(name))
            .collect();
        let strs = strs_of(names.into_iter());
        let returns = self.code.method_return(call.method);
        if strs == Strs::None {
            return self.unknown(returns);
        }
        let names = self.values.intern(Value {
            strs,
            ..Value::default()
        });
        let set = self.allocate(call.at, returns, u8::MAX - 2);
        let set = self.obj(set);
        self.write_elements(set, names);
        set
    }

    /// New objects of the classes, constructed.
    pub(crate) fn instance_of_classes(
        &mut self,
        call: &Invocation<'_>,
        classes: Vid,
        tag: u8,
    ) -> Vid {
        let value = self.values.get(classes).clone();
        let mut result = Vid::BOTTOM;
        for class in value.classes {
            self.initialise(call.at, class);
            let obj = self.allocate(call.at, class, tag + 1);
            let this = self.obj(obj);
            if let Some(def) = self.code.default_constructor(class) {
                let mut args = vec![this];
                for ty in self.code.def_params(def) {
                    let value = self.unknown(ty);
                    args.push(value);
                }
                self.enter(Some(call.at), def, &args, Edge::Reflection);
            }
            result = self.join(result, this);
        }
        if result == Vid::BOTTOM {
            self.unknown(self.code.object())
        } else {
            result
        }
    }

    /// The classes of what a value can be.
    pub(crate) fn types_of(&mut self, value: Vid) -> Vid {
        let value = self.values.get(value).clone();
        let mut classes: Vec<TypeId> = value.objs.iter().map(|obj| self.objects.ty(*obj)).collect();
        if value.strs != Strs::None {
            classes.push(self.code.string());
        }
        classes.sort_unstable();
        classes.dedup();
        let mut foreign = Vid::BOTTOM;
        for name in self.foreign_names(INSTANCE, &value) {
            let one = self.foreign(CLASS, &name);
            foreign = self.join(foreign, one);
        }
        if foreign != Vid::BOTTOM {
            return foreign;
        }
        // A service's own class is hidden, and has what the public one has.
        classes.extend(
            value
                .types
                .iter()
                .filter(|ty| !self.code.is_app(**ty) && !self.code.is_root(**ty)),
        );
        let unknown = value
            .types
            .iter()
            .any(|ty| self.code.is_app(*ty) || self.code.is_root(*ty));
        if unknown || classes.is_empty() {
            return self.values.intern(Value::instance(self.code.class()));
        }
        classes.sort_unstable();
        classes.dedup();
        self.values.intern(Value {
            classes,
            ..Value::default()
        })
    }

    /// The method object for a class and a name.
    pub(crate) fn reflected(&mut self, classes: Vid, names: Vid) -> Vid {
        let (classes, names) = (
            self.values.get(classes).clone(),
            self.values.get(names).clone(),
        );
        let Strs::Set(names) = &names.strs else {
            return self.unknown(self.code.method_type());
        };
        let mut result = Vid::BOTTOM;
        for class in &classes.classes {
            for name in names {
                let obj = self.only(Site::Method(*name), *class);
                let one = self.obj(obj);
                result = self.join(result, one);
            }
        }
        for class in self.foreign_names(CLASS, &classes) {
            for name in names {
                let path = format!("{class}#{}", self.strings.get(*name));
                let path = self.strings.intern(&path);
                let obj = self.only(Site::Method(path), self.code.method_type());
                let one = self.obj(obj);
                result = self.join(result, one);
            }
        }
        if result == Vid::BOTTOM {
            self.unknown(self.code.method_type())
        } else {
            result
        }
    }

    /// What a method object runs: the receiver's own method, where its class is known.
    fn invoked(&mut self, class: TypeId, name: &str, on: Vid) -> Vec<DefId> {
        let receiver = self.values.shared(on);
        let known = receiver.types.is_empty() && !receiver.objs.is_empty();
        let mut classes: Vec<TypeId> = Vec::new();
        for obj in receiver.objs.iter().filter(|_| known) {
            let ty = self.objects.ty(*obj);
            if self.code.is_app(ty) && self.code.is_subtype(ty, class) {
                insert_sorted(&mut classes, ty);
            }
        }
        if classes.is_empty() && !(known && self.code.is_app(class)) {
            classes.push(class);
        }
        let mut defs = Vec::new();
        for class in classes {
            for def in self.methods_named(class, name).iter() {
                insert_sorted(&mut defs, *def);
            }
        }
        defs
    }

    /// New objects by the constructors of an array or by one constructor, given the elements of an array.
    pub(crate) fn construct(
        &mut self,
        call: &Invocation<'_>,
        constructors: Vid,
        args: Vid,
        tag: u8,
    ) -> Vid {
        let length = self.array_length(args);
        let length = self.values.get(length).single_int();
        let mut result = Vid::BOTTOM;
        for constructor in self.values.get(constructors).objs.clone() {
            let key = *self.objects.key(constructor);
            let Site::Method(name) = key.site else {
                continue;
            };
            if self.strings.get(name) != CONSTRUCTOR || !self.code.is_app(key.ty) {
                continue;
            }
            self.initialise(call.at, key.ty);
            let obj = self.allocate(call.at, key.ty, tag.wrapping_add(1));
            let this = self.obj(obj);
            for def in self.methods_named(key.ty, CONSTRUCTOR).iter().copied() {
                let params = self.code.def_params(def);
                let fits = length.is_none_or(|length| length == params.len() as i64);
                if self.code.def_owner(def) != key.ty || !fits {
                    continue;
                }
                let mut values = vec![this];
                values.extend(self.passed(args, params));
                self.enter(Some(call.at), def, &values, Edge::Reflection);
            }
            result = self.join(result, this);
        }
        if result == Vid::BOTTOM {
            return self.invoke(call, constructors, Vid::ZERO, args);
        }
        result
    }

    /// Arguments for a method from the elements of an array.
    fn passed(&mut self, array: Vid, params: Vec<TypeId>) -> Vec<Vid> {
        let mut values = Vec::new();
        for (index, ty) in (0..).zip(params) {
            let index = self.values.intern(Value::int(index));
            values.push(match self.read_key(array, index) {
                Vid::BOTTOM => self.unknown(ty),
                value if !self.code.is_reference(ty) => value,
                // What is of another class makes the call throw.
                value => match self.cast(value, ty) {
                    Vid::BOTTOM => value,
                    fits => fits,
                },
            });
        }
        values
    }

    /// Calls method objects on receivers with the elements of an array.
    pub(crate) fn invoke(
        &mut self,
        call: &Invocation<'_>,
        methods: Vid,
        on: Vid,
        args: Vid,
    ) -> Vid {
        let value = self.values.get(methods).clone();
        let mut result = Vid::BOTTOM;
        let mut unknown = value.objs.is_empty() || !value.types.is_empty();
        for method in value.objs {
            let key = *self.objects.key(method);
            let Site::Method(name) = key.site else {
                unknown = true;
                continue;
            };
            // The class is part of the name when the program knows it by that alone.
            let name = self.strings.get(name).to_owned();
            let (class, name) = match name.split_once('#') {
                Some((class, name)) => (class.to_owned(), name),
                None => (self.code.dotted(key.ty), &*name),
            };
            if self.record.is_some() {
                let given = self.read_slot(args, Slot::Element);
                if let Some(record) = &mut self.record {
                    record.reflected(call.at, class.clone(), name, given);
                }
            }
            let defs = self.invoked(key.ty, name, on);
            for def in defs.iter().copied() {
                let mut values = Vec::new();
                if !self.code.is_static(def) {
                    values.push(on);
                }
                values.extend(self.passed(args, self.code.def_params(def)));
                let Some(values) = self.fitting(def, values) else {
                    continue;
                };
                let asked = self.code.program.method(def);
                if let Some(record) = &mut self.record {
                    record.call(call.at, asked, &values);
                }
                let value = self.enter(Some(call.at), def, &values, Edge::Reflection);
                result = self.join(result, value);
            }
            if !defs.is_empty() {
                continue;
            }
            match self.rules.of_name(&class, name) {
                Some(rule) => {
                    let params = vec![self.code.object(); MODELLED_ARGS];
                    let args = self.passed(args, params);
                    let invocation = Invocation {
                        this: on,
                        args: &args,
                        ..*call
                    };
                    let value = self.run_script(&invocation, rule);
                    result = self.join(result, value);
                }
                None => unknown = true,
            }
        }
        if unknown {
            let anything = self.unknown(self.code.object());
            result = self.join(result, anything);
        }
        result
    }
}
