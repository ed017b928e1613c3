//! The page in a real browser: filters, languages, keyboard, width, and packages whose every name is an attack. Chromium
//! is driven over its debugging port; where there is none the tests say `skipped`. Screenshots go to `target/browser/`.

use std::io::Read as _;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use consentry::checks::texts::{Compared, Comparison, Declared};
use consentry::checks::{Edge, Location};
use consentry::knowledge::{Confidence, Knowledge, Lang, Severity};
use consentry::policy::discloses::{Discloses, Item};
use consentry::report::model::{Hit, PersonalData, Policy};
use consentry::report::{Baseline, Report, html, rectification};
use consentry::scan::{FoundSdk, Scan};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket, stream::MaybeTlsStream};

use super::formats::{finding, frame, report_in, scan};

/// A browser with one page in it; gone when dropped.
struct Browser {
    process: Child,
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    session: String,
    count: u64,
    /// Errors, dialogs and requests that the page caused.
    events: Vec<String>,
    _folder: tempfile::TempDir,
}

impl Browser {
    /// Opens `page`; `None`, said on standard output, when there is no Chromium.
    fn open(page: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("report.html");
        std::fs::write(&file, page).unwrap();
        let profile = folder.path().join("profile");
        let spawned = ["chromium", "chromium-browser", "google-chrome"]
            .iter()
            .find_map(|name| {
                Command::new(name)
                    .args([
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                    ])
                    .args(["--remote-debugging-port=0", "about:blank"])
                    .arg(format!("--user-data-dir={}", profile.display()))
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .spawn()
                    .ok()
            });
        let Some(process) = spawned else {
            println!("skipped: no chromium");
            return None;
        };
        let port = profile.join("DevToolsActivePort");
        let told = (0..600).find_map(|_| {
            sleep(Duration::from_millis(50));
            let mut text = String::new();
            std::fs::File::open(&port)
                .ok()?
                .read_to_string(&mut text)
                .ok()?;
            let (port, path) = text.split_once('\n')?;
            (!path.trim().is_empty()).then(|| format!("ws://127.0.0.1:{port}{}", path.trim()))
        });
        let (socket, _) = tungstenite::connect(told.expect("the browser opens its port")).unwrap();
        let mut browser = Self {
            process,
            socket,
            session: String::new(),
            count: 0,
            events: Vec::new(),
            _folder: folder,
        };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}));
        let target = json!({"targetId": target["targetId"], "flatten": true});
        let session = browser.call("Target.attachToTarget", target);
        browser.session = session["sessionId"].as_str().unwrap().to_owned();
        for domain in [
            "Page.enable",
            "Runtime.enable",
            "Network.enable",
            "Log.enable",
        ] {
            browser.call(domain, json!({}));
        }
        let url = format!("file://{}", file.display());
        browser.call("Page.navigate", json!({"url": url}));
        for _ in 0..400 {
            let done = "document.readyState === 'complete' && location.protocol === 'file:'";
            if browser.eval(done) == true {
                return Some(browser);
            }
            sleep(Duration::from_millis(50));
        }
        panic!("the page does not load");
    }

    fn call(&mut self, method: &str, params: Value) -> Value {
        self.count += 1;
        let mut message = json!({"id": self.count, "method": method, "params": params});
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.socket
            .send(Message::text(message.to_string()))
            .unwrap();
        loop {
            let text = self.socket.read().unwrap();
            let Ok(text) = text.to_text() else { continue };
            let answer: Value = serde_json::from_str(text).unwrap_or_default();
            if answer["id"] == self.count {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
            let url = answer["params"]["request"]["url"]
                .as_str()
                .unwrap_or("file:");
            match answer["method"].as_str().unwrap_or_default() {
                "Network.requestWillBeSent" if url.starts_with("file:") => {}
                name @ ("Network.requestWillBeSent"
                | "Page.javascriptDialogOpening"
                | "Runtime.exceptionThrown"
                | "Log.entryAdded") => self.events.push(format!("{name}: {}", answer["params"])),
                _ => {}
            }
        }
    }

    /// The value of an expression in the page.
    fn eval(&mut self, script: &str) -> Value {
        let params = json!({"expression": script, "returnByValue": true});
        let result = self.call("Runtime.evaluate", params);
        assert!(
            result.get("exceptionDetails").is_none(),
            "{script}: {result}"
        );
        result["result"]["value"].clone()
    }

    fn width(&mut self, width: u32) {
        let params =
            json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", params);
    }

    fn dark(&mut self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let feature = json!([{"name": "prefers-color-scheme", "value": value}]);
        self.call("Emulation.setEmulatedMedia", json!({"features": feature}));
    }

    /// A picture for people, kept by CI.
    fn picture(&mut self, name: &str) {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../browser");
        std::fs::create_dir_all(&folder).unwrap();
        let shot = self.call("Page.captureScreenshot", json!({"format": "png"}));
        let bytes = decode(shot["data"].as_str().unwrap());
        assert!(bytes.starts_with(b"\x89PNG"));
        std::fs::write(folder.join(name), bytes).unwrap();
    }

    /// Pages when printed.
    fn pages(&mut self) -> usize {
        let printed = self.call("Page.printToPDF", json!({"preferCSSPageSize": true}));
        let pdf = decode(printed["data"].as_str().unwrap());
        let text = String::from_utf8_lossy(&pdf);
        assert!(text.starts_with("%PDF"));
        text.matches("/Type /Page\n")
            .count()
            .max(text.matches("/Type /Page").count() - text.matches("/Type /Pages").count())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Base64 to bytes.
fn decode(text: &str) -> Vec<u8> {
    let digit = |c: u8| match c {
        b'A'..=b'Z' => u32::from(c - b'A'),
        b'a'..=b'z' => u32::from(c - b'a') + 26,
        b'0'..=b'9' => u32::from(c - b'0') + 52,
        b'+' => 62,
        _ => 63,
    };
    let digits: Vec<u8> = text.bytes().filter(|c| *c != b'=').collect();
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for four in digits.chunks(4) {
        let bits = four.iter().fold(0, |bits, c| bits << 6 | digit(*c)) << (6 * (4 - four.len()));
        bytes.extend(bits.to_be_bytes()[1..four.len()].iter());
    }
    bytes
}

/// A package of which every name is an attack, with findings of several severities, owners and scenarios.
fn hostile() -> Scan {
    let evil = "\"><svg onload=window.hit=1><script>window.hit=2</script>";
    let mut findings = vec![
        finding("policy-missing", Severity::High, "a"),
        finding("permission-unused", Severity::Medium, "b"),
        finding("target-sdk-low", Severity::Low, "c"),
        finding("dynamic-code", Severity::Info, "d"),
    ];
    let chain = vec![
        frame(Edge::Entry, &format!("com.example.{evil}"), evil, "app", 12),
        frame(Edge::Call, "com.example.Start", "init", "app", 20),
        frame(Edge::Thread, "cn.jpush.android.Push", "run", "jpush", 7),
        frame(Edge::Call, "cn.jpush.android.Device", "read", "jpush", 9),
    ];
    findings[0].check = "collect-before-consent".to_owned();
    findings[0].subject = consentry::checks::Subject::Item("imei".to_owned());
    findings[0].owner = "jpush".to_owned();
    findings[0].chain = chain.clone();
    findings[0].condition = Some(Location::Code {
        class: chain[1].class.clone(),
        method: chain[1].method.clone(),
        descriptor: chain[1].descriptor.clone(),
        file: Some(evil.to_owned()),
        line: Some(19),
    });
    findings[1].confidence = Confidence::Possible;
    let row = |item: &str, scenario: &str| PersonalData {
        item: item.to_owned(),
        scenario: scenario.to_owned(),
        owner: "jpush".to_owned(),
        api: format!("La/B;->{evil}()"),
        confidence: Confidence::Certain,
        chain: chain.clone(),
    };
    let policy = |location: &str| Policy {
        kind: "url".to_owned(),
        document: "policy",
        location: location.to_owned(),
        title: Some(evil.to_owned()),
        owner: "app".to_owned(),
        shown_in: Vec::new(),
        depth: None,
        found_in: vec![evil.to_owned()],
        text: "read",
        discloses: Some(Discloses {
            is_policy: true,
            language: None,
            facts: Default::default(),
            items: vec![Item {
                item: "imei".to_owned(),
                named: true,
                collectors: Vec::new(),
                block: 0,
                line: 0,
                quote: evil.to_owned(),
            }],
            denied: Vec::new(),
            sdks: Vec::new(),
            permissions: Vec::new(),
            rights: Vec::new(),
            topics: Vec::new(),
            missing: Vec::new(),
        }),
    };
    Scan {
        personal_data: Some(vec![
            row("imei", "first-launch"),
            row("imei", "consented"),
            row("oaid", "refused"),
            row(evil, "first-launch"),
        ]),
        comparison: Some(Comparison {
            items: [("imei", Declared::Named, true), (evil, Declared::No, true)]
                .map(|(id, declared, present)| Compared {
                    id: id.to_owned(),
                    declared,
                    present,
                    owners: vec!["jpush".to_owned()],
                    quote: Some(evil.to_owned()),
                    location: None,
                    line: None,
                })
                .to_vec(),
            ..Comparison::default()
        }),
        policies: vec![policy("javascript:window.hit=3"), policy(evil)],
        sdks: vec![FoundSdk {
            id: "jpush".to_owned(),
            version: Some(evil.to_owned()),
            disclosed: None,
            state: Default::default(),
            starts_in: vec!["first-launch".to_owned()],
            evidence: vec![Hit {
                kind: "package".to_owned(),
                value: evil.to_owned(),
            }],
        }],
        ..scan(findings)
    }
}

fn both(scans: &[Scan]) -> [Report; 2] {
    [Lang::Zh, Lang::En].map(|lang| report_in(scans, lang, &Baseline::default()))
}

fn page(scans: &[Scan]) -> String {
    let [zh, en] = both(scans);
    html::html(&zh, &en, &Knowledge::builtin(), Lang::Zh).unwrap()
}

const GROUPS: &str = "document.querySelectorAll('.group').length";

fn choose(select: &str, value: &str) -> String {
    format!(
        "(function () {{ var e = document.getElementById('{select}'); e.value = '{value}'; \
         e.dispatchEvent(new Event('{}', {{bubbles: true}})); return {GROUPS}; }})()",
        if select == "f-q" { "input" } else { "change" }
    )
}

#[test]
fn a_reader_filters_searches_switches_and_opens_chains() {
    let Some(mut browser) = Browser::open(&page(&[hostile()])) else {
        return;
    };
    assert_eq!(browser.eval(GROUPS), 4);
    assert_eq!(browser.eval("document.documentElement.lang"), "zh-CN");
    browser.eval("document.getElementById('lang').click()");
    assert_eq!(browser.eval("document.documentElement.lang"), "en");
    let text = browser.eval("document.body.innerText");
    assert!(
        text.as_str()
            .unwrap()
            .contains("What a person must still check")
            || text.as_str().unwrap().contains("Findings")
    );
    for (select, value, shown) in [
        ("f-s", "high", 1),
        ("f-s", "", 4),
        ("f-c", "possible", 1),
        ("f-c", "", 4),
        ("f-o", "jpush", 1),
        ("f-o", "", 4),
        ("f-g", "consent", 1),
        ("f-g", "", 4),
        ("f-n", "first-launch", 1),
        ("f-n", "", 4),
        ("f-q", "cn.jpush.android.device", 1),
        ("f-q", "nothing like this", 0),
        ("f-q", "", 4),
    ] {
        assert_eq!(
            browser.eval(&choose(select, value)),
            shown,
            "{select}={value}"
        );
    }
    // A view can be handed on, and the severity cards filter too.
    browser.eval("document.querySelector('.count.medium').click()");
    assert_eq!(browser.eval(GROUPS), 1);
    assert!(
        browser
            .eval("location.hash")
            .as_str()
            .unwrap()
            .contains("s=medium")
    );
    browser.eval(&choose("f-s", ""));
    // The chain opens frame by frame: entry, first call and end stand, the rest comes on demand.
    let nodes = "document.querySelectorAll('.group .chain')[0].querySelectorAll('.node:not(.asked)').length";
    assert_eq!(browser.eval(nodes), 4, "entry, call, end, API");
    // Below the step that asks it.
    let asked = "document.querySelector('.group .chain .asked').previousSibling.textContent";
    assert!(browser.eval(asked).as_str().unwrap().contains("Start.init"));
    browser.eval("document.querySelector('.group .chain .next').click()");
    assert_eq!(browser.eval(nodes), 5);
    assert_eq!(
        browser.eval("document.querySelector('.group .chain .graphbar').hidden"),
        true
    );
    // Matrix, timeline, comparison.
    assert_eq!(
        browser.eval("document.querySelectorAll('#matrix tbody tr').length"),
        3
    );
    assert_eq!(
        browser.eval("document.querySelectorAll('#matrix thead th').length"),
        4
    );
    assert_eq!(
        browser.eval("document.querySelectorAll('#timeline > li').length"),
        2
    );
    let text = browser.eval("document.body.innerText").to_string();
    assert!(
        text.contains("only in the package") && text.contains("both"),
        "{text}"
    );
    // Everything that acts can be reached with the keyboard.
    let stuck = "Array.from(document.querySelectorAll('button,select,input,summary')).filter(function (e) { return e.tabIndex < 0; }).length";
    assert_eq!(browser.eval(stuck), 0);
    browser.picture("report-en.png");
}

#[test]
fn a_narrow_screen_scrolls_down_only_and_dark_mode_has_contrast() {
    let Some(mut browser) = Browser::open(&page(&[hostile()])) else {
        return;
    };
    browser.width(360);
    browser.eval("document.querySelectorAll('details').forEach(function (d) { d.open = true; })");
    sleep(Duration::from_millis(200));
    let wide = "Array.from(document.querySelectorAll('body *')).filter(function (e) { return e.getBoundingClientRect().right > 361 && !e.closest('.wrap'); }).slice(0, 5).map(function (e) { return e.outerHTML.slice(0, 120); })";
    let told = browser.eval(wide);
    let overflow = browser.eval("document.documentElement.scrollWidth");
    assert!(overflow.as_u64().unwrap() <= 360, "{overflow}: {told:#?}");
    browser.picture("report-360.png");
    // Relative luminance, after WCAG: text against paper has at least 4.5 to 1 in either mode.
    let contrast = "(function () { \
        function l(c) { var p = c.match(/[0-9.]+/g).slice(0, 3).map(function (x) { x = x / 255; return x <= 0.03928 ? x / 12.92 : Math.pow((x + 0.055) / 1.055, 2.4); }); return 0.2126 * p[0] + 0.7152 * p[1] + 0.0722 * p[2]; } \
        var s = getComputedStyle(document.body), a = l(s.color), b = l(s.backgroundColor); \
        return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), b]; })()";
    let mut papers = Vec::new();
    for dark in [false, true] {
        browser.dark(dark);
        let told = browser.eval(contrast);
        assert!(told[0].as_f64().unwrap() >= 4.5, "dark {dark}: {told}");
        papers.push(told[1].as_f64().unwrap());
    }
    assert!(papers[0] > 0.5 && papers[1] < 0.2, "{papers:?}");
    browser.picture("report-dark.png");
}

/// The page and the rectification report of a real scan, as people see them: narrow and wide, light and dark, both
/// languages, with every fold open. The pictures are for people.
#[test]
fn the_demo_fits_a_phone_and_paper() {
    let scan = |format: &str, lang: &str| {
        let args = ["scan", "testdata/apps/demo/app.apk", "--format", format];
        let output = Command::new(env!("CARGO_BIN_EXE_consentry"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(args)
            .args(["--lang", lang])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    for format in ["html", "rectification"] {
        for lang in ["zh", "en"] {
            let Some(mut browser) = Browser::open(&scan(format, lang)) else {
                return;
            };
            for (width, dark) in [(1280, false), (360, true)] {
                browser.width(width);
                browser.dark(dark);
                sleep(Duration::from_millis(100));
                let shade = if dark { "dark" } else { "light" };
                browser.picture(&format!("{format}-{lang}-{width}-{shade}.png"));
            }
            browser.eval("window.dispatchEvent(new Event('beforeprint'))");
            browser.eval(
                "document.querySelectorAll('details').forEach(function (d) { d.open = true; })",
            );
            sleep(Duration::from_millis(100));
            let overflow =
                "document.documentElement.scrollWidth - document.documentElement.clientWidth";
            assert_eq!(browser.eval(overflow), 0, "{format} {lang}");
            browser.width(1280);
            assert!(browser.pages() >= 2, "it prints");
            assert_eq!(browser.events, Vec::<String>::new());
        }
    }
}

#[test]
fn nothing_that_a_package_names_runs_or_is_fetched() {
    let scans = [hostile()];
    let [zh, _] = both(&scans);
    let pages = [
        page(&scans),
        rectification::rectification(&zh, &Knowledge::builtin(), Lang::Zh),
    ];
    for page in pages {
        let Some(mut browser) = Browser::open(&page) else {
            return;
        };
        browser.eval("window.dispatchEvent(new Event('beforeprint'))");
        browser.eval("Array.from(document.querySelectorAll('.count,summary,.btn:not([id])')).forEach(function (e) { if (!/print/i.test(e.textContent) && e.textContent !== '打印') e.click(); })");
        sleep(Duration::from_millis(300));
        assert_eq!(browser.eval("typeof window.hit"), "undefined");
        let alien = "document.querySelectorAll('img,svg,iframe,object,embed,link,base,form,[onload],[onerror],a[href^=javascript]').length";
        assert_eq!(browser.eval(alien), 0);
        assert_eq!(
            browser.eval("performance.getEntriesByType('resource').length"),
            0
        );
        let text = browser.eval("document.body.textContent").to_string();
        assert!(
            text.contains("<svg onload=window.hit=1>"),
            "the name is shown as it is"
        );
        assert_eq!(browser.events, Vec::<String>::new());
        assert!(browser.pages() >= 2, "it prints");
    }
    // What would happen to a script that came in all the same: the policy of the page stops it.
    let hurt = page(&scans).replace(
        "<noscript>",
        "<script>window.hit=4</script><img src=x onerror=\"window.hit=5\"><noscript>",
    );
    let Some(mut browser) = Browser::open(&hurt) else {
        return;
    };
    assert_eq!(browser.eval("typeof window.hit"), "undefined");
    assert!(
        browser
            .events
            .iter()
            .any(|e| e.contains("Content Security Policy")),
        "{:?}",
        browser.events
    );
}

/// 5,000 findings as a large app has them: of every check, each with its own chain, owner and evidence.
fn many() -> Scan {
    let checks = &Knowledge::builtin().checks;
    let items = ["imei", "oaid", "location", "android-id", "mac-address"];
    let owners = ["app", "jpush", "umeng-common"];
    let findings = (0..5_000).map(|at: usize| {
        let check = &checks[at % checks.len()];
        let mut found = finding(&check.id, check.severity, &at.to_string());
        found.title = check.title.clone();
        found.owner = owners[at % owners.len()].to_owned();
        found.subject = consentry::checks::Subject::Item(items[at % items.len()].to_owned());
        found.evidence.truncate(3);
        found.chain = (0..8)
            .map(|step| {
                let class = format!("com.example.feature{}.screen{step}.Page{at}", at % 97);
                let edge = if step == 0 { Edge::Entry } else { Edge::Call };
                frame(edge, &class, "onSomething", owners[(at + step) % 3], 10)
            })
            .collect();
        found
    });
    scan(findings.collect())
}

/// The figures are printed for `docs/performance.md`; what a test can hold is that little is built before it is opened.
#[test]
fn five_thousand_findings_open_at_once() {
    let page = page(&[many()]);
    println!("5,000 findings: {} KB", page.len() >> 10);
    let Some(mut browser) = Browser::open(&page) else {
        return;
    };
    let load = "Math.round(performance.timing.loadEventEnd - performance.timing.navigationStart)";
    println!("opened in {} ms", browser.eval(load));
    let nodes = "document.querySelectorAll('*').length";
    let built = browser.eval(nodes).as_u64().unwrap();
    assert!(
        built <= 20_000,
        "{built} elements before anything is opened"
    );
    for (select, value) in [("f-s", "high"), ("f-s", ""), ("f-o", "jpush"), ("f-o", "")] {
        let timed = format!(
            "(function () {{ var t = performance.now(); {}; document.body.offsetHeight; return performance.now() - t; }})()",
            choose(select, value)
        );
        println!("filter {select}={value}: {} ms", browser.eval(&timed));
    }
    for word in ["page4711", "imei", ""] {
        let timed = format!(
            "(function () {{ var t = performance.now(); {}; document.body.offsetHeight; return performance.now() - t; }})()",
            choose("f-q", word)
        );
        println!("search {word}: {} ms", browser.eval(&timed));
    }
    let timed = "(function () { var t = performance.now(); document.getElementById('lang').click(); document.body.offsetHeight; return performance.now() - t; })()";
    println!("other language: {} ms", browser.eval(timed));
    let timed = "(function () { var t = performance.now(); Array.from(document.querySelectorAll('.group')).forEach(function (g) { if (g.tagName === 'DETAILS') g.open = true; }); document.body.offsetHeight; return performance.now() - t; })()";
    println!("every group open: {} ms", browser.eval(timed));
    println!("{} elements, {} then", built, browser.eval(nodes));
    assert_eq!(browser.events, Vec::<String>::new());
}
