//! `tls-validation-disabled`: code that can run and accepts any certificate or any host name.

use std::collections::BTreeSet;

use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::knowledge::Confidence;
use crate::program::{Body, DefId, Kind, MethodId};

/// Who a method stands for: the type that declares it, its name, the case.
const CALLBACKS: &[(&str, &str, &str)] = &[
    (
        "Ljavax/net/ssl/X509TrustManager;",
        "checkServerTrusted",
        "certificate",
    ),
    ("Ljavax/net/ssl/HostnameVerifier;", "verify", "host"),
    (
        "Landroid/webkit/WebViewClient;",
        "onReceivedSslError",
        "page",
    ),
];
/// Ready-made verifiers that accept everything.
const ACCEPTING_FIELDS: &[&str] = &[
    "Lorg/apache/http/conn/ssl/SSLSocketFactory;->ALLOW_ALL_HOSTNAME_VERIFIER",
    "Lorg/apache/http/conn/ssl/NoopHostnameVerifier;->INSTANCE",
];
const ACCEPTING_CLASSES: &[&str] = &[
    "Lorg/apache/http/conn/ssl/AllowAllHostnameVerifier;",
    "Lorg/apache/http/conn/ssl/NoopHostnameVerifier;",
];

pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let program = facts.program;
    let mut hits = Vec::new();
    for (declarer, name, case) in CALLBACKS {
        let Some(declarer) = program.find_type(declarer) else {
            continue;
        };
        for def in program.defs() {
            let class = program.class(def);
            if program.method_name(program.method(def)) != *name
                || !facts.reach.contains(def)
                || !program.is_subtype(program.class_type(class), declarer)
            {
                continue;
            }
            let confidence = match *case {
                "certificate" => checks_nothing(facts, def),
                "host" => accepts(facts, def).then_some(Confidence::Certain),
                _ => goes_on(facts, def),
            };
            if let Some(confidence) = confidence {
                hits.push(hit(facts, case, def, confidence, name));
            }
        }
    }
    let mut users: BTreeSet<(DefId, &str)> = BTreeSet::new();
    for field in ACCEPTING_FIELDS {
        users.extend(facts.readers_of(field).into_iter().map(|def| (def, *field)));
    }
    for class in ACCEPTING_CLASSES {
        let made = facts.callers(class, "<init>", None);
        users.extend(made.into_iter().map(|(def, _)| (def, *class)));
    }
    for (def, what) in users {
        // The library that offers it does not use it by itself.
        let (class, _) = facts.names(def);
        if !class.starts_with("org.apache.http.") {
            hits.push(hit(facts, "ready-made", def, Confidence::Likely, what));
        }
    }
    hits
}

fn hit(
    facts: &Facts<'_, '_, '_>,
    case: &str,
    def: DefId,
    confidence: Confidence,
    what: &str,
) -> Hit {
    let (class, method) = facts.names(def);
    let mut hit = Hit::new(case, Subject::App)
        .name("class", &class)
        .name("method", &method)
        .shown("method", what, Some(facts.place(def, None)));
    hit.owner = facts.owner(def);
    hit.key = format!("{case} {what}");
    hit.confidence = confidence;
    hit
}

/// The methods that a method calls, by class and name, and whether it makes an object or throws.
fn calls(facts: &Facts<'_, '_, '_>, def: DefId) -> (Vec<(String, String)>, bool) {
    let program = facts.program;
    let mut found = Vec::new();
    let mut makes = false;
    for used in program.uses(def) {
        if used.kind().is_call() {
            let method = MethodId(used.id());
            let class = program.type_name(program.method_class(method));
            found.push((class, program.method_name(method).into_owned()));
        }
        makes |= used.kind() == Kind::New;
    }
    (found, makes)
}

/// What only tells of a certificate, or of its dates, and what writes to the log.
fn is_idle(class: &str, method: &str) -> bool {
    class == "android.util.Log"
        || class == "java.io.PrintStream"
        || (class == "kotlin.jvm.internal.Intrinsics" && method.starts_with("check"))
        || class == "java.lang.StringBuilder"
}

/// Whether `checkServerTrusted` lets every certificate pass: it asks nobody and throws nothing, or looks at dates only.
fn checks_nothing(facts: &Facts<'_, '_, '_>, def: DefId) -> Option<Confidence> {
    facts.program.body(def)?;
    let (calls, _) = calls(facts, def);
    let rest: Vec<&(String, String)> = calls
        .iter()
        .filter(|(class, method)| !is_idle(class, method))
        .collect();
    if rest.is_empty() && !throws(facts, def) {
        return Some(Confidence::Certain);
    }
    let dates = !rest.is_empty()
        && rest
            .iter()
            .all(|(_, method)| method == "checkValidity" || method == "getMessage");
    (dates && !throws(facts, def)).then_some(Confidence::Likely)
}

/// Whether a method throws by itself.
fn throws(facts: &Facts<'_, '_, '_>, def: DefId) -> bool {
    match facts.program.body(def) {
        Some(Body::Dex(body)) => body.code.insns().any(|insn| insn.op() == 0x27),
        Some(Body::Class(body)) => body.code.insns().any(|insn| insn.op() == 0xbf),
        _ => true,
    }
}

/// Whether a method calls nothing and gives nothing but `true`.
fn accepts(facts: &Facts<'_, '_, '_>, def: DefId) -> bool {
    let (calls, makes) = calls(facts, def);
    if makes || calls.iter().any(|(class, method)| !is_idle(class, method)) {
        return false;
    }
    match facts.program.body(def) {
        Some(Body::Dex(body)) => {
            let mut one = false;
            for insn in body.code.insns() {
                match insn.op() {
                    // const of an int
                    0x12..=0x14 => {
                        if insn.operands().literal != 1 {
                            return false;
                        }
                        one = true;
                    }
                    // branches: something is looked at
                    0x2b..=0x2c | 0x32..=0x3d => return false,
                    _ => {}
                }
            }
            one
        }
        Some(Body::Class(body)) => {
            let ops: Vec<u8> = body.code.insns().map(|insn| insn.op()).collect();
            ops.ends_with(&[0x04, 0xac]) && !ops.iter().any(|op| matches!(op, 0x99..=0xa6 | 0x03))
        }
        _ => false,
    }
}

/// Whether a page is shown although its certificate is wrong: it goes on without asking and without any other way.
fn goes_on(facts: &Facts<'_, '_, '_>, def: DefId) -> Option<Confidence> {
    let (calls, makes) = calls(facts, def);
    let on = |name: &str| {
        calls
            .iter()
            .any(|(class, method)| class == "android.webkit.SslErrorHandler" && method == name)
    };
    if !on("proceed") || on("cancel") {
        return None;
    }
    // What looks at the error, or at a switch, may go on for its own hosts only.
    let looks = calls
        .iter()
        .any(|(class, _)| class == "android.net.http.SslError");
    let branches = match facts.program.body(def) {
        Some(Body::Dex(body)) => body
            .code
            .insns()
            .any(|insn| matches!(insn.op(), 0x2b..=0x2c | 0x32..=0x3d)),
        _ => makes,
    };
    Some(if looks || branches {
        Confidence::Possible
    } else {
        Confidence::Certain
    })
}
