//! The manifest's meta-data as code reads it, and times in a unit.

use crate::program::TypeId;
use crate::scenario::engine::Engine;
use crate::scenario::engine::heap::Site;
use crate::scenario::engine::value::{Strs, Vid};

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
        if let [bundle] = value.objs.as_slice()
            && self.is_from_elsewhere(*bundle)
        {
            return self.held_elsewhere(returns);
        }
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

    /// A time in one unit (a `TimeUnit` constant, or its name) in another.
    pub(crate) fn timed(&mut self, number: Vid, from: Vid, to: Vid) -> Vid {
        let (Some(from), Some(to)) = (self.nanos_of(from), self.nanos_of(to)) else {
            return Vid::ANY_INT;
        };
        let one = self.values.int(1);
        self.each_pair(number, one, |time, _| {
            let time = i128::from(time) * from / to;
            time.clamp(i64::MIN.into(), i64::MAX.into()) as i64
        })
    }

    /// The nanoseconds of a unit of time.
    fn nanos_of(&self, unit: Vid) -> Option<i128> {
        let value = self.values.get(unit);
        let name = match (value.objs.as_slice(), value.single_str()) {
            ([obj], _) => match self.objects.key(*obj).site {
                Site::Named(name) => self.strings.get(name),
                _ => return None,
            },
            (_, Some(name)) => self.strings.get(name),
            _ => return None,
        };
        const SECOND: i128 = 1_000_000_000;
        Some(match name.rsplit("->").next()? {
            "NANOSECONDS" => 1,
            "MICROSECONDS" => 1000,
            "MILLISECONDS" => 1_000_000,
            "SECONDS" => SECOND,
            "MINUTES" => 60 * SECOND,
            "HOURS" => 3600 * SECOND,
            "DAYS" => 86_400 * SECOND,
            _ => return None,
        })
    }
}
