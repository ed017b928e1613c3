//! `--policy` and `--online`: files of the caller's, and a local server with everything that goes wrong on the web.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use consentry::knowledge::Knowledge;
use consentry::policy::{FetchError, Hint, Outcome, Patience, ReadError, Wanted, fetch, read};

const POLICY: &str = "<html><head><title>隐私政策</title></head><body><h1>隐私政策</h1><p>更新日期：2024年5月1日</p>\
    <p>我们会收集您的手机号码和位置信息，用于提供服务。我们不会收集您的通讯录。</p><p>您可以注销账号、撤回同意或删除您的个人信息。</p></body></html>";

fn patience() -> Patience {
    Patience {
        connect: Duration::from_secs(5),
        whole: Duration::from_secs(20),
        pause: Duration::from_millis(1),
        bytes: 100_000,
    }
}

/// Requests for `/down`, which never answers well.
static DOWN: AtomicUsize = AtomicUsize::new(0);

/// Serves until the test process ends; counts the requests for `/flaky` and `/down`.
fn server() -> SocketAddr {
    static FLAKY: AtomicUsize = AtomicUsize::new(0);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            std::thread::spawn(move || {
                let mut head = [0; 4096];
                let length = stream.read(&mut head).unwrap_or(0);
                let text = String::from_utf8_lossy(&head[..length]).into_owned();
                let path = text.split(' ').nth(1).unwrap_or("/").to_owned();
                let page = |body: &[u8], kind: &str| {
                    let mut answer = format!(
                        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                        body.len()
                    )
                    .into_bytes();
                    answer.extend(body);
                    answer
                };
                let status = |line: &str| {
                    format!("HTTP/1.1 {line}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                        .into_bytes()
                };
                let answer = match path.as_str() {
                    "/policy" => page(POLICY.as_bytes(), "text/html; charset=utf-8"),
                    "/moved" => status("302 Found\r\nLocation: /policy"),
                    "/loop" => status("301 Moved\r\nLocation: /loop"),
                    "/inward" => status("302 Found\r\nLocation: http://127.0.0.2:1/policy"),
                    "/file" => status("302 Found\r\nLocation: file:///etc/passwd"),
                    "/gbk" => page(&encode(POLICY), "text/html; charset=utf-8"),
                    "/huge" => page(&vec![b'a'; 200_000], "text/plain"),
                    "/login" => page(
                        "<html><body><p>请先登录</p><p>账号</p></body></html>".as_bytes(),
                        "text/html",
                    ),
                    "/flaky" if FLAKY.fetch_add(1, Ordering::SeqCst) == 0 => status("503 Busy"),
                    "/flaky" => page(POLICY.as_bytes(), "text/html"),
                    "/down" => {
                        DOWN.fetch_add(1, Ordering::SeqCst);
                        status("503 Busy")
                    }
                    // No length is told, and it does not end by itself.
                    "/endless" => {
                        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n");
                        while stream.write_all(&[b'a'; 4096]).is_ok() {}
                        Vec::new()
                    }
                    "/slow" => {
                        // Until the client gives up.
                        let _ = stream.read(&mut head);
                        Vec::new()
                    }
                    _ => status("404 Not Found"),
                };
                let _ = stream.write_all(&answer);
            });
        }
    });
    address
}

/// The text in GBK.
fn encode(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

#[test]
fn pages_are_fetched_and_what_goes_wrong_is_told() {
    let address = server();
    let get = |path: &str| fetch(&format!("http://{address}{path}"), true, patience());
    assert_eq!(get("/policy").unwrap().bytes, POLICY.as_bytes());

    let moved = get("/moved").unwrap();
    assert_eq!(moved.redirects, [format!("http://{address}/moved")]);
    assert_eq!(moved.address, format!("http://{address}/policy"));
    assert_eq!(get("/loop").unwrap_err(), FetchError::Redirects);
    assert_eq!(
        get("/inward").unwrap_err(),
        FetchError::NotPublic("127.0.0.2".to_owned())
    );
    assert_eq!(get("/file").unwrap_err(), FetchError::Redirects);
    assert_eq!(get("/nothing").unwrap_err(), FetchError::Status(404));
    assert_eq!(get("/huge").unwrap_err(), FetchError::TooLarge(100_000));
    assert_eq!(get("/flaky").unwrap().bytes, POLICY.as_bytes());
    assert_eq!(get("/endless").unwrap_err(), FetchError::TooLarge(100_000));
    assert_eq!(get("/down").unwrap_err(), FetchError::Status(503));
    assert_eq!(DOWN.load(Ordering::SeqCst), 2, "one retry, no more");
    for address in [
        "ftp://127.0.0.1/policy",
        "file:///etc/passwd",
        "javascript:void(0)",
        "data:text/plain,policy",
    ] {
        let refused = fetch(address, true, patience());
        assert!(refused.is_err(), "{address}");
    }

    let short = Patience {
        whole: Duration::from_millis(60),
        ..patience()
    };
    let slow = fetch(&format!("http://{address}/slow"), true, short);
    assert_eq!(slow.unwrap_err(), FetchError::Timeout);
    let secure = fetch(&format!("https://{address}/policy"), true, patience()).unwrap_err();
    assert!(
        matches!(secure, FetchError::Tls(_) | FetchError::Failed(_)),
        "{secure:?}"
    );

    let gbk = get("/gbk").unwrap();
    let hint = Hint {
        name: None,
        content_type: gbk.content_type.as_deref(),
    };
    assert_eq!(read(&gbk.bytes, hint).unwrap().encoding, "gb18030");
    let login = get("/login").unwrap();
    assert_eq!(read(&login.bytes, Hint::default()), Err(ReadError::Wall));
}

/// A server whose certificate nobody signed; it counts what it hears after the handshake.
fn unsigned_server() -> (SocketAddr, std::sync::Arc<AtomicUsize>) {
    use rustls::pki_types::pem::PemObject as _;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    let file =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/tls/self-signed.pem");
    let certificate = CertificateDer::from_pem_file(&file).unwrap();
    let key = PrivateKeyDer::from_pem_file(&file).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(
        rustls::crypto::ring::default_provider().into(),
    )
    .with_safe_default_protocol_versions()
    .unwrap()
    .with_no_client_auth()
    .with_single_cert(vec![certificate], key)
    .unwrap();
    let config = std::sync::Arc::new(config);
    let heard = std::sync::Arc::new(AtomicUsize::new(0));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let count = heard.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { continue };
            let connection = rustls::ServerConnection::new(config.clone()).unwrap();
            let mut stream = rustls::StreamOwned::new(connection, stream);
            let mut head = [0; 4096];
            count.fetch_add(stream.read(&mut head).unwrap_or(0), Ordering::SeqCst);
        }
    });
    (address, heard)
}

/// A certificate that does not hold is told as that, nothing is sent, and the policy counts as not read.
#[test]
fn a_bad_certificate_is_told_and_nothing_is_sent() {
    let (address, heard) = unsigned_server();
    let url = format!("https://{address}/policy");
    let refused = fetch(&url, true, patience()).unwrap_err();
    assert!(
        matches!(&refused, FetchError::Tls(why) if why.contains("certificate")),
        "{refused:?}"
    );
    let output = scan(&url);
    assert_eq!(output.status.code(), Some(3), "not read is no pass");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["artifacts"][0]["policies"][0]["text"], "failed");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains(&url) && told.contains("certificate"),
        "{told}"
    );
    assert_eq!(heard.load(Ordering::SeqCst), 0);
}

#[test]
fn a_link_of_a_package_reaches_no_local_host() {
    let address = server();
    let refused = fetch(&format!("http://{address}/policy"), false, patience()).unwrap_err();
    assert_eq!(refused, FetchError::NotPublic("127.0.0.1".to_owned()));
    let by_name = fetch(
        &format!("http://localhost:{}/policy", address.port()),
        false,
        patience(),
    );
    assert_eq!(
        by_name.unwrap_err(),
        FetchError::NotPublic("localhost".to_owned())
    );
}

#[test]
fn the_address_that_the_user_named_is_read() {
    let address = server();
    let knowledge = Knowledge::builtin();
    let url = format!("http://{address}/moved");
    let wanted = Wanted::new(Some(&url), false, &knowledge).unwrap();
    let given = wanted.given.as_ref().unwrap();
    let said = given.understood().unwrap();
    assert!(
        said.discloses("phone-number") && said.discloses("location") && !said.discloses("contacts")
    );
    assert!(
        wanted
            .notes
            .iter()
            .any(|note| note.code == "policy-redirected")
    );

    let url = format!("http://{address}/login");
    let wanted = Wanted::new(Some(&url), false, &knowledge).unwrap();
    assert!(matches!(
        wanted.given.as_ref().unwrap().outcome,
        Outcome::Failed(_)
    ));
    assert!(
        wanted
            .notes
            .iter()
            .any(|note| note.code == "policy-unreadable")
    );
}

fn scan(policy: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_consentry"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args([
        "scan",
        "testdata/apps/plain/app.apk",
        "--format",
        "json",
        "--fail-on",
        "never",
        "--policy",
        policy,
    ]);
    command.output().unwrap()
}

#[test]
fn a_policy_on_the_command_line_is_part_of_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let output = scan(&file("policy.html", POLICY.as_bytes()));
    assert_eq!(output.status.code(), Some(0));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let policy = &report["artifacts"][0]["policies"][0];
    assert_eq!(policy["text"], "read");
    assert_eq!(policy["found_in"][0], "--policy");
    let discloses = &policy["discloses"];
    assert_eq!(discloses["facts"]["update-date"][0], "2024-05-01");
    let items: Vec<_> = discloses["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["item"].as_str().unwrap())
        .collect();
    assert_eq!(items, ["location", "phone-number"]);
    assert_eq!(discloses["denied"][0]["item"], "contacts");

    // A picture is no policy: said, and not taken for one that is missing or complies.
    let output = scan(&file("policy.png", b"\x89PNG\r\n\x1a\n0000"));
    assert_eq!(output.status.code(), Some(3));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["artifacts"][0]["policies"][0]["text"], "failed");

    assert_eq!(scan("no-such-file.html").status.code(), Some(2));
}
