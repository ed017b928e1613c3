//! What the package itself says at run time: values of resources, flags of the application.

use crate::package::resources::Wanted;
use crate::package::value::Value as Resource;
use crate::program::TypeId;
use crate::scenario::engine::Engine;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::value::{Value, Vid, strs_of};

/// `ApplicationInfo.FLAG_DEBUGGABLE`, `FLAG_HAS_CODE`, `FLAG_EXTRACT_NATIVE_LIBS`.
const DEBUGGABLE: i64 = 2;
const HAS_CODE: i64 = 4;
const EXTRACT_NATIVE_LIBS: i64 = 1 << 28;
/// Where the model has the package's assets.
pub(super) const ASSETS: &str = "/android_asset/";
/// Bytes of an asset whose text is followed.
const ASSET: usize = 16 << 10;

impl Engine<'_, '_> {
    /// The values of resources: a text in every language, a truth value or a number as most devices see it.
    pub(crate) fn resource(&mut self, ids: Vid, ty: TypeId) -> Vid {
        let Some(ids) = self.values.get(ids).integers().map(<[i64]>::to_vec) else {
            return self.unknown(ty);
        };
        let resources = &self.code.stage().package.resources;
        let mut result = Vid::BOTTOM;
        for id in ids {
            let id = (id & 0xffff_ffff) as u32;
            let texts = resources.texts(id);
            let one = if !texts.is_empty() {
                let texts: Vec<_> = texts
                    .iter()
                    .map(|(_, text)| self.strings.intern(text))
                    .collect();
                let strs = strs_of(texts.into_iter());
                self.values.intern(Value {
                    strs,
                    ..Value::default()
                })
            } else {
                match resources.resolve(id, &Wanted::chinese()) {
                    Some(Resource::Bool(value)) => self.values.intern(Value::int(value.into())),
                    Some(Resource::Int(value)) => self.values.intern(Value::int(value.into())),
                    _ => self.unknown(ty),
                }
            };
            result = self.join(result, one);
        }
        result
    }

    /// The texts of an array among the resources.
    pub(crate) fn resource_array(&mut self, call: &Invocation<'_>, ids: Vid, tag: u8) -> Vid {
        let ty = self.code.method_return(call.method);
        let Some(ids) = self.values.get(ids).integers().map(<[i64]>::to_vec) else {
            return self.unknown(ty);
        };
        let resources = &self.code.stage().package.resources;
        let wanted = Wanted::chinese();
        let array = self.allocate(call.at, ty, tag.wrapping_add(1));
        let array = self.obj(array);
        for id in ids {
            let Some(bag) = resources.bag((id & 0xffff_ffff) as u32, &wanted) else {
                return self.unknown(ty);
            };
            let length = self.values.intern(Value::int(bag.items.len() as i64));
            self.write_length(array, length);
            for (index, (_, item)) in (0..).zip(&bag.items) {
                let index = self.values.intern(Value::int(index));
                let value = match resources.follow(item, &wanted) {
                    Resource::String(text) => self.text(&text),
                    _ => Vid::ANY_STR,
                };
                self.write_key(array, index, value);
            }
        }
        array
    }

    /// An array of the permissions that the manifest declares.
    pub(crate) fn declared_permissions(&mut self, call: &Invocation<'_>, tag: u8) -> Vid {
        let ty = self.code.class_of_descriptor("[Ljava/lang/String;");
        let ty = ty.unwrap_or(self.code.object());
        // Of a library they are its host's.
        if !self.code.stage().package.class_files.is_empty() {
            return self.unknown(ty);
        }
        let array = self.allocate(call.at, ty, tag.wrapping_add(1));
        let array = self.obj(array);
        let manifest = &self.code.stage().package.manifest;
        let length = self
            .values
            .intern(Value::int(manifest.uses_permissions.len() as i64));
        self.write_length(array, length);
        for (index, one) in (0..).zip(&manifest.uses_permissions) {
            let index = self.values.intern(Value::int(index));
            let name = self.text(&one.name);
            self.write_key(array, index, name);
        }
        array
    }

    /// The classes that `META-INF/services` lists for services.
    pub(crate) fn services(&mut self, services: Vid) -> Vid {
        let package = self.code.stage().package;
        let mut result = Vid::BOTTOM;
        for service in self.values.get(services).classes.clone() {
            let entry = format!("META-INF/services/{}", self.code.dotted(service));
            let Some(Ok(bytes)) = package.read_entry(&entry) else {
                continue;
            };
            let text = String::from_utf8_lossy(&bytes);
            for line in text.lines() {
                let name = line.split('#').next().unwrap_or_default().trim();
                let class = self.code.class_named(name);
                if let Some(class) = class.filter(|class| self.code.is_app(*class)) {
                    let one = self.values.intern(Value::class(class));
                    result = self.join(result, one);
                }
            }
        }
        result
    }

    /// The text of the asset that a path stands for; `None` when it is not there, too long, or no text.
    pub(super) fn asset(&self, path: &str) -> Option<String> {
        let entry = format!("assets/{}", path.strip_prefix(ASSETS)?);
        let bytes = self.code.stage().package.read_entry(&entry)?.ok()?;
        let bytes = Some(bytes).filter(|bytes| bytes.len() <= ASSET)?;
        Some(std::str::from_utf8(&bytes).ok()?.to_owned())
    }

    /// `ApplicationInfo.flags` of the installed package.
    pub(crate) fn application_flags(&mut self) -> Vid {
        let application = &self.code.stage().package.manifest.application;
        let mut flags = HAS_CODE;
        if application.debuggable {
            flags |= DEBUGGABLE;
        }
        if application.extract_native_libs || !application.present {
            flags |= EXTRACT_NATIVE_LIBS;
        }
        self.values.intern(Value::int(flags))
    }
}
