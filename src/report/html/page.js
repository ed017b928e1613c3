"use strict";
(function () {
  // Every text of the report goes into the page as a text node: nothing that a package names is ever markup.
  var D = JSON.parse(document.getElementById("data").textContent);
  var W = {
    tag: ["个人信息合规扫描报告", "personal-information findings"], print: ["打印", "Print"], lang: ["English", "中文"],
    skip: ["跳到问题列表", "Skip to the findings"], artifact: ["安装包", "Package"],
    high: ["高风险", "High"], medium: ["中风险", "Medium"], low: ["低风险", "Low"], info: ["提示", "Info"],
    certain: ["确定", "Certain"], likely: ["很可能", "Likely"], possible: ["待人工核实", "Possible"],
    partial: ["分析不完整：没有列出的问题可能仍然存在。", "Analysed in part: what is not listed may still be there."],
    regs: ["按监管标签", "By regulator's label"], regsHint: ["“未见”只表示静态扫描没有发现", "“none” says only that the static scan found nothing"],
    none: ["未见", "none"], unsure: ["未看全", "not seen whole"], cases: ["处", "found"],
    findings: ["问题", "Findings"], shown: ["显示", "shown"], of: ["共", "of"],
    sev: ["全部级别", "Every severity"], conf: ["全部把握", "Every confidence"], owner: ["全部归属", "Every owner"], group: ["全部分组", "Every group"],
    search: ["搜索：检查项、类名、权限、文字", "Search: check, class, permission, text"], reset: ["清除筛选", "Clear filters"],
    empty: ["没有符合筛选条件的问题", "No finding passes the filters"],
    where: ["位置", "Where"], who: ["归属", "Owner"], basis: ["依据", "Clauses"], fix: ["整改", "Fix"], chain: ["调用链", "Chain"], proof: ["证据", "Evidence"], print_: ["指纹", "Fingerprint"],
    gist: ["大意：", "in short: "], app: ["应用自身", "the app"], more: ["再显示", "Show more:"],
    baselined: ["基线内", "known"], suppressed: ["已豁免", "suppressed"],
    perms: ["权限", "Permissions"], perm: ["权限名", "Permission"], kind: ["级别", "Protection"], use: ["使用", "Use"], users: ["使用者", "Used by"],
    used: ["使用", "used"], unused: ["未发现使用", "no use found"], unknown: ["不确定", "not known"],
    dangerous: ["敏感", "dangerous"], special: ["特殊", "special"], normal: ["普通", "normal"], signature: ["签名", "signature"],
    sdks: ["第三方 SDK", "SDKs"], name: ["名称", "Name"], vendor: ["提供方", "Vendor"], cat: ["类别", "Category"], ver: ["版本", "Version"], shownBy: ["依据", "Shown by"], starts: ["启动于", "Starts in"], sdkState: ["状态", "State"], sdkReads: ["读取", "Reads"], sdkPerms: ["权限", "Permissions"],
    data: ["个人信息", "Personal data"], item: ["信息项", "Item"], scen: ["场景", "Scenario"], api: ["接口", "API"],
    policies: ["隐私政策与协议", "Policies and agreements"], doc: ["文件", "Document"], loc: ["位置", "Location"], found: ["出处", "Named in"], value: ["内容", "Value"],
    policy: ["隐私政策", "privacy policy"], agreement: ["用户协议", "agreement"], children: ["儿童隐私政策", "children's policy"], "sdk-list": ["第三方清单", "third-party list"], "collected-list": ["收集清单", "list of what is collected"],
    unseen: ["扫描没有看到的", "What the scan could not see"],
    limits: [["服务器如何处理、保存和删除数据", "真实的调用频率和时机", "界面文字是否清晰、弹窗能否关闭", "运行时下发的开关、代码和广告", "网页、小程序以及加固后的代码", "链接背后的隐私政策全文"],
      ["What servers do with the data, how long they keep it, whether deletion works", "How often and when calls really happen", "Whether screens are legible and dialogs can be closed", "Switches, code and advertisements fetched at run time", "Web pages, mini-programs and code behind a packer", "The text behind the policy's link"]],
    error: ["未能分析", "not analysed"], warning: ["异常", "odd"], note: ["说明", "note"],
    first: ["首次启动", "first launch"], entry: ["入口", "entry"], call: ["调用", "call"], posted: ["投递", "posted"], thread: ["线程", "thread"], callback: ["回调", "callback"], reflection: ["反射", "reflection"], "class-init": ["类初始化", "class init"], "component-start": ["启动组件", "starts component"],
    "first-launch": ["首次启动（同意前）", "first launch (before consent)"], refused: ["拒绝政策后", "after refusal"], denied: ["拒绝权限后", "after denial"], background: ["后台", "background"], consented: ["同意后", "after consent"],
    consent: ["同意", "consent"], permissions: ["权限", "permissions"], collection: ["收集", "collection"], start: ["启动", "start"], "policy ": ["政策", "policy"], rights: ["权利", "rights"], sharing: ["共享与传输", "sharing"], ads: ["弹窗与广告", "windows and ads"], windows: ["弹窗与广告", "windows and ads"], trust: ["扫描可信度", "trust in the scan"], sdk: ["SDK", "SDK"],
    matrix: ["个人信息 × 场景 × 归属", "Items by scenario and owner"], timeline: ["首次启动时间线（同意前，按执行先后推定）", "First launch, in order (before consent, as the code runs)"],
    later: ["异步", "later"], readsItem: ["读取", "reads"], startsSdk: ["启动", "starts"], asks: ["申请权限", "asks for"],
    compare: ["政策对照", "Policy and code"], declared: ["政策声明", "Declared"], collected: ["安装包中", "In the package"], both: ["两者都有", "both"], onlyCode: ["只在安装包中", "only in the package"], onlyPolicy: ["只在政策中", "only in the policy"], notRead: ["政策正文未读取，无法对照；用 --policy 指定", "the policy's text was not read; give it with --policy"], umbrella: ["只有概括用语", "by an umbrella word only"], saysNot: ["政策称不收集", "policy says not collected"], yes: ["是", "yes"], no: ["否", "no"], verdict: ["结论", "Verdict"], kindOf: ["类别", "Kind"],
    hosts: ["网络主机", "Hosts"], host: ["主机", "Host"], scheme: ["协议", "Scheme"], country: ["境外线索", "Abroad"], requested: ["申请于", "Asked for in"], disclosed: ["政策披露", "Disclosed"],
    notSeen: ["没有看到的部分（不算通过）", "Not seen (no pass)"], toCheck: ["仍需真机核查", "What a person must still check"], watch: ["观察", "Watch"], done: ["结果", "Result"], inPackage: ["本包涉及", "In this package"], moreOf: ["另有", "and"], moreOf2: ["处", "more"],
    how: ["如何扫描、看到多少", "How the scan was made"], tool: ["工具", "Tool"], records: ["检查记录", "Records"], digest: ["文件摘要", "Digest"], extent: ["分析范围", "Extent"], extentOf: ["类", "classes"], methods: ["方法", "methods"], nlibs: ["原生库", "native libraries"], suppressions: ["豁免", "Suppressions"], reason: ["理由", "Reason"], expires: ["到期", "Expires"], state: ["状态", "State"], usedS: ["生效", "in use"], unusedS: ["未匹配任何问题", "matches nothing"], expired: ["已过期", "expired"], idle: ["检查未运行", "check did not run"],
    next: ["展开下一帧", "Next frame"], allFrames: ["全部展开", "All frames"], hidden: ["帧未展开", "frames folded"], scenarioF: ["全部场景", "Every scenario"], apiNode: ["接口", "API"], statusF: ["状态", "Status"], because: ["豁免理由：", "Suppressed: "],
    startWith: ["先改这些", "Start with these"], fixes: ["个问题", "findings"], unseenToo: ["没有看到的部分（不算通过）：", "Not seen, and no pass: "],
    alsoNone: ["项未见", "labels with none"], alsoUnsure: ["项未看全", "labels not seen whole"], contents: ["目录", "Contents"], detail: ["依据的证据与指纹", "Evidence and fingerprint"], frames: ["帧", "frames"], rows: ["逐条列出", "One by one"], rowsOf: ["条", "rows"], what: ["内容", "What"],
    foot: ["静态扫描的结论，供核查使用；条款为归纳，不是原文；不构成法律意见。", "The result of a static scan, for review. Clauses are summarised, not quoted. No legal advice."]
  };
  var SEV = ["high", "medium", "low", "info"], CONF = ["certain", "likely", "possible"];
  var S = { lang: D.lang, a: 0, s: "", c: "", o: "", g: "", n: "", q: "" };
  function pick(x) { return x[S.lang === "zh" ? 0 : 1]; }
  function t(key) { return Object.prototype.hasOwnProperty.call(W, key) ? pick(W[key]) : String(key); }
  function str(i) { return pick(D.strings[i]); }
  function owner(id) { return id === "app" ? t("app") : Object.prototype.hasOwnProperty.call(D.owners, id) ? pick(D.owners[id]) : id; }
  function h(tag, attrs) {
    var e = document.createElement(tag), k, i;
    for (k in attrs || {}) {
      if (k === "on") { for (i in attrs.on) e.addEventListener(i, attrs.on[i]); }
      else if (attrs[k] !== null && attrs[k] !== undefined && attrs[k] !== false) e.setAttribute(k, attrs[k] === true ? "" : attrs[k]);
    }
    for (i = 2; i < arguments.length; i++) add(e, arguments[i]);
    return e;
  }
  function add(e, x) {
    if (x === null || x === undefined || x === "") return;
    if (Array.isArray(x)) x.forEach(function (y) { add(e, y); });
    else e.appendChild(typeof x === "object" ? x : document.createTextNode(String(x)));
  }
  function load() {
    location.hash.slice(1).split("&").forEach(function (part) {
      var at = part.indexOf("="), k = part.slice(0, at), v;
      if (at < 1 || !Object.prototype.hasOwnProperty.call(S, k)) return;
      try { v = decodeURIComponent(part.slice(at + 1)); } catch (e) { return; }
      if (k === "a") { v = Number(v); if (D.artifacts[v]) S.a = v; }
      else if (k === "lang") { if (v === "zh" || v === "en") S.lang = v; }
      else S[k] = v;
    });
  }
  function save() {
    var parts = [];
    Object.keys(S).forEach(function (k) { if (S[k] !== "" && !(k === "a" && !S.a)) parts.push(k + "=" + encodeURIComponent(S[k])); });
    try { history.replaceState(null, "", "#" + parts.join("&")); } catch (e) { /* some viewers forbid it */ }
  }
  function size(n) { var u = ["B", "KB", "MB", "GB"], i = 0; while (n >= 1024 && i < 3) { n /= 1024; i++; } return (i ? n.toFixed(1) : n) + " " + u[i]; }
  // What a reader may never open is made when it is opened.
  function lazy(label, make) {
    var box = h("details", {}, h("summary", { class: "n" }, label));
    box.fillAll = function () { if (box.children.length < 2) box.appendChild(make()); };
    box.addEventListener("toggle", function () { if (box.open) box.fillAll(); });
    box.className = "lazy";
    return box;
  }
  function table(heads, rows) {
    var labels = heads.map(t);
    return h("div", { class: "card wrap" }, h("table", { class: "stack" },
      h("thead", {}, h("tr", {}, labels.map(function (x) { return h("th", { scope: "col" }, x); }))),
      h("tbody", {}, rows.map(function (row) { return h("tr", {}, row.map(function (x, i) { return h("td", { "data-l": i ? labels[i] : null }, x); })); }))));
  }
  function head(key, extra, id) { return h("h2", { id: id || "h-" + key, tabindex: "-1" }, t(key), extra === undefined ? null : h("small", {}, extra)); }
  function fresh(a) { return a.findings.filter(function (f) { return f.st === "new"; }); }

  function header(a) {
    var meta = [a.package, a.version && t("ver") + " " + a.version, a.path, a.kind && a.kind.toUpperCase(), a.size !== null && size(a.size), a.min && "minSdk " + a.min, a.target && "targetSdk " + a.target];
    return h("header", {}, h("div", { class: "in" },
      h("a", { class: "skip", href: "#findings", on: { click: function (e) { e.preventDefault(); var x = document.getElementById("findings"); x.tabIndex = -1; x.focus(); } } }, t("skip")),
      h("div", { class: "bar" }, h("div", { class: "brand" }, "合规哨兵 consentry", h("span", {}, t("tag"))),
        h("div", { class: "tools" },
          D.artifacts.length > 1 ? h("select", { "aria-label": t("artifact"), on: { change: function (e) { S.a = Number(e.target.value); draw(); } } },
            D.artifacts.map(function (x, i) { return h("option", { value: i, selected: i === S.a }, x.path); })) : null,
          h("button", { class: "btn", type: "button", id: "lang", on: { click: function () { S.lang = S.lang === "zh" ? "en" : "zh"; draw(); document.getElementById("lang").focus(); } } }, t("lang")),
          h("button", { class: "btn", type: "button", on: { click: function () { print(); } } }, t("print")))),
      h("h1", {}, a.label || a.package || a.path),
      h("div", { class: "meta" }, meta.filter(Boolean).map(function (x) { return h("span", {}, x); })),
      verdict(a)));
  }
  // The line to read when only one is read, what to begin with, and what was not seen.
  function verdict(a) {
    var fs = fresh(a), high = fs.some(function (f) { return f.s === "high"; }), groups = new Map();
    fs.filter(function (f) { return f.s === (high ? "high" : "medium"); }).forEach(function (f) { if (!groups.has(f.c)) groups.set(f.c, []); groups.get(f.c).push(f); });
    var first = Array.from(groups.values()).slice(0, 4);
    return h("div", { class: "verdict " + (high || !a.complete ? "high" : fs.length || a.notSeen.length ? "medium" : "good"), role: "status" },
      h("p", { class: "line" }, pick(a.line)), a.complete || !fs.length ? null : h("p", {}, t("partial")),
      first.length ? [h("p", { class: "quiet" }, t("startWith")), h("ol", {}, first.map(function (list) {
        var f = list[0];
        return h("li", {}, h("a", { href: "#g-" + f.s + "-" + f.c, on: { click: function (e) { e.preventDefault(); show(f); } } }, D.titles[f.c] ? pick(D.titles[f.c]) : str(f.t)), list.length > 1 ? h("span", { class: "n" }, " × " + list.length) : null);
      }))] : null,
      a.notSeen.length ? h("p", { class: "quiet" }, t("unseenToo"), a.notSeen.map(function (s) { return pick(s.t); }).join(S.lang === "zh" ? "、" : ", ")) : null);
  }
  function show(f) {
    S.s = S.c = S.o = S.g = S.n = S.q = ""; findings();
    var box = document.getElementById("g-" + f.s + "-" + f.c);
    if (!box) return;
    box.open = true; box.scrollIntoView(); box.querySelector("summary").focus();
  }
  function counts(a) {
    var fs = fresh(a);
    return h("div", { class: "counts" }, SEV.map(function (s) {
      var n = fs.filter(function (f) { return f.s === s; }).length;
      return h("button", { type: "button", class: "count " + s, "aria-pressed": S.s === s ? "true" : "false", "data-s": s, on: { click: function () { S.s = S.s === s ? "" : s; findings(); document.querySelector("#findings").scrollIntoView(); } } }, h("b", {}, n), h("span", {}, t(s)));
    }));
  }
  function regulators(a) {
    var fs = fresh(a);
    if (!D.regulators.length) return null;
    return [head("regs", t("regsHint")), h("div", { class: "regs" }, D.regulators.map(function (r) {
      var hits = [], quiet = [];
      r.l.forEach(function (l) {
        var hit = fs.filter(function (f) { return l.c.indexOf(f.c) >= 0; });
        var worst = SEV.filter(function (s) { return hit.some(function (f) { return f.s === s; }); })[0];
        if (hit.length) hits.push([SEV.indexOf(worst), h("li", {}, h("span", {}, pick(l.n)), h("span", { class: "pill " + worst }, hit.length + " " + t("cases")))]);
        else quiet.push(h("li", { class: "quiet" }, h("span", {}, pick(l.n)), h("span", { class: "pill" }, t(a.complete ? "none" : "unsure"))));
      });
      hits.sort(function (x, y) { return x[0] - y[0]; });
      return h("section", { class: "card reg" }, h("h3", {}, pick(r.n)), hits.length ? h("ul", {}, hits.map(function (x) { return x[1]; })) : null,
        quiet.length ? h("details", { open: false }, h("summary", { class: "n" }, "▸ " + quiet.length + " " + t(a.complete ? "alsoNone" : "alsoUnsure")), h("ul", {}, quiet)) : null);
    }))];
  }
  // A graph: one lane for each owner, one row for each frame, an arrow from frame to frame. It opens frame by frame.
  function member(api) {
    return Object.prototype.hasOwnProperty.call(D.apis, api) ? D.apis[api] : api;
  }
  function chain(frames, api, asked) {
    var lanes = [], shown = Math.min(2, frames.length), box, bar, grid;
    frames.forEach(function (f) { if (lanes.indexOf(f.owner) < 0) lanes.push(f.owner); });
    function node(f, i, last) {
      var lane = lanes.indexOf(f.owner), short = f.class.slice(f.class.lastIndexOf(".") + 1), at = f.file ? f.file + (f.line ? ":" + f.line : "") : "";
      return h("li", { class: "node lane" + Math.min(lane, 3) + (last ? " last" : ""), "data-frame": i },
        h("span", { class: "edge" }, (i ? "↓ " : "● ") + t(f.edge)),
        h("details", {}, h("summary", {}, h("code", {}, short + "." + f.method + (f.original ? " ≈ " + f.original.slice(f.original.lastIndexOf(".") + 1) : "")), at ? h("span", { class: "n" }, at) : null, h("span", { class: "pill" }, owner(f.owner))),
          h("p", {}, h("code", {}, f.class + "." + f.method + f.descriptor + (f.original ? " ≈ " + f.original : "")))));
    }
    function paint() {
      grid.textContent = "";
      frames.forEach(function (f, i) {
        var end = i === frames.length - 1;
        if (i < shown || end) {
          grid.appendChild(node(f, i, end && !api && !asked));
          if (asked && (asked[0] === i || end && (asked[0] === null || asked[0] >= shown && asked[0] < i))) grid.appendChild(h("li", { class: "node asked" }, h("span", { class: "edge" }, "?"), pick(asked.slice(1))));
        } else if (i === shown) grid.appendChild(h("li", { class: "gap" }, "⋮ " + (frames.length - 1 - shown) + " " + t("hidden")));
      });
      if (api) grid.appendChild(h("li", { class: "node api last" }, h("span", { class: "edge" }, "↓ " + t("apiNode")), h("code", { title: api }, member(api))));
      bar.hidden = shown >= frames.length - 1;
    }
    grid = h("ol", { class: "graph" });
    bar = h("div", { class: "graphbar" },
      h("button", { type: "button", class: "btn next", on: { click: function () { shown += 1; paint(); } } }, t("next")),
      h("button", { type: "button", class: "btn all", on: { click: function () { box.openAll(); } } }, t("allFrames")));
    box = h("div", { class: "chain" }, grid, bar);
    box.openAll = function () { shown = frames.length; paint(); };
    paint();
    return box;
  }
  function clauses(f) {
    return f.r.map(function (i) {
      var r = D.regs[i];
      return h("div", {}, r.l ? h("b", {}, pick(r.r) + (S.lang === "zh" ? "：" : ": ") + pick(r.l) + " · ") : null, pick(r.c), r.g ? h("span", { class: "quiet" }, " (" + t("gist") + pick(r.g) + ")") : null);
    });
  }
  function subject(f) {
    if (!f.sub) return "";
    return f.sub[0] === "item" ? item(f.sub[1]) : f.sub[0] === "sdk" ? owner(f.sub[1]) : f.sub[1];
  }
  // What the findings of a group share (clauses, often the fix) stands once at its head.
  function finding(f, shared, open) {
    var name = subject(f), flow = f.ch.length ? h("details", { class: "flow", open: open }, h("summary", {}, h("span", { class: "n" }, t("chain") + " · " + f.ch.length + " " + t("frames")))) : null;
    if (flow) {
      flow.fillAll = function () { if (flow.children.length < 2) flow.appendChild(chain(f.ch, f.api, f.if)); };
      flow.addEventListener("toggle", function () { if (flow.open) flow.fillAll(); });
      if (open) flow.fillAll();
    }
    return h("article", { class: "find" },
      h("h4", {}, name ? [h("span", {}, name), f.sub[0] === "item" ? h("code", { class: "quiet" }, f.sub[1]) : null] : shared ? str(f.t) : null, h("span", { class: "pill plain" }, owner(f.o)), h("span", { class: "pill plain" }, t(f.q)),
        (f.sc || []).map(function (n) { return h("span", { class: "pill plain" }, t(n)); }), f.st === "new" ? null : h("span", { class: "pill plain" }, t(f.st))),
      h("p", {}, str(f.m)),
      f.f === null || shared && shared.fix ? null : h("div", { class: "fix" }, h("b", {}, t("fix")), str(f.f)),
      h("dl", {},
        f.l ? [h("dt", {}, t("where")), h("dd", {}, h("code", {}, f.l))] : null,
        f.why ? [h("dt", {}, t("statusF")), h("dd", {}, t("because") + f.why)] : null,
        !shared && f.r.length ? [h("dt", {}, t("basis")), h("dd", {}, clauses(f))] : null),
      flow,
      lazy("▸ " + t("detail"), function () {
        return h("dl", {}, f.e.length ? [h("dt", {}, t("proof")), h("dd", {}, f.e.slice(0, 30).map(function (e) { return h("div", {}, h("span", { class: "edge" }, e[0]), h("code", {}, e[1]), e[2] ? h("span", { class: "n" }, "  " + e[2]) : null); }), f.e.length > 30 ? "…" : null)] : null,
          h("dt", {}, t("print_")), h("dd", {}, h("code", {}, f.p)));
      }));
  }
  function passes(f) {
    if (S.s && f.s !== S.s || S.c && f.q !== S.c || S.o && f.o !== S.o || S.g && D.groups[f.c] !== S.g || S.n && (f.sc || []).indexOf(S.n) < 0) return false;
    if (!S.q) return true;
    var text = [f.c, f.o, owner(f.o), f.l, f.sub ? f.sub[1] : "", str(f.t), str(f.m)].join("\n").toLowerCase();
    if (text.indexOf(S.q.toLowerCase()) >= 0) return true;
    return f.ch.some(function (x) { return (x.class + "." + x.method).toLowerCase().indexOf(S.q.toLowerCase()) >= 0; });
  }
  var PAGE = 100;
  function fill(box, list, upTo) {
    var from = box.querySelectorAll(":scope>article").length, old = box.querySelector(":scope>.more"), part = document.createDocumentFragment();
    var shared = list.length > 1 ? { fix: list[0].f !== null && list.every(function (f) { return f.f === list[0].f; }) } : null;
    if (old) old.remove();
    if (!from && shared) part.appendChild(h("div", { class: "find shared" },
      shared.fix ? h("div", { class: "fix" }, h("b", {}, t("fix")), str(list[0].f)) : null,
      list[0].r.length ? h("dl", {}, h("dt", {}, t("basis")), h("dd", {}, clauses(list[0]))) : null));
    list.slice(from, upTo).forEach(function (f, i) { part.appendChild(finding(f, shared, from + i === 0)); });
    box.appendChild(part);
    if (upTo < list.length) box.appendChild(h("button", { type: "button", class: "btn more", on: { click: function () { fill(box, list, upTo + PAGE); } } }, t("more") + " " + Math.min(PAGE, list.length - upTo)));
  }
  function groupBox(list, open) {
    var f = list[0], box = h("details", { class: "card group " + f.s, id: "g-" + f.s + "-" + f.c, open: open }, h("summary", {}, h("b", {}, list.length > 1 && D.titles[f.c] ? pick(D.titles[f.c]) : str(f.t)), list.length > 1 ? h("span", { class: "n" }, "× " + list.length) : null, h("code", { class: "quiet" }, f.c), h("span", { class: "pill " + f.s }, t(f.s))));
    box.fillAll = function () { fill(box, list, list.length); };
    if (open) fill(box, list, PAGE);
    box.addEventListener("toggle", function () { if (box.open && !box.querySelector(":scope>article")) fill(box, list, PAGE); });
    return box;
  }
  function findings() {
    save();
    var a = D.artifacts[S.a], list = a.findings.filter(passes), map = new Map();
    list.forEach(function (f) { var k = f.s + " " + f.c; if (!map.has(k)) map.set(k, []); map.get(k).push(f); });
    var box = document.getElementById("list"); box.textContent = "";
    document.getElementById("shown").textContent = t("shown") + " " + list.length + " / " + a.findings.length;
    document.querySelectorAll(".count").forEach(function (b) { b.setAttribute("aria-pressed", b.dataset.s === S.s ? "true" : "false"); });
    var sev = document.getElementById("f-s"); if (sev) sev.value = S.s;
    if (!list.length) box.appendChild(h("div", { class: "card empty" }, t("empty")));
    var opened = 0;
    map.forEach(function (fs) { var open = fs[0].s === "high" && opened < 30; if (open) opened += fs.length; box.appendChild(groupBox(fs, open)); });
  }
  function filters(a) {
    function choose(key, all, values, name) {
      return h("select", { id: "f-" + key, "aria-label": t(all), on: { change: function (e) { S[key] = e.target.value; findings(); } } }, h("option", { value: "" }, t(all)), values.map(function (v) { return h("option", { value: v, selected: S[key] === v }, name(v)); }));
    }
    function distinct(get) { return Array.from(new Set(a.findings.map(get))).sort(); }
    return h("div", { class: "filters", role: "search" },
      h("input", { type: "search", id: "f-q", placeholder: t("search"), "aria-label": t("search"), value: S.q, on: { input: function (e) { S.q = e.target.value; findings(); } } }),
      choose("s", "sev", SEV, t), choose("c", "conf", CONF, t), choose("o", "owner", distinct(function (f) { return f.o; }), owner),
      choose("g", "group", distinct(function (f) { return D.groups[f.c] || ""; }).filter(Boolean), function (g) { return g === "policy" ? t("policy ") : t(g); }),
      choose("n", "scenarioF", scenarios(a).filter(function (n) { return a.findings.some(function (f) { return (f.sc || []).indexOf(n) >= 0; }); }), t),
      h("button", { type: "button", class: "btn", on: { click: function () { S.s = S.c = S.o = S.g = S.n = S.q = ""; draw(); } } }, t("reset")));
  }
  var ORDER = ["first-launch", "refused", "denied", "background", "consented"];
  function scenarios(a) {
    var seen = new Set();
    (a.data || []).forEach(function (d) { seen.add(d.scenario); });
    a.findings.forEach(function (f) { (f.sc || []).forEach(function (n) { seen.add(n); }); });
    return Array.from(seen).sort(function (x, y) { var i = ORDER.indexOf(x), j = ORDER.indexOf(y); return (i < 0 ? 9 : i) - (j < 0 ? 9 : j) || (x < y ? -1 : 1); });
  }
  function item(id) { return Object.prototype.hasOwnProperty.call(D.items, id) ? pick(D.items[id]) : id; }
  function matrix(a) {
    var cols = scenarios(a).filter(function (n) { return a.data.some(function (d) { return d.scenario === n; }); }), rows = new Map();
    a.data.forEach(function (d) {
      if (!rows.has(d.item)) rows.set(d.item, {});
      var cell = rows.get(d.item)[d.scenario] = rows.get(d.item)[d.scenario] || new Map(), old = cell.get(d.owner);
      if (old === undefined || CONF.indexOf(d.confidence) < CONF.indexOf(old)) cell.set(d.owner, d.confidence);
    });
    return h("div", { class: "card wrap", id: "matrix" }, h("table", { class: "stack matrix" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("item")), cols.map(function (n) { return h("th", { scope: "col" }, t(n)); }))),
      h("tbody", {}, Array.from(rows.keys()).sort().map(function (id) {
        return h("tr", {}, h("th", { scope: "row" }, item(id), " ", h("code", { class: "quiet" }, id)), cols.map(function (n) {
          var cell = rows.get(id)[n];
          return h("td", { "data-l": t(n) }, cell ? Array.from(cell.keys()).map(function (o) { return h("span", { class: "pill " + (cell.get(o) === "certain" ? "high" : cell.get(o) === "likely" ? "medium" : "info"), title: t(cell.get(o)) }, owner(o)); }) : h("span", { class: "quiet" }, "–"));
        }));
      }))));
  }
  function timeline(a) {
    return h("ol", { class: "card timeline", id: "timeline" }, a.timeline.map(function (e) {
      var what = e.k === "item" ? t("readsItem") + " " + item(e.w) : e.k === "sdk" ? t("startsSdk") + " " + owner(e.w) : t("asks") + " " + e.w;
      return h("li", { class: e.o === "app" ? "" : "sdk" }, h("details", {}, h("summary", {}, h("b", {}, what), " ", h("span", { class: "pill" }, owner(e.o)), e.later ? h("span", { class: "pill medium" }, t("later")) : null, h("span", { class: "n" }, e.at)), chain(e.ch, e.api)));
    }));
  }
  function compare(a) {
    if (!a.cmp) return a.policies.length ? [head("compare"), h("p", { class: "quiet" }, t("notRead"))] : null;
    var rows = [["item", a.cmp.items, item], ["sdks", a.cmp.sdks, owner], ["perm", a.cmp.permissions, String]], list = [];
    rows.forEach(function (kind) {
      kind[1].forEach(function (c) {
        var said = c.declared === "named" || c.declared === "umbrella", name = kind[2](c.id);
        list.push([t(kind[0]), [name, name === c.id ? null : [" ", h("code", { class: "quiet" }, c.id)]],
          [t(c.declared === "named" ? "yes" : c.declared === "denied" ? "saysNot" : c.declared), c.quote ? h("div", { class: "quiet" }, c.quote) : null],
          c.present ? c.owners.map(owner).join(S.lang === "zh" ? "、" : ", ") || t("yes") : t("no"),
          said && c.present ? h("span", { class: "pill good" }, t("both")) : c.present ? h("span", { class: "pill high" }, t("onlyCode")) : h("span", { class: "pill" }, t(said ? "onlyPolicy" : "saysNot"))]);
      });
    });
    return list.length ? [head("compare", list.length), table(["kindOf", "what", "declared", "collected", "verdict"], list)] : null;
  }
  function scene(s, walk) {
    return h("li", { class: "scene" }, walk ? h("input", { type: "checkbox", "aria-label": pick(s.t) }) : h("span", { class: "pill medium" }, "?"),
      h("div", {}, h("b", {}, pick(s.t)), h("p", { class: "quiet" }, pick(s.y)),
        s.a.length ? h("p", {}, t("inPackage") + ": ", s.a.map(function (x) { return h("code", { class: "tag" }, pick(x)); }), s.n ? " " + t("moreOf") + " " + s.n + " " + t("moreOf2") : null) : null,
        h("ol", {}, s.s.map(function (x) { return h("li", {}, pick(x)); })),
        s.w ? h("p", {}, h("b", {}, t("watch") + ": "), pick(s.w)) : null));
  }
  function scenes(list, walk) { return h("ul", { class: "card scenes", id: walk ? "tocheck" : "notseen" }, list.map(function (s) { return scene(s, walk); })); }
  function suppressions() {
    if (!D.suppressions.length) return null;
    return [head("suppressions", D.suppressions.length), table(["name", "item", "who", "reason", "expires", "state"], D.suppressions.map(function (s) {
      return [h("code", {}, s.check), s.subject || "*", s.owner || "*", s.reason, s.expires || "–", h("span", { class: "pill " + (s.state === "used" ? "good" : "medium") }, t(s.state === "used" ? "usedS" : s.state === "unused" ? "unusedS" : s.state) + (s.findings ? " × " + s.findings : ""))];
    }))];
  }
  function used(p) { return p.u === true ? t("used") : p.u === false ? h("span", { class: "pill medium" }, t("unused")) : h("span", { class: "quiet" }, t("unknown")); }
  function kindPill(p) { return h("span", { class: "pill " + (p.p === "dangerous" ? "high" : p.p === "special" ? "medium" : "info") }, t(p.p)); }
  function sections(a) {
    var out = [];
    if (a.timeline.length) out.push(head("timeline", a.timeline.length), timeline(a));
    if (a.data && a.data.length) out.push(head("matrix"), matrix(a));
    if (a.data && a.data.length) out.push(lazy("▸ " + t("rows") + " " + a.data.length + " " + t("rowsOf"), function () {
      return table(["item", "scen", "who", "api", "chain"], a.data.map(function (d) { return [[item(d.item), " ", h("code", { class: "quiet" }, d.item)], t(d.scenario), owner(d.owner), h("code", { title: d.api }, member(d.api)), d.chain.length ? lazy("▸ " + d.chain.length, function () { return chain(d.chain, d.api); }) : null]; }));
    }));
    out.push(compare(a));
    if (a.perms.length) {
      var rank = { dangerous: 0, special: 1 };
      var perms = a.perms.slice().sort(function (x, y) { return (x.p in rank ? rank[x.p] : 2) - (y.p in rank ? rank[y.p] : 2); });
      out.push(head("perms", perms.length), table(["perm", "kind", "use", "users", "requested"], perms.map(function (p) { return [h("code", {}, p.n), kindPill(p), used(p), p.o.map(owner).join(S.lang === "zh" ? "、" : ", "), (p.r || []).map(t).join(", ")]; })));
    }
    if (a.sdks.length) out.push(head("sdks", a.sdks.length), table(["name", "vendor", "cat", "ver", "sdkState", "starts", "sdkReads", "sdkPerms", "disclosed", "shownBy"], a.sdks.map(function (s) { return [h("b", {}, pick(s.n)), pick(s.v), pick(s.c), s.ver, pick(s.st), (s.s || []).map(t).join(", "), pick(s.rd), s.pm.join(", "), s.d === true ? t("yes") : s.d === false ? h("span", { class: "pill medium" }, t("no")) : h("span", { class: "quiet" }, t("unknown")), h("details", {}, h("summary", { class: "n" }, "▸ " + s.e.length), s.e.map(function (e) { return h("div", {}, h("span", { class: "edge" }, e.kind), h("code", {}, e.value)); }))]; })));
    if (a.policies.length) out.push(head("policies", a.policies.length), table(["doc", "loc", "found"], a.policies.map(function (p) { return [[t(p.d), p.t ? h("div", { class: "quiet" }, p.t) : null], h("code", {}, p.l), h("span", { class: "quiet" }, p.f.slice(0, 5).join(S.lang === "zh" ? "、" : ", "))]; })));
    if (a.net && a.net.length) out.push(head("hosts", a.net.length), table(["host", "scheme", "who", "country"], a.net.map(function (n) { return [h("code", {}, n.host), /s$/.test(n.scheme) === false ? h("span", { class: "pill medium" }, n.scheme) : n.scheme, owner(n.owner), n.country_hint]; })));
    out.push(suppressions());
    if (a.notSeen.length) out.push(head("notSeen", a.notSeen.length, "notseen-h"), scenes(a.notSeen, false));
    if (a.toCheck.length) out.push(head("toCheck", a.toCheck.length), scenes(a.toCheck, true));
    out.push(head("unseen"));
    if (a.diags.length) out.push(h("div", { class: "card", style: null }, h("ul", { class: "plain" }, a.diags.map(function (d) { return h("li", {}, h("span", { class: "pill " + (d.level === "error" ? "high" : d.level === "warning" ? "medium" : "info") }, t(d.level)), " ", pick(d.text), " ", h("code", { class: "quiet" }, d.code)); }))), h("div", {}, "\u00a0"));
    out.push(h("div", { class: "card" }, h("ul", { class: "plain" }, t("limits").map(function (x) { return h("li", {}, x); }))));
    out.push(head("how"), table(["name", "value"], [
      [t("tool"), D.tool.name + " " + D.tool.version], [t("records"), h("code", {}, D.tool.checks_version)], [t("digest"), a.sha256 ? h("code", {}, "SHA-256 " + a.sha256) : t("unknown")],
      [t("extent"), "DEX " + a.stats.dex_files + " · " + a.stats.classes + " " + t("extentOf") + " · " + a.stats.methods + " " + t("methods") + " · " + a.stats.native_libs + " " + t("nlibs")],
      [t("scen"), scenarios(a).map(t).join(" · ")]]));
    out.push(h("footer", {}, t("foot")));
    return out;
  }
  function draw() {
    var a = D.artifacts[S.a];
    document.documentElement.lang = S.lang === "zh" ? "zh-CN" : "en";
    document.body.textContent = "";
    if (!a) { document.body.appendChild(h("main", {}, h("div", { class: "empty" }, t("empty")))); return; }
    document.title = (a.label || a.package || a.path) + " · consentry";
    document.body.appendChild(header(a));
    var body = h("main", {}, counts(a), regulators(a), h("h2", { id: "findings", tabindex: "-1" }, t("findings"), h("small", { id: "shown", role: "status" })), filters(a), h("div", { id: "list" }), sections(a));
    body.insertBefore(h("nav", { class: "contents", "aria-label": t("contents") }, Array.from(body.querySelectorAll("h2")).map(function (x) {
      return h("a", { href: "#" + x.id, on: { click: function (e) { e.preventDefault(); x.scrollIntoView(); x.focus({ preventScroll: true }); } } }, x.firstChild.textContent);
    })), body.children[1] || null);
    document.body.appendChild(body);
    findings();
  }
  // On paper: every finding with its chain, once; what repeats chains (timeline, rows) stays folded.
  window.addEventListener("beforeprint", function () {
    function open(d) { if (d.fillAll) d.fillAll(); d.open = true; }
    document.querySelectorAll(".group").forEach(open);
    document.querySelectorAll(".group .flow, .group .lazy").forEach(open);
    document.querySelectorAll(".group .chain").forEach(function (c) { c.openAll(); });
  });
  window.addEventListener("hashchange", function () { load(); draw(); });
  load();
  draw();
})();
