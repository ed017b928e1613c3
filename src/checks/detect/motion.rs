//! Numbers that a sensor listener compares what it reads with.

use std::collections::BTreeMap;

use crate::checks::facts::Facts;
use crate::program::{DefId, Program};

/// Methods that a listener runs which are looked through.
pub(super) const METHODS: usize = 40;
/// Standard gravity, and how far a constant may lie from it.
const GRAVITY: f64 = 9.806_65;
const NEAR: f64 = 0.05;

/// A number that a movement is compared with.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Threshold {
    /// As written.
    value: f64,
    /// It is in multiples of gravity.
    in_gravity: bool,
    /// It is compared with a square.
    squared: bool,
    /// The method that compares.
    pub(super) def: Option<DefId>,
    /// Where.
    pub(super) pc: u32,
}

impl Threshold {
    /// In metres per second squared.
    pub(super) fn metres(&self) -> f64 {
        let value = if self.squared {
            self.value.max(0.0).sqrt()
        } else {
            self.value
        };
        if self.in_gravity {
            value * GRAVITY
        } else {
            value
        }
    }

    /// For texts, in metres per second squared.
    pub(super) fn text(&self) -> String {
        format!("{:.1}", self.metres())
    }
}

/// What the listener compares with, in those of the methods that it runs which stand in its own class; `last` opens
/// something, and what it compares is not the movement.
pub(super) fn thresholds(
    facts: &Facts<'_, '_, '_>,
    listener: DefId,
    last: DefId,
    ran: &[DefId],
) -> Vec<Threshold> {
    let program = facts.program;
    let family = |def: DefId| {
        let class = program.class_name(program.class(def));
        class.split('$').next().unwrap_or(&class).to_owned()
    };
    let home = family(listener);
    let mine = |def: &&DefId| **def == listener || (**def != last && family(**def) == home);
    let mut defs: Vec<DefId> = ran.iter().filter(mine).copied().collect();
    defs.sort_unstable();
    defs.dedup();
    let mut seen = Seen::default();
    for def in defs {
        walk(program, def, &mut seen);
    }
    let (gravity, squares) = (seen.gravity, seen.squares && !seen.roots);
    for one in &mut seen.thresholds {
        one.in_gravity = gravity;
        one.squared = squares;
    }
    // Zero and tiny numbers tell directions and noise apart; very large ones are times.
    seen.thresholds
        .retain(|one| one.metres() >= 1.0 && one.metres() < 200.0);
    seen.thresholds
}

#[derive(Default)]
struct Seen {
    thresholds: Vec<Threshold>,
    gravity: bool,
    squares: bool,
    roots: bool,
}

/// Follows the constants of one method through its registers, in code order.
fn walk(program: &Program<'_>, def: DefId, seen: &mut Seen) {
    let Some(body) = program.dex_body(def) else {
        return;
    };
    let mut known: BTreeMap<u16, Bits> = BTreeMap::new();
    for insn in body.code.insns() {
        let operands = insn.operands();
        let (a, b, c) = (operands.a, operands.b, operands.c);
        match insn.op() {
            // const, wide ones apart
            0x12..=0x15 => {
                known.insert(a, Bits::Narrow(operands.literal as u32));
            }
            0x16..=0x19 => {
                known.insert(a, Bits::Wide(operands.literal as u64));
            }
            // move
            0x01..=0x09 => match known.get(&b).copied() {
                Some(value) => {
                    known.insert(a, value);
                }
                None => {
                    known.remove(&a);
                }
            },
            // cmpl-float, cmpg-float, cmpl-double, cmpg-double
            op @ 0x2d..=0x30 => {
                let wide = op >= 0x2f;
                for side in [b, c] {
                    if let Some(value) = known.get(&side).and_then(|bits| bits.number(wide)) {
                        seen.thresholds.push(Threshold {
                            value,
                            def: Some(def),
                            pc: insn.pc(),
                            ..Threshold::default()
                        });
                    }
                }
                known.remove(&a);
            }
            // mul and div of float and double, with three registers
            op @ (0xa8 | 0xa9 | 0xad | 0xae) => {
                seen.math(matches!(op, 0xa8 | 0xad), op >= 0xad, b, c, &known);
                known.remove(&a);
            }
            // the same with two
            op @ (0xc8 | 0xc9 | 0xcd | 0xce) => {
                seen.math(matches!(op, 0xc8 | 0xcd), op >= 0xcd, a, b, &known);
                known.remove(&a);
            }
            0x6e..=0x72 | 0x74..=0x78 => {
                let name = body
                    .method(operands.index)
                    .map(|method| program.method_name(method).into_owned());
                seen.roots |= name.is_some_and(|name| name == "sqrt" || name == "hypot");
            }
            op => {
                let writes = !matches!(op, 0x0e..=0x11 | 0x1f | 0x27..=0x2c | 0x32..=0x3d | 0x4b..=0x51 | 0x59..=0x5f | 0x67..=0x6d);
                if operands.registers > 0 && writes {
                    known.remove(&a);
                }
            }
        }
    }
}

impl Seen {
    fn math(&mut self, times: bool, wide: bool, x: u16, y: u16, known: &BTreeMap<u16, Bits>) {
        if times {
            self.squares |= x == y;
            return;
        }
        let by = known.get(&y).and_then(|bits| bits.number(wide));
        self.gravity |= by.is_some_and(|by| (by - GRAVITY).abs() < NEAR);
    }
}

/// The bits of a constant.
#[derive(Clone, Copy)]
enum Bits {
    Narrow(u32),
    Wide(u64),
}

impl Bits {
    /// The number that a comparison of floats or doubles sees.
    fn number(self, wide: bool) -> Option<f64> {
        let number = match (self, wide) {
            (Self::Narrow(bits), false) => f64::from(f32::from_bits(bits)),
            (Self::Wide(bits), true) => f64::from_bits(bits),
            _ => return None,
        };
        number.is_finite().then(|| number.abs())
    }
}
