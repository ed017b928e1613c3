//! What the Android framework declares: classes, supertypes, methods, fields, API levels.
//!
//! The facts stand in `checks/framework/*.tsv` (made by `tools/framework_table.py` from AOSP's API signature text;
//! `hidden.tsv` is kept by hand), one line a class, columns parted by tabs:
//!
//! ```text
//! android/app/Activity  <flags>  <superclass>  <interfaces, parted by ",">  <API level>  <member>  <member> …
//! ```
//!
//! - a type is written by the last part of its name (`Activity`, `View$OnClickListener`) when only one framework class of
//!   the table has it, else in full;
//! - class flags: `i` interface, `n` annotation, `e` enum, `a` abstract, `f` final, `+` adds members to a class that
//!   another line has, `x` not a framework class (a well-known library's, for a package that lacks it);
//! - a method is `name(arguments)result`, a field `name:type`, then perhaps a space and flags (`p` protected, `s`
//!   static, `f` final, `a` abstract, `d` deprecated, `h` not in the public API), `@` and the API level that brought
//!   it, and for a text constant `=` and its value (`\t \n \r \\` escaped). Numeric constants are left out: compilers
//!   copy them into the caller, so no reference to them exists;
//! - an empty API level means 21 or older, or not known; a member's is left out when its class came at that level.
//!
//! `build.rs` turns them into one binary table ([`super::framework_text`]) that is searched in place.

use super::table::{Bytes, Strings, partition};

/// The table. A `Copy` handle on bytes that are searched in place.
#[derive(Debug, Clone, Copy, Default)]
pub struct Framework<'a> {
    bytes: Bytes<'a>,
    strings: Strings<'a>,
    classes: usize,
    /// Offsets of the sections: class rows, interface list, method rows, field rows.
    at: [usize; 4],
    /// Entries of the last three.
    counts: [u32; 3],
}

/// A class's number in the table: the classes are numbered from 0 in the order of their descriptors.
pub type ClassNumber = u32;

/// What a class is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassKind {
    /// An instantiable class.
    Class,
    /// A class that only its subclasses are instances of.
    Abstract,
    /// An interface (annotations too).
    Interface,
    /// An enum.
    Enum,
}

/// Flags of members and classes, as in the text form.
pub mod flag {
    /// Not public: protected.
    pub const PROTECTED: u16 = 1;
    /// Static.
    pub const STATIC: u16 = 2;
    /// Final.
    pub const FINAL: u16 = 4;
    /// Abstract.
    pub const ABSTRACT: u16 = 8;
    /// Marked deprecated in the API text.
    pub const DEPRECATED: u16 = 16;
    /// Not in the public API: reached by reflection.
    pub const HIDDEN: u16 = 32;
    /// Interface (classes only).
    pub const INTERFACE: u16 = 64;
    /// Enum (classes only).
    pub const ENUM: u16 = 128;
    /// Annotation (classes only).
    pub const ANNOTATION: u16 = 256;
    /// A library's class, not the framework's (classes only).
    pub const LIBRARY: u16 = 512;
}

pub(crate) const MAGIC: u32 = u32::from_le_bytes(*b"CFW1");
pub(crate) const HEADER: usize = 24;
pub(crate) const CLASS_ROW: usize = 20;
pub(crate) const METHOD_ROW: usize = 12;
pub(crate) const FIELD_ROW: usize = 16;

impl<'a> Framework<'a> {
    /// The table in `bytes`. None when the bytes are not one. Costs nothing but a look at the header.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let all = Bytes(bytes);
        if all.u32(0, 0) != MAGIC {
            return None;
        }
        let count = |i| all.u32(0, i) as usize;
        let (classes, interfaces, methods, fields) = (count(1), count(2), count(3), count(4));
        let (strings, length) = Strings::new(bytes.get(HEADER..)?)?;
        let class_rows = HEADER.checked_add(length)?;
        let interface_list =
            class_rows.checked_add(classes.checked_add(1)?.checked_mul(CLASS_ROW)?)?;
        let method_rows = interface_list.checked_add(interfaces.checked_mul(4)?)?;
        let field_rows = method_rows.checked_add(methods.checked_mul(METHOD_ROW)?)?;
        let end = field_rows.checked_add(fields.checked_mul(FIELD_ROW)?)?;
        (end == bytes.len()).then_some(Self {
            bytes: all,
            strings,
            classes,
            at: [class_rows, interface_list, method_rows, field_rows],
            counts: [all.u32(0, 2), all.u32(0, 3), all.u32(0, 4)],
        })
    }

    /// The table made of `checks/framework` at build time.
    #[cfg(embedded)]
    pub fn builtin() -> Framework<'static> {
        let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/framework.bin"));
        Framework::new(bytes).unwrap_or_default()
    }

    /// How many classes it has.
    pub fn len(self) -> usize {
        self.classes
    }

    /// True for a table without classes.
    pub fn is_empty(self) -> bool {
        self.classes == 0
    }

    /// The class with that descriptor (`Landroid/app/Activity;`).
    pub fn class(self, descriptor: &str) -> Option<ClassRow<'a>> {
        self.class_at(self.strings.find(descriptor)?)
    }

    /// The class with that number.
    pub fn class_at(self, number: ClassNumber) -> Option<ClassRow<'a>> {
        ((number as usize) < self.classes).then_some(ClassRow {
            table: self,
            number,
        })
    }

    /// Every class, in the order of their descriptors.
    pub fn classes(self) -> impl Iterator<Item = ClassRow<'a>> {
        (0..self.classes as u32).map(move |number| ClassRow {
            table: self,
            number,
        })
    }

    /// Descriptor of the superclass of a known class; none for `java.lang.Object` and unknown classes.
    pub fn super_of(self, class: &str) -> Option<&'a str> {
        Some(self.class(class)?.superclass()?.descriptor())
    }

    /// Descriptors of the interfaces that a known class names itself.
    pub fn interfaces_of(self, class: &str) -> impl Iterator<Item = &'a str> {
        self.class(class)
            .into_iter()
            .flat_map(|class| class.interfaces().map(ClassRow::descriptor))
    }

    /// The method that a call of `name` with these argument types (`ILjava/lang/String;`) on `class` means: found in
    /// the class, its superclasses, or their interfaces. Its [`MethodRow::class`] is the one that declares it.
    pub fn find_method(self, class: &str, name: &str, arguments: &str) -> Option<MethodRow<'a>> {
        self.class(class)?.find_method(name, arguments)
    }

    /// The field that `name` on `class` means, found like a method.
    pub fn find_field(self, class: &str, name: &str) -> Option<FieldRow<'a>> {
        self.class(class)?.find_field(name)
    }

    /// True when `class` is `of` or inherits from it, as far as the table knows both.
    pub fn is_subtype(self, class: &str, of: &str) -> bool {
        class == of
            || matches!((self.class(class), self.class(of)), (Some(class), Some(of)) if class.is_subtype(of))
    }
}

/// A class of the table.
#[derive(Debug, Clone, Copy)]
pub struct ClassRow<'a> {
    table: Framework<'a>,
    number: ClassNumber,
}

impl<'a> ClassRow<'a> {
    fn row(self) -> usize {
        self.table.at[0] + self.number as usize * CLASS_ROW
    }

    fn word(self, index: usize) -> u32 {
        self.table.bytes.u32(self.row(), index)
    }

    /// From this row's entry to the next row's, in one of the lists.
    fn range(self, index: usize) -> std::ops::Range<u32> {
        let most = self.table.counts.get(index - 1).copied().unwrap_or(0);
        self.word(index).min(most)
            ..self
                .table
                .bytes
                .u32(self.row() + CLASS_ROW, index)
                .min(most)
    }

    /// Its number.
    pub fn number(self) -> ClassNumber {
        self.number
    }

    /// `Landroid/app/Activity;`.
    pub fn descriptor(self) -> &'a str {
        self.table.strings.get(self.number)
    }

    /// The superclass; `java.lang.Object` for an interface, none for `java.lang.Object`.
    pub fn superclass(self) -> Option<ClassRow<'a>> {
        self.table.class_at(self.word(0).checked_sub(1)?)
    }

    /// The interfaces it names itself.
    pub fn interfaces(self) -> impl Iterator<Item = ClassRow<'a>> {
        self.range(1).filter_map(move |i| {
            self.table
                .class_at(self.table.bytes.u32(self.table.at[1], i as usize))
        })
    }

    /// The rows that say what this type declares: its own, of an interface also those of the interfaces that it extends.
    pub fn declaring(self) -> Vec<ClassRow<'a>> {
        let mut rows = vec![self];
        let mut at = 0;
        while let Some(row) = rows.get(at).copied()
            && row.kind() == ClassKind::Interface
        {
            at += 1;
            for more in row.interfaces() {
                if rows.iter().all(|row| row.number() != more.number()) {
                    rows.push(more);
                }
            }
        }
        rows
    }

    /// Bits of [`flag`].
    pub fn flags(self) -> u16 {
        self.table.bytes.u16(self.row() + 16)
    }

    /// What it is.
    pub fn kind(self) -> ClassKind {
        match self.flags() {
            flags if flags & flag::INTERFACE != 0 => ClassKind::Interface,
            flags if flags & flag::ENUM != 0 => ClassKind::Enum,
            flags if flags & flag::ABSTRACT != 0 => ClassKind::Abstract,
            _ => ClassKind::Class,
        }
    }

    /// The API level that brought it; none for 21 or older, or not known.
    pub fn since(self) -> Option<u8> {
        Some(self.table.bytes.u8(self.row() + 18)).filter(|level| *level != 0)
    }

    /// The methods it declares itself, constructors (`<init>`) too, sorted by name.
    pub fn methods(self) -> impl Iterator<Item = MethodRow<'a>> {
        self.range(2).map(move |number| MethodRow {
            class: self,
            number,
        })
    }

    /// The fields it declares itself, sorted by name.
    pub fn fields(self) -> impl Iterator<Item = FieldRow<'a>> {
        self.range(3).map(move |number| FieldRow {
            class: self,
            number,
        })
    }

    /// The method it declares itself with that name and those argument types (`ILjava/lang/String;`).
    pub fn method(self, name: &str, arguments: &str) -> Option<MethodRow<'a>> {
        self.own_method(self.table.strings.find(name)?, arguments)
    }

    /// See [`Framework::find_method`].
    pub fn find_method(self, name: &str, arguments: &str) -> Option<MethodRow<'a>> {
        let name = self.table.strings.find(name)?;
        self.walk(&mut |class| class.own_method(name, arguments))
    }

    /// See [`Framework::find_field`].
    pub fn find_field(self, name: &str) -> Option<FieldRow<'a>> {
        let name = self.table.strings.find(name)?;
        self.walk(&mut |class| {
            let range = class.range(3);
            let at = partition(range.clone(), |i| {
                FieldRow { class, number: i }.word(0) < name
            });
            Some(FieldRow { class, number: at })
                .filter(|field| at < range.end && field.word(0) == name)
        })
    }

    /// True when it is `of` or inherits from it.
    pub fn is_subtype(self, of: ClassRow<'_>) -> bool {
        self.walk(&mut |class| (class.number == of.number).then_some(()))
            .is_some()
    }

    fn own_method(self, name: u32, arguments: &str) -> Option<MethodRow<'a>> {
        let range = self.range(2);
        let from = partition(range.clone(), |i| {
            MethodRow {
                class: self,
                number: i,
            }
            .word(0)
                < name
        });
        (from..range.end)
            .map(|number| MethodRow {
                class: self,
                number,
            })
            .take_while(|method| method.word(0) == name)
            .find(|method| method.arguments() == arguments)
    }

    /// Asks this class, then its superclasses, then their interfaces (and those interfaces' supertypes).
    fn walk<T>(self, ask: &mut dyn FnMut(ClassRow<'a>) -> Option<T>) -> Option<T> {
        let mut seen: Vec<ClassNumber> = Vec::new();
        let mut todo = vec![self];
        while let Some(start) = todo.pop() {
            let from = seen.len();
            let mut class = Some(start);
            while let Some(here) = class.filter(|class| !seen.contains(&class.number)) {
                if let Some(found) = ask(here) {
                    return Some(found);
                }
                seen.push(here.number);
                class = here.superclass();
            }
            // pushed in reverse, so that the nearest class's first interface is asked next
            for number in seen.get(from..).into_iter().flatten().rev() {
                let interfaces: Vec<_> = self
                    .table
                    .class_at(*number)
                    .into_iter()
                    .flat_map(ClassRow::interfaces)
                    .collect();
                todo.extend(interfaces.into_iter().rev());
            }
        }
        None
    }
}

/// A method or constructor of the table.
#[derive(Debug, Clone, Copy)]
pub struct MethodRow<'a> {
    class: ClassRow<'a>,
    number: u32,
}

impl<'a> MethodRow<'a> {
    fn row(self) -> usize {
        self.class.table.at[2] + self.number as usize * METHOD_ROW
    }

    fn word(self, index: usize) -> u32 {
        self.class.table.bytes.u32(self.row(), index)
    }

    /// The class that declares it.
    pub fn class(self) -> ClassRow<'a> {
        self.class
    }

    /// Its name.
    pub fn name(self) -> &'a str {
        self.class.table.strings.get(self.word(0))
    }

    /// `(ILjava/lang/String;)V`.
    pub fn descriptor(self) -> &'a str {
        self.class.table.strings.get(self.word(1))
    }

    /// The argument types: `ILjava/lang/String;`.
    pub fn arguments(self) -> &'a str {
        self.descriptor()
            .get(1..)
            .and_then(|text| text.split_once(')'))
            .map_or("", |(arguments, _)| arguments)
    }

    /// Bits of [`flag`].
    pub fn flags(self) -> u16 {
        self.class.table.bytes.u16(self.row() + 8)
    }

    /// The API level that brought it; none for 21 or older, or not known.
    pub fn since(self) -> Option<u8> {
        Some(self.class.table.bytes.u8(self.row() + 10))
            .filter(|level| *level != 0)
            .or_else(|| self.class.since())
    }

    /// True when an app's class can override or implement it: the framework may then call the app (a callback).
    pub fn is_overridable(self) -> bool {
        self.flags() & (flag::STATIC | flag::FINAL) == 0
            && self.class.flags() & flag::FINAL == 0
            && self.name() != "<init>"
    }
}

/// A field of the table.
#[derive(Debug, Clone, Copy)]
pub struct FieldRow<'a> {
    class: ClassRow<'a>,
    number: u32,
}

impl<'a> FieldRow<'a> {
    fn row(self) -> usize {
        self.class.table.at[3] + self.number as usize * FIELD_ROW
    }

    fn word(self, index: usize) -> u32 {
        self.class.table.bytes.u32(self.row(), index)
    }

    /// The class that declares it.
    pub fn class(self) -> ClassRow<'a> {
        self.class
    }

    /// Its name.
    pub fn name(self) -> &'a str {
        self.class.table.strings.get(self.word(0))
    }

    /// Descriptor of its type.
    pub fn descriptor(self) -> &'a str {
        self.class.table.strings.get(self.word(1))
    }

    /// The value of a text constant, e.g. `android.permission.CAMERA`.
    pub fn value(self) -> Option<&'a str> {
        Some(self.class.table.strings.get(self.word(2).checked_sub(1)?))
    }

    /// Bits of [`flag`].
    pub fn flags(self) -> u16 {
        self.class.table.bytes.u16(self.row() + 12)
    }

    /// The API level that brought it; none for 21 or older, or not known.
    pub fn since(self) -> Option<u8> {
        Some(self.class.table.bytes.u8(self.row() + 14))
            .filter(|level| *level != 0)
            .or_else(|| self.class.since())
    }
}

#[cfg(all(test, embedded))]
mod tests {
    use super::*;

    #[test]
    fn the_platform_is_known() {
        let table = Framework::builtin();
        assert!(table.len() > 5_500);
        let descriptors: Vec<&str> = table.classes().map(ClassRow::descriptor).collect();
        assert!(
            descriptors
                .iter()
                .all(|d| d.starts_with('L') && d.ends_with(';'))
        );
        assert_eq!(
            table.super_of("Landroid/app/Activity;"),
            Some("Landroid/view/ContextThemeWrapper;")
        );
        assert!(table.is_subtype("Landroid/app/Activity;", "Landroid/content/Context;"));
        assert!(table.is_subtype("Ljava/util/ArrayList;", "Ljava/util/Collection;"));
        let found = table
            .find_method("Landroid/app/Activity;", "getPackageManager", "")
            .unwrap();
        assert_eq!(
            found.class().descriptor(),
            "Landroid/content/ContextWrapper;"
        );
        let camera = table
            .find_field("Landroid/Manifest$permission;", "CAMERA")
            .unwrap();
        assert_eq!(camera.value(), Some("android.permission.CAMERA"));
        assert_eq!(
            table
                .class("Landroid/window/OnBackInvokedCallback;")
                .unwrap()
                .since(),
            Some(33)
        );
        assert_eq!(
            table
                .class("Landroid/view/View$OnClickListener;")
                .unwrap()
                .kind(),
            ClassKind::Interface
        );
        assert!(table.class("Lcom/example/None;").is_none());
    }

    #[test]
    fn every_class_reaches_object_and_rows_are_sorted() {
        let table = Framework::builtin();
        let object = table.class("Ljava/lang/Object;").unwrap();
        for class in table.classes() {
            assert!(
                class.is_subtype(object),
                "{} does not reach Object",
                class.descriptor()
            );
            let names: Vec<u32> = class.methods().map(|m| m.word(0)).collect();
            assert!(names.is_sorted());
            for method in class.methods() {
                assert!(class.method(method.name(), method.arguments()).is_some());
            }
        }
    }
}
