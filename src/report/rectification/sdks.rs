//! The section of SDKs.

use super::Page;
use super::safe;
use crate::report::model::Artifact;
use crate::report::sdks;

impl Page<'_> {
    /// Third parties in the package.
    pub(super) fn sdks(&mut self, artifact: &Artifact) {
        if artifact.sdks.is_empty() {
            return;
        }
        let title = self.say("附：第三方 SDK", "Annex: SDKs");
        self.put(&format!("<h2>{title}</h2>"));
        let rows: Vec<Vec<String>> = artifact
            .sdks
            .iter()
            .map(|sdk| {
                sdks::cells(self.lang, sdk)
                    .iter()
                    .map(|cell| safe(cell))
                    .collect()
            })
            .collect();
        self.table(&sdks::heads(self.lang), &rows);
    }
}
