//! Replays a laboratory's scenarios on the code: what is reached, with chains.
//!
//! An optimistic, sparse, interprocedural abstract interpreter of the SkipFlow kind (Kozak, Stancu, Vojnar, Wimmer,
//! CGO 2025): constants and possible classes flow through registers, fields, parameters and returns, and a block runs
//! only once its branch can hold. A scenario is nothing but where it starts ([`entries`]) and what some framework calls
//! return under it ([`engine::Assumptions`], `checks/model/`).
//!
//! - `ir.rs`, `lower.rs`, `lower_class.rs` (with `stack_plan.rs`, `lower_members.rs`), `lower_lambda.rs`: the register language and the way to it
//!   from DEX, from class files and from lambdas · `live.rs`: which registers are still read · `code.rs`, `known.rs`: the
//!   program as the interpreter asks for it · `value.rs`, `strings.rs`: abstract values · `heap.rs`, `keys.rs`: objects and places, what lies under keys ·
//!   `engine.rs`, `context.rs`: contexts and how all grows · `blocks.rs`, `solver.rs`: what is run, and the fixpoint · `step.rs`, `ops.rs`, `split.rs`:
//!   one block · `call.rs`, `fan.rs`: calls and dispatch · `fresh.rs`: objects that nobody else has seen yet · `script.rs`, `rules.rs`: the framework model ·
//!   `components.rs`, `reflect.rs`, `pure.rs`: what its functions do ·
//!   `marks.rs`: where values come from · `again.rs`: what recurs · `meta.rs`, `packaged.rs`: meta-data, resources · `listeners.rs`: interfaces of absent code ·
//!   `acts.rs`: what a person may do, what earlier runs left · `pages.rs`: what ends the app · `denied.rs`: permissions denied · `prompt.rs`, `question.rs`, `refused.rs`: the consent prompt, what it shows, its refusal · `screens.rs`: how far documents lie ·
//!   `assigned.rs`: fields without a default · `entries.rs`:
//!   where scenarios start · `library.rs`, `hold.rs`: libraries, whose host calls them · `record.rs`: edges, events, chains · `outcome.rs`, `plain.rs`: what comes out ·
//!   `trace.rs`: what it worked out on its way

mod acts;
mod again;
mod assigned;
mod blocks;
mod call;
mod code;
mod components;
mod context;
mod denied;
mod engine;
mod entries;
mod fan;
mod fresh;
mod heap;
mod hold;
mod ir;
mod keys;
mod known;
mod library;
mod listeners;
mod live;
mod lower;
mod lower_class;
mod lower_lambda;
mod lower_members;
mod marks;
mod meta;
mod ops;
mod outcome;
mod packaged;
mod pages;
mod plain;
mod prompt;
mod pure;
mod question;
mod record;
mod reflect;
mod refused;
mod rules;
mod screens;
mod script;
mod solver;
mod split;
mod stack_plan;
mod step;
mod strings;
mod trace;
mod value;

pub use library::{Attempt, LibraryOutcome, LibraryRun, Setting};
pub use marks::{Carrier, ITEM_BITS, Mark, Marks};
pub(crate) use outcome::OTHERS;
pub use outcome::{
    Asked, ChainStep, Event, EventKind, Outcome, Prompt, Scenario, Stage, Through, Wanted, replay,
};
pub use plain::Arg;
pub use question::{Button, Question};
pub use screens::{Screens, Sought};
pub use trace::{Trace, trace};
