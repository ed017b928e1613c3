//! Addresses of servers in the code.

use super::facts::Facts;
use crate::program::{DefId, StrId};

/// Schemes of connections.
const SCHEMES: [&str; 8] = ["http", "https", "ws", "wss", "ftp", "mqtt", "tcp", "ssl"];
/// A longer string is a document, not an address.
const LONGEST: usize = 2048;

/// Hosts of namespaces, schemas and licences: names that look like addresses and are never fetched.
const NAMES_ONLY: &[&str] = &[
    "schemas.android.com",
    "www.w3.org",
    "xmlpull.org",
    "xml.org",
    "xml.apache.org",
    "apache.org",
    "www.apache.org",
    "ns.adobe.com",
    "java.sun.com",
    "schemas.xmlsoap.org",
    "www.example.com",
    "example.com",
    "json-schema.org",
    "schemas.microsoft.com",
    "javax.xml.XMLConstants",
    "purl.org",
    "relaxng.org",
    "opensource.org",
    "www.gnu.org",
    "www.opensource.org",
    "dashif.org",
    "www.smpte-ra.org",
    "www.slf4j.org",
    "logback.qos.ch",
    "xmlns.jcp.org",
    "xerces.apache.org",
    "www.ietf.org",
    "tools.ietf.org",
];

/// An address in a string constant of code that can run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// `http`, `https`, …
    pub(crate) scheme: &'static str,
    /// Host, in small letters.
    pub(crate) host: String,
    /// The whole string.
    pub(crate) text: String,
    /// The first code that uses it.
    pub(crate) first: DefId,
    /// Everything that does and can run.
    pub(crate) users: Vec<DefId>,
}

/// The addresses of servers, each string once; not those of the device, of its network, or of namespaces.
pub(crate) fn addresses(facts: &Facts<'_, '_, '_>) -> Vec<Address> {
    let program = facts.program;
    let mut found = Vec::new();
    for number in 0..program.string_count() as u32 {
        let string = StrId(number);
        let bytes = program.string_bytes(string);
        if bytes.len() > LONGEST || memchr::memchr(b':', bytes.get(..6).unwrap_or(bytes)).is_none()
        {
            continue;
        }
        let text = program.text(string).into_owned();
        let Some((scheme, host)) = parts(&text) else {
            continue;
        };
        let users = program.text_users(string).iter().copied();
        let users: Vec<DefId> = users.filter(|def| facts.reach.contains(*def)).collect();
        if let Some(first) = users.first().copied() {
            found.push(Address {
                scheme,
                host,
                text,
                first,
                users,
            });
        }
    }
    found
}

/// Scheme and host of an address of a server.
pub(crate) fn parts(text: &str) -> Option<(&'static str, String)> {
    let (scheme, rest) = text.split_once("://")?;
    let scheme = SCHEMES.into_iter().find(|known| *known == scheme)?;
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let plain = |c: char| c.is_alphanumeric() || "-._".contains(c);
    let named = host.contains('.') && host.len() <= 253 && host.chars().all(plain);
    (named && !is_local(host) && !NAMES_ONLY.contains(&host))
        .then(|| (scheme, host.trim_matches('.').to_lowercase()))
}

/// The country that a host's name tells by its last part; nothing for those sold to everybody.
pub(crate) fn country(host: &str) -> Option<String> {
    const FOR_EVERYBODY: [&str; 24] = [
        "ac", "ai", "as", "bz", "cc", "cd", "co", "dj", "fm", "gg", "io", "im", "la", "ly", "me",
        "ms", "nu", "sc", "sh", "su", "to", "tv", "vc", "ws",
    ];
    let last = host.rsplit('.').next()?;
    let country = last.len() == 2 && last.bytes().all(|b| b.is_ascii_lowercase());
    (country && last != "eu" && !FOR_EVERYBODY.contains(&last)).then(|| last.to_uppercase())
}

/// The device itself and addresses that no router passes on.
pub(super) fn is_local(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if matches!(host.as_str(), "localhost" | "::1" | "10.0.2.2" | "10.0.3.2")
        || host.ends_with(".local")
    {
        return true;
    }
    let parts: Vec<Option<u8>> = host.split('.').map(|part| part.parse().ok()).collect();
    match parts.as_slice() {
        [Some(a), Some(b), Some(_), Some(_)] => {
            matches!((a, b), (127 | 10 | 0, _) | (192, 168) | (169, 254))
                || (*a == 172 && (16..32).contains(b))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_address_has_a_scheme_and_a_host_with_a_dot() {
        let told = |text| super::parts(text).map(|(scheme, host)| format!("{scheme} {host}"));
        assert_eq!(
            told("https://Api.Example.cn:8443/v1").as_deref(),
            Some("https api.example.cn")
        );
        for none in [
            "http://%s/x",
            "https://localhost/",
            "http://schemas.android.com/apk/res/android",
            "file:///a.b",
            "see https://a.cn",
            "http://192.168.1.1/",
        ] {
            assert_eq!(told(none), None, "{none}");
        }
        assert_eq!(super::country("a.com.cn").as_deref(), Some("CN"));
        assert_eq!(
            (super::country("a.io"), super::country("8.8.8.8")),
            (None, None)
        );
    }

    #[test]
    fn private_addresses_are_local() {
        for host in [
            "localhost",
            "127.0.0.1",
            "192.168.1.1",
            "172.16.0.9",
            "10.1.2.3",
        ] {
            assert!(super::is_local(host), "{host}");
        }
        for host in ["example.cn", "8.8.8.8", "172.32.0.1", "10.example.com"] {
            assert!(!super::is_local(host), "{host}");
        }
    }
}
