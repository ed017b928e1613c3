//! Native methods that scripts of cross-platform frameworks call, as `checks/model/bridges.toml` names them.

use serde::{Deserialize, Serialize};

/// Native methods that scripts call, see `checks/model/bridges.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bridges {
    /// Dotted annotations that mark such a method, sorted.
    pub annotated: Vec<String>,
    /// Dotted class and method whose overrides are such methods, sorted.
    pub overrides: Vec<(String, String)>,
}

impl Bridges {
    /// Takes in one entry of the table `bridges`: class names, or classes with a method.
    pub(super) fn add(&mut self, kind: &str, names: &str) -> Result<(), String> {
        for name in names.split_whitespace() {
            match kind {
                "annotated" => self.annotated.push(name.to_owned()),
                "overrides" => {
                    let (class, method) = name
                        .rsplit_once('.')
                        .ok_or(format!("`{name}` is no class and method"))?;
                    self.overrides.push((class.to_owned(), method.to_owned()));
                }
                _ => return Err(format!("`{kind}` is neither `annotated` nor `overrides`")),
            }
        }
        self.annotated.sort();
        self.annotated.dedup();
        self.overrides.sort();
        self.overrides.dedup();
        Ok(())
    }
}
