//! The rectification report (整改报告): print-ready HTML that a team fills in and signs, in one language. It is plain
//! markup without any script: every problem numbered, with its clauses, its evidence and its fix, room for what was done
//! about it, the list of what to check on a phone, and the table of signatures.

mod sdks;

use std::fmt::Write as _;

use super::html::{digest, escape};
use super::layout::clean;
use super::model::{Artifact, Finding, Location, Report, Scene, Status};
use super::words::{self, pick};
use crate::checks::{Edge, Frame};
use crate::knowledge::{Knowledge, Lang, Severity};

const STYLE: &str = include_str!("page.css");
/// Pieces of evidence that one place shows.
const EVIDENCE: usize = 10;
/// Places of one problem that are told one by one; the others are counted, and stand in the JSON report.
const PLACES: usize = 200;

/// The report as a page to print.
pub fn rectification(report: &Report, knowledge: &Knowledge, lang: Lang) -> String {
    let title = pick(
        lang,
        "个人信息合规整改报告",
        "Rectification report: personal information",
    );
    let mut page = Page {
        lang,
        knowledge,
        html: String::new(),
    };
    for artifact in &report.artifacts {
        page.artifact(artifact, report, title);
    }
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; \
         base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{}</body>\n</html>\n",
        pick(lang, "zh-CN", "en"),
        digest(STYLE),
        page.html,
    )
}

struct Page<'a> {
    lang: Lang,
    knowledge: &'a Knowledge,
    html: String,
}

/// Text from a package: nothing in it is markup, or turns the line around.
fn safe(text: &str) -> String {
    escape(&clean(text))
}

impl Page<'_> {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        pick(self.lang, zh, en)
    }

    fn put(&mut self, html: &str) {
        self.html.push_str(html);
        self.html.push('\n');
    }

    fn heading(&mut self, number: &str, text: &str) {
        self.put(&format!("<h2>{number} {}</h2>", safe(text)));
    }

    /// A table whose cells are markup already.
    fn table(&mut self, heads: &[&str], rows: &[Vec<String>]) {
        let mut html = String::from("<table><thead><tr>");
        for head in heads {
            let _ = write!(html, "<th>{}</th>", safe(head));
        }
        html.push_str("</tr></thead><tbody>\n");
        for row in rows {
            html.push_str("<tr>");
            for cell in row {
                let class = if cell.is_empty() {
                    " class=\"blank\""
                } else {
                    ""
                };
                let _ = write!(html, "<td{class}>{cell}</td>");
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody></table>");
        self.put(&html);
    }

    fn owner(&self, id: &str) -> String {
        match self.knowledge.sdk(id) {
            Some(sdk) => sdk.name.get(self.lang).to_owned(),
            None if id == "app" => self.say("应用自身", "the app").to_owned(),
            None => id.to_owned(),
        }
    }

    fn artifact(&mut self, artifact: &Artifact, report: &Report, title: &str) {
        self.put("<section class=\"artifact\">");
        self.put(&format!("<h1>{title}</h1>"));
        let number = number(artifact);
        let sub = format!("{} {number}", self.say("编号", "No."));
        self.put(&format!("<p class=\"sub\">{}</p>", safe(&sub)));
        self.about(artifact);
        let open: Vec<&Finding> = artifact
            .findings
            .iter()
            .filter(|f| f.status == Status::New)
            .collect();
        self.conclusion(artifact, &open);
        let groups = crate::report::groups(open.iter().copied());
        self.list(&groups);
        let heading = self.say("逐项整改", "Each problem, its evidence and what to do");
        self.heading("4", heading);
        if groups.is_empty() {
            let none = self.say("没有需要整改的新问题。", "No new problem.");
            self.put(&format!("<p>{none}</p>"));
        }
        for (at, group) in groups.iter().enumerate() {
            self.problem(at + 1, group);
        }
        self.scenes(artifact);
        self.sdks(artifact);
        self.accepted(artifact, report);
        self.signatures();
        let foot = format!(
            "{} {} · {} · SHA-256 {}",
            report.tool.name,
            report.tool.version,
            report.tool.checks_version,
            artifact.sha256.as_deref().unwrap_or("–")
        );
        let legal = self.say(
            "本报告由静态扫描生成，供整改与复核使用；条款为归纳，不是原文；不构成法律意见。",
            "Made by a static scan, for rectification and review. Clauses are summarised, not quoted. No legal advice.",
        );
        self.put(&format!("<footer>{legal}<br>{}</footer>", safe(&foot)));
        self.put("</section>");
    }

    fn about(&mut self, artifact: &Artifact) {
        let heading = self.say("基本信息", "The package");
        self.heading("1", heading);
        let app = artifact.app.as_ref();
        let version = app.map(|app| {
            let name = app.version_name.clone().unwrap_or_default();
            let code = app.version_code.map(|code| format!(" ({code})"));
            format!("{name}{}", code.unwrap_or_default())
        });
        let facts = [
            (
                self.say("应用名称", "App"),
                app.and_then(|a| a.label.clone()),
            ),
            (self.say("包名", "Package"), app.map(|a| a.package.clone())),
            (self.say("版本", "Version"), version),
            (
                "targetSdk",
                app.and_then(|a| a.target_sdk).map(|n| n.to_string()),
            ),
            (self.say("文件", "File"), Some(artifact.path.clone())),
            (self.say("大小", "Size"), artifact.size.map(words::size)),
            ("SHA-256", artifact.sha256.clone()),
        ];
        let rows: Vec<_> = facts
            .into_iter()
            .filter_map(|(name, value)| Some(vec![safe(name), safe(&value?)]))
            .collect();
        let heads = [self.say("项目", "Item"), self.say("内容", "Value")];
        self.table(&heads, &rows);
    }

    fn conclusion(&mut self, artifact: &Artifact, open: &[&Finding]) {
        let heading = self.say("检测结论", "Result");
        self.heading("2", heading);
        if !artifact.complete {
            let text = self.say(
                "安装包没有完整分析：没有列出的问题可能仍然存在，本报告不能作为通过的依据。",
                "The package was analysed in part: what is not listed may still be there, and this report is no pass.",
            );
            self.put(&format!("<p class=\"warn\">{text}</p>"));
        }
        let verdict = words::verdict(self.lang, artifact);
        self.put(&format!("<p class=\"verdict\">{}</p>", safe(&verdict)));
        let count = |severity| open.iter().filter(|f| f.severity == severity).count();
        let levels = [
            Severity::High,
            Severity::Medium,
            Severity::Low,
            Severity::Info,
        ];
        let heads: Vec<_> = levels
            .iter()
            .map(|s| words::severity(self.lang, *s))
            .collect();
        let row = levels.iter().map(|s| count(*s).to_string()).collect();
        self.table(&heads, &[row]);
        let mut labels: Vec<(String, usize)> = Vec::new();
        for regulation in open.iter().flat_map(|f| &f.regulations) {
            let (Some(regulator), Some(label)) = (&regulation.regulator, &regulation.label) else {
                continue;
            };
            let name = format!("{regulator} · {label}");
            match labels.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => labels.push((name, 1)),
            }
        }
        labels.sort();
        if !labels.is_empty() {
            let rows: Vec<_> = labels
                .into_iter()
                .map(|(label, count)| vec![safe(&label), count.to_string()])
                .collect();
            let heads = [
                self.say("监管通报用语", "Regulator's label"),
                self.say("处数", "Places"),
            ];
            self.table(&heads, &rows);
        }
        if !artifact.not_seen.is_empty() {
            let head = self.say("没有看到、不算通过的部分：", "Not seen, and no pass: ");
            let titles: Vec<_> = artifact.not_seen.iter().map(|s| s.title.as_str()).collect();
            let text = format!("{head}{}", titles.join(self.say("、", ", ")));
            self.put(&format!("<p>{}</p>", safe(&text)));
        }
    }

    /// All problems on one page.
    fn list(&mut self, groups: &[Vec<&Finding>]) {
        let heading = self.say("问题清单", "List of problems");
        self.heading("3", heading);
        let rows: Vec<_> = groups
            .iter()
            .enumerate()
            .filter_map(|(at, group)| {
                let first = group.first()?;
                let severity = words::severity(self.lang, first.severity);
                let class = first.severity.as_str();
                Some(vec![
                    format!("4.{}", at + 1),
                    safe(self.title(group)),
                    format!("<span class=\"{class}\">{severity}</span>"),
                    group.len().to_string(),
                    safe(first.regulations.first().map_or("", |r| &r.cited)),
                    "☐".to_owned(),
                ])
            })
            .collect();
        let heads = [
            self.say("序号", "No."),
            self.say("问题", "Problem"),
            self.say("级别", "Severity"),
            self.say("处数", "Places"),
            self.say("主要依据", "Clause"),
            self.say("已整改", "Done"),
        ];
        self.table(&heads, &rows);
    }

    fn title<'f>(&'f self, group: &[&'f Finding]) -> &'f str {
        let Some(first) = group.first() else {
            return "";
        };
        match self.knowledge.check(&first.check) {
            Some(check) => check.title.get(self.lang),
            None => &first.title,
        }
    }

    fn problem(&mut self, at: usize, group: &[&Finding]) {
        let Some(first) = group.first() else { return };
        let heading = format!("4.{at} {}", self.title(group));
        let severity = words::severity(self.lang, first.severity);
        self.put(&format!(
            "<h3>{} <span class=\"{}\">[{severity}]</span> <code>{}</code></h3>",
            safe(&heading),
            first.severity.as_str(),
            safe(&first.check)
        ));
        let head = self.say("依据：", "Clauses: ");
        let clauses: Vec<_> = first
            .regulations
            .iter()
            .map(|r| match (&r.regulator, &r.label) {
                (Some(regulator), Some(label)) if r.verified && self.lang == Lang::Zh => {
                    format!("{regulator}“{label}”，{}", r.cited)
                }
                (Some(regulator), Some(label)) => {
                    format!("{regulator}{}{label}, {}", self.say("：", ": "), r.cited)
                }
                _ => r.cited.clone(),
            })
            .collect();
        if !clauses.is_empty() {
            let text = format!("{head}{}", clauses.join(self.say("；", "; ")));
            self.put(&format!("<p>{}</p>", safe(&text)));
        }
        for (n, finding) in group.iter().take(PLACES).enumerate() {
            self.place(&format!("4.{at}.{}", n + 1), finding);
        }
        if group.len() > PLACES {
            let rest = group.len() - PLACES;
            let text = match self.lang {
                Lang::Zh => format!("另有 {rest} 处，见 JSON 报告。"),
                Lang::En => format!("{rest} more stand in the JSON report."),
            };
            self.put(&format!("<p>{text}</p>"));
        }
        let heads = [
            self.say("整改措施", "What was done"),
            self.say("责任人", "By"),
            self.say("完成日期", "Date"),
            self.say("复测结果", "Tested again"),
        ];
        self.table(&heads, &[vec![String::new(); 4]]);
    }

    fn place(&mut self, number: &str, finding: &Finding) {
        let subject = finding
            .subject
            .iter()
            .next()
            .map(|(kind, value)| match *kind {
                "item" => format!("{}（{value}）", words::item(self.lang, value)),
                "sdk" => self.owner(value),
                _ => value.clone(),
            });
        let parts = [
            subject,
            Some(self.owner(&finding.owner)),
            Some(words::confidence(self.lang, finding.confidence).to_owned()),
        ];
        let head = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        self.put(&format!("<h4>{number} {}</h4>", safe(&head)));
        self.put(&format!("<p>{}</p>", safe(&finding.message)));
        if let Some(location) = &finding.location {
            let (word, place) = (self.say("位置：", "Where: "), place(location));
            self.put(&format!("<p>{word}<code>{}</code></p>", safe(&place)));
        }
        if !finding.chain.is_empty() {
            let word = self.say("调用链：", "Chain:");
            let steps: String = finding
                .chain
                .iter()
                .map(|frame| format!("<li>{}</li>\n", safe(&self.step(frame))))
                .collect();
            self.put(&format!("<p>{word}</p><ol class=\"chain\">\n{steps}</ol>"));
        }
        if let Some(asked) = &finding.condition {
            let told = words::condition(self.lang, &place(asked));
            self.put(&format!("<p>{}</p>", safe(&told)));
        }
        let shown: Vec<_> = finding.evidence.iter().take(EVIDENCE).collect();
        if !shown.is_empty() {
            let word = self.say("证据：", "Evidence:");
            let mut items = String::new();
            for evidence in shown {
                let at = evidence.location.as_ref().map(place).unwrap_or_default();
                let text = format!("{} {} {at}", evidence.kind, evidence.value);
                let _ = writeln!(items, "<li>{}</li>", safe(text.trim_end()));
            }
            let rest = finding.evidence.len().saturating_sub(EVIDENCE);
            if rest > 0 {
                let _ = writeln!(items, "<li>… +{rest}</li>");
            }
            self.put(&format!("<p>{word}</p><ol class=\"chain\">\n{items}</ol>"));
        }
        if !finding.fix.is_empty() {
            let word = self.say("整改要求：", "To do: ");
            let fix = safe(&finding.fix);
            self.put(&format!("<p class=\"fix\"><b>{word}</b>{fix}</p>"));
        }
    }

    fn step(&self, frame: &Frame) -> String {
        let at = match (&frame.file, frame.line) {
            (Some(file), Some(line)) => format!(" ({file}:{line})"),
            (Some(file), None) => format!(" ({file})"),
            _ => String::new(),
        };
        let edge = match frame.edge {
            Edge::Call => String::new(),
            edge => format!("{} ", words::edge(self.lang, edge)),
        };
        format!("{edge}{}{at} · {}", frame.told(), self.owner(&frame.owner))
    }

    fn scenes(&mut self, artifact: &Artifact) {
        let heading = words::to_check(self.lang);
        self.heading("5", heading);
        let lines = |page: &Self, scene: &Scene| {
            let mut html = format!("<b>{}</b>", safe(&scene.title));
            for step in &scene.steps {
                let _ = write!(html, "<br>→ {}", safe(step));
            }
            if !scene.about.is_empty() {
                let about = scene.about.join(page.say("；", "; "));
                let _ = write!(html, "<br><code>{}</code>", safe(&about));
            }
            html
        };
        let all = artifact.not_seen.iter().chain(&artifact.to_check);
        let rows: Vec<_> = all
            .enumerate()
            .map(|(at, scene)| {
                let watch = scene.watch.as_ref().unwrap_or(&scene.why);
                vec![
                    format!("5.{}", at + 1),
                    lines(self, scene),
                    safe(watch),
                    String::new(),
                ]
            })
            .collect();
        let heads = [
            self.say("序号", "No."),
            self.say("打开、操作", "Open and press"),
            self.say("观察", "Watch"),
            self.say("结果与记录人", "Result, by"),
        ];
        self.table(&heads, &rows);
    }

    /// Known and suppressed findings: they are there, and somebody answers for them.
    fn accepted(&mut self, artifact: &Artifact, report: &Report) {
        let heading = self.say("已知与豁免的问题", "Known and accepted problems");
        self.heading("6", heading);
        let rows: Vec<_> = artifact
            .findings
            .iter()
            .filter(|f| f.status != Status::New)
            .map(|finding| {
                let subject = finding.subject.values().next();
                let state = match finding.status {
                    Status::Baselined => self.say("基线内", "in the baseline"),
                    _ => self.say("豁免", "suppressed"),
                };
                let reason = finding.suppressed_because.as_deref().unwrap_or("–");
                vec![
                    safe(&finding.title),
                    safe(subject.map_or("–", String::as_str)),
                    state.to_owned(),
                    safe(reason),
                ]
            })
            .collect();
        if rows.is_empty() {
            let none = self.say("无。", "None.");
            self.put(&format!("<p>{none}</p>"));
        } else {
            let heads = [
                self.say("问题", "Problem"),
                self.say("对象", "Subject"),
                self.say("状态", "State"),
                self.say("理由", "Reason"),
            ];
            self.table(&heads, &rows);
        }
        let dead: Vec<_> = report
            .suppressions
            .iter()
            .filter(|s| matches!(s.state, "expired" | "unused"))
            .map(|s| {
                let state = match s.state {
                    "expired" => self.say("已过期，不再生效", "expired, counts no more"),
                    _ => self.say("没有匹配的问题，请删除", "matches nothing: delete it"),
                };
                format!("<li>{}: {state}</li>", safe(&s.check))
            })
            .collect();
        if !dead.is_empty() {
            let word = self.say("需要清理的豁免：", "Suppressions to clean up:");
            self.put(&format!("<p>{word}</p><ul>{}</ul>", dead.concat()));
        }
    }

    fn signatures(&mut self) {
        let heading = self.say("确认与签字", "Sign-off");
        self.heading("7", heading);
        let roles = [
            self.say("开发负责人", "Head of development"),
            self.say("测试负责人", "Head of testing"),
            self.say("合规（法务）", "Compliance, legal"),
            self.say(
                "个人信息保护负责人",
                "Personal information protection officer",
            ),
        ];
        let heads = [
            self.say("角色", "Role"),
            self.say("意见", "Opinion"),
            self.say("签字", "Signature"),
            self.say("日期", "Date"),
        ];
        let mut html = String::from("<table class=\"sign\"><thead><tr>");
        for head in heads {
            let _ = write!(html, "<th>{head}</th>");
        }
        html.push_str("</tr></thead><tbody>\n");
        for role in roles {
            let _ = writeln!(html, "<tr><td>{role}</td><td></td><td></td><td></td></tr>");
        }
        html.push_str("</tbody></table>");
        self.put(&html);
    }
}

/// Names the package and its bytes: the same build has the same number.
fn number(artifact: &Artifact) -> String {
    let package = artifact.app.as_ref().map_or("", |app| &app.package);
    let code = artifact.app.as_ref().and_then(|app| app.version_code);
    let digest = artifact.sha256.as_deref().unwrap_or_default();
    let parts = [
        package.to_owned(),
        code.map(|code| code.to_string()).unwrap_or_default(),
        digest.get(..8).unwrap_or_default().to_owned(),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

fn place(location: &Location) -> String {
    super::html::place(location)
}
