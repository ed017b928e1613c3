//! Annotations that code asks for by reflection: those of classes, and of methods that it found.

use crate::program::{Constant, DefId, MethodId, Stated, TypeId};
use crate::scenario::engine::heap::Site;
use crate::scenario::engine::value::{Obj, Value, Vid};
use crate::scenario::engine::{At, Engine};

/// What the names of annotations begin with, each followed by where it stands.
const ANNOTATION: &str = "annotation of ";

impl Engine<'_, '_> {
    /// The annotation of one class that classes or methods have: null for those that have not.
    pub(crate) fn annotation(&mut self, at: At, of: Vid, annotations: Vid) -> Vid {
        let wanted = self.values.shared(annotations);
        let value = self.values.shared(of);
        let ([wanted], true) = (wanted.classes.as_slice(), value.types.is_empty()) else {
            return self.unknown(self.code.object());
        };
        let mut result = Vid::BOTTOM;
        for class in value.classes.iter().copied() {
            let program = self.code.program;
            // The platform's classes have none of the app's. That annotations can be handed down is lost on the way to a device.
            let stated = program
                .class_of(class)
                .map_or(Stated::Absent, |class| program.stated(class, None, *wanted));
            let one = self.annotation_that(at, stated, *wanted, &self.code.dotted(class));
            result = self.join(result, one);
        }
        for method in value.objs.iter().copied() {
            let defs = self.reflected_defs(method);
            if defs.is_empty() {
                let one = self.unknown(*wanted);
                result = self.join(result, one);
            }
            let there = |def: &DefId| self.code.has_annotation(*def, *wanted);
            let annotated: Vec<DefId> = defs.iter().copied().filter(there).collect();
            if annotated.is_empty() && !defs.is_empty() {
                result = self.join(result, Vid::ZERO);
            }
            for def in annotated {
                let program = self.code.program;
                let stated = program.stated(program.class(def), Some(def), *wanted);
                let place = format!("{}", def.0);
                let one = self.annotation_that(at, stated, *wanted, &place);
                result = self.join(result, one);
            }
        }
        result
    }

    /// The annotation that says this, named by where it stands.
    fn annotation_that(&mut self, at: At, stated: Stated, class: TypeId, place: &str) -> Vid {
        let Stated::Values(values) = stated else {
            return match stated {
                Stated::Absent => Vid::ZERO,
                _ => self.unknown(class),
            };
        };
        let name = self.strings.intern(&format!("{ANNOTATION}{place}"));
        let annotation = self.only(Site::Named(name), class);
        let annotation = self.obj(annotation);
        for (member, constant) in values {
            let value = match constant {
                Constant::Int(number) => self.values.int(number),
                Constant::Text(text) => {
                    let text = self.code.text(text);
                    self.text(&text)
                }
                Constant::Class(class) => self.values.intern(Value::class(class)),
                Constant::Enum(field) => {
                    self.initialise(at, self.code.field_owner(field));
                    self.read_static(at, field)
                }
                Constant::Null | Constant::Other => continue,
            };
            let member = self.code.text(member);
            let member = self.text(&member);
            self.write_key(annotation, member, value);
        }
        annotation
    }

    /// What an annotation answers that is known.
    pub(crate) fn said_by(&mut self, annotation: Obj, method: MethodId) -> Option<Vid> {
        let Site::Named(name) = self.objects.key(annotation).site else {
            return None;
        };
        if !self.strings.get(name).starts_with(ANNOTATION) {
            return None;
        }
        let member = self.code.method_name(method);
        let (annotation, member) = (self.obj(annotation), self.text(&member));
        Some(match self.read_key(annotation, member) {
            // Arrays and numbers with a fraction are not read.
            Vid::BOTTOM => self.unknown(self.code.method_return(method)),
            known => known,
        })
    }
}
