//! Annotations that are visible at run time (JVMS 4.7.16, 4.7.22).

use super::bytes::{u8_at, u16_at};
use super::class::{Class, Member};

/// Annotations and arrays inside one another; real ones have two or three levels.
const MAX_DEPTH: usize = 16;

/// What a member of an annotation is set to: indexes of constants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// A number, a letter or a truth value.
    Number(u16),
    /// A text (a UTF-8 constant).
    Text(u16),
    /// A class, by its descriptor.
    Class(u16),
    /// A constant of an enum: the descriptor of its class, its name.
    Enum(u16, u16),
    /// An array or another annotation.
    Other,
}

/// The members that an annotation sets, by name.
pub type Elements<'a> = Vec<(&'a [u8], Element)>;

impl<'a> Class<'a> {
    /// Annotations of the class: descriptor, and what each sets.
    pub fn annotations(&self) -> impl Iterator<Item = (&'a [u8], Elements<'a>)> + '_ {
        let at = self.annotations_at().into_iter();
        at.flat_map(|at| self.each_annotation(at))
    }

    /// What an annotation of the class sets, by its descriptor; `None`: it is not there, or is broken.
    pub fn annotation(&self, wanted: &[u8]) -> Option<Elements<'a>> {
        self.annotation_at(self.annotations_at()?, wanted)
    }

    fn annotation_at(&self, at: u32, wanted: &[u8]) -> Option<Elements<'a>> {
        let mut all = self.each_annotation(at);
        let (_, elements) = all.find(|(name, _)| *name == wanted)?;
        Some(elements)
    }

    /// The annotations of an attribute whose contents begin at `at`: descriptor, and what each sets. Those after a broken one are left
    /// out.
    fn each_annotation(&self, at: u32) -> impl Iterator<Item = (&'a [u8], Elements<'a>)> + '_ {
        let data = self.data();
        let count = u16_at(data, at as usize).unwrap_or(0);
        let mut at = at as usize + 2;
        (0..count)
            .map_while(move |_| {
                let name = u16_at(data, at).and_then(|name| self.utf8(name));
                let (elements, end) = self.elements(at, 0)?;
                at = end;
                Some((name, elements))
            })
            .filter_map(|(name, elements)| Some((name?, elements)))
    }

    /// What the annotation at `at` sets, and where it ends.
    fn elements(&self, at: usize, depth: usize) -> Option<(Elements<'a>, usize)> {
        let data = self.data();
        let pairs = u16_at(data, at + 2)?;
        let mut at = at + 4;
        let mut elements = Vec::new();
        for _ in 0..pairs {
            let name = u16_at(data, at).and_then(|name| self.utf8(name));
            let (element, end) = self.element(at + 2, depth)?;
            elements.extend(name.map(|name| (name, element)));
            at = end;
        }
        Some((elements, at))
    }

    fn element(&self, at: usize, depth: usize) -> Option<(Element, usize)> {
        if depth > MAX_DEPTH {
            return None;
        }
        let data = self.data();
        let first = u16_at(data, at + 1)?;
        Some(match u8_at(data, at)? {
            b'e' => (Element::Enum(first, u16_at(data, at + 3)?), at + 5),
            b's' => (Element::Text(first), at + 3),
            b'c' => (Element::Class(first), at + 3),
            b'@' => (Element::Other, self.elements(at + 1, depth + 1)?.1),
            b'[' => {
                let mut at = at + 3;
                for _ in 0..first {
                    at = self.element(at, depth + 1)?.1;
                }
                (Element::Other, at)
            }
            _ => (Element::Number(first), at + 3),
        })
    }
}

impl<'a> Member<'_, 'a> {
    fn annotations_at(&self) -> Option<u32> {
        let (at, _) = self.attribute(b"RuntimeVisibleAnnotations")?;
        Some(at)
    }

    /// Its annotations: descriptor, and what each sets.
    pub fn annotations(&self) -> impl Iterator<Item = (&'a [u8], Elements<'a>)> {
        let at = self.annotations_at().into_iter();
        at.flat_map(|at| self.class().each_annotation(at))
    }

    /// What an annotation sets, by its descriptor; `None`: it is not there, or is broken.
    pub fn annotation(&self, wanted: &[u8]) -> Option<Elements<'a>> {
        self.class().annotation_at(self.annotations_at()?, wanted)
    }

    /// What the member of an annotation is where nothing sets it.
    pub fn default_value(&self) -> Option<Element> {
        let (at, _) = self.attribute(b"AnnotationDefault")?;
        self.class()
            .element(at as usize, 0)
            .map(|(element, _)| element)
    }
}
