//! Detectors: checks that a matcher over single facts cannot say. A record names its detector; the detector gives hits
//! that name a case of the record.

mod ad_close;
mod associated;
mod category;
mod cleartext;
mod consent_default;
mod disclosure;
mod flows;
mod foreign;
mod frequency;
mod identifiers;
mod incomplete;
mod keep_alive;
mod library;
mod motion;
mod native;
pub(crate) mod packed;
mod permission_unused;
mod policy_missing;
mod policy_ways;
mod purpose;
mod refusal;
mod scenario;
mod script;
mod sdk_init;
mod sdk_switch;
mod self_start;
mod sought;
mod tls;
mod windows;

pub(crate) use native::{finds as native_finds, holds as native_holds};

use super::facts::Facts;
use super::hit::Hit;
use crate::knowledge::Check;

type Detector = fn(&Facts<'_, '_, '_>) -> Vec<Hit>;
type Seeker = fn(&Check, &Facts<'_, '_, '_>) -> Vec<Hit>;

/// By the name that records use.
const DETECTORS: &[(&str, Detector)] = &[
    ("ad-not-closable", ad_close::hits),
    ("analysis-incomplete", incomplete::hits),
    ("associated-start", associated::hits),
    ("cleartext-transmission", flows::cleartext),
    ("collect-background", scenario::in_background),
    ("collect-after-refusal", refusal::collected),
    ("collect-before-consent", scenario::collected),
    ("collect-beyond-category", category::items),
    ("collect-high-frequency", frequency::hits),
    ("collect-id-linking", identifiers::linked),
    ("collect-native", native::hits),
    ("collect-persistent-id", identifiers::persistent),
    ("collect-script", script::hits),
    ("collect-undisclosed", disclosure::items),
    ("consent-button-unclear", policy_ways::unclear_button),
    ("consent-default-checked", consent_default::hits),
    ("consent-prompt-missing", refusal::no_prompt),
    ("consent-refusal-exits", refusal::refusal_exits),
    ("foreign-transfer", foreign::hits),
    ("keep-alive", keep_alive::hits),
    ("overlay-window", windows::overlay),
    ("packed", packed::hits),
    ("permission-beyond-category", category::permissions),
    ("permission-bundle", scenario::bundled),
    ("permission-denied-exit", refusal::denied_exit),
    ("permission-nag", refusal::nag),
    ("permission-request-before-consent", scenario::requested),
    ("permission-undisclosed", disclosure::permissions),
    ("permission-unused", permission_unused::hits),
    ("permission-without-purpose", purpose::hits),
    ("personal-data-in-external-storage", flows::outside),
    ("personal-data-logged", flows::logged),
    ("personal-data-unencrypted", flows::unencrypted),
    ("policy-contradicts-code", disclosure::contradictions),
    ("policy-language", disclosure::language),
    ("policy-missing", policy_missing::hits),
    ("policy-not-at-first-launch", policy_ways::not_at_first),
    ("policy-not-reachable", policy_ways::not_reachable),
    ("policy-response-time-too-long", disclosure::response_time),
    ("policy-too-deep", policy_ways::too_deep),
    ("sdk-auto-init", sdk_init::hits),
    ("sdk-consent-switch-constant", sdk_switch::constant),
    ("sdk-consent-switch-missing", sdk_switch::missing),
    ("sdk-collects-on-load", library::on_start),
    ("sdk-no-consent-switch", library::no_switch),
    ("sdk-no-policy-link", library::no_policy),
    ("sdk-start-before-consent", scenario::started),
    ("sdk-undisclosed", disclosure::sdks),
    ("self-start", self_start::hits),
    ("shake-ad", windows::shaken),
    ("share-without-consent", flows::shared),
    ("sensitive-without-separate-consent", disclosure::sensitive),
    ("silent-download", windows::downloads),
    ("tls-validation-disabled", tls::hits),
];

/// Detectors that a record tells what to look for.
const SEEKERS: &[(&str, Seeker)] = &[
    ("entry-missing", sought::entries),
    ("policy-topic", sought::topics),
];

/// The hits of a check's detector; none when it has none.
pub(crate) fn run(check: &Check, facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let Some(wanted) = check.detector.as_deref() else {
        return Vec::new();
    };
    if let Some((_, seek)) = SEEKERS.iter().find(|(name, _)| *name == wanted) {
        return seek(check, facts);
    }
    let detector = DETECTORS.iter().find(|(name, _)| *name == wanted);
    detector.map(|(_, run)| run(facts)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::knowledge::Knowledge;

    #[test]
    fn every_detector_that_a_record_names_exists() {
        for check in Knowledge::builtin().checks {
            if let Some(name) = check.detector {
                assert!(
                    super::DETECTORS.iter().any(|(known, _)| *known == name)
                        || super::SEEKERS.iter().any(|(known, _)| *known == name),
                    "{name}"
                );
            }
        }
    }
}
