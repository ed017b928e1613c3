//! Who signed a package: the certificates of schemes v1 (JAR), v2, v3 and v3.1. Says whose certificate is there; does not
//! verify the signature, since consentry judges what an app does and leaves it to Android to refuse a forged one.
//!
//! [`certificate`] reads X.509 and PKCS#7, [`block`] the APK Signing Block, [`der`] is the walker under the first.

mod block;
pub mod certificate;
mod der;

use self::certificate::Certificate;
use crate::diagnostic::Diagnostic;
use crate::input::zip::Archive;

/// A signature scheme of Android.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// JAR signing: `META-INF/*.RSA` and the like.
    V1,
    /// APK Signature Scheme v2, since Android 7.
    V2,
    /// v3, since Android 9: with key rotation.
    V3,
    /// v3.1, since Android 13: rotation for a range of releases.
    V31,
}

impl Scheme {
    /// As written in a report: `v1`, `v2`, `v3`, `v3.1`.
    pub fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
            Self::V3 => "v3",
            Self::V31 => "v3.1",
        }
    }
}

/// One signer of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The scheme that names the signer.
    pub scheme: Scheme,
    /// The signer's own certificate.
    pub certificate: Certificate,
    /// First and last API level for which the signer holds; v3 and later.
    pub sdks: Option<(u32, u32)>,
    /// Certificates the app was signed with over time, the oldest first and the signer's own last; empty without rotation.
    pub lineage: Vec<Certificate>,
}

/// A pair of the APK Signing Block: a signature, padding, or what channel tools and stores put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Its id.
    pub id: u32,
    /// Bytes of its value.
    pub len: usize,
    /// What it is known to be.
    pub name: Option<&'static str>,
}

/// Everything about the signing of one package.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signing {
    /// The signers: v1 by file name, then v2, v3, v3.1 in the order of the block.
    pub signers: Vec<Signer>,
    /// The pairs of the APK Signing Block, in its order.
    pub blocks: Vec<Block>,
}

/// Reads the signers of a package. A signature that is there and cannot be read is a warning: who signed remains unknown,
/// while nothing of the app itself was missed.
pub fn read(archive: &Archive<'_>) -> (Signing, Vec<Diagnostic>) {
    let mut signing = Signing::default();
    let mut diagnostics = Vec::new();
    v1(archive, &mut signing, &mut diagnostics);
    match block::pairs(archive) {
        None => {}
        Some(None) => diagnostics.push(Diagnostic::warning(
            "signing-block-broken",
            "the APK Signing Block could not be read",
        )),
        Some(Some(pairs)) => {
            for (id, value) in &pairs {
                signing.blocks.push(Block {
                    id: *id,
                    len: value.len(),
                    name: known(*id),
                });
            }
            for (id, scheme) in [
                (block::V2, Scheme::V2),
                (block::V3, Scheme::V3),
                (block::V31, Scheme::V31),
            ] {
                // Android takes the first pair of an id.
                let Some((_, value)) = pairs.iter().find(|(other, _)| *other == id) else {
                    continue;
                };
                match block::signers(value, scheme != Scheme::V2) {
                    Some(found) => signing
                        .signers
                        .extend(found.into_iter().map(|signer| Signer {
                            scheme,
                            certificate: Certificate::parse(signer.certificate),
                            sdks: signer.sdks,
                            lineage: signer.lineage.into_iter().map(Certificate::parse).collect(),
                        })),
                    None => diagnostics.push(Diagnostic::warning(
                        "signature-broken",
                        format!("the {} signature could not be read", scheme.name()),
                    )),
                }
            }
        }
    }
    (signing, diagnostics)
}

/// JAR signing: every signature block file directly in `META-INF`, in the order of their names.
fn v1(archive: &Archive<'_>, signing: &mut Signing, diagnostics: &mut Vec<Diagnostic>) {
    let is_block = |name: &str| {
        let name = name.to_ascii_uppercase();
        let file = name
            .strip_prefix("META-INF/")
            .filter(|file| !file.contains('/'));
        file.is_some_and(|file| {
            [".RSA", ".DSA", ".EC"]
                .iter()
                .any(|end| file.ends_with(end))
        })
    };
    let mut files: Vec<_> = archive
        .entries()
        .iter()
        .filter(|e| is_block(&e.name) && archive.is_first(e))
        .collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    for entry in files {
        let bytes = archive.read(entry).unwrap_or_default();
        match certificate::of_pkcs7(&bytes) {
            Some(found) => signing.signers.extend(found.into_iter().map(|der| Signer {
                scheme: Scheme::V1,
                certificate: Certificate::parse(der),
                sdks: None,
                lineage: Vec::new(),
            })),
            None => diagnostics.push(
                Diagnostic::warning("signature-broken", "the v1 signature could not be read")
                    .at(entry.name.clone()),
            ),
        }
    }
}

/// Ids met in Chinese packages. Channel tools keep the name of the store that an app came from in such a pair, where it
/// can be changed without signing anew.
fn known(id: u32) -> Option<&'static str> {
    Some(match id {
        block::V2 => "signature v2",
        block::V3 => "signature v3",
        block::V31 => "signature v3.1",
        0x4272_6577 => "padding",
        0x2b09_189e => "source stamp v1",
        0x6dff_800d => "source stamp v2",
        0x504b_4453 => "dependency list",
        0x2146_444e => "Google Play metadata",
        0x7177_7777 => "channel (Walle)",
        0x8811_55ff => "channel (VasDolly)",
        _ => return None,
    })
}
