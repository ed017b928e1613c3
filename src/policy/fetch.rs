//! Policies from the web: with `--online` the links found, and the address that the user named.
//!
//! This is the only module that opens a socket. A link comes out of a package that nobody trusts, so before every
//! connection, also after a redirect, each address of the host has to be a public one; only a host that the user named
//! is excepted.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::read::LARGEST;

/// Most redirects that are followed.
const REDIRECTS: usize = 6;

/// Time limits of a request. The defaults suit a policy; tests take shorter ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For everything up to the last byte, one redirect.
    pub whole: Duration,
    /// Between two tries.
    pub pause: Duration,
    /// Most bytes of an answer.
    pub bytes: usize,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(8),
            whole: Duration::from_secs(25),
            pause: Duration::from_millis(800),
            bytes: LARGEST,
        }
    }
}

/// What a server gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The answer, uncompressed.
    pub bytes: Vec<u8>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// Where it came from in the end.
    pub address: String,
    /// Addresses that led there, the first one first; empty without redirects.
    pub redirects: Vec<String>,
}

/// Why nothing was fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// Neither http nor https, or no host.
    #[error("`{0}` is no address of the web")]
    NotWeb(String),
    /// A host of a private or local network, that a package named.
    #[error("`{0}` is not on the public internet")]
    NotPublic(String),
    /// The name is unknown.
    #[error("the host is unknown")]
    NoHost,
    /// The certificate does not hold, or no secure connection came about.
    #[error("no secure connection: {0}")]
    Tls(String),
    /// The server refused, or has no such page.
    #[error("the server answered {0}")]
    Status(u16),
    /// Too slow.
    #[error("no answer in time")]
    Timeout,
    /// Too long.
    #[error("longer than {0} bytes")]
    TooLarge(usize),
    /// Redirects without end, or to nowhere.
    #[error("redirected too often")]
    Redirects,
    /// Anything else.
    #[error("{0}")]
    Failed(String),
}

impl FetchError {
    /// Whether a second try may help.
    fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Timeout | Self::Failed(_) | Self::Status(500..=599)
        )
    }
}

/// Fetches a page. `named` tells that the user named the address, whose host may then be any; where it redirects to
/// may not.
pub fn fetch(address: &str, named: bool, patience: Patience) -> Result<Fetched, FetchError> {
    let mut redirects = Vec::new();
    let mut here = address.trim().to_owned();
    let home = host(&here);
    while redirects.len() <= REDIRECTS {
        let any = named && host(&here) == home;
        let step = match step(&here, any, patience) {
            Err(error) if error.is_passing() => {
                std::thread::sleep(patience.pause);
                step(&here, any, patience)?
            }
            step => step?,
        };
        match step {
            Step::Page(bytes, content_type) => {
                return Ok(Fetched {
                    bytes,
                    content_type,
                    address: here,
                    redirects,
                });
            }
            Step::Moved(to) => {
                let next = join(&here, &to).ok_or(FetchError::Redirects)?;
                redirects.push(std::mem::replace(&mut here, next));
            }
        }
    }
    Err(FetchError::Redirects)
}

enum Step {
    Page(Vec<u8>, Option<String>),
    Moved(String),
}

/// One request.
fn step(address: &str, any: bool, patience: Patience) -> Result<Step, FetchError> {
    let not_web = || FetchError::NotWeb(address.chars().take(200).collect());
    let uri: Uri = address
        .split('#')
        .next()
        .unwrap_or(address)
        .parse()
        .map_err(|_| not_web())?;
    if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.host().is_none_or(str::is_empty) {
        return Err(not_web());
    }
    let config = Config::builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .timeout_connect(Some(patience.connect))
        .timeout_resolve(Some(patience.connect))
        .timeout_global(Some(patience.whole))
        .user_agent(concat!("consentry/", env!("CARGO_PKG_VERSION")))
        .accept(
            "text/html,application/xhtml+xml,text/plain,text/markdown,application/pdf,*/*;q=0.5",
        );
    // A proxy would look names up itself, past the check below: only for what the user named.
    let config = if any { config } else { config.proxy(None) };
    let agent =
        ureq::Agent::with_parts(config.build(), DefaultConnector::default(), Checked { any });
    let mut answer = agent
        .get(uri)
        .call()
        .map_err(|error| told(error, address))?;
    let status = answer.status();
    let header = |name: &str| {
        answer
            .headers()
            .get(name)
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    if status.is_redirection()
        && let Some(to) = header("location")
    {
        return Ok(Step::Moved(to));
    }
    if !status.is_success() {
        return Err(FetchError::Status(status.as_u16()));
    }
    let content_type = header("content-type");
    let limit = patience.bytes as u64;
    match answer.body_mut().with_config().limit(limit).read_to_vec() {
        Ok(bytes) => Ok(Step::Page(bytes, content_type)),
        Err(ureq::Error::BodyExceedsLimit(_)) => Err(FetchError::TooLarge(patience.bytes)),
        Err(error) => Err(told(error, address)),
    }
}

fn told(error: ureq::Error, address: &str) -> FetchError {
    match error {
        ureq::Error::HostNotFound => FetchError::NoHost,
        ureq::Error::Timeout(_) => FetchError::Timeout,
        ureq::Error::Rustls(error) => FetchError::Tls(error.to_string()),
        ureq::Error::Tls(why) => FetchError::Tls(why.to_owned()),
        ureq::Error::BadUri(_) => FetchError::NotWeb(address.chars().take(200).collect()),
        ureq::Error::Io(error) if is_refusal(&error) => {
            FetchError::NotPublic(host(address).unwrap_or_default())
        }
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            FetchError::Tls(error.to_string())
        }
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => {
            FetchError::Timeout
        }
        error => FetchError::Failed(error.to_string()),
    }
}

/// What the resolver says of a host that is not public.
const NOT_PUBLIC: &str = "not a public address";

fn is_refusal(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::PermissionDenied && error.to_string() == NOT_PUBLIC
}

/// Looks names up, and refuses hosts with any address that is not public. The connection is made to the very
/// addresses that were checked.
#[derive(Debug)]
struct Checked {
    any: bool,
}

impl Resolver for Checked {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let public = |address: &SocketAddr| is_public(address.ip());
        if self.any || found.iter().all(public) {
            return Ok(found);
        }
        let refusal = std::io::Error::new(std::io::ErrorKind::PermissionDenied, NOT_PUBLIC);
        Err(ureq::Error::Io(refusal))
    }
}

/// Whether an address is one of the public internet.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_unspecified()
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_multicast()
        || address.is_documentation();
    // "This network", shared space of carriers, protocol assignments, relays, benchmarks, reserved.
    let reserved = a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b))
        || a >= 240;
    !special && !reserved
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    // IPv4 in another dress: mapped, compatible, translated (64:ff9b::/96), 6to4.
    let [.., high, low] = parts;
    let inner = Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    if parts.starts_with(&[0, 0, 0, 0, 0]) && matches!(parts[5], 0 | 0xffff) {
        return is_public_v4(inner) && parts[5] == 0xffff;
    }
    if parts.starts_with(&[0x64, 0xff9b]) {
        return parts[2..6] == [0, 0, 0, 0] && is_public_v4(inner);
    }
    if parts[0] == 0x2002 {
        return is_public_v4(Ipv4Addr::from(
            (u32::from(parts[1]) << 16) | u32::from(parts[2]),
        ));
    }
    // Only 2000::/3 is given out; of it not the documentation, tunnels and assignments.
    let given = (0x2000..0x4000).contains(&parts[0]);
    let held_back =
        (parts[0] == 0x2001 && (parts[1] < 0x200 || parts[1] == 0xdb8)) || parts[0] == 0x3fff;
    given && !held_back
}

/// The host of an address, without its port.
fn host(address: &str) -> Option<String> {
    let uri: Uri = address.parse().ok()?;
    Some(uri.host()?.to_ascii_lowercase())
}

/// Where a redirect leads from a page.
fn join(base: &str, to: &str) -> Option<String> {
    let to = to.trim();
    let lower = to.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        return Some(to.to_owned());
    }
    let (scheme, rest) = base.split_once("://")?;
    if let Some(rest) = to.strip_prefix("//") {
        return Some(format!("{scheme}://{rest}"));
    }
    // Another scheme ("intent:", "weixin:") leads out of the web.
    let colon = to.find(':').unwrap_or(usize::MAX);
    if colon < to.find(['/', '?', '#']).unwrap_or(usize::MAX) && colon != usize::MAX {
        return None;
    }
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if to.starts_with('/') {
        return Some(format!("{scheme}://{authority}{to}"));
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if to.starts_with('?') {
        return Some(format!("{scheme}://{authority}{path}{to}"));
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    Some(format!("{scheme}://{authority}{folder}/{to}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_pass() {
        let public = [
            "1.1.1.1",
            "223.5.5.5",
            "2400:3200::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ];
        for one in public {
            assert!(is_public(one.parse().unwrap()), "{one}");
        }
        let others = [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "198.18.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "2001::1",
            "100::1",
        ];
        for one in others {
            assert!(!is_public(one.parse().unwrap()), "{one}");
        }
    }

    #[test]
    fn redirects_are_joined() {
        let base = "https://a.cn:8443/x/y?z";
        for (to, wanted) in [
            ("/p", Some("https://a.cn:8443/p")),
            ("p.html", Some("https://a.cn:8443/x/p.html")),
            ("?q=1", Some("https://a.cn:8443/x/y?q=1")),
            ("//b.cn/p", Some("https://b.cn/p")),
            ("http://c.cn", Some("http://c.cn")),
            ("file:///etc/passwd", None),
            ("intent://x", None),
        ] {
            assert_eq!(join(base, to).as_deref(), wanted, "{to}");
        }
    }

    #[test]
    fn what_is_no_web_address_is_not_asked_for() {
        for address in [
            "file:///etc/passwd",
            "ftp://a.cn/x",
            "https://",
            "http://%s/privacy",
            "javascript:x",
        ] {
            let error = fetch(address, true, Patience::default()).unwrap_err();
            assert!(matches!(error, FetchError::NotWeb(_)), "{address}: {error}");
        }
    }
}
