//! Objects that code makes, and what tells them apart.

use crate::program::TypeId;
use crate::scenario::engine::context::MANY;
use crate::scenario::engine::heap::{Ctx, ObjKey, Site};
use crate::scenario::engine::value::Obj;
use crate::scenario::engine::{At, Engine};

/// How often an object that never changes is told apart from one that it was made for by the same code.
const AGAIN: usize = 2;

impl Engine<'_, '_> {
    /// The object that an instruction of a context allocates.
    pub(crate) fn allocate(&mut self, at: At, ty: TypeId, tag: u8) -> Obj {
        let context = &self.contexts[at.ctx.0 as usize];
        let site = Site::Code {
            def: context.def,
            pc: at.pc,
            tag,
        };
        let apart = self.apart.map(|part| self.part_of(part));
        let depth = context.depth.max(apart.map_or(0, |(_, depth)| depth));
        // What is made once is the same, whoever asks for it after a choice.
        let maker = context.before.unwrap_or(at.ctx);
        let (ctx, part, depth) = if depth < self.caps.depth {
            (Some(maker), apart.map(|(part, _)| part), depth)
        } else {
            (None, None, 0)
        };
        let key = ObjKey {
            site,
            ty,
            ctx,
            part,
            step: 0,
        };
        // What was told apart once stays so, however many contexts there are by now.
        let obj = match self.objects.find(&key) {
            Some(obj) => obj,
            None => match ctx.and_then(|ctx| self.made_again(ctx, (site, ty), depth)) {
                Some(first) => {
                    self.not_one(first);
                    first
                }
                None => self.objects.intern(key, depth),
            },
        };
        self.note_instance(ty);
        obj
    }

    /// The object that stands for what is made, where that is made for itself again and again. What never changes (a list that grows
    /// by being put into a longer one) is told apart a few times: it is passed on, not gone round in.
    fn made_again(&mut self, ctx: Ctx, made: (Site, TypeId), below: u8) -> Option<Obj> {
        let first = self.around(ctx, made, below)?;
        let code = self.code;
        let known = self.known.immutable.entry(made.1);
        let few = self.contexts.len() < MANY;
        if !(few && self.caps.small && *known.or_insert_with(|| code.is_immutable(made.1))) {
            return Some(first);
        }
        let mut one = first;
        for _ in 0..AGAIN {
            let ctx = self.objects.key(one).ctx?;
            one = self.around(ctx, made, self.objects.depth(one))?;
        }
        Some(first)
    }

    /// An object of the same site that tells a context apart, or the context of one that does, and so on: what is made for
    /// itself again (the continuation of a continuation) is one object.
    ///
    /// Objects may come from an earlier run, whose contexts are others: so a context need not be there, and only ever fewer
    /// contexts within one another (`below`) make it end.
    fn around(&self, ctx: Ctx, made: (Site, TypeId), below: u8) -> Option<Obj> {
        let own = &self.contexts.get(ctx.0 as usize)?.own;
        let mut inner = own.iter().filter(|obj| self.objects.depth(**obj) < below);
        inner.find_map(|obj| {
            let key = self.objects.key(*obj);
            if (key.site, key.ty) == made {
                return Some(*obj);
            }
            key.ctx
                .and_then(|ctx| self.around(ctx, made, self.objects.depth(*obj)))
        })
    }

    /// The only object of a type.
    pub(crate) fn only(&mut self, site: Site, ty: TypeId) -> Obj {
        let obj = self.objects.intern(
            ObjKey {
                site,
                ty,
                ctx: None,
                part: None,
                step: 0,
            },
            0,
        );
        self.note_instance(ty);
        obj
    }
}
