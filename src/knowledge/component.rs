//! Kinds of component, as the framework model and the scenarios name them.

use serde::{Deserialize, Serialize};

/// A kind of component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Component {
    /// A page.
    Activity,
    /// A service, whichever way it is used.
    Service,
    /// A service that an intent starts.
    Started,
    /// A service that is bound to.
    Bound,
    /// A broadcast receiver.
    Receiver,
    /// A job that a scheduler runs.
    Job,
    /// A WorkManager worker.
    Worker,
    /// A content provider.
    Provider,
    /// The application object, before the providers of its process.
    Attached,
    /// The application object, after them.
    Application,
    /// The class that makes components.
    Factory,
    /// An `androidx.startup` initialiser.
    Initializer,
    /// A fragment.
    Fragment,
    /// A view made by layout inflation.
    View,
}

impl Component {
    /// The kind that a word of the model names.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "activity" => Self::Activity,
            "service" => Self::Service,
            "started" => Self::Started,
            "bound" => Self::Bound,
            "receiver" => Self::Receiver,
            "job" => Self::Job,
            "worker" => Self::Worker,
            "provider" => Self::Provider,
            "application" => Self::Application,
            "factory" => Self::Factory,
            "attached" => Self::Attached,
            "initializer" => Self::Initializer,
            "fragment" => Self::Fragment,
            "view" => Self::View,
            _ => return None,
        })
    }
}
