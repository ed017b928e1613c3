//! The manifest's meta-data as code reads it, and times in a unit.

use crate::program::TypeId;
use crate::scenario::engine::Engine;
use crate::scenario::engine::heap::Site;
use crate::scenario::engine::numbers::ints_of;
use crate::scenario::engine::value::{Strs, Value, Vid};

/// Name of the bundle that holds the manifest's meta-data.
const METAS: &str = "meta-data";

impl Engine<'_, '_> {
    /// The bundle of the manifest's meta-data.
    pub(crate) fn metas(&mut self) -> Vid {
        let Some(ty) = self.code.class_named("android.os.Bundle") else {
            return Vid::ZERO;
        };
        let name = self.strings.intern(METAS);
        let obj = self.only(Site::Named(name), ty);
        self.obj(obj)
    }

    /// Whether a value is that bundle and nothing else.
    fn is_metas(&self, bundle: Vid) -> bool {
        let value = self.values.get(bundle);
        let own = |obj: &crate::scenario::engine::value::Obj| match self.objects.key(*obj).site {
            Site::Named(name) => self.strings.get(name) == METAS,
            _ => false,
        };
        !value.objs.is_empty() && value.types.is_empty() && value.objs.iter().all(own)
    }

    /// The values of keys in the manifest: the application's, else a component's. `None` for a key that is not there.
    fn declared(&self, keys: Vid) -> Option<Vec<Option<String>>> {
        let Strs::Set(keys) = &self.values.get(keys).strs else {
            return None;
        };
        let manifest = &self.code.stage().package.manifest;
        let of_components = manifest.components.iter().flat_map(|one| &one.meta_data);
        let find = |key: &str| {
            let mut all = manifest
                .application
                .meta_data
                .iter()
                .chain(of_components.clone());
            all.find(|meta| meta.name == key)
                .map(|meta| meta.value.clone().unwrap_or_default())
        };
        Some(
            keys.iter()
                .map(|key| find(self.strings.get(*key)))
                .collect(),
        )
    }

    /// What a bundle holds under a key: the manifest's value in the right type, or anything of another bundle.
    pub(crate) fn meta(&mut self, bundle: Vid, keys: Vid, default: Vid, returns: TypeId) -> Vid {
        if !self.is_metas(bundle) {
            return self.put_in(bundle, keys, default, returns);
        }
        let Some(found) = self.declared(keys) else {
            return self.unknown(returns);
        };
        let text = self.code.descriptor(returns).starts_with('L');
        let mut result = Vid::BOTTOM;
        for value in found {
            let one = match value.as_deref() {
                None => default,
                Some("true") => Vid::ONE,
                Some("false") => Vid::ZERO,
                Some(value) if text => self.text(value),
                Some(value) => match value.parse() {
                    Ok(number) => self.values.int(number),
                    Err(_) => self.unknown(returns),
                },
            };
            result = self.join(result, one);
        }
        result
    }

    /// What a bundle that the app made holds under a key; anything of one that it was given.
    fn put_in(&mut self, bundle: Vid, keys: Vid, default: Vid, returns: TypeId) -> Vid {
        let value = self.values.get(bundle);
        if value.objs.is_empty() || !value.types.is_empty() {
            return self.unknown(returns);
        }
        self.extra(bundle, keys, default, returns)
    }

    /// Whether the manifest has a key.
    pub(crate) fn meta_has(&mut self, bundle: Vid, keys: Vid) -> Vid {
        if !self.is_metas(bundle) {
            return self.has_extra(bundle, keys);
        }
        match self.declared(keys).as_deref() {
            Some([Some(_)]) => Vid::ONE,
            Some([None]) => Vid::ZERO,
            _ => Vid::BOOL,
        }
    }

    /// A time in a `TimeUnit` constant, in milliseconds.
    pub(crate) fn millis(&mut self, number: Vid, unit: Vid) -> Vid {
        let factor = match self.values.get(unit).objs.as_slice() {
            [obj] => match self.objects.key(*obj).site {
                Site::Named(name) => match self.strings.get(name).rsplit("->").next() {
                    Some("MILLISECONDS") => 1,
                    Some("SECONDS") => 1000,
                    Some("MINUTES") => 60_000,
                    Some("HOURS") => 3_600_000,
                    Some("DAYS") => 86_400_000,
                    _ => return Vid::ANY_INT,
                },
                _ => return Vid::ANY_INT,
            },
            _ => return Vid::ANY_INT,
        };
        let Some(numbers) = self.values.get(number).integers() else {
            return Vid::ANY_INT;
        };
        let ints = ints_of(numbers.iter().map(|number| number.saturating_mul(factor)));
        self.values.intern(Value {
            ints,
            ..Value::default()
        })
    }
}
