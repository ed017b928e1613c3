//! What an app needs (`checks/categories/*.toml`): the 39 kinds of apps with their necessary personal information, the
//! items that are sensitive, and the items that a permission group opens.
//!
//! ```toml
//! [[category]]
//! id = "map-navigation"
//! number = 1
//! name = { zh = "地图导航", en = "maps and navigation" }
//! items = ["location"]                    # necessary for the basic function
//! groups = ["LOCATION"]                   # permission groups that these justify
//! related_items = []                      # of use to a function such apps usually have: to be asked for at use
//! related_groups = []
//! words = ["地图", "导航"]                 # in a label or package name: the kind may be guessed from them
//! verified = true
//! ```

use serde::{Deserialize, Serialize};

use super::api::ITEMS;
use super::load::{LoadError, Source};
use super::text::Text;

/// A kind of app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Kebab-case id.
    pub id: String,
    /// Number in the rule's article 5.
    pub number: u8,
    /// Name.
    pub name: Text,
    /// What its basic function is.
    pub function: Text,
    /// Necessary items, of the contract's list. What a person types in (a name, an address) is no item of it.
    #[serde(default)]
    pub items: Vec<String>,
    /// Permission groups that the necessary items justify.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Items that functions such apps usually have use, when the person uses them.
    #[serde(default)]
    pub related_items: Vec<String>,
    /// Permission groups of these.
    #[serde(default)]
    pub related_groups: Vec<String>,
    /// Words of labels and package names by which the kind may be guessed.
    pub words: Vec<String>,
    /// Whether the necessary information was held against a source.
    pub verified: bool,
}

/// A category of sensitive information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sensitive {
    /// Kebab-case id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Items of the contract's list that reach it.
    pub items: Vec<String>,
    /// In GB/T 45574; otherwise only in annex B of GB/T 35273.
    pub current: bool,
}

/// What a permission group opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupItems {
    /// Id of the permission group.
    pub group: String,
    /// Items.
    pub items: Vec<String>,
    /// A group that no category's basic function needs.
    #[serde(default)]
    pub rarely: bool,
}

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Necessity {
    /// By number.
    #[serde(default, rename = "category")]
    pub categories: Vec<Category>,
    /// In the order of the files.
    #[serde(default, rename = "sensitive")]
    pub sensitive: Vec<Sensitive>,
    /// In the order of the files.
    #[serde(default, rename = "group")]
    pub groups: Vec<GroupItems>,
    /// Items that are judged against a category. Identifiers of the device are necessary in none, and reported apart.
    #[serde(default)]
    pub judged: Vec<String>,
}

impl Necessity {
    /// The category of this id, number or name.
    pub fn category(&self, name: &str) -> Option<&Category> {
        self.categories.iter().find(|category| {
            category.id == name
                || category.number.to_string() == name
                || category.name.zh == name
                || category.name.en.eq_ignore_ascii_case(name)
        })
    }

    pub(super) fn add(&mut self, source: &Source) -> Result<(), Vec<LoadError>> {
        let more: Self = source.parse().map_err(|error| vec![error])?;
        let mut errors = Vec::new();
        let items = more
            .categories
            .iter()
            .flat_map(|category| category.items.iter().chain(&category.related_items))
            .chain(more.sensitive.iter().flat_map(|one| &one.items))
            .chain(more.groups.iter().flat_map(|one| &one.items))
            .chain(&more.judged);
        for item in items {
            if !ITEMS.iter().any(|(id, ..)| id == item) {
                errors.push(source.error_at(item, format!("there is no item `{item}`")));
            }
        }
        for category in &more.categories {
            if self.category(&category.id).is_some() {
                errors.push(
                    source.error_at(&category.id, format!("two categories `{}`", category.id)),
                );
            }
        }
        self.categories.extend(more.categories);
        self.categories.sort_by_key(|category| category.number);
        self.sensitive.extend(more.sensitive);
        self.groups.extend(more.groups);
        self.judged.extend(more.judged);
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}
