//! A class as a set of features.
//!
//! A feature is a 32-bit FNV-1a hash of a text that tells its kind. It is written to files, so its making must not
//! change; what was made before would no longer be found.

use crate::dex::access;
use crate::knowledge::Framework;
use crate::knowledge::framework::flag;
use crate::program::{ClassId, DefId, FieldId, Kind, MethodId, Program, StrId, TypeId};

/// How much a feature tells before anything is counted; the order in which a profile keeps them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    /// A string constant of at least [`LONG_TEXT`] bytes.
    #[default]
    LongText,
    /// A number that not every class has.
    Number,
    /// A framework member that not every class uses.
    Member,
    /// All framework members that one method uses, with the method's shape.
    Method,
    /// A shorter string constant.
    ShortText,
    /// A member of the language's basic classes, a framework type that is made or named.
    Common,
    /// Superclass and interfaces.
    Hierarchy,
    /// The shape of a method or field.
    Shape,
}

/// Bytes from which on a string constant is long.
const LONG_TEXT: usize = 6;
/// Bytes below which a string constant tells nothing.
const SHORT_TEXT: usize = 3;
/// Packages whose members every class uses.
const BASIC: &[&str] = &["Ljava/lang/", "Ljava/util/", "Ljava/io/"];

/// Whether a number tells anything: no small one, and no resource id, which another build changes.
fn is_telling(number: i64) -> bool {
    !(-256..=1000).contains(&number) && !(0x7f01_0000..=0x7fff_ffff).contains(&number)
}

/// Makes features. Names, texts and members are hashed once for the whole program.
pub(crate) struct Maker<'p, 'a> {
    program: &'p Program<'a>,
    framework: Framework<'p>,
    /// By type: its hash when it is the framework's or a primitive, [`BLANK`] when not; 0 when not asked for yet.
    types: Vec<u32>,
    /// By method reference: its feature and what that tells, [`BLANK`] when not of the framework; 0 when not asked for yet.
    methods: Vec<(u32, Tier)>,
    /// By field reference: its feature, [`BLANK`] when not of the framework; 0 when not asked for yet.
    fields: Vec<u32>,
    /// By string: its feature; 0 when not asked for yet.
    texts: Vec<u32>,
    /// By prototype and what [`Maker::shape`] adds: the shape; 0 when not asked for yet.
    shapes: Vec<[u32; SHAPES]>,
    /// Names of constructors and class initialisers.
    makers: [Option<StrId>; 2],
    /// The features of the class that was asked for last.
    all: Vec<(u32, Tier)>,
}

/// Shapes of one prototype: static or not, times constructor, class initialiser or neither.
const SHAPES: usize = 6;
const BLANK: u32 = 1;
const START: u32 = 0x811c_9dc5;

fn mix(hash: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(hash, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    })
}

fn hash(kind: u8, parts: &[&[u8]]) -> u32 {
    let start = mix(START, &[kind]);
    parts
        .iter()
        .fold(start, |hash, part| mix(mix(hash, part), &[0]))
}

impl<'p, 'a> Maker<'p, 'a> {
    pub(crate) fn new(program: &'p Program<'a>, framework: Framework<'p>) -> Self {
        Self {
            program,
            framework,
            types: vec![0; program.type_count()],
            methods: vec![(0, Tier::default()); program.method_count()],
            fields: vec![0; program.field_count()],
            texts: vec![0; program.string_count()],
            shapes: vec![[0; SHAPES]; program.proto_count()],
            makers: ["<init>", "<clinit>"].map(|name| program.find_string(name)),
            all: Vec::new(),
        }
    }

    /// The program whose classes are asked for.
    pub(crate) fn program(&self) -> &'p Program<'a> {
        self.program
    }

    /// The features of a class, each once, sorted, with what they tell.
    pub(crate) fn of(&mut self, class: ClassId) -> &[(u32, Tier)] {
        let mut all = std::mem::take(&mut self.all);
        all.clear();
        let program = self.program;
        let ty = program.class_type(class);
        let mut parents: Vec<u32> = program
            .interfaces_of(ty)
            .iter()
            .map(|interface| self.erased(*interface))
            .collect();
        parents.sort_unstable();
        let parent = program.super_of(ty).map_or(0, |ty| self.erased(ty));
        let parents: Vec<u8> = std::iter::once(parent)
            .chain(parents)
            .flat_map(u32::to_le_bytes)
            .collect();
        all.push((hash(b'h', &[&parents]), Tier::Hierarchy));
        for (field, flags) in program.fields_of(class) {
            let is_static = u8::from(flags & access::STATIC != 0);
            let ty = self.erased(program.field(field).2).to_le_bytes();
            all.push((hash(b'd', &[&[is_static], &ty]), Tier::Shape));
        }
        for def in program.defs_of(class) {
            let shape = self.shape(def);
            all.push((hash(b'm', &[&shape.to_le_bytes()]), Tier::Shape));
            let (mut together, mut count) = (0u32, 0u32);
            for used in program.uses(def) {
                let (feature, tier) = match used.kind() {
                    Kind::Text => self.text(StrId(used.id())),
                    Kind::Read | Kind::Write => (self.field(FieldId(used.id())), Tier::Member),
                    Kind::Class | Kind::New | Kind::Array => {
                        let ty = self.erased(TypeId(used.id()));
                        if ty == BLANK {
                            continue;
                        }
                        (hash(b't', &[&ty.to_le_bytes()]), Tier::Common)
                    }
                    _ => {
                        let (feature, tier) = self.member(MethodId(used.id()));
                        if feature != BLANK {
                            // Sums do not depend on order, which differs from compiler to compiler.
                            together = together.wrapping_add(feature.wrapping_mul(feature | 1));
                            count += 1;
                        }
                        (feature, tier)
                    }
                };
                if feature != BLANK {
                    all.push((feature, tier));
                }
            }
            if let Some(body) = program.body(def) {
                body.numbers(|number| {
                    if is_telling(number) {
                        all.push((hash(b'k', &[&number.to_le_bytes()]), Tier::Number));
                    }
                });
            }
            if count >= 2 {
                let parts = [together.to_le_bytes(), shape.to_le_bytes()].concat();
                all.push((hash(b'c', &[&parts]), Tier::Method));
            }
        }
        // Of two of one hash the one that tells more.
        all.sort_unstable();
        all.dedup_by_key(|(feature, _)| *feature);
        self.all = all;
        &self.all
    }

    /// A method's parameter and result types with the app's own left blank, and whether it is static or makes objects.
    fn shape(&mut self, def: DefId) -> u32 {
        let program = self.program;
        let selector = program.selector(program.method(def));
        let proto = program.selector_proto(selector);
        let is_static = u8::from(program.access(def) & access::STATIC != 0);
        let name = Some(program.selector_text(selector));
        let [object, class] = self.makers.map(|maker| u8::from(maker == name));
        let makes = object + 2 * class;
        let at = usize::from(is_static * 3 + makes);
        let slot = |shapes: &[[u32; SHAPES]]| shapes.get(proto.index())?.get(at).copied();
        if let Some(known) = slot(&self.shapes).filter(|known| *known != 0) {
            return known;
        }
        let mut bytes = vec![is_static, makes];
        for ty in program.parameters(proto) {
            bytes.extend(self.erased(*ty).to_le_bytes());
        }
        bytes.extend(self.erased(program.returns(proto)).to_le_bytes());
        let shape = hash(b'p', &[&bytes]);
        let slots = self.shapes.get_mut(proto.index());
        if let Some(slot) = slots.and_then(|slots| slots.get_mut(at)) {
            *slot = shape;
        }
        shape
    }

    /// The feature of a string constant, [`BLANK`] when it is too short to tell anything.
    fn text(&mut self, text: StrId) -> (u32, Tier) {
        let bytes = self.program.string_bytes(text);
        let tier = match bytes.len() {
            LONG_TEXT.. => Tier::LongText,
            SHORT_TEXT.. => Tier::ShortText,
            _ => return (BLANK, Tier::ShortText),
        };
        let mut feature = self.texts.get(text.index()).copied().unwrap_or(BLANK);
        if feature == 0 {
            feature = hash(b's', &[bytes]);
            if let Some(slot) = self.texts.get_mut(text.index()) {
                *slot = feature;
            }
        }
        (feature, tier)
    }

    /// The feature of a framework field, else [`BLANK`].
    fn field(&mut self, field: FieldId) -> u32 {
        let known = self.fields.get(field.index()).copied().unwrap_or(BLANK);
        if known != 0 {
            return known;
        }
        let (class, name, _) = self.program.field(field);
        let feature = match self.erased(class) {
            BLANK => BLANK,
            class => {
                let name = self.program.string_bytes(name);
                hash(b'f', &[&class.to_le_bytes(), name])
            }
        };
        if let Some(slot) = self.fields.get_mut(field.index()) {
            *slot = feature;
        }
        feature
    }

    /// The hash of a type that keeps its name, else [`BLANK`].
    fn erased(&mut self, ty: TypeId) -> u32 {
        let known = self.types.get(ty.index()).copied().unwrap_or(BLANK);
        if known != 0 {
            return known;
        }
        let descriptor = self.program.descriptor(ty);
        let element = descriptor.trim_start_matches('[');
        let keeps = !element.starts_with('L')
            || self
                .framework
                .class(element)
                .is_some_and(|class| class.flags() & flag::LIBRARY == 0);
        let erased = if keeps {
            hash(b'n', &[descriptor.as_bytes()]).max(BLANK + 1)
        } else {
            BLANK
        };
        if let Some(slot) = self.types.get_mut(ty.index()) {
            *slot = erased;
        }
        erased
    }

    /// The feature of a framework method and what it tells, else [`BLANK`].
    fn member(&mut self, method: MethodId) -> (u32, Tier) {
        let blank = (BLANK, Tier::Common);
        let known = self.methods.get(method.index()).copied().unwrap_or(blank);
        if known.0 != 0 {
            return known;
        }
        let program = self.program;
        let class = self.declaring(method);
        let feature = if class == BLANK {
            blank
        } else {
            let selector = program.selector(method);
            let proto = program.selector_proto(selector);
            let mut parts = class.to_le_bytes().to_vec();
            for ty in program.parameters(proto) {
                parts.extend(self.erased(*ty).to_le_bytes());
            }
            let name = program.selector_name(selector);
            let feature = hash(b'a', &[name.as_bytes(), &parts]).max(BLANK + 1);
            let class = program.descriptor_bytes(program.method_class(method));
            let basic = BASIC.iter().any(|p| class.starts_with(p.as_bytes()));
            (feature, if basic { Tier::Common } else { Tier::Member })
        };
        if let Some(slot) = self.methods.get_mut(method.index()) {
            *slot = feature;
        }
        feature
    }

    /// The hash of the framework class that declares a method, [`BLANK`] for a method of the package. Compilers name the
    /// class of the object or any above it, R8 another.
    fn declaring(&mut self, method: MethodId) -> u32 {
        let program = self.program;
        if program.def_of(method).is_some() {
            return BLANK;
        }
        let mut ty = program.method_class(method);
        if program.class_of(ty).is_some() {
            let outside = program.chain(ty).find(|ty| program.class_of(*ty).is_none());
            match outside {
                Some(above) if program.resolve_virtual(ty, method).is_none() => ty = above,
                _ => return BLANK,
            }
        }
        let selector = program.selector(method);
        let name = program.selector_name(selector);
        let arguments = program.arguments(selector);
        let class = program.descriptor(ty);
        let declared = self.framework.find_method(&class, &name, &arguments);
        let declared = declared.and_then(|row| program.find_type(row.class().descriptor()));
        self.erased(declared.unwrap_or(ty))
    }
}
