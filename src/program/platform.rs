//! What is known of classes that the app does not define. The framework table implements it; tests bring their own.

/// Knowledge of classes outside of the package. Class names are descriptors (`Landroid/app/Activity;`).
pub trait Platform<'a>: Sync {
    /// Superclass (none for `java.lang.Object` and for interfaces) and the interfaces that a known class names itself;
    /// `None` for a class that is not known.
    fn supertypes(&self, class: &str) -> Option<(Option<&'a str>, Vec<&'a str>)>;

    /// The class that declares what a call of `name` with the argument types `arguments` (`ILjava/lang/String;`)
    /// on a known class means.
    fn declaring_class(&self, class: &str, name: &str, arguments: &str) -> Option<&'a str>;

    /// Name and descriptor of the methods that the class itself declares and that an app's class can override.
    fn overridable(&self, class: &str) -> Vec<(&'a str, &'a str)>;
}

/// Knows nothing.
impl<'a> Platform<'a> for () {
    fn supertypes(&self, _: &str) -> Option<(Option<&'a str>, Vec<&'a str>)> {
        None
    }

    fn declaring_class(&self, _: &str, _: &str, _: &str) -> Option<&'a str> {
        None
    }

    fn overridable(&self, _: &str) -> Vec<(&'a str, &'a str)> {
        Vec::new()
    }
}

/// The framework table.
impl<'a> Platform<'a> for crate::knowledge::framework::Framework<'a> {
    fn supertypes(&self, class: &str) -> Option<(Option<&'a str>, Vec<&'a str>)> {
        let row = self.class(class)?;
        let is_interface = row.kind() == crate::knowledge::framework::ClassKind::Interface;
        let superclass = row
            .superclass()
            .filter(|_| !is_interface)
            .map(|class| class.descriptor());
        Some((
            superclass,
            row.interfaces().map(|class| class.descriptor()).collect(),
        ))
    }

    fn declaring_class(&self, class: &str, name: &str, arguments: &str) -> Option<&'a str> {
        self.find_method(class, name, arguments)
            .map(|method| method.class().descriptor())
    }

    fn overridable(&self, class: &str) -> Vec<(&'a str, &'a str)> {
        let Some(row) = self.class(class) else {
            return Vec::new();
        };
        let methods = row.methods().filter(|method| method.is_overridable());
        methods
            .map(|method| (method.name(), method.descriptor()))
            .collect()
    }
}
