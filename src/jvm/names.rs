//! Descriptors (JVMS 4.3).

/// One type of a descriptor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Descriptor<'a>(pub &'a [u8]);

impl Descriptor<'_> {
    /// Whether values of it take two slots: `long` and `double`.
    pub fn is_wide(self) -> bool {
        matches!(self.0, b"J" | b"D")
    }

    /// Slots of a value: 0 for `void`.
    pub fn slots(self) -> u16 {
        match self.0 {
            b"V" => 0,
            b"J" | b"D" => 2,
            _ => 1,
        }
    }

    /// Whether it is a class or an array.
    pub fn is_reference(self) -> bool {
        matches!(self.0.first(), Some(b'L' | b'['))
    }
}

/// Parameter types and result of a method descriptor; `None` when it is none. A method has at most 255 parameters.
pub fn parameters(descriptor: &[u8]) -> Option<(Vec<Descriptor<'_>>, Descriptor<'_>)> {
    let mut rest = descriptor.strip_prefix(b"(")?;
    let mut list = Vec::new();
    while rest.first() != Some(&b')') {
        let (one, tail) = split(rest)?;
        if list.len() == 255 || one.0 == b"V" {
            return None;
        }
        list.push(one);
        rest = tail;
    }
    let (result, tail) = split(rest.get(1..)?)?;
    tail.is_empty().then_some((list, result))
}

/// The first type of a row of descriptors, and what follows.
fn split(text: &[u8]) -> Option<(Descriptor<'_>, &[u8])> {
    let dims = text.iter().take_while(|b| **b == b'[').count();
    let len = match text.get(dims)? {
        b'L' => dims + 1 + memchr::memchr(b';', text.get(dims + 1..)?)? + 1,
        b'B' | b'C' | b'D' | b'F' | b'I' | b'J' | b'S' | b'Z' => dims + 1,
        b'V' if dims == 0 => 1,
        _ => return None,
    };
    let (one, rest) = text.split_at_checked(len)?;
    Some((Descriptor(one), rest))
}
