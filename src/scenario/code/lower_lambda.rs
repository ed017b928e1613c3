//! The bodies of the class behind a lambda expression or method reference: its factory keeps the captured values, its
//! method hands them and its own parameters on to the target.

use crate::program::{Adapt, FACTORY, Lambda, MethodId};
use crate::scenario::code::ir::{Block, Body, CallKind, Insn, Op, Reg};

struct Writer {
    body: Body,
    next: Reg,
}

impl Writer {
    fn reg(&mut self, wide: bool) -> Reg {
        let reg = self.next;
        self.next = self.next.saturating_add(1 + u16::from(wide));
        reg
    }

    fn emit(&mut self, op: Op) {
        self.body.insns.push(Insn { pc: 0, op });
    }

    fn call(&mut self, kind: CallKind, method: MethodId, args: &[Reg], dst: Option<Reg>) {
        let first = self.body.args.len() as u32;
        self.body.args.extend_from_slice(args);
        self.emit(Op::Call {
            kind,
            method,
            first,
            count: args.len() as u16,
            dst,
        });
    }

    /// Hands a value on in another form.
    fn adapt(&mut self, reg: Reg, way: Adapt) -> Reg {
        match way {
            Adapt::Keep => reg,
            Adapt::Cast(ty) => {
                self.emit(Op::Cast { reg, ty });
                reg
            }
            Adapt::Unbox(ty, method) => {
                self.emit(Op::Cast { reg, ty });
                let dst = self.reg(true);
                self.call(CallKind::Virtual, method, &[reg], Some(dst));
                dst
            }
            Adapt::Box(method) => {
                let dst = self.reg(false);
                self.call(CallKind::Static, method, &[reg], Some(dst));
                dst
            }
        }
    }

    fn done(mut self) -> Body {
        let insns = 0..self.body.insns.len() as u32;
        self.body.blocks.push(Block {
            insns,
            ..Block::default()
        });
        self.body.registers = self.next;
        self.body
    }
}

/// The body of a lambda's factory or method. `private` tells methods that are called without looking at the receiver.
pub(crate) fn lower_lambda(lambda: &Lambda, code: u32, private: impl Fn(MethodId) -> bool) -> Body {
    let mut writer = Writer {
        body: Body::default(),
        next: 0,
    };
    if code == FACTORY {
        for (_, wide) in &lambda.captures {
            let reg = writer.reg(*wide);
            writer.body.params.push(reg);
        }
        let dst = writer.reg(false);
        writer.emit(Op::New { dst, ty: lambda.ty });
        for (index, (field, _)) in lambda.captures.iter().enumerate() {
            if let Some(src) = writer.body.params.get(index).copied() {
                writer.emit(Op::Put {
                    src,
                    object: dst,
                    field: *field,
                });
            }
        }
        writer.emit(Op::Return { src: Some(dst) });
        return writer.done();
    }
    let this = writer.reg(false);
    writer.body.params.push(this);
    for (wide, _) in &lambda.parameters {
        let reg = writer.reg(*wide);
        writer.body.params.push(reg);
    }
    let mut args: Vec<Reg> = Vec::new();
    if let Some(ty) = lambda.makes {
        let dst = writer.reg(false);
        writer.emit(Op::New { dst, ty });
        args.push(dst);
    }
    for (field, wide) in &lambda.captures {
        let dst = writer.reg(*wide);
        writer.emit(Op::Get {
            dst,
            object: this,
            field: *field,
        });
        args.push(dst);
    }
    let given: Vec<Reg> = writer.body.params.iter().skip(1).copied().collect();
    for (reg, (_, way)) in given.into_iter().zip(&lambda.parameters) {
        let reg = writer.adapt(reg, *way);
        args.push(reg);
    }
    let (handle, target) = lambda.target;
    let kind = match handle {
        6 => CallKind::Static,
        5 | 9 if !private(target) => CallKind::Virtual,
        _ => CallKind::Direct,
    };
    let made = args.first().copied().filter(|_| lambda.makes.is_some());
    let result = (made.is_none() && lambda.target_returns).then(|| writer.reg(true));
    writer.call(kind, target, &args, result);
    let src = match made.or(result) {
        Some(reg) if lambda.returns => Some(writer.adapt(reg, lambda.result)),
        _ => None,
    };
    writer.emit(Op::Return { src });
    writer.done()
}
