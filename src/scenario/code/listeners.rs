//! Listeners of code that is not in the package: interfaces of a library on the device, or of one that was left out.

use crate::dex::access;
use crate::program::{DefId, TypeId};
use crate::scenario::code::Code;

impl Code<'_> {
    /// The methods of a class that code outside of the package can call through a type that nothing is known of: public
    /// ones that no code of the package calls, and that belong to no known class above.
    pub(crate) fn called_from_outside(&self, class: TypeId, absent: TypeId) -> Vec<DefId> {
        let program = self.stage().program;
        if program.is_platform(absent) || self.is_app(absent) || !self.is_subtype(class, absent) {
            return Vec::new();
        }
        let Some(own) = program.class_of(class) else {
            return Vec::new();
        };
        let known: Vec<TypeId> = self
            .ancestors(class)
            .into_iter()
            .filter(|ty| *ty != self.object() && program.is_platform(*ty))
            .collect();
        let overriding: Vec<DefId> = known
            .iter()
            .flat_map(|ty| self.overrides(class, *ty))
            .collect();
        let hidden = access::STATIC | access::BRIDGE | access::SYNTHETIC | access::CONSTRUCTOR;
        program
            .defs_of(own)
            .filter(|def| {
                let flags = program.access(*def);
                flags & access::PUBLIC != 0 && flags & hidden == 0 && !overriding.contains(def)
            })
            .filter(|def| program.callers(program.method(*def)).next().is_none())
            .collect()
    }
}
