//! Calling contexts: what of its arguments tells the runs of a method apart, and how many are kept apart.

use crate::program::DefId;
use crate::scenario::code::ir::Body;
use crate::scenario::engine::blocks::insert_sorted;
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::value::Vid;
use crate::scenario::engine::{Context, Engine};

/// Blocks of one method that its contexts may have together before its callers share one context: a helper of a few
/// blocks has many contexts, a method of hundreds next to none, and the whole is a few times the code that is reached.
const BLOCKS_CAP: usize = 60;
/// The fewest and the most contexts that a method may have by that rule.
const CONTEXT_CAPS: (usize, usize) = (2, 24);
/// Contexts within contexts in an object's identity before they are no longer kept apart.
pub(crate) const DEPTH_CAP: u8 = 4;

/// What tells a context apart, borrowed.
#[derive(Hash)]
struct Key<'k>(DefId, &'k [Vid]);

impl hashbrown::Equivalent<(DefId, Box<[Vid]>)> for Key<'_> {
    fn equivalent(&self, key: &(DefId, Box<[Vid]>)) -> bool {
        self.0 == key.0 && *self.1 == *key.1
    }
}

/// Contexts that a method may have before its callers share one.
fn cap(body: Option<&Body>) -> u32 {
    let blocks = body.map_or(1, |body| body.blocks.len()).max(1);
    (BLOCKS_CAP / blocks).clamp(CONTEXT_CAPS.0, CONTEXT_CAPS.1) as u32
}

impl Engine<'_, '_> {
    /// The context for a call.
    pub(crate) fn context(&mut self, def: DefId, args: &[Vid]) -> Ctx {
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        key.extend(args.iter().map(|arg| self.constant_part(*arg)));
        let ctx = self.context_of(def, &mut key, args.len());
        self.key = key;
        ctx
    }

    fn context_of(&mut self, def: DefId, key: &mut [Vid], params: usize) -> Ctx {
        if let Some(ctx) = self.by_key.get(&Key(def, key)) {
            return *ctx;
        }
        let count = self.per_def.entry(def).or_insert(0);
        let cap = cap(self.code.lower(def).as_deref());
        if *count >= cap {
            key.fill(Vid::BOTTOM);
            if let Some(ctx) = self.by_key.get(&Key(def, key)) {
                return *ctx;
            }
        }
        *count += 1;
        let mut depth = 0;
        let mut own = Vec::new();
        for arg in key.iter() {
            for obj in &self.values.get(*arg).objs {
                depth = depth.max(self.objects.depth(*obj) + 1);
                insert_sorted(&mut own, *obj);
            }
        }
        if *count > cap {
            depth = DEPTH_CAP;
        }
        let ctx = Ctx(u32::try_from(self.contexts.len()).unwrap_or(u32::MAX));
        let body = self.code.lower(def);
        // Without code (native, abstract) a method gives whatever its type allows.
        let returns = match body {
            Some(_) => Vid::BOTTOM,
            None => self.unknown(self.code.return_type(def)),
        };
        let first = self.blocks.add(ctx, body.as_deref());
        self.contexts.push(Context {
            def,
            body,
            params: vec![Vid::BOTTOM; params],
            returns,
            first,
            callers: Vec::new(),
            fans: Vec::new(),
            own: own.into(),
            given: None,
            left: None,
            public: false,
            depth,
        });
        self.by_key.insert((def, (*key).into()), ctx);
        if params == 0 {
            self.hand_over(ctx);
        }
        ctx
    }

    /// The argument itself when it is one constant or one object, else nothing: what tells contexts apart.
    fn constant_part(&self, arg: Vid) -> Vid {
        let value = self.values.get(arg);
        let constant = value.single_int().is_some()
            || value.single_str().is_some()
            || (value.classes.len() == 1 && value.objs.is_empty() && value.types.is_empty());
        let object = match value.objs.as_slice() {
            [obj] if value.types.is_empty() && !value.may_be_zero() => {
                self.objects.depth(*obj) < DEPTH_CAP
            }
            _ => false,
        };
        if constant || object { arg } else { Vid::BOTTOM }
    }
}
