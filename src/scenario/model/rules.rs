//! The framework model, indexed for calls.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use crate::knowledge::model::{Component, How, Model, Rule};
use crate::program::{FieldId, MethodId, TypeId};
use crate::scenario::code::Code;

/// The model's rules by method name, and what was found for a class and method.
#[derive(Debug)]
pub(crate) struct Rules {
    by_name: HashMap<String, Vec<usize>, FxBuildHasher>,
    rules: Vec<Rule>,
    life: Vec<(Component, Vec<(How, String)>)>,
    extends: HashMap<String, String, FxBuildHasher>,
    again: Vec<(Component, Vec<String>)>,
    inputs: Vec<String>,
    doubts: Vec<String>,
    doubt_classes: OnceCell<Vec<TypeId>>,
    orders: Vec<String>,
    titles: Vec<String>,
    given_views: Vec<String>,
    texts: HashMap<String, String, FxBuildHasher>,
    steady: HashMap<String, Vec<String>, FxBuildHasher>,
    known_steady: RefCell<HashMap<(TypeId, MethodId), bool, FxBuildHasher>>,
    found: RefCell<HashMap<(TypeId, MethodId), Option<usize>, FxBuildHasher>>,
}

impl Rules {
    /// Indexes a model.
    pub(crate) fn new(model: &Model) -> Self {
        let mut by_name: HashMap<String, Vec<usize>, FxBuildHasher> = HashMap::default();
        for (index, rule) in model.rules.iter().enumerate() {
            by_name.entry(rule.method.clone()).or_default().push(index);
        }
        Self {
            by_name,
            rules: model.rules.clone(),
            life: model.life.clone(),
            extends: model.extends.clone().into_iter().collect(),
            again: model.again.clone(),
            inputs: model.inputs.clone(),
            doubts: model.doubts.clone(),
            doubt_classes: OnceCell::new(),
            orders: model.orders.clone(),
            titles: model.titles.clone(),
            given_views: model.given_views.clone(),
            texts: model.texts.clone().into_iter().collect(),
            steady: model.steady.clone().into_iter().collect(),
            known_steady: RefCell::default(),
            found: RefCell::default(),
        }
    }

    /// The rule for a call that reaches a framework class: the nearest class upwards that has one for the method.
    pub(crate) fn find(&self, code: &Code<'_>, base: TypeId, method: MethodId) -> Option<&Rule> {
        if let Some(found) = self.found.borrow().get(&(base, method)) {
            return found.and_then(|index| self.rules.get(index));
        }
        let found = self.search(code, base, method);
        self.found.borrow_mut().insert((base, method), found);
        found.and_then(|index| self.rules.get(index))
    }

    fn search(&self, code: &Code<'_>, base: TypeId, method: MethodId) -> Option<usize> {
        let candidates = self.by_name.get(&*code.method_name(method))?;
        let params = code.method_params(method);
        let names: Vec<String> = params.iter().map(|ty| code.dotted(*ty)).collect();
        let fits = |rule: &Rule| match &rule.params {
            None => true,
            Some(wanted) => {
                wanted.len() == names.len()
                    && wanted.iter().zip(&names).all(|(wanted, name)| {
                        wanted == name || name.rsplit(['.', '$']).next() == Some(wanted)
                    })
            }
        };
        // A stand-in (a list that is its own iterator) does what the called class does.
        let owner = code.method_owner(method);
        let mut classes = [code.ancestors(base), code.ancestors(owner)];
        if !code.is_subtype(base, owner) {
            classes.reverse();
        }
        let classes = classes.into_iter().flatten();
        let names = classes.map(|class| code.dotted(class)).flat_map(|class| {
            let platform = self.extends.get(&class).cloned();
            // Of a class that the package does not hold, what the platform's class inherits counts too.
            let above = platform.as_deref().and_then(|name| code.class_named(name));
            let above = above.into_iter().flat_map(|ty| code.ancestors(ty));
            let above: Vec<String> = above.map(|ty| code.dotted(ty)).collect();
            std::iter::once(class).chain(platform).chain(above)
        });
        for class in names {
            let here = candidates.iter().copied().filter(|index| {
                self.rules
                    .get(*index)
                    .is_some_and(|rule| rule.class == class && fits(rule))
            });
            // A rule with parameter types beats one for all overloads.
            let best = here.max_by_key(|index| {
                self.rules
                    .get(*index)
                    .is_some_and(|rule| rule.params.is_some())
            });
            if best.is_some() {
                return best;
            }
        }
        None
    }

    /// Names of the methods that take back what others of the class registered.
    pub(crate) fn undoing(&self, class: &str) -> BTreeSet<&str> {
        let undo = |rule: &&Rule| rule.class == class && rule.undoes();
        let rules = self.rules.iter().filter(undo);
        rules.map(|rule| rule.method.as_str()).collect()
    }

    /// The rule for a method that reflection names, when one rule holds for all its overloads.
    pub(crate) fn of_name(&self, class: &str, method: &str) -> Option<&Rule> {
        let candidates = self.by_name.get(method)?.iter();
        let mut rules = candidates.filter_map(|index| self.rules.get(*index));
        rules.find(|rule| rule.class == class && rule.params.is_none())
    }

    /// Whether a call that reaches a framework class throws nothing in ordinary use.
    pub(crate) fn is_steady(&self, code: &Code<'_>, base: TypeId, method: MethodId) -> bool {
        if let Some(known) = self.known_steady.borrow().get(&(base, method)) {
            return *known;
        }
        // Of an array only a copy is asked for.
        if code.is_array(base) {
            return true;
        }
        let (name, owner) = (code.method_name(method), code.method_owner(method));
        let params = code.method_params(method);
        let params: Vec<String> = params.iter().map(|ty| code.dotted(*ty)).collect();
        let simple = params
            .iter()
            .filter_map(|name| name.rsplit(['.', '$']).next());
        let exact = format!("{name}({})", simple.collect::<Vec<_>>().join(","));
        // Everything is below the root: what it says holds of its own methods.
        let above = code.ancestors(base).into_iter().chain([owner]);
        let above = above.filter(|class| *class != code.object());
        let classes = [base].into_iter().chain(above);
        let mut classes = classes.map(|class| code.dotted(class));
        let but = classes.find_map(|class| self.steady.get(&class));
        let steady = but.is_some_and(|but| !but.iter().any(|one| *one == name || *one == exact));
        self.known_steady
            .borrow_mut()
            .insert((base, method), steady);
        steady
    }

    /// The same for a method that reflection names.
    pub(crate) fn is_steady_name(&self, class: &str, method: &str) -> bool {
        let but = self.steady.get(class);
        but.is_some_and(|but| !but.iter().any(|one| one.split('(').next() == Some(method)))
    }

    /// Whether exceptions of just this class say that the program itself is wrong.
    pub(crate) fn is_doubt(&self, code: &Code<'_>, class: TypeId) -> bool {
        self.doubts(code).contains(&class)
    }

    /// Some class of such exceptions.
    pub(crate) fn doubt(&self, code: &Code<'_>) -> Option<TypeId> {
        self.doubts(code).first().copied()
    }

    fn doubts(&self, code: &Code<'_>) -> &[TypeId] {
        let names = self.doubts.iter();
        let classes = || names.filter_map(|name| code.class_named(name)).collect();
        self.doubt_classes.get_or_init(classes)
    }

    /// What the framework runs of a component, in order.
    pub(crate) fn life(&self, kind: Component) -> &[(How, String)] {
        let life = self.life.iter().find(|(one, _)| *one == kind);
        life.map_or(&[], |(_, methods)| methods)
    }

    /// Whether a method of a component's life runs again when something that lay over its page goes away.
    pub(crate) fn runs_again(&self, kind: Component, name: &str) -> bool {
        let again = self.again.iter().find(|(one, _)| *one == kind);
        again.is_some_and(|(_, methods)| methods.iter().any(|method| method == name))
    }

    /// The text that a static field of the platform holds on every device.
    pub(crate) fn static_text(&self, code: &Code<'_>, field: FieldId) -> Option<&str> {
        let owner = code.dotted(code.field_owner(field));
        let path = format!("{owner}.{}", code.field_name(field));
        self.texts.get(&path).map(String::as_str)
    }

    /// Whether a type is a listener that only a person's act runs.
    pub(crate) fn is_input(&self, code: &Code<'_>, ty: TypeId) -> bool {
        let name = code.dotted(ty);
        self.inputs.binary_search(&name).is_ok()
    }

    /// Whether a type, or one that it extends, has only methods that are orders: who is handed one calls none of them.
    pub(crate) fn is_order(&self, code: &Code<'_>, ty: TypeId) -> bool {
        is_among(&self.orders, code, ty)
    }

    /// Whether the platform shows the view that a method of this name gives.
    pub(crate) fn gives_view(&self, name: &str) -> bool {
        let found = self
            .given_views
            .binary_search_by(|one| one.as_str().cmp(name));
        found.is_ok()
    }

    /// Whether a type, or one that it extends, shows items by which a person opens something.
    pub(crate) fn holds_titles(&self, code: &Code<'_>, ty: TypeId) -> bool {
        is_among(&self.titles, code, ty)
    }
}

/// Whether sorted names hold that of a type or of one that it extends.
fn is_among(names: &[String], code: &Code<'_>, ty: TypeId) -> bool {
    let above = code.ancestors(ty).into_iter();
    let mut all = std::iter::once(ty).chain(above);
    all.any(|ty| names.binary_search(&code.dotted(ty)).is_ok())
}
