//! The instructions of a class file that name members: fields, calls, `invokedynamic`.

use crate::jvm::{self, Descriptor};
use crate::program::{CallSite, Kind, Piece};
use crate::scenario::code::ir::{CallKind, Op, Reg};
use crate::scenario::code::lower_class::Lowering;
use crate::scenario::code::stack_plan::signature;

impl Lowering<'_, '_, '_, '_> {
    pub(in crate::scenario) fn field(&mut self, op: u8, index: u16) {
        let descriptor = self.code.class().member(index).map(|member| member.2);
        let slots = descriptor.map_or(1, |descriptor| Descriptor(descriptor).slots());
        let wide = slots == 2;
        let field = self.code.field(index);
        let field = field.map(|field| self.program.resolve_field(field));
        match op {
            0xb2 => {
                let dst = self.push(wide);
                match field {
                    Some(field) => self.emit(Op::GetStatic { dst, field }),
                    None => self.emit(Op::Unknown { dst }),
                }
            }
            0xb3 => {
                let src = self.pop(wide);
                if let Some(field) = field {
                    self.emit(Op::PutStatic { src, field });
                }
            }
            0xb4 => {
                let object = self.pop(false);
                let dst = self.push(wide);
                match field {
                    Some(field) => self.emit(Op::Get { dst, object, field }),
                    None => self.emit(Op::Unknown { dst }),
                }
            }
            _ => {
                let src = self.pop(wide);
                let object = self.pop(false);
                if let Some(field) = field {
                    self.emit(Op::Put { src, object, field });
                }
            }
        }
    }

    /// Takes arguments off the stack, the first first.
    fn arguments(&mut self, list: &[Descriptor<'_>], receiver: bool) -> Vec<Reg> {
        let mut regs: Vec<Reg> = Vec::with_capacity(list.len() + 1);
        for one in list.iter().rev() {
            let reg = self.pop(one.is_wide());
            regs.push(reg);
        }
        if receiver {
            let reg = self.pop(false);
            regs.push(reg);
        }
        regs.reverse();
        regs
    }

    fn emit_call(
        &mut self,
        kind: CallKind,
        method: crate::program::MethodId,
        regs: &[Reg],
        dst: Option<Reg>,
    ) {
        let first = self.body.args.len() as u32;
        self.body.args.extend_from_slice(regs);
        self.emit(Op::Call {
            kind,
            method,
            first,
            count: regs.len() as u16,
            dst,
        });
    }

    pub(in crate::scenario) fn call(&mut self, insn: &jvm::Insn<'_>) {
        let class = self.code.class();
        let Some((list, result)) = signature(class, insn).and_then(jvm::parameters) else {
            self.emit(Op::Throw { src: None });
            return;
        };
        let regs = self.arguments(&list, insn.op() != 0xb8);
        let slots = result.slots();
        let Some((kind, method)) = self.code.call(insn.op(), insn.index()) else {
            return self.unknown(slots);
        };
        let kind = match kind {
            Kind::CallStatic => CallKind::Static,
            Kind::CallDirect => CallKind::Direct,
            Kind::CallSuper => CallKind::Super,
            _ => CallKind::Virtual,
        };
        let dst = (slots > 0).then(|| self.push(slots == 2));
        self.emit_call(kind, method, &regs, dst);
    }

    pub(in crate::scenario) fn dynamic(&mut self, insn: &jvm::Insn<'_>) {
        let class = self.code.class();
        let Some((list, result)) = signature(class, insn).and_then(jvm::parameters) else {
            self.emit(Op::Throw { src: None });
            return;
        };
        let regs = self.arguments(&list, false);
        match self.code.site(insn.index()) {
            Some(CallSite::Lambda(factory)) => {
                let dst = self.push(false);
                self.emit_call(CallKind::Static, *factory, &regs, Some(dst));
            }
            Some(CallSite::Concat(concat)) => {
                let (builder, text) = (self.scratch, self.scratch + 1);
                self.emit(Op::New {
                    dst: builder,
                    ty: concat.builder,
                });
                self.emit_call(CallKind::Direct, concat.init, &[builder], None);
                let mut regs = regs.into_iter();
                for piece in &concat.pieces {
                    match *piece {
                        Piece::Text(value) => {
                            self.emit(Op::Text { dst: text, value });
                            let append = concat.append_text;
                            self.emit_call(CallKind::Virtual, append, &[builder, text], None);
                        }
                        Piece::Argument(append) => {
                            let arg = regs.next().unwrap_or(self.base);
                            self.emit_call(CallKind::Virtual, append, &[builder, arg], None);
                        }
                    }
                }
                let dst = self.push(false);
                self.emit_call(CallKind::Virtual, concat.to_string, &[builder], Some(dst));
            }
            Some(CallSite::Other(_)) | None => self.unknown(result.slots()),
        }
    }
}
