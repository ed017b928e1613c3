//! Replays a laboratory's scenarios on the code: what is reached, with chains.
//!
//! An optimistic, sparse, interprocedural abstract interpreter of the SkipFlow kind (Kozak, Stancu, Vojnar, Wimmer,
//! CGO 2025): constants and possible classes flow through registers, fields, parameters and returns, and a block runs
//! only once its branch can hold. A scenario is nothing but where it starts ([`replay::entries`]) and what some framework
//! calls return under it ([`engine::Assumptions`], `checks/model/`).
//!
//! - [`code`]: the program as the interpreter asks for it: bodies in one register language, dispatch, constants
//! - [`engine`]: abstract values, objects and places, contexts, and the fixpoint over them
//! - [`model`]: the framework: its records' scripts and what their functions do
//! - [`replay`]: the scenarios: where each starts, what a person does in it, what comes out
//!
//! `replay` uses all others; `engine` and `model` use each other (a call may be a record's, a record's script calls back);
//! `code` knows nothing of a run.

mod code;
mod engine;
mod model;
mod replay;

pub(crate) use code::resumed::REFUSAL;
pub use engine::marks::{Carrier, ITEM_BITS, Mark, Marks};
pub use replay::library::{Attempt, Attempts, LibraryOutcome, LibraryRun, Setting};
pub(crate) use replay::outcome::OTHERS;
pub use replay::outcome::{
    Asked, ChainStep, Event, EventKind, Outcome, Prompt, Round, Scenario, Stage, Through, Wanted,
    replay,
};
pub use replay::plain::Arg;
pub use replay::question::{Button, Question};
pub use replay::screens::{Screens, Sought};
pub use replay::trace::{Trace, costs, trace};
