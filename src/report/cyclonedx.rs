//! CycloneDX 1.6: the SDKs of a package as components, each with its version when the package tells it, and with what
//! shows it. Serial number and time are left out: the same package gives the same bytes.

use serde_json::{Map, Value, json};

use super::layout::clean;
use super::model::{Artifact, Report, Sdk};
use crate::knowledge::Lang;

/// The report as a CycloneDX bill of materials, ending in a line break. One artifact is the bill's subject; several are
/// its components, each with its own SDKs.
pub fn cyclonedx(report: &Report, lang: Lang) -> serde_json::Result<String> {
    let mut metadata = Map::new();
    metadata.insert(
        "tools".into(),
        json!({"components": [
            {"type": "application", "name": report.tool.name, "version": report.tool.version},
        ]}),
    );
    metadata.insert(
        "properties".into(),
        json!([{"name": "consentry:lang", "value": lang}]),
    );
    let mut dependencies = Vec::new();
    let mut components = Vec::new();
    let single = report.artifacts.len() == 1;
    for (at, artifact) in report.artifacts.iter().enumerate() {
        let mut subject = described(artifact, at);
        let sdks: Vec<_> = artifact.sdks.iter().map(|sdk| component(sdk, at)).collect();
        let uses: Vec<_> = artifact.sdks.iter().map(|sdk| reference(sdk, at)).collect();
        dependencies.push(json!({"ref": format!("artifact-{at}"), "dependsOn": uses}));
        if single {
            metadata.insert("component".into(), subject);
            components.extend(sdks);
        } else {
            if let Some(subject) = subject.as_object_mut()
                && !sdks.is_empty()
            {
                subject.insert("components".into(), json!(sdks));
            }
            components.push(subject);
        }
    }
    let bill = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": metadata,
        "components": components,
        "dependencies": dependencies,
        // What was not analysed may hold more.
        "compositions": report.artifacts.iter().enumerate().map(|(at, artifact)| json!({
            "aggregate": if artifact.complete { "unknown" } else { "incomplete" },
            "assemblies": [format!("artifact-{at}")],
        })).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&bill)?;
    text.push('\n');
    Ok(text)
}

fn described(artifact: &Artifact, at: usize) -> Value {
    let mut value = Map::new();
    value.insert("type".into(), json!("application"));
    value.insert("bom-ref".into(), json!(format!("artifact-{at}")));
    let name = match &artifact.app {
        Some(app) if !app.package.is_empty() => &app.package,
        _ => &artifact.path,
    };
    value.insert("name".into(), json!(clean(name)));
    if let Some(app) = &artifact.app {
        if let Some(version) = &app.version_name {
            value.insert("version".into(), json!(clean(version)));
        }
        if let Some(label) = &app.label {
            value.insert("description".into(), json!(clean(label)));
        }
    }
    if let Some(sha256) = &artifact.sha256 {
        value.insert(
            "hashes".into(),
            json!([{"alg": "SHA-256", "content": sha256}]),
        );
    }
    let mut properties = vec![
        json!({"name": "consentry:path", "value": artifact.path}),
        json!({"name": "consentry:complete", "value": artifact.complete.to_string()}),
    ];
    // What is not in the list although it may be in the package, and what only a person can tell.
    let lists = [
        ("consentry:not-seen", &artifact.not_seen),
        ("consentry:to-check", &artifact.to_check),
    ];
    for (name, scenes) in lists {
        let titles = scenes.iter().map(|scene| clean(&scene.title));
        properties.extend(titles.map(|title| json!({"name": name, "value": title})));
    }
    value.insert("properties".into(), json!(properties));
    Value::Object(value)
}

fn component(sdk: &Sdk, at: usize) -> Value {
    let mut value = Map::new();
    value.insert("type".into(), json!("library"));
    value.insert("bom-ref".into(), json!(reference(sdk, at)));
    value.insert("name".into(), json!(sdk.name));
    if !sdk.vendor.is_empty() {
        value.insert("supplier".into(), json!({"name": sdk.vendor}));
    }
    if let Some(version) = &sdk.version {
        value.insert("version".into(), json!(clean(version)));
    }
    // The catalogue knows the SDK; how sure a hit of it is in this package is not a number we could defend.
    let occurrences: Vec<_> = sdk
        .evidence
        .iter()
        .map(|hit| json!({"location": clean(&hit.value), "additionalContext": hit.kind}))
        .collect();
    if !occurrences.is_empty() {
        value.insert("evidence".into(), json!({"occurrences": occurrences}));
    }
    let mut properties = vec![
        json!({"name": "consentry:sdk", "value": sdk.id}),
        json!({"name": "consentry:category", "value": sdk.category}),
        json!({"name": "consentry:state", "value": sdk.state}),
    ];
    let lists = [
        ("starts-in", sdk.starts_in.as_deref().unwrap_or_default()),
        ("reads", &sdk.reads),
        ("could-read", &sdk.could_read),
        ("permission", &sdk.permissions),
    ];
    for (name, values) in lists {
        let name = format!("consentry:{name}");
        let values = values.iter();
        properties.extend(values.map(|value| json!({"name": name, "value": clean(value)})));
    }
    value.insert("properties".into(), json!(properties));
    Value::Object(value)
}

fn reference(sdk: &Sdk, at: usize) -> String {
    format!("artifact-{at}/{}", sdk.id)
}
