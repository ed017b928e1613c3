//! Layouts: which views a screen is built from, with the texts and states that matter for consent.

use std::collections::BTreeMap;

use super::Package;
use super::attr;
use super::axml::{Document, Node};
use super::resources::{Locale, Resources, Wanted};
use super::value::Value;
use crate::diagnostic::Diagnostic;

/// A layout file of the package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LayoutFile {
    /// Entry name; in obfuscated packages anything (`r/a/b.xml`).
    pub path: String,
    /// Resource id, unless the table does not list the file.
    pub id: Option<u32>,
    /// Resource name, or the file's stem.
    pub name: String,
}

/// A layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Where it was read from.
    pub file: LayoutFile,
    /// Views in document order; `include`, `merge` and `fragment` are listed as they stand.
    pub views: Vec<View>,
}

/// A text that a view shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ViewText {
    /// Locale; the default for literal texts.
    pub locale: Locale,
    /// The text.
    pub text: String,
}

/// A view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Class as written: `TextView`, `androidx.appcompat.widget.SwitchCompat` …; for `<view class="X">` it is X.
    pub class: String,
    /// `android:id` as a resource id.
    pub id: Option<u32>,
    /// Name of the id, e.g. `cb_agree`.
    pub id_name: Option<String>,
    /// `android:text` in every locale.
    pub texts: Vec<ViewText>,
    /// `android:hint` and `android:contentDescription` in every locale.
    pub hints: Vec<ViewText>,
    /// `android:checked`, from the view or its style.
    pub checked: Option<bool>,
    /// `android:onClick`: a method of the activity.
    pub on_click: Option<String>,
    /// `android:visibility`: 0 visible, 1 invisible, 2 gone.
    pub visibility: i32,
    /// `android:layout_width` as written: `match_parent`, `wrap_content`, `12dp` …
    pub width: String,
    /// `android:layout_height`.
    pub height: String,
    /// `android:textSize` as written, e.g. `12sp`; from the view or its style.
    pub text_size: Option<String>,
    /// `android:textColor` as `#aarrggbb`; from the view or its style.
    pub text_color: Option<u32>,
    /// Class of the fragment that a `<fragment>` or `FragmentContainerView` holds, dotted.
    pub fragment: Option<String>,
    /// Layout that an `include` or `ViewStub` brings in, as a resource id.
    pub include: Option<u32>,
    /// Index of the enclosing view.
    pub parent: Option<usize>,
    /// Line of the tag.
    pub line: u32,
}

impl View {
    /// Last part of the class name.
    pub fn simple_class(&self) -> &str {
        self.class.rsplit(['.', '$']).next().unwrap_or(&self.class)
    }

    /// A view with two states that a person ticks or slides, by the name of its class: `CheckBox`, `Switch`,
    /// `ToggleButton`, `CheckedTextView`, `RadioButton` and classes named after them.
    pub fn is_compound_button(&self) -> bool {
        let name = self.simple_class().to_ascii_lowercase();
        [
            "checkbox",
            "switch",
            "togglebutton",
            "checkedtextview",
            "radiobutton",
            "compoundbutton",
        ]
        .iter()
        .any(|part| name.contains(part))
    }
}

impl Layout {
    /// The views directly inside a view.
    pub fn children(&self, view: usize) -> impl Iterator<Item = (usize, &View)> {
        self.views
            .iter()
            .enumerate()
            .filter(move |(_, found)| found.parent == Some(view))
    }

    /// Texts around a view, its own first: those of the views beside it and inside these, and when there are none, those
    /// one level further out. At most `levels` levels.
    pub fn texts_around(&self, view: usize, levels: usize) -> Vec<&ViewText> {
        let mut found: Vec<&ViewText> = self
            .views
            .get(view)
            .map_or(Vec::new(), |view| view.texts.iter().collect());
        let mut around = view;
        for _ in 0..levels {
            let Some(parent) = self.views.get(around).and_then(|view| view.parent) else {
                break;
            };
            let before = found.len();
            for (index, other) in self.views.iter().enumerate().skip(parent + 1) {
                if !self.is_inside(index, parent) {
                    break;
                }
                if index != view {
                    found.extend(&other.texts);
                }
            }
            if found.len() > before {
                break;
            }
            around = parent;
        }
        found
    }

    /// Whether a view lies inside another.
    pub fn is_inside(&self, view: usize, outer: usize) -> bool {
        let mut at = self.views.get(view).and_then(|view| view.parent);
        while let Some(index) = at.filter(|&index| index >= outer) {
            if index == outer {
                return true;
            }
            at = self.views.get(index).and_then(|view| view.parent);
        }
        false
    }
}

impl Package<'_> {
    /// Reads a layout.
    ///
    /// # Errors
    /// A diagnostic when the file is missing or no XML. A layout that is broken further on is given as far as it could
    /// be read, and the second part of the result says so.
    pub fn layout(&self, file: &LayoutFile) -> Result<(Layout, Option<Diagnostic>), Diagnostic> {
        self.with_xml(&file.path, |document| {
            let views = views(document, &self.resources);
            let problem = document.problem();
            let problem =
                problem.map(|text| Diagnostic::error("layout-broken", text).at(&file.path));
            (
                Layout {
                    file: file.clone(),
                    views,
                },
                problem,
            )
        })
    }
}

/// Every layout: those of the table, and files that lie where layouts lie.
pub(super) fn list(package: &Package<'_>) -> Vec<LayoutFile> {
    let mut found = BTreeMap::new();
    for file in package.resources.files("layout") {
        let layout = LayoutFile {
            path: file.path.clone(),
            id: Some(file.id),
            name: file.name,
        };
        found.entry(file.path).or_insert(layout);
    }
    for file in package.files() {
        let path = &file.entry.name;
        if path.starts_with("res/layout") && path.ends_with(".xml") && !found.contains_key(&**path)
        {
            let stem = path
                .rsplit('/')
                .next()
                .unwrap_or(path)
                .trim_end_matches(".xml");
            let layout = LayoutFile {
                path: path.to_string(),
                id: None,
                name: stem.to_owned(),
            };
            found.insert(path.to_string(), layout);
        }
    }
    found.into_values().collect()
}

fn views(document: &Document<'_>, resources: &Resources<'_>) -> Vec<View> {
    document.nodes().map(|node| view(node, resources)).collect()
}

fn view(node: Node<'_, '_>, resources: &Resources<'_>) -> View {
    let wanted = Wanted::default_locale();
    let style = node
        .named("style")
        .and_then(Value::as_reference)
        .unwrap_or(0);
    // Own attributes win over the style's.
    let value = |id: u32| match node.attr(id) {
        Some(value) => Some(resources.follow(value, &wanted)),
        None if style != 0 => resources.style_value(style, id),
        None => None,
    };
    let size = |id: u32| match value(id) {
        Some(Value::Int(-1)) => "match_parent".to_owned(),
        Some(Value::Int(-2)) => "wrap_content".to_owned(),
        Some(value) => value.display().into_owned(),
        None => String::new(),
    };
    let id = node.attr(attr::ID).and_then(Value::as_reference);
    let written = node.attr(attr::ID).and_then(|value| value.as_str());
    let class = match node.name() {
        "view" => node
            .named("class")
            .and_then(|value| value.as_str())
            .unwrap_or("view"),
        name => name,
    };
    let mut hints = texts(node, attr::HINT, style, resources);
    hints.extend(texts(node, attr::CONTENT_DESCRIPTION, style, resources));
    View {
        class: class.to_owned(),
        id,
        id_name: match id {
            Some(id) => resources.name(id).map(|name| name.entry),
            None => written.map(|text| text.rsplit('/').next().unwrap_or(text).to_owned()),
        },
        texts: texts(node, attr::TEXT, style, resources),
        hints,
        checked: value(attr::CHECKED).and_then(|value| value.as_bool()),
        on_click: value(attr::ON_CLICK).and_then(|value| Some(value.as_str()?.to_owned())),
        visibility: match value(attr::VISIBILITY) {
            Some(Value::String(word)) => match &*word {
                "invisible" => 1,
                "gone" => 2,
                _ => 0,
            },
            Some(value) => value
                .as_int()
                .and_then(|flag| i32::try_from(flag).ok())
                .unwrap_or(0),
            None => 0,
        },
        width: size(attr::LAYOUT_WIDTH),
        height: size(attr::LAYOUT_HEIGHT),
        text_size: value(attr::TEXT_SIZE).map(|value| value.display().into_owned()),
        text_color: match value(attr::TEXT_COLOR) {
            Some(Value::Color(color)) => Some(color),
            _ => None,
        },
        fragment: match node.name() {
            "fragment" | "androidx.fragment.app.FragmentContainerView" => node
                .attr(attr::NAME)
                .or_else(|| node.named("class"))
                .and_then(|value| Some(value.as_str()?.to_owned())),
            _ => None,
        },
        include: match node.name() {
            "include" => node.named("layout").and_then(Value::as_reference),
            _ => node.attr(attr::LAYOUT).and_then(Value::as_reference),
        },
        parent: node.parent().map(Node::index),
        line: node.line(),
    }
}

fn texts(node: Node<'_, '_>, id: u32, style: u32, resources: &Resources<'_>) -> Vec<ViewText> {
    let text = |locale, text: &str| ViewText {
        locale,
        text: text.to_owned(),
    };
    match node.attr(id) {
        Some(Value::Reference(id)) => resources
            .texts(*id)
            .iter()
            .map(|found| text(found.0, &found.1))
            .collect(),
        Some(value) => value
            .as_str()
            .map(|found| text(Locale::DEFAULT, found))
            .into_iter()
            .collect(),
        None if style != 0 => resources
            .style_value(style, id)
            .and_then(|value| Some(text(Locale::DEFAULT, value.as_str()?)))
            .into_iter()
            .collect(),
        None => Vec::new(),
    }
}
