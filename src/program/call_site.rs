//! `invokedynamic`: what the bootstrap methods of javac and kotlinc would make at run time, made now.
//!
//! A lambda expression or method reference becomes a class of its own with a static factory, a field for each captured
//! value and the methods of its interface, as the Android build tools make it; a concatenation becomes the texts and
//! arguments that are put together. Other call sites count as calls of their bootstrap method and of the handles among
//! its arguments.

use super::ids::{FieldId, MethodId, StrId, TypeId};
use super::jar::{FileClass, Interner, Jar, JarClass};
use super::sweep::{Kind, Use};
use crate::jvm::{self, Constant, Descriptor};

/// What an `invokedynamic` does.
#[derive(Debug)]
pub(crate) enum CallSite {
    /// Makes an object of a lambda's class: the class's factory.
    Lambda(MethodId),
    /// Puts a text together.
    Concat(Concat),
    /// Something else, which uses these.
    Other(Vec<Use>),
}

/// A concatenation.
#[derive(Debug)]
pub(crate) struct Concat {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) builder: TypeId,
    pub(crate) init: MethodId,
    pub(crate) append_text: MethodId,
    pub(crate) to_string: MethodId,
}

/// A part of a concatenation.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Piece {
    /// A constant text.
    Text(StrId),
    /// The next argument, by the `append` that takes its type.
    Argument(MethodId),
}

/// How a value is handed on.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Adapt {
    /// As it is.
    Keep,
    /// Cast to a class.
    Cast(TypeId),
    /// Cast to the class of a box, and taken out of it by this method.
    Unbox(TypeId, MethodId),
    /// Put into a box by this static method.
    Box(MethodId),
}

/// The class behind a lambda expression or method reference.
#[derive(Debug)]
pub(crate) struct Lambda {
    pub(crate) ty: TypeId,
    /// Index of the class that it stands in, in the same archive.
    pub(crate) host: usize,
    pub(crate) interfaces: Vec<TypeId>,
    /// Static method that makes an object.
    pub(crate) factory: MethodId,
    /// A field for each captured value, and whether it takes two slots.
    pub(crate) captures: Vec<(FieldId, bool)>,
    /// The interface's method, and bridges to it.
    pub(crate) methods: Vec<MethodId>,
    /// What it calls: kind of the method handle, method.
    pub(crate) target: (u8, MethodId),
    /// For each parameter, whether it takes two slots, and how it is handed on.
    pub(crate) parameters: Vec<(bool, Adapt)>,
    /// How the result is handed back.
    pub(crate) result: Adapt,
    /// Whether there is a result, and whether the target gives one.
    pub(crate) returns: bool,
    pub(crate) target_returns: bool,
    /// The class that a constructor reference makes.
    pub(crate) makes: Option<TypeId>,
}

/// Code of a lambda's factory, in place of an offset.
pub(crate) const FACTORY: u32 = 1;
/// Code of the interface's method.
pub(crate) const METHOD: u32 = 2;

impl CallSite {
    /// Visits what the call site uses.
    pub(crate) fn uses(&self, mut visit: impl FnMut(Use)) {
        match self {
            Self::Lambda(factory) => visit(Use::new(Kind::CallStatic, factory.0)),
            Self::Concat(concat) => {
                visit(Use::new(Kind::New, concat.builder.0));
                visit(Use::new(Kind::CallDirect, concat.init.0));
                for piece in &concat.pieces {
                    match piece {
                        Piece::Text(text) => {
                            visit(Use::new(Kind::Text, text.0));
                            visit(Use::new(Kind::CallVirtual, concat.append_text.0));
                        }
                        Piece::Argument(append) => {
                            visit(Use::new(Kind::CallVirtual, append.0));
                        }
                    }
                }
                visit(Use::new(Kind::CallVirtual, concat.to_string.0));
            }
            Self::Other(uses) => uses.iter().copied().for_each(visit),
        }
    }
}

impl Lambda {
    /// Visits what its factory (`code` [`FACTORY`]) or its methods use.
    pub(crate) fn uses(&self, code: u32, mut visit: impl FnMut(Use)) {
        let captures = self.captures.iter().map(|(field, _)| field.0);
        if code == FACTORY {
            visit(Use::new(Kind::New, self.ty.0));
            captures.for_each(|field| visit(Use::new(Kind::Write, field)));
            return;
        }
        captures.for_each(|field| visit(Use::new(Kind::Read, field)));
        if let Some(ty) = self.makes {
            visit(Use::new(Kind::New, ty.0));
        }
        visit(Use::new(handle_kind(self.target.0), self.target.1.0));
    }
}

/// How a method handle of that kind calls, in the terms of DEX.
fn handle_kind(kind: u8) -> Kind {
    match kind {
        5 => Kind::CallVirtual,
        6 => Kind::CallStatic,
        9 => Kind::CallInterface,
        _ => Kind::CallDirect,
    }
}

/// Works out every `invokedynamic` of an archive and adds the classes behind lambdas. `taken` tells class names in use.
pub(crate) fn resolve<'a>(
    jar: &mut Jar<'a>,
    interner: &mut Interner<'_, 'a>,
    mut take: impl FnMut(TypeId) -> bool,
) {
    let mut lambdas = Vec::new();
    for (host, class) in jar.classes.iter_mut().enumerate() {
        let JarClass::File(file) = class else {
            continue;
        };
        let mut sites = Vec::new();
        let mut number = 0;
        for index in 1..file.class.constant_count() {
            let Some(Constant::InvokeDynamic(bootstrap, name)) = file.class.constant(index) else {
                continue;
            };
            let mut maker = Maker {
                file,
                interner: &mut *interner,
                host,
            };
            let site = maker.site(bootstrap, name, &mut number, &mut take, &mut lambdas);
            sites.extend(site.map(|site| (index, site)));
        }
        file.sites = sites;
    }
    jar.classes
        .extend(lambdas.into_iter().map(|l| JarClass::Lambda(Box::new(l))));
}

struct Maker<'m, 'n, 'a> {
    file: &'m FileClass<'a>,
    interner: &'m mut Interner<'n, 'a>,
    host: usize,
}

impl<'a> Maker<'_, '_, 'a> {
    fn site(
        &mut self,
        bootstrap: u16,
        name: u16,
        number: &mut u32,
        take: &mut impl FnMut(TypeId) -> bool,
        lambdas: &mut Vec<Lambda>,
    ) -> Option<CallSite> {
        let class = &self.file.class;
        let bootstrap = class.bootstrap(bootstrap)?;
        let (name, descriptor) = class.name_and_type(name)?;
        let Some(Constant::MethodHandle(handle)) = class.constant(bootstrap.method) else {
            return None;
        };
        let (owner, method, ..) = class.member(handle.member)?;
        let known = match (class.class_name(owner)?, method) {
            (b"java/lang/invoke/LambdaMetafactory", b"metafactory" | b"altMetafactory") => {
                let lambda = self.lambda(name, descriptor, &bootstrap.arguments, number, take);
                lambda.map(|lambda| {
                    let factory = lambda.factory;
                    lambdas.push(lambda);
                    CallSite::Lambda(factory)
                })
            }
            (b"java/lang/invoke/StringConcatFactory", b"makeConcatWithConstants") => {
                let recipe = self.recipe(&bootstrap.arguments);
                recipe.and_then(|(recipe, constants)| self.concat(descriptor, recipe, constants))
            }
            (b"java/lang/invoke/StringConcatFactory", b"makeConcat") => {
                let count = jvm::parameters(descriptor).map_or(0, |(list, _)| list.len());
                let recipe = self.interner.keep(&vec![1; count]);
                self.concat(descriptor, recipe, &[])
            }
            _ => None,
        };
        Some(known.unwrap_or_else(|| self.other(bootstrap.method, &bootstrap.arguments)))
    }

    /// A call site of an unknown kind: its handles may all be called.
    fn other(&mut self, bootstrap: u16, arguments: &[u16]) -> CallSite {
        let mut uses = Vec::new();
        for index in std::iter::once(&bootstrap).chain(arguments) {
            if let Some(Constant::MethodHandle(handle)) = self.file.class.constant(*index)
                && handle.kind >= 5
                && let Some(method) = self.file.method(handle.member)
            {
                uses.push(Use::new(handle_kind(handle.kind), method.0));
            }
        }
        CallSite::Other(uses)
    }

    fn recipe<'s>(&self, arguments: &'s [u16]) -> Option<(&'a [u8], &'s [u16])> {
        let (first, rest) = arguments.split_first()?;
        match self.file.class.constant(*first)? {
            Constant::String(text) => Some((self.file.class.utf8(text)?, rest)),
            _ => None,
        }
    }

    /// `\u{1}` in the recipe stands for an argument, `\u{2}` for a constant (`StringConcatFactory`).
    fn concat(
        &mut self,
        descriptor: &'a [u8],
        recipe: &'a [u8],
        constants: &[u16],
    ) -> Option<CallSite> {
        const BUILDER: &[u8] = b"Ljava/lang/StringBuilder;";
        let (list, _) = jvm::parameters(descriptor)?;
        let (mut arguments, mut constants) = (list.iter(), constants.iter());
        let builder = self.interner.descriptor(BUILDER);
        let append = |interner: &mut Interner<'_, 'a>, ty: &[u8]| {
            let descriptor: &[u8] = match ty {
                b"Z" => b"(Z)Ljava/lang/StringBuilder;",
                b"C" => b"(C)Ljava/lang/StringBuilder;",
                b"B" | b"S" | b"I" => b"(I)Ljava/lang/StringBuilder;",
                b"J" => b"(J)Ljava/lang/StringBuilder;",
                b"F" => b"(F)Ljava/lang/StringBuilder;",
                b"D" => b"(D)Ljava/lang/StringBuilder;",
                b"Ljava/lang/String;" => b"(Ljava/lang/String;)Ljava/lang/StringBuilder;",
                _ => b"(Ljava/lang/Object;)Ljava/lang/StringBuilder;",
            };
            interner.method(builder, b"append", descriptor)
        };
        let mut pieces = Vec::new();
        let mut rest = recipe;
        while !rest.is_empty() {
            let plain = rest.iter().take_while(|b| !matches!(b, 1 | 2)).count();
            let (text, tail) = rest.split_at_checked(plain)?;
            if !text.is_empty() {
                pieces.push(Piece::Text(self.interner.names.string(text)));
            }
            match tail.split_first() {
                Some((1, tail)) => {
                    let ty = arguments.next()?;
                    pieces.push(Piece::Argument(append(self.interner, ty.0)?));
                    rest = tail;
                }
                Some((_, tail)) => {
                    // A constant that is no text makes this a call site of its own kind.
                    pieces.push(Piece::Text(self.file.text(*constants.next()?)?));
                    rest = tail;
                }
                None => rest = tail,
            }
        }
        Some(CallSite::Concat(Concat {
            pieces,
            builder,
            init: self.interner.method(builder, b"<init>", b"()V")?,
            append_text: append(self.interner, b"Ljava/lang/String;")?,
            to_string: self
                .interner
                .method(builder, b"toString", b"()Ljava/lang/String;")?,
        }))
    }

    fn method_type(&self, index: u16) -> Option<&'a [u8]> {
        match self.file.class.constant(index)? {
            Constant::MethodType(descriptor) => self.file.class.utf8(descriptor),
            _ => None,
        }
    }

    fn lambda(
        &mut self,
        name: &'a [u8],
        descriptor: &'a [u8],
        arguments: &[u16],
        number: &mut u32,
        take: &mut impl FnMut(TypeId) -> bool,
    ) -> Option<Lambda> {
        let class = &self.file.class;
        let erased = self.method_type(*arguments.first()?)?;
        let Constant::MethodHandle(handle) = class.constant(*arguments.get(1)?)? else {
            return None;
        };
        let instantiated = self.method_type(*arguments.get(2)?)?;
        let target = self.file.method(handle.member)?;
        let (owner, _, target_type, _) = class.member(handle.member)?;
        let owner = self.file.ty(owner)?;
        let (captured, interface) = jvm::parameters(descriptor)?;
        let (sam, result) = jvm::parameters(erased)?;
        let (real, real_result) = jvm::parameters(instantiated)?;
        let (target_list, target_result) = jvm::parameters(target_type)?;
        let mut interfaces = vec![self.interner.descriptor(interface.0)];
        let mut erasures = vec![erased];
        self.alternatives(arguments.get(3..)?, &mut interfaces, &mut erasures);
        let ty = self.name(number, take)?;
        let mut captures = Vec::new();
        for (i, one) in captured.iter().enumerate() {
            let field = self.interner.keep(format!("f${i}").as_bytes());
            let field = self.interner.names.string(field);
            let of = self.interner.descriptor(one.0);
            captures.push((self.interner.names.field(ty, field, of), one.is_wide()));
        }
        // What the target takes: its receiver, when it has one that is not made for it, then its parameters.
        let receiver = matches!(handle.kind, 5 | 7 | 9);
        let taken: Vec<Option<Descriptor<'a>>> = receiver
            .then_some(None)
            .into_iter()
            .chain(target_list.into_iter().map(Some))
            .collect();
        let mut parameters = Vec::new();
        for (i, one) in sam.iter().enumerate() {
            let real = real.get(i).copied().unwrap_or(*one);
            let taken = taken.get(captured.len() + i).copied().flatten();
            let taken = taken.unwrap_or(real);
            parameters.push((one.is_wide(), self.adapt(*one, real, taken)));
        }
        let target_returns = handle.kind == 8 || target_result.0 != b"V";
        let given = match handle.kind {
            8 => real_result,
            _ => target_result,
        };
        let result_way = match (result.is_reference(), given.is_reference()) {
            (true, false) if target_returns => self.boxing(given).map_or(Adapt::Keep, Adapt::Box),
            (false, true) => self.unboxing(result).unwrap_or(Adapt::Keep),
            _ => Adapt::Keep,
        };
        let mut methods = Vec::new();
        for erased in erasures {
            methods.extend(self.interner.method(ty, name, erased));
        }
        methods.sort_unstable();
        methods.dedup();
        Some(Lambda {
            factory: self.interner.method(ty, b"make", descriptor)?,
            ty,
            host: self.host,
            interfaces,
            captures,
            methods,
            target: (handle.kind, target),
            parameters,
            result: result_way,
            returns: result.0 != b"V",
            target_returns,
            makes: (handle.kind == 8).then_some(owner),
        })
    }

    /// Further arguments of `altMetafactory`: flags, then marker interfaces (2) and bridges (4) with their numbers.
    fn alternatives(
        &mut self,
        arguments: &[u16],
        interfaces: &mut Vec<TypeId>,
        erasures: &mut Vec<&'a [u8]>,
    ) {
        let class = &self.file.class;
        let number = |index: Option<&u16>| match class.constant(*index?)? {
            Constant::Int(value) => usize::try_from(value).ok(),
            _ => None,
        };
        let mut list = arguments.iter();
        let flags = number(list.next()).unwrap_or(0);
        if flags & 2 != 0 {
            let count = number(list.next()).unwrap_or(0);
            interfaces.extend(list.by_ref().take(count).filter_map(|i| self.file.ty(*i)));
        }
        if flags & 4 != 0 {
            let count = number(list.next()).unwrap_or(0);
            erasures.extend(list.take(count).filter_map(|i| self.method_type(*i)));
        }
    }

    /// A name for the class, as the Android build tools give it.
    fn name(&mut self, number: &mut u32, take: &mut impl FnMut(TypeId) -> bool) -> Option<TypeId> {
        let host = self.file.class.name()?;
        // A library that was through the build tools once has such classes already.
        for _ in 0..=u16::MAX {
            let suffix = format!("$$ExternalSyntheticLambda{number};");
            *number += 1;
            let name = self
                .interner
                .keep(&[b"L", host, suffix.as_bytes()].concat());
            let ty = self.interner.descriptor(name);
            if take(ty) {
                return Some(ty);
            }
        }
        None
    }

    fn adapt(
        &mut self,
        erased: Descriptor<'a>,
        real: Descriptor<'a>,
        taken: Descriptor<'a>,
    ) -> Adapt {
        match (erased.is_reference(), taken.is_reference()) {
            (true, true) if real.0 != erased.0 => Adapt::Cast(self.interner.descriptor(real.0)),
            (true, false) => self.unboxing(taken).unwrap_or(Adapt::Keep),
            (false, true) => self.boxing(erased).map_or(Adapt::Keep, Adapt::Box),
            _ => Adapt::Keep,
        }
    }

    fn unboxing(&mut self, to: Descriptor<'a>) -> Option<Adapt> {
        let (class, method, descriptor): (&[u8], &[u8], &[u8]) = match to.0 {
            b"Z" => (b"Ljava/lang/Boolean;", b"booleanValue", b"()Z"),
            b"C" => (b"Ljava/lang/Character;", b"charValue", b"()C"),
            b"B" => (b"Ljava/lang/Byte;", b"byteValue", b"()B"),
            b"S" => (b"Ljava/lang/Short;", b"shortValue", b"()S"),
            b"I" => (b"Ljava/lang/Integer;", b"intValue", b"()I"),
            b"J" => (b"Ljava/lang/Long;", b"longValue", b"()J"),
            b"F" => (b"Ljava/lang/Float;", b"floatValue", b"()F"),
            b"D" => (b"Ljava/lang/Double;", b"doubleValue", b"()D"),
            _ => return None,
        };
        let class = self.interner.descriptor(class);
        Some(Adapt::Unbox(
            class,
            self.interner.method(class, method, descriptor)?,
        ))
    }

    fn boxing(&mut self, from: Descriptor<'a>) -> Option<MethodId> {
        let (class, descriptor): (&[u8], &[u8]) = match from.0 {
            b"Z" => (b"Ljava/lang/Boolean;", b"(Z)Ljava/lang/Boolean;"),
            b"C" => (b"Ljava/lang/Character;", b"(C)Ljava/lang/Character;"),
            b"B" => (b"Ljava/lang/Byte;", b"(B)Ljava/lang/Byte;"),
            b"S" => (b"Ljava/lang/Short;", b"(S)Ljava/lang/Short;"),
            b"I" => (b"Ljava/lang/Integer;", b"(I)Ljava/lang/Integer;"),
            b"J" => (b"Ljava/lang/Long;", b"(J)Ljava/lang/Long;"),
            b"F" => (b"Ljava/lang/Float;", b"(F)Ljava/lang/Float;"),
            b"D" => (b"Ljava/lang/Double;", b"(D)Ljava/lang/Double;"),
            _ => return None,
        };
        let class = self.interner.descriptor(class);
        self.interner.method(class, b"valueOf", descriptor)
    }
}
