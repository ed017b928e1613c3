//! What happens at first launch, in the order in which the code runs, as far as chains tell it: first by the callback
//! that the system makes (the order of Android's start), then by the lines along the chain. What a thread or a posted
//! task does comes after what its callback does by itself.

use super::model::{App, Artifact};
use crate::checks::{Edge, Frame};

/// The scenario that is told.
const FIRST: &str = "first-launch";

/// One thing that happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event<'a> {
    /// `item`, `sdk` or `permission`.
    pub(crate) kind: &'static str,
    /// Id of the item or SDK, name of the permission.
    pub(crate) what: &'a str,
    /// Whose code it is.
    pub(crate) owner: &'a str,
    /// The member that reads an item.
    pub(crate) api: Option<&'a str>,
    /// From the callback to the call.
    pub(crate) chain: &'a [Frame],
    /// Whether a thread or a posted task does it.
    pub(crate) later: bool,
}

/// The events of an artifact, in order.
pub(crate) fn first_launch(artifact: &Artifact) -> Vec<Event<'_>> {
    let rows = artifact.personal_data.iter().flatten();
    let items = rows.filter(|row| row.scenario == FIRST).map(|row| Event {
        kind: "item",
        what: &row.item,
        owner: &row.owner,
        api: Some(&row.api),
        chain: &row.chain,
        later: later(&row.chain),
    });
    let found = artifact.findings.iter();
    let found = found.filter(|f| f.scenarios.iter().any(|s| s == FIRST));
    let others = found.filter_map(|finding| {
        let (&key, what) = finding.subject.iter().next()?;
        let kind = match key {
            "sdk" => "sdk",
            "permission" => "permission",
            _ => return None,
        };
        Some(Event {
            kind,
            what,
            owner: &finding.owner,
            api: None,
            chain: &finding.chain,
            later: later(&finding.chain),
        })
    });
    let mut events: Vec<_> = items.chain(others).collect();
    events.sort_by(|a, b| order(a, artifact.app.as_ref()).cmp(&order(b, artifact.app.as_ref())));
    events.dedup_by(|a, b| (a.kind, a.what, a.owner, a.api) == (b.kind, b.what, b.owner, b.api));
    events
}

fn later(chain: &[Frame]) -> bool {
    chain
        .iter()
        .any(|frame| matches!(frame.edge, Edge::Posted | Edge::Thread))
}

/// Callback, class, whether later, lines, then the names: no two events tie.
type Order<'a> = (
    usize,
    &'a str,
    bool,
    Vec<Option<u32>>,
    &'a str,
    &'a str,
    Option<&'a str>,
);

fn order<'a>(event: &Event<'a>, app: Option<&App>) -> Order<'a> {
    let entry = event.chain.first();
    let lines = event.chain.iter().map(|frame| frame.line).collect();
    (
        entry.map_or(usize::MAX, |entry| callback(entry, app)),
        entry.map_or("", |entry| &entry.class),
        event.later,
        lines,
        event.kind,
        event.what,
        event.api,
    )
}

/// Place of a callback in the start of an app: attached, providers, application, then the life of its first page.
fn callback(entry: &Frame, app: Option<&App>) -> usize {
    const LIFE: [&str; 6] = [
        "onCreate",
        "onStart",
        "onPostCreate",
        "onResume",
        "onAttachedToWindow",
        "onWindowFocusChanged",
    ];
    let application = app.and_then(|app| app.application.as_deref());
    let page = app.is_some_and(|app| app.launchers.contains(&entry.class));
    let own = application == Some(entry.class.as_str());
    match entry.method.as_str() {
        "<clinit>" | "<init>" if !page => 0,
        "attachBaseContext" => 1,
        // What is neither the application nor a page, and is created, is a provider.
        "onCreate" if !own && !page => 2,
        "onCreate" if own => 3,
        method => LIFE
            .iter()
            .position(|known| *known == method)
            .map_or(90, |at| 10 + at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Confidence;
    use crate::report::model::PersonalData;

    fn frame(class: &str, method: &str, line: u32, edge: Edge) -> Frame {
        Frame {
            class: class.to_owned(),
            method: method.to_owned(),
            descriptor: "()V".to_owned(),
            file: None,
            line: Some(line),
            edge,
            owner: "app".to_owned(),
            original: None,
        }
    }

    fn row(item: &str, chain: Vec<Frame>) -> PersonalData {
        PersonalData {
            item: item.to_owned(),
            scenario: FIRST.to_owned(),
            owner: "app".to_owned(),
            api: "a".to_owned(),
            confidence: Confidence::Certain,
            chain,
        }
    }

    #[test]
    fn the_order_is_that_of_a_start() {
        let start = |class, method, line| vec![frame(class, method, line, Edge::Entry)];
        let mut threaded = start("a.App", "onCreate", 5);
        threaded.push(frame("a.Task", "run", 1, Edge::Thread));
        let artifact = Artifact {
            app: Some(App {
                application: Some("a.App".to_owned()),
                launchers: vec!["a.Main".to_owned()],
                ..App::default()
            }),
            personal_data: Some(vec![
                row("oaid", start("a.Main", "onResume", 3)),
                row("ssid", start("a.Main", "onCreate", 9)),
                row("imei", threaded),
                row("imsi", start("a.App", "onCreate", 7)),
                row("meid", start("a.Init", "onCreate", 2)),
                row("iccid", start("a.App", "attachBaseContext", 30)),
            ]),
            ..Artifact::default()
        };
        let told: Vec<_> = first_launch(&artifact).iter().map(|e| e.what).collect();
        assert_eq!(told, ["iccid", "meid", "imsi", "imei", "ssid", "oaid"]);
    }
}
