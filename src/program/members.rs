//! Which method references mean a member that a rule names.

use super::Program;
use super::hierarchy::{Resolved, bucket};
use super::ids::{MethodId, StrId, TypeId};

/// Method references by name.
#[derive(Debug, Default)]
pub(crate) struct ByName {
    ends: Vec<u32>,
    methods: Vec<MethodId>,
}

impl Program<'_> {
    fn methods_named(&self, name: StrId) -> &[MethodId] {
        let by_name = self.by_name.get_or_init(|| {
            let pairs: Vec<(u32, MethodId)> = (0..self.method_count() as u32)
                .map(MethodId)
                .map(|m| (self.selector_row(self.selector(m)).0.0, m))
                .collect();
            let (ends, methods) = bucket(self.string_count(), &pairs);
            ByName { ends, methods }
        });
        let start = name
            .index()
            .checked_sub(1)
            .and_then(|i| by_name.ends.get(i))
            .copied();
        let end = by_name.ends.get(name.index()).copied().unwrap_or(0) as usize;
        by_name
            .methods
            .get(start.unwrap_or(0) as usize..end)
            .unwrap_or_default()
    }

    /// Method references that name exactly this class (a descriptor) and method; `arguments` as `ILjava/lang/String;`,
    /// `None` for all of that name.
    pub fn find_method(&self, class: &str, name: &str, arguments: Option<&str>) -> Vec<MethodId> {
        let Some(ty) = self.find_type(class) else {
            return Vec::new();
        };
        let mut found = self.named(name, arguments);
        found.retain(|method| self.method_class(*method) == ty);
        found
    }

    /// Method references by name; `arguments` as for [`Program::find_method`].
    pub(crate) fn named(&self, name: &str, arguments: Option<&str>) -> Vec<MethodId> {
        let Some(name) = self.find_string(name) else {
            return Vec::new();
        };
        let named = self.methods_named(name).iter().copied();
        let Some(arguments) = arguments else {
            return named.collect();
        };
        // A type that nothing names is no method's argument.
        let Some(types) = self.names.find_types(arguments) else {
            return Vec::new();
        };
        let takes = |method: &MethodId| {
            self.parameters(self.selector_proto(self.selector(*method))) == types
        };
        named.filter(takes).collect()
    }

    /// Method references whose call means this member of a class (a descriptor) outside of the app or in it: those that
    /// name the class, those that name a subclass which inherits the member (`MyActivity.requestPermissions`), and
    /// those that reach a framework subclass's override of it (`ContextWrapper.getPackageManager` for
    /// `Context.getPackageManager`). References that reach an override by the app are not among them.
    pub fn references(&self, class: &str, name: &str, arguments: Option<&str>) -> Vec<MethodId> {
        let Some(wanted) = self.find_type(class) else {
            return Vec::new();
        };
        let mut found = self.named(name, arguments);
        found.retain(|method| self.means(*method, wanted));
        found
    }

    fn means(&self, method: MethodId, wanted: TypeId) -> bool {
        if self.method_class(method) == wanted {
            return true;
        }
        match self.resolve(method) {
            Resolved::Def(def) => self.class_type(self.class(def)) == wanted,
            Resolved::Nothing => false,
            Resolved::External(ty) if !self.is_platform(ty) => ty == wanted,
            Resolved::External(ty) => {
                let selector = self.selector(method);
                let (name, arguments) = (self.selector_name(selector), self.arguments(selector));
                let found = self
                    .framework
                    .find_method(&self.descriptor(ty), &name, &arguments);
                // A member that the table lacks (hidden API) can only be told by the type that is named.
                let declaring = found.and_then(|m| self.find_type(m.class().descriptor()));
                let declaring = declaring.unwrap_or(ty);
                self.is_subtype(declaring, wanted)
            }
        }
    }
}
