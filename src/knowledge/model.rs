//! The framework model: what a framework method returns, stores and calls back, as data.
//!
//! `checks/model/*.toml` hold tables of rules; the key is the method, the value a short script:
//!
//! ```toml
//! [["android.os.Handler"]]
//! "post(Runnable)" = "posted arg1.run(); return true"
//! "sendMessage" = "posted this.handleMessage(arg1); return true"
//! ```
//!
//! A key without parentheses means every overload; parameter types are simple or dotted names. A rule also holds for
//! calls through subclasses and implementations of its class. Statements end with `;`:
//!
//! | statement | meaning |
//! |---|---|
//! | `return E` | what the call gives (several: any of them) |
//! | `P = E` | stores into a place: `this.slot`, `arg1[]`, `arg1[arg2]` |
//! | `call E.m(E, …)` | calls an app override of `m` on the object, at once |
//! | `posted`, `thread`, `callback` | the same, later and by itself, with that kind of edge |
//! | `person E.m(…)` | the same, but only when a person acts |
//! | `answer E.m(…)` | the same, as the answer to a permission request |
//! | `pending(E, …)` | what the call does is still to come: nothing of it, but for what it gives, where it is surely taken back first |
//! | `pending(E, …) by T` | the same, where calls of the class T take it back |
//! | `undo(E, …)` | takes back what is pending for the same things, and for whatever follows them |
//! | `take_out(E)`, `take_out(E, F)` | takes everything, or F, out of a collection; of a storage all keys, or the key F |
//! | `start activity E` (`started`, `bound`, `service`, `receiver`, `job`, `worker`) | starts the component that an intent or class names; a service by `startService`, by binding to it, or in any way |
//!
//! | expression | meaning |
//! |---|---|
//! | `this`, `arg1` … | receiver and arguments |
//! | `null`, `true`, `false`, `12`, `'text'` | constants |
//! | `any`, `any(T)` | anything of the method's return type, of a type |
//! | `new(T)` | one object of the type per call site |
//! | `some(T)` | the same, and never null |
//! | `made(T)` | one object of the type per call site, the same wherever the script names it |
//! | `one(T)` | the one object of the type in the app |
//! | `E.slot`, `E[]`, `E[K]` | what was stored there |
//! | `stored(E, K, D)` | what was stored there, else the default `D`; anything where the scenario assumes a filled storage |
//! | `present(E, K)` | whether something was stored there; perhaps where the scenario assumes a filled storage |
//! | `absent(E, K, V)` | V, but nothing where something surely is stored under K |
//! | `drop(E, K)` | what was stored under K in the map E, where it is gone now |
//! | `or(E, F)` | E, and F when nothing was stored there |
//! | `granted(E)`, `sdk`, `never` | the scenario's answer to a permission check, its platform versions, no return at all |
//! | `file(E)` | the files of paths, told apart by path; `readable(E)`: whether one can be opened for reading |
//! | `when(C, E)`, `surely(C, E)` | E, but no return while C is false: what waits for something, or throws; E, but nothing unless C is surely true |
//! | `provider(E)`, `abroad(E)`, `process` | the app's own providers that content addresses name; whether they may name others; the names of its processes that run |
//! | `answered_by(E, 'm', …)`, `answered_later(…)` | what app code answers that is run within the call, on another thread |
//! | `resource(E)`, `resources(E)`, `flags` | values of resources, the texts of an array of them, the application's flags |
//! | `services(E)` | the classes that the package lists as implementing a service (`META-INF/services`) |
//! | `extra(E, K, D)`, `has_extra(E, K)` | what an intent or bundle carries under a key, else `D`; whether it carries anything |
//! | `field(F, E)`, `set_field(F, E, V)` | a field of an object by the `class` and `name` of an updater or field object F |
//! | `arguments()`, `at(E, N)`, `at(E)` | a list of the call's arguments, in their order; the element at a place of a list, any element |
//! | `button(N)`, `copied(A, N)` | the view of a dialog's button; a copy of an array, that long |
//! | `split(E, P, N)`, `compared(E, F)`, `spelled(A)` | parts of a text, the order of texts or numbers, the text that characters spell |
//! | `json(O, E)`, `json_array(O, E)`, `json_entry(O, K, D)`, `json_has(O, K)`, `written(O)` | a text read into an object or array, as far as it is known, its entries; the text that an object is written out as |
//! | `filtered(E, F, 'm')`, `rejected(E, F, 'm')` | the elements for which that method of F can give true, or false |
//! | `filled(E)`, `iterated(E)`, `known(E)`, `open(E)` | whether something is surely in a collection; one that is now looked through; what is known of E; whether it may be more |
//! | `contents(P)`, `lines(P)`, `put_text(S, E)` | what files of these paths hold, whole or line by line: assets, own files; puts a text into the file of a stream |
//! | `properties(O, E)`, `entry_read(O, K, D)` | a text of properties read into an object, as far as it is known; its entries, and the default where there may be none |
//! | `unit_at(E, N)`, `blank_letter(N)`, `digit(N)`, `letter(N)` | the letter at a place of a text; of which kind one is |
//! | `table(E)`, `rows(T, A, C, G)`, `selected(E, G)` | the app's tables of that name; what gives their rows, given columns, a condition and what it compares; what gives the rows that statements select |
//! | `put_row(T, V)`, `executed(E, G)` | puts a row of values into tables; carries out known statements, given an array of what they take |
//! | `update_rows(T, V, C, G)`, `delete_rows(T, C, G)`, `cell(R, N)`, `column(E)` | changes or removes rows: whether there are any, as a number; what rows hold in a column; its number by its name |
//! | `kept(E, 'slot', D)` | what the app's code put there in a view that it makes, else `D`; anything once a person or a layout may have |
//! | `holds_all(E, F)`, `front(E)`, `front(E, null)`, `entries(E)` | whether all of F is in a collection; the first of a queue, or null where there may be none; the entries of a map |
//! | `apart`, `but(E, F)` | the element that is looked at alone; of objects those that F does not hold |
//! | `ready(E, 'slot', F)` | F, once that slot of E says that it is shown, loaded or started; of what the app lays out or the platform gives, which is anyway, too |
//! | `holds(E, V)`, `among(E, V)`, `solid(E)`, `listing(E)` | whether a collection can hold a value; whether a value can be one of E; E, but not null; the names in a folder |
//! | `construct(E, A)`, `number(E)`, `package` | new objects by constructors, given an array; the number that a text spells; the app's package name |
//! | `named(E)` | the objects of the method's return type that names tell apart |
//! | `service(E)`, `meta_names` | the system service of a name, the classes named in the manifest's meta-data |
//! | `empty(E)`, `count(E)`, `has(E, K)` | of a collection; `stored_empty(E)`, `stored_count(E)` of a storage |
//! | `put_all(E, F)`, `take_over(E, F)` | puts what is in one map into another, key by key; what is in one list, place by place |
//! | `elsewhere` | a bundle that another app made: intents in it are for that app's components |
//! | `metas`, `meta(E, K, D)`, `meta_has(E, K)` | the manifest's meta-data; the value of a key of it, else `D`; anything of another bundle |
//! | `bytes(E)`, `letters(E)`, `base64(E)` | an array of a text's bytes, and back; the text that one in Base64 stands for |
//! | `millis(E, U)` | a time in a `TimeUnit`, in milliseconds |
//! | `pages`, `exists(E)`, `view(E)`, `id(E)` | the pages that were started; whether a file is there; the view of a resource id, and back |
//! | `answers`, `answer`, `answer_map` | what a person answers to a permission request: results array, one, by name |
//! | `inflate(E)` | builds the views of a layout and gives its root |
//! | `proxy(E, H)` | an object of the interfaces in an array that asks a handler |
//! | `register(R, F)` | a receiver that listens for the actions of a filter |
//! | `class_name(E)`, `canonical_name(E)`, `simple_name(E)`, `package_of(E)` | the names of classes |
//! | `methods(E)` | an array of the methods that the app's classes declare |
//! | `annotation(E, C)`, `parameters(E)` | of classes, and of methods found by reflection: the annotation of a class, an array of parameter types |
//! | `class(E)`, `instance(E)` | the class that a string names, a new object of the class |
//! | `is_instance(E, F)`, `cast(E, F)`, `is_assignable(E, F)` | whether F is an instance of the class that E is; what of F is; whether the class F is below it; `superclass(E)`: the class above one |
//! | `only(T, E)` | what of E is an instance of the type T |
//! | `permissions()` | an array of the permissions that the manifest declares |
//! | `constant(E)` | E, but nothing where a text in it is not known |
//! | `task_root(E)`, `rationale` | whether a page is the launcher's; whether a permission's use is to be explained: once it was denied perhaps |
//! | `same(E, F)`, `plus(E, F)`, `absolute(E)` | whether both are the same number or object; the sum of numbers, one without its sign |
//! | `concat(E, E)`, `equals(E, E)`, … | a function the interpreter knows: [`FUNCTIONS`] |

use super::bridge::Bridges;
pub use super::component::Component;
pub use super::function::FUNCTIONS;
pub use super::script::rule;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{LoadError, Source};

/// The whole model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    /// Rules, in the order of files and lines.
    pub rules: Vec<Rule>,
    /// Per kind of component: the methods that the framework runs, in order.
    pub life: Vec<(Component, Vec<(How, String)>)>,
    /// Per kind of component: those of them that run again when something that lay over the page goes away.
    pub again: Vec<(Component, Vec<String>)>,
    /// Classes that a package may refer to without holding them, and the platform's class that stands for each.
    pub extends: BTreeMap<String, String>,
    /// Dotted names of static fields of the platform that are no constants to the compiler, and their texts on every device.
    pub texts: BTreeMap<String, String>,
    /// Lower-case parts of a button's text that refuse, and that agree; looked at in this order.
    pub refuse_words: Vec<String>,
    /// See `refuse_words`.
    pub agree_words: Vec<String>,
    /// Those of the words that refuse outright.
    pub outright_words: Vec<String>,
    /// Dotted names of listener types that only a person's act runs, sorted.
    pub inputs: Vec<String>,
    /// Dotted names of exceptions by which a program says that it is wrong itself, sorted.
    pub doubts: Vec<String>,
    /// Dotted names of types whose methods are orders, not callbacks, sorted: who is handed one calls none of them.
    pub orders: Vec<String>,
    /// Dotted names of types that show items by which a person opens something, sorted: the title of one asks nothing.
    pub titles: Vec<String>,
    /// Names of methods by which the platform asks the app for a view that it shows, sorted.
    pub given_views: Vec<String>,
    /// Dotted names of types whose subclasses a scheduler runs without a page, once they are ordered, sorted.
    pub workers: Vec<String>,
    /// The same of services.
    pub jobs: Vec<String>,
    /// Methods that scripts of cross-platform frameworks call.
    pub bridges: Bridges,
    /// Dotted names of classes of which no method throws in ordinary use but those named, some with their parameters.
    pub steady: BTreeMap<String, Vec<String>>,
}

/// Adds the names of a list.
fn add_names(names: &mut Vec<String>, list: &str) -> Result<(), String> {
    names.extend(list.split_whitespace().map(str::to_owned));
    Ok(())
}

impl Model {
    /// Adds the tables of a file of `checks/model/`; a rule with the class and key of an older one replaces it.
    pub fn add(&mut self, source: &Source) -> Result<(), Vec<LoadError>> {
        let tables: BTreeMap<String, BTreeMap<String, String>> =
            source.parse().map_err(|error| vec![error])?;
        let mut errors = Vec::new();
        for (class, rules) in &tables {
            for (key, script) in rules {
                let added = match class.as_str() {
                    "life" => self.add_life(key, script),
                    "again" => self.add_again(key, script),
                    "button" => self.add_words(key, script),
                    "extends" => {
                        self.extends.insert(key.clone(), script.clone());
                        Ok(())
                    }
                    "texts" => {
                        self.texts.insert(key.clone(), script.clone());
                        Ok(())
                    }
                    "bridges" => self.bridges.add(key, script),
                    "steady" => add_names(self.steady.entry(key.clone()).or_default(), script),
                    "doubts" => add_names(&mut self.doubts, script),
                    "inputs" => add_names(&mut self.inputs, script),
                    "orders" => add_names(&mut self.orders, script),
                    "titles" => add_names(&mut self.titles, script),
                    "given" => add_names(&mut self.given_views, script),
                    "workers" => add_names(&mut self.workers, script),
                    "jobs" => add_names(&mut self.jobs, script),
                    _ => rule(class, key, script).map(|rule| {
                        self.rules.retain(|old| {
                            (&old.class, &old.method, &old.params)
                                != (&rule.class, &rule.method, &rule.params)
                        });
                        self.rules.push(rule);
                    }),
                };
                if let Err(message) = added {
                    errors.push(source.error_at(&format!("\"{key}\""), message));
                }
            }
        }
        for names in [
            &mut self.doubts,
            &mut self.inputs,
            &mut self.orders,
            &mut self.titles,
            &mut self.given_views,
            &mut self.workers,
            &mut self.jobs,
        ] {
            names.sort();
            names.dedup();
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    fn add_life(&mut self, kind: &str, methods: &str) -> Result<(), String> {
        let kind = Component::from_word(kind).ok_or(format!("`{kind}` is no kind of component"))?;
        let methods = methods
            .split_whitespace()
            .map(|method| match method.split_once(':') {
                Some(("answer", method)) => (How::Answer, method.to_owned()),
                Some((_, method)) => (How::Person, method.to_owned()),
                None => (How::Call, method.to_owned()),
            });
        self.life.retain(|(old, _)| *old != kind);
        self.life.push((kind, methods.collect()));
        Ok(())
    }

    fn add_words(&mut self, meaning: &str, words: &str) -> Result<(), String> {
        let list = match meaning {
            "refuse" => &mut self.refuse_words,
            "agree" => &mut self.agree_words,
            "outright" => &mut self.outright_words,
            _ => {
                return Err(format!(
                    "a button means `agree`, `refuse` or `outright`, not `{meaning}`"
                ));
            }
        };
        let words = words.lines().map(str::trim).filter(|word| !word.is_empty());
        list.extend(words.map(str::to_lowercase));
        Ok(())
    }

    fn add_again(&mut self, kind: &str, methods: &str) -> Result<(), String> {
        let kind = Component::from_word(kind).ok_or(format!("`{kind}` is no kind of component"))?;
        self.again.retain(|(old, _)| *old != kind);
        let methods = methods.split_whitespace().map(str::to_owned).collect();
        self.again.push((kind, methods));
        Ok(())
    }
}

/// The number of the own process in a replay, as `checks/model/device.toml` has `Process.myPid` give it.
pub const OWN_PROCESS: &str = "4321";

/// The file of the own process that a path names.
pub fn own_file(path: &str) -> Option<&str> {
    let (process, file) = path.strip_prefix("/proc/")?.split_once('/')?;
    ["self", OWN_PROCESS].contains(&process).then_some(file)
}

/// One rule of the model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Dotted class name, nested classes with `$`.
    pub class: String,
    /// Method name.
    pub method: String,
    /// Parameter types as written, `None` for every overload.
    pub params: Option<Vec<String>>,
    /// What happens.
    pub script: Vec<Statement>,
}

impl Rule {
    /// Whether it gives an element of its receiver.
    pub fn gives_element(&self) -> bool {
        let element = |one: &Statement| match one {
            Statement::Return(Expr::Element(of) | Expr::Keyed(of, _)) => **of == Expr::This,
            Statement::Return(Expr::Function(name, of)) if name == "at" || name == "front" => {
                of.first() == Some(&Expr::This)
            }
            _ => false,
        };
        self.script.iter().any(element)
    }

    /// Whether it gives what a function does.
    pub fn asks(&self, function: &str) -> bool {
        let asks = |one: &Statement| matches!(one, Statement::Return(Expr::Function(name, _)) if name == function);
        self.script.iter().any(asks)
    }

    /// Whether it takes back what another call registered.
    pub fn undoes(&self) -> bool {
        let undoes = |one: &Statement| matches!(one, Statement::Undo(_));
        self.script.iter().any(undoes)
    }

    /// Whether it does nothing but give what was stored before.
    pub fn looks(&self) -> bool {
        let gives = |one: &Statement| matches!(one, Statement::Return(_));
        let held = |one: &Statement| matches!(one, Statement::Return(expr) if expr.is_held());
        self.script.iter().all(gives) && self.script.iter().any(held)
    }

    /// Whether it answers a permission request.
    pub fn answers(&self) -> bool {
        let answer = |one: &Statement| matches!(one, Statement::Run(run) if run.how == How::Answer);
        self.script.iter().any(answer)
    }
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Statement {
    /// The call gives this.
    Return(Expr),
    /// The place also holds this.
    Store(Expr, Expr),
    /// App code that the framework runs.
    Run(Run),
    /// A component that the framework starts.
    Start(Component, Expr),
    /// What the call does is still to come, and can be taken back by who gives the same: by calls of the rule's own class, or of
    /// this one.
    Pending(Vec<Expr>, Option<String>),
    /// It takes back what is pending for this.
    Undo(Vec<Expr>),
    /// It takes something out of a collection.
    TakeOut(Vec<Expr>),
}

/// App code that the framework runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// When and how.
    pub how: How,
    /// On which object.
    pub on: Expr,
    /// Method name; every overload that the object's class overrides.
    pub method: String,
    /// Arguments; those left out are anything.
    pub args: Vec<Expr>,
}

/// When and how app code is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    /// Within the call, as often as it likes.
    Call,
    /// Within the call, once at most: for what it answers.
    Once,
    /// Later, on a looper.
    Posted,
    /// On another thread.
    Thread,
    /// By the framework, by itself.
    Callback,
    /// Only when a person acts.
    Person,
    /// When a person has answered a permission request.
    Answer,
}

impl Expr {
    /// Whether it gives what is held in some place, or tells of it.
    fn is_held(&self) -> bool {
        match self {
            Self::Slot(..) | Self::Element(_) | Self::Keyed(..) => true,
            Self::Function(name, args) => {
                HOLDS.contains(&name.as_str()) || args.iter().any(Self::is_held)
            }
            Self::This | Self::Arg(_) | Self::Int(_) | Self::Str(_) | Self::Type(_) => false,
        }
    }
}

/// Functions that tell of what is held in some place.
const HOLDS: &[&str] = &[
    "field",
    "stored",
    "present",
    "exists",
    "has",
    "empty",
    "count",
    "stored_empty",
    "stored_count",
];

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expr {
    /// The receiver.
    This,
    /// Argument, from 1.
    Arg(u8),
    /// A number, `null`, `false`, `true`.
    Int(i64),
    /// A string.
    Str(String),
    /// A named slot of an object.
    Slot(Box<Expr>, String),
    /// An element of an object, whatever its key.
    Element(Box<Expr>),
    /// The element of an object under a key.
    Keyed(Box<Expr>, Box<Expr>),
    /// A function of [`FUNCTIONS`].
    Function(String, Vec<Expr>),
    /// A type name, only as an argument of a function.
    Type(String),
}
