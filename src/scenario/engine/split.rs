//! What a branch on one object's answer says about the object: in `for (t : tasks) if (t.ready()) t.run();` only those run
//! that can be ready.
//!
//! A call or a field read on one of several known objects is remembered for the rest of the block, object by object, and so is
//! a test of its class. A branch on the result leaves in the register (and its copies) only the objects that can have given it.

use crate::knowledge::model::Rule;
use crate::program::{FieldId, MethodId, TypeId};
use crate::scenario::code::Target;
use crate::scenario::code::ir::{BlockId, Body, CallKind, Cond, Op, Operand, Reg};
use crate::scenario::engine::Engine;
use crate::scenario::engine::again::{branches, cycle, leads, without};
use crate::scenario::engine::blocks::insert_sorted;
use crate::scenario::engine::heap::{Place, Slot};
use crate::scenario::engine::paths::goes_to;
use crate::scenario::engine::step::State;
use crate::scenario::engine::value::{Null, Obj, Value, Vid};
use crate::scenario::engine::way::Spot;

/// Answers of several objects.
#[derive(Debug, Clone)]
pub(crate) struct Split {
    /// The register that holds the answer.
    pub(crate) result: Reg,
    /// The registers that hold the object.
    objects: Vec<Reg>,
    /// What they hold.
    held: Vid,
    /// What the answer says.
    said: Said,
}

#[derive(Debug, Clone)]
enum Said {
    /// Each object's answer.
    Each(Vec<(Obj, Vid)>),
    /// Whether it is an instance of this.
    Instance(TypeId),
}

impl State {
    /// Remembers a copy within the block.
    pub(crate) fn copied(&mut self, dst: Reg, src: Reg) {
        if self.copies.len() < COPIES && dst != src {
            self.copies.push((dst, src));
        }
    }

    /// Remembers what a register says of what others hold, if any does.
    fn split_by(&mut self, result: Reg, (held, objects): (Vid, Vec<Reg>), said: Said) {
        if !objects.is_empty() {
            self.split = Some(Split {
                result,
                objects,
                held,
                said,
            });
        }
    }

    /// A register holds something else from now on.
    pub(crate) fn overwritten(&mut self, reg: Reg) {
        if !self.copies.is_empty() {
            self.copies.retain(|(a, b)| *a != reg && *b != reg);
        }
        if let Some(split) = &mut self.split {
            split.objects.retain(|one| *one != reg);
            if split.result == reg || split.objects.is_empty() {
                self.split = None;
            }
        }
    }

    /// The registers that are copies of one, itself among them.
    pub(crate) fn copies_of(&self, reg: Reg) -> Vec<Reg> {
        let mut all = vec![reg];
        let mut at = 0;
        while let Some(reg) = all.get(at).copied() {
            at += 1;
            for (a, b) in &self.copies {
                let other = match (*a == reg, *b == reg) {
                    (true, false) => *b,
                    (false, true) => *a,
                    _ => continue,
                };
                if !all.contains(&other) {
                    all.push(other);
                }
            }
        }
        all
    }
}

/// Copies remembered within a block.
const COPIES: usize = 32;

/// Blocks that are gone on into at once for one element alone, and for one loop that counts.
const ALONE: u16 = 32;
/// The same for a loop that may be left in any round: a few names are looked up, not a table.
const OPEN: u16 = 16;
const ROUNDS: u16 = 256;

/// Where the running block goes on at once, in place of what flows together before the next block: a loop whose every branch is
/// decided (it counts to a known number) is run round by round, an element of a collection as far as it alone decides.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ahead {
    /// Blocks that may still be gone on into.
    left: u16,
    /// Back to the heads of loops from this block on, too.
    rounds: Option<BlockId>,
    /// The head of the loop that is run round by round.
    head: Option<BlockId>,
    /// It compared how large numbers are since it was there last.
    pub(crate) counts: bool,
    /// The element that is looked at alone.
    pub(crate) part: Option<Vid>,
    /// It is null, where others are not.
    pub(crate) null: bool,
    /// Where it was taken.
    from: Option<(BlockId, u32)>,
    /// A branch was passed since that it does not decide.
    pub(crate) open: bool,
    /// What the registers held there last.
    held: Vec<Vid>,
    /// The next blocks, the last first.
    pub(crate) next: Vec<(BlockId, State)>,
}

impl Ahead {
    /// For a run of a block. In a large program nothing is gone on into at once.
    pub(crate) fn from(body: &Body, block: BlockId, small: bool) -> Self {
        let head = small && body.heads.binary_search(&block).is_ok();
        Self {
            left: if head { ROUNDS } else { 0 },
            rounds: head.then_some(0),
            head: head.then_some(block),
            ..Self::default()
        }
    }

    /// For an element that a block takes and that is looked at alone, in loops behind that too; `null`: it is the one that is not there.
    pub(crate) fn of_element(
        small: bool,
        (block, pc): (BlockId, u32),
        part: Vid,
        null: bool,
    ) -> Self {
        Self {
            left: if small { ALONE } else { 0 },
            rounds: Some(block + 1),
            part: Some(part),
            null,
            from: Some((block, pc)),
            ..Self::default()
        }
    }

    /// Whether a branch that may be gone on by at once is.
    pub(crate) fn takes(
        &mut self,
        body: &Body,
        (from, to): (BlockId, BlockId),
        state: &State,
    ) -> bool {
        let again = self.rounds.is_some_and(|first| to >= first) && self.counts;
        if self.left == 0 || (to <= from && !again) {
            return false;
        }
        if to <= from {
            let live = body.live.get(to as usize);
            let held = live.into_iter().flatten().map(|reg| state.get(*reg));
            let held: Vec<Vid> = held.collect();
            // A round that changes nothing does not count.
            if held == self.held {
                return false;
            }
            self.held = held;
            self.counts = false;
        }
        self.left -= 1;
        self.next.push((to, state.clone()));
        true
    }

    /// Which of the two ways of an undecided branch is gone on by at once because only it stays in the loop that is run round by round:
    /// what leaves it comes together behind it, whatever the round.
    pub(crate) fn stays(&mut self, body: &Body, ways: (BlockId, Option<BlockId>)) -> (bool, bool) {
        let Some(head) = self.head.filter(|_| self.left > 0) else {
            return (false, false);
        };
        let stays = |to: BlockId| to == head || goes_to(body, to, head);
        let (then, next) = (stays(ways.0), ways.1.is_some_and(stays));
        if then != next {
            self.left = self.left.min(OPEN);
        }
        (then && !next, next && !then)
    }
}

/// Elements that are looked at one by one.
const ELEMENTS: usize = 8;

impl Engine<'_, '_> {
    /// Whether one element is looked at alone, and code behind a jump still reads it, or what was made for it.
    pub(crate) fn still_apart(&self, body: &Body, to: BlockId, state: &State) -> bool {
        let (Some(part), Some(live)) = (self.ahead.part, body.live.get(to as usize)) else {
            return false;
        };
        live.iter().any(|reg| {
            let held = state.get(*reg);
            let mut objs = self.values.get(held).objs.iter();
            held == part || objs.any(|obj| self.objects.key(*obj).part == Some(part))
        })
    }

    /// Where the element was taken that is looked at alone, as long as it alone decided what runs since.
    pub(crate) fn decided_by(&self, part: Vid) -> Option<Spot> {
        let alone = self.apart == Some(part) && self.ahead.part == Some(part);
        let (block, pc) = self.ahead.from.filter(|_| alone && !self.ahead.open)?;
        Some(Spot {
            ctx: self.blocks.running_in()?,
            block,
            pc,
        })
    }

    /// Whether what writes a field of the element that is looked at alone does so only later in its round, of a loop that is entered once:
    /// other rounds look at other elements.
    pub(crate) fn comes_later_in_round(&self, place: Place, here: Spot, writer: Spot) -> bool {
        let Place::Of(obj, Slot::Field(_)) = place else {
            return false;
        };
        let alone = self.apart.filter(|_| self.apart == self.ahead.part);
        let Some((taken, pc)) = self.ahead.from.filter(|_| alone.is_some()) else {
            return false;
        };
        let own = alone.is_some_and(|part| self.single(part, false) == Some(obj));
        let Some(body) = self.contexts[here.ctx.0 as usize].body.as_deref() else {
            return false;
        };
        if !own || writer.ctx != here.ctx {
            return false;
        }
        let ways = branches(body);
        if !cycle(&ways, taken).contains(&writer.block) {
            return false;
        }
        let round = without(&ways, taken);
        let later = match (writer.block == here.block, here.block == taken) {
            (true, _) => writer.pc > here.pc && !leads(&round, here.block, here.block),
            (false, true) => true,
            (false, false) => !leads(&round, writer.block, here.block),
        };
        let ctx = here.ctx;
        let taken = Spot {
            ctx,
            block: taken,
            pc,
        };
        later && self.each_round(taken).is_some() && self.is_once(&self.way_to(here), 1)
    }

    /// The elements of a collection that an instruction took one of: the rest of the block is run for each alone, so that
    /// what is read from one is not mixed with what is read from another.
    pub(crate) fn elements_apart(&mut self, op: &Op, state: &State) -> Option<(Reg, Vec<Vid>)> {
        if self.apart.is_some() {
            return None;
        }
        let reg = match *op {
            Op::ArrayGet { dst, .. } => dst,
            Op::Call {
                kind: CallKind::Virtual,
                method,
                dst: Some(dst),
                ..
            } if self.gives_element(method) => dst,
            _ => return None,
        };
        let value = state.get(reg);
        let parts = self.parts(value);
        // Round by round there is one at a time.
        let held = self.values.get(value);
        let things = held.objs.len() + held.classes.len();
        let one = held.types.is_empty() && !held.may_be_zero() && things == 1;
        let number = matches!(op, Op::ArrayGet { object: false, .. });
        let one = one || held.single_str().is_some() || (number && held.single_int().is_some());
        if parts.is_none() && self.ahead.rounds.is_some() && one {
            self.apart = Some(value);
        }
        Some((reg, parts?))
    }

    /// What a value can be, one by one, when that is several things but few.
    pub(crate) fn parts(&mut self, value: Vid) -> Option<Vec<Vid>> {
        let value = self.values.shared(value);
        let ints = value.integers()?;
        let (texts, unknown) = value.strings();
        let null = usize::from(!ints.is_empty());
        let references = value.objs.len() + texts.len() + value.classes.len();
        let count = match references {
            0 => ints.len(),
            some => some + null,
        };
        if unknown || !(2..=ELEMENTS).contains(&count) || (references > 0 && ints.len() > 1) {
            return None;
        }
        let bits = value.marks;
        let mut parts: Vec<Value> = ints.iter().map(|one| Value::int(*one)).collect();
        for part in &mut parts {
            let zero = part.single_int() == Some(0);
            if !(zero && value.null == Null::Only) {
                part.boxes = value.boxes;
            }
            if zero && value.null == Null::Also {
                part.null = Null::Also;
            }
            part.truths = value.truths & part.as_truths();
        }
        parts.extend(texts.iter().map(|one| Value::str(*one)));
        parts.extend(value.classes.iter().map(|one| Value::class(*one)));
        parts.extend(value.objs.iter().map(|one| Value::obj(*one)));
        let parts = parts.into_iter().map(|part| {
            self.values.intern(Value {
                marks: bits,
                ..part
            })
        });
        Some(parts.collect())
    }

    /// What a call gives, once more is known: a collection in which something surely is has a first element.
    pub(crate) fn first_asked(
        &mut self,
        state: &mut State,
        method: MethodId,
        args: &[Vid],
        value: Vid,
    ) -> Vid {
        if let Some(obj) = self.begun.take() {
            insert_sorted(&mut state.begun, obj);
            return value;
        }
        if state.begun.is_empty() {
            return value;
        }
        let asked = args.first().map(|on| self.values.get(*on).objs.as_slice());
        let Some([obj]) = asked else { return value };
        let Ok(place) = state.begun.binary_search(obj) else {
            return value;
        };
        state.begun.remove(place);
        match &*self.code.method_name(method) {
            "hasNext" => Vid::ONE,
            _ => value,
        }
    }

    /// What tells objects apart that are made for one element each, with how many contexts lie within one another in it.
    pub(crate) fn part_of(&self, part: Vid) -> (Vid, u8) {
        let objs = &self.values.get(part).objs;
        let depth = objs.iter().map(|obj| self.objects.depth(*obj) + 1).max();
        (part, depth.unwrap_or(0))
    }

    /// Whether a call of the framework gives an element of its receiver.
    fn gives_element(&mut self, method: MethodId) -> bool {
        let Target::Framework(base) = self.code.method(method).target else {
            return false;
        };
        let rule = self.rules.find(self.code, base, method);
        rule.is_some_and(Rule::gives_element)
    }

    /// Whether it may be asked what each of several objects answered: in a small program also by what is gone on into at once.
    pub(crate) fn asks_each(&self, body: &Body, block: BlockId) -> bool {
        let block = body.blocks.get(block as usize);
        let last = block.and_then(|block| body.insns_of(block).last());
        let tests = last.is_some_and(|insn| matches!(insn.op, Op::If { .. }));
        tests || self.caps.small || self.record.is_some()
    }

    /// Notes what a field of each of several objects holds.
    pub(crate) fn answers_of(&mut self, state: &State, base: Vid, field: FieldId) {
        let value = self.values.shared(base);
        if value.objs.len() < 2 || !value.types.is_empty() {
            return;
        }
        for obj in value.objs.iter().copied() {
            let one = self.obj(obj);
            let held = self.held_in(state, one, field);
            self.answers.push((obj, held));
        }
    }

    /// Remembers what each of several objects answered.
    pub(crate) fn remember(&mut self, state: &mut State, result: Reg, object: Reg) {
        let held = state.get(object);
        let value = self.values.get(held);
        let count = self.answers.len();
        if count < 2 || !value.types.is_empty() || count != value.objs.len() {
            return self.answers.clear();
        }
        let answers = std::mem::take(&mut self.answers);
        let mut objects = state.copies_of(object);
        objects.retain(|reg| *reg != result && self.values.get(state.get(*reg)).objs == value.objs);
        state.split_by(result, (held, objects), Said::Each(answers));
    }

    /// Remembers that a register tells whether what others hold is an instance of a class.
    pub(crate) fn remember_class(
        &mut self,
        state: &mut State,
        result: Reg,
        (held, mut objects): (Vid, Vec<Reg>),
        ty: TypeId,
    ) {
        objects.retain(|reg| *reg != result && state.get(*reg) == held);
        state.split_by(result, (held, objects), Said::Instance(ty));
    }

    /// The answer went into or out of its box.
    pub(crate) fn answer_unboxed(&mut self, state: &mut State, result: Reg, from: Split) {
        let mut split = from;
        if let Said::Each(answers) = &mut split.said {
            for (_, answer) in answers {
                *answer = self.unboxed(*answer);
            }
        }
        split.result = result;
        split.objects.retain(|reg| *reg != result);
        state.split = (!split.objects.is_empty()).then_some(split);
    }

    /// Leaves in the object's registers what can have answered so that the condition holds; gives what they held.
    pub(crate) fn narrow_split(
        &mut self,
        state: &mut State,
        cond: Cond,
        a: Reg,
        b: Operand,
    ) -> Vec<(Reg, Vid)> {
        let (Some(split), Operand::Lit(literal)) = (state.split.clone(), b) else {
            return Vec::new();
        };
        if split.result != a {
            return Vec::new();
        }
        let narrowed = match (&split.said, cond, literal) {
            (Said::Each(answers), ..) => {
                let literal = self.values.intern(Value::int(literal));
                let objs = answers
                    .iter()
                    .filter(|(_, answer)| self.decide(cond, *answer, literal).0)
                    .map(|(obj, _)| *obj);
                let narrowed = Value {
                    objs: objs.collect(),
                    ..self.values.get(split.held).clone()
                };
                if !narrowed.is_reference() {
                    return Vec::new();
                }
                self.values.intern(narrowed)
            }
            (Said::Instance(ty), Cond::Ne, 0) => self.instances_in(split.held, *ty),
            (Said::Instance(ty), Cond::Eq, 0) => self.without_instances(split.held, *ty),
            (Said::Instance(_), ..) => return Vec::new(),
        };
        if self.values.get(narrowed).is_bottom() {
            return Vec::new();
        }
        let mut before = Vec::new();
        for reg in &split.objects {
            before.push((*reg, state.get(*reg)));
            state.replace(*reg, narrowed);
        }
        before
    }
}
