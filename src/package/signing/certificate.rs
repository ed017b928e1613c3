//! The fields of an X.509 certificate that tell who signed (RFC 5280), and the certificates of a PKCS#7 block (RFC 2315).

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::der::{INTEGER, OID, Reader, SEQUENCE, SET, Value, dotted};

/// A signing certificate. Fields that could not be read are empty; the hash always is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Certificate {
    /// SHA-256 of the DER bytes in lower-case hex: what stores and regulators' filings know an app by.
    pub sha256: String,
    /// Subject, most specific part first: `CN=…, O=…, C=CN`.
    pub subject: String,
    /// Issuer, written like the subject.
    pub issuer: String,
    /// Serial number in lower-case hex.
    pub serial: String,
    /// Start of validity, `2013-04-27T18:05:57Z`.
    pub not_before: String,
    /// End of validity, likewise.
    pub not_after: String,
    /// Algorithm of the public key and its size or curve: `RSA 2048`, `EC P-256`, `EC SM2`.
    pub key: String,
}

impl Certificate {
    /// Reads a certificate. Never fails: bytes that are none give their hash alone.
    pub fn parse(der: &[u8]) -> Self {
        let mut sha256 = String::with_capacity(64);
        for byte in Sha256::digest(der) {
            // Writing to a string cannot fail.
            let _ = write!(sha256, "{byte:02x}");
        }
        let mut certificate = Self {
            sha256,
            ..Self::default()
        };
        certificate.fill(der);
        certificate
    }

    fn fill(&mut self, der: &[u8]) -> Option<()> {
        let parts = Parts::of(der)?;
        let mut rest = parts.rest;
        self.serial = parts
            .serial
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        self.issuer = name(parts.issuer);
        let mut validity = rest.tagged(SEQUENCE)?.inside();
        self.not_before = validity.next().map(time).unwrap_or_default();
        self.not_after = validity.next().map(time).unwrap_or_default();
        self.subject = name(rest.tagged(SEQUENCE)?);
        self.key = key(rest.tagged(SEQUENCE)?).unwrap_or_default();
        Some(())
    }
}

/// The parts of a certificate up to its issuer, and a reader of what follows (validity, subject, key).
struct Parts<'a> {
    serial: &'a [u8],
    issuer: Value<'a>,
    rest: Reader<'a>,
}

impl<'a> Parts<'a> {
    fn of(der: &'a [u8]) -> Option<Self> {
        let mut rest = Reader(der)
            .tagged(SEQUENCE)?
            .inside()
            .tagged(SEQUENCE)?
            .inside();
        rest.tagged(0xa0);
        let serial = rest.tagged(INTEGER)?.content;
        rest.tagged(SEQUENCE)?;
        let issuer = rest.tagged(SEQUENCE)?;
        Some(Self {
            serial,
            issuer,
            rest,
        })
    }
}

/// The signers' certificates of a PKCS#7 `SignedData`: for each `SignerInfo` the certificate whose issuer and serial it
/// names. A block without a match gives its first certificate, so that there is something to go by.
pub(super) fn of_pkcs7(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut info = Reader(bytes).tagged(SEQUENCE)?.inside();
    info.tagged(OID)?;
    let mut data = info.tagged(0xa0)?.inside().tagged(SEQUENCE)?.inside();
    data.tagged(INTEGER)?;
    data.tagged(SET)?;
    data.tagged(SEQUENCE)?;
    let certificates: Vec<&[u8]> = data
        .tagged(0xa0)?
        .inside()
        .filter(|value| value.tag == SEQUENCE)
        .map(|value| value.raw)
        .collect();
    data.tagged(0xa1);
    let mut signers: Vec<&[u8]> = Vec::new();
    for signer in data
        .tagged(SET)
        .into_iter()
        .flat_map(Value::inside)
        .take(64)
    {
        let mut fields = signer.inside();
        fields.tagged(INTEGER);
        let Some(mut id) = fields.tagged(SEQUENCE).map(Value::inside) else {
            continue;
        };
        let (Some(issuer), Some(serial)) = (id.tagged(SEQUENCE), id.tagged(INTEGER)) else {
            continue;
        };
        let own = certificates.iter().find(|der| {
            Parts::of(der).is_some_and(|p| p.serial == serial.content && p.issuer.raw == issuer.raw)
        });
        signers.extend(own.filter(|der| !signers.contains(der)));
    }
    if signers.is_empty() {
        signers.extend(certificates.first());
    }
    (!signers.is_empty()).then_some(signers)
}

/// A distinguished name, last part first as people and keytool write it.
fn name(value: Value<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    for set in value.inside().take(64) {
        for pair in set.inside().take(8) {
            let mut pair = pair.inside();
            let Some(id) = pair.tagged(OID) else { continue };
            let id = dotted(id.content);
            let label = match id.as_str() {
                "2.5.4.3" => "CN",
                "2.5.4.5" => "SERIALNUMBER",
                "2.5.4.6" => "C",
                "2.5.4.7" => "L",
                "2.5.4.8" => "ST",
                "2.5.4.10" => "O",
                "2.5.4.11" => "OU",
                "1.2.840.113549.1.9.1" => "EMAILADDRESS",
                "0.9.2342.19200300.100.1.25" => "DC",
                other => other,
            };
            parts.push(format!(
                "{label}={}",
                pair.next().map(text).unwrap_or_default()
            ));
        }
    }
    parts.reverse();
    parts.join(", ")
}

/// A string of any ASN.1 type; control characters, which would break a report's lines, become spaces.
fn text(value: Value<'_>) -> String {
    let text: String = match value.tag {
        // BMPString.
        0x1e => {
            let units = value.content.chunks_exact(2).map(|pair| match pair {
                [high, low] => u16::from_be_bytes([*high, *low]),
                _ => 0,
            });
            char::decode_utf16(units)
                .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        // TeletexString, in practice Latin-1, unless it is UTF-8 after all.
        0x14 if std::str::from_utf8(value.content).is_err() => {
            value.content.iter().map(|byte| char::from(*byte)).collect()
        }
        _ => String::from_utf8_lossy(value.content).into_owned(),
    };
    text.trim()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// UTCTime (two digits of the year, from 50 on of the last century) or GeneralizedTime, as ISO 8601.
fn time(value: Value<'_>) -> String {
    let text = String::from_utf8_lossy(value.content);
    let text = match (
        value.tag,
        text.get(..2).and_then(|year| year.parse::<u8>().ok()),
    ) {
        (0x17, Some(year)) => format!("{}{text}", if year < 50 { "20" } else { "19" }),
        _ => text.into_owned(),
    };
    let part = |range: std::ops::Range<usize>| {
        text.get(range)
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
    };
    match (
        part(0..4),
        part(4..6),
        part(6..8),
        part(8..10),
        part(10..12),
    ) {
        (Some(year), Some(month), Some(day), Some(hour), Some(minute)) => {
            let second = part(12..14).unwrap_or("00");
            format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z")
        }
        _ => String::new(),
    }
}

/// `SubjectPublicKeyInfo` in words.
fn key(value: Value<'_>) -> Option<String> {
    let mut fields = value.inside();
    let mut algorithm = fields.tagged(SEQUENCE)?.inside();
    let id = dotted(algorithm.tagged(OID)?.content);
    Some(match id.as_str() {
        "1.2.840.113549.1.1.1" => {
            // A bit string whose first byte counts unused bits, with modulus and exponent in it.
            let bits = fields.tagged(0x03)?.content.get(1..)?;
            format!(
                "RSA {}",
                bit_length(
                    Reader(bits)
                        .tagged(SEQUENCE)?
                        .inside()
                        .tagged(INTEGER)?
                        .content
                )
            )
        }
        "1.2.840.10040.4.1" => {
            format!(
                "DSA {}",
                bit_length(
                    algorithm
                        .tagged(SEQUENCE)?
                        .inside()
                        .tagged(INTEGER)?
                        .content
                )
            )
        }
        "1.2.840.10045.2.1" => {
            let curve = dotted(algorithm.tagged(OID)?.content);
            let curve = match curve.as_str() {
                "1.2.840.10045.3.1.7" => "P-256",
                "1.3.132.0.34" => "P-384",
                "1.3.132.0.35" => "P-521",
                "1.2.156.10197.1.301" => "SM2",
                other => other,
            };
            format!("EC {curve}")
        }
        _ => id,
    })
}

fn bit_length(integer: &[u8]) -> usize {
    let first = integer
        .iter()
        .position(|byte| *byte != 0)
        .unwrap_or(integer.len());
    let rest = integer.get(first..).unwrap_or_default();
    rest.len() * 8 - rest.first().map_or(0, |byte| byte.leading_zeros() as usize)
}
