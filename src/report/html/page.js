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
    clean: ["没有发现新问题。静态扫描看不到服务器、界面和真实频率，上线前仍需真机走查。", "Nothing new was found. A static scan sees no servers, screens or frequencies: still walk through the app on a phone."],
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
    sdks: ["第三方 SDK", "SDKs"], name: ["名称", "Name"], vendor: ["提供方", "Vendor"], cat: ["类别", "Category"], ver: ["版本", "Version"], shownBy: ["依据", "Shown by"], starts: ["启动于", "Starts in"],
    data: ["个人信息", "Personal data"], item: ["信息项", "Item"], scen: ["场景", "Scenario"], api: ["接口", "API"],
    policies: ["隐私政策与协议", "Policies and agreements"], doc: ["文件", "Document"], loc: ["位置", "Location"], found: ["出处", "Named in"],
    policy: ["隐私政策", "privacy policy"], agreement: ["用户协议", "agreement"], children: ["儿童隐私政策", "children's policy"], "sdk-list": ["第三方清单", "third-party list"], "collected-list": ["收集清单", "list of what is collected"],
    unseen: ["扫描没有看到的", "What the scan could not see"],
    limits: [["服务器如何处理、保存和删除数据", "真实的调用频率和时机", "界面文字是否清晰、弹窗能否关闭", "运行时下发的开关、代码和广告", "网页、小程序以及加固后的代码", "链接背后的隐私政策全文"],
      ["What servers do with the data, how long they keep it, whether deletion works", "How often and when calls really happen", "Whether screens are legible and dialogs can be closed", "Switches, code and advertisements fetched at run time", "Web pages, mini-programs and code behind a packer", "The text behind the policy's link"]],
    error: ["未能分析", "not analysed"], warning: ["异常", "odd"], note: ["说明", "note"],
    first: ["首次启动", "first launch"], entry: ["入口", "entry"], call: ["调用", "call"], posted: ["投递", "posted"], thread: ["线程", "thread"], callback: ["回调", "callback"], reflection: ["反射", "reflection"], "class-init": ["类初始化", "class init"], "component-start": ["启动组件", "starts component"],
    "first-launch": ["首次启动（同意前）", "first launch (before consent)"], refused: ["拒绝后", "after refusal"], denied: ["拒绝权限后", "after denial"], background: ["后台", "background"], consented: ["同意后", "after consent"],
    consent: ["同意", "consent"], permissions: ["权限", "permissions"], collection: ["收集", "collection"], start: ["启动", "start"], "policy ": ["政策", "policy"], rights: ["权利", "rights"], sharing: ["共享与传输", "sharing"], ads: ["弹窗与广告", "windows and ads"], windows: ["弹窗与广告", "windows and ads"], trust: ["扫描可信度", "trust in the scan"], sdk: ["SDK", "SDK"],
    foot: ["静态扫描的结论，供核查使用；条款为归纳，不是原文；不构成法律意见。", "The result of a static scan, for review. Clauses are summarised, not quoted. No legal advice."]
  };
  var SEV = ["high", "medium", "low", "info"], CONF = ["certain", "likely", "possible"];
  var S = { lang: D.lang, a: 0, s: "", c: "", o: "", g: "", q: "" };
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
  function table(heads, rows) {
    var labels = heads.map(t);
    return h("div", { class: "card wrap" }, h("table", { class: "stack" },
      h("thead", {}, h("tr", {}, labels.map(function (x) { return h("th", { scope: "col" }, x); }))),
      h("tbody", {}, rows.map(function (row) { return h("tr", {}, row.map(function (x, i) { return h("td", { "data-l": i ? labels[i] : null }, x); })); }))));
  }
  function head(key, extra, id) { return h("h2", { id: id }, t(key), extra === undefined ? null : h("small", {}, extra)); }
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
      !a.complete ? h("div", { class: "note", role: "status" }, t("partial")) : !fresh(a).length ? h("div", { class: "note ok", role: "status" }, t("clean")) : null));
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
      return h("section", { class: "card reg" }, h("h3", {}, pick(r.n)), h("ul", {}, r.l.map(function (l) {
        var hit = fs.filter(function (f) { return l.c.indexOf(f.c) >= 0; });
        var worst = SEV.filter(function (s) { return hit.some(function (f) { return f.s === s; }); })[0];
        return h("li", { class: hit.length ? "" : "quiet" }, h("span", {}, pick(l.n)), hit.length ? h("span", { class: "pill " + worst }, hit.length + " " + t("cases")) : h("span", { class: "pill" }, t(a.complete ? "none" : "unsure")));
      })));
    }))];
  }
  function frameLine(f) {
    var short = f.class.slice(f.class.lastIndexOf(".") + 1);
    var at = f.file ? f.file + (f.line ? ":" + f.line : "") : "";
    return h("li", { class: f.owner === "app" ? "" : "sdk" }, h("details", {}, h("summary", {}, h("span", { class: "edge" }, t(f.edge)), h("code", {}, short + "." + f.method), at ? h("span", { class: "n" }, "  " + at) : null, f.owner === "app" ? null : h("span", { class: "pill" }, owner(f.owner))),
      h("p", {}, h("code", {}, f.class + "." + f.method + f.descriptor))));
  }
  function chain(frames) { return h("ol", { class: "chain" }, frames.map(frameLine)); }
  function finding(f, single) {
    var subject = f.sub ? f.sub[1] : "";
    return h("article", { class: "find" },
      single && !subject ? null : h("h4", {}, subject ? h("code", {}, subject) : str(f.t), f.st === "new" ? null : h("span", { class: "pill" }, t(f.st))),
      h("p", {}, str(f.m)),
      f.f === null ? null : h("div", { class: "fix" }, h("b", {}, t("fix")), str(f.f)),
      h("dl", {},
        f.l ? [h("dt", {}, t("where")), h("dd", {}, h("code", {}, f.l))] : null,
        h("dt", {}, t("who")), h("dd", {}, owner(f.o) + " · " + t(f.q)),
        f.r.length ? [h("dt", {}, t("basis")), h("dd", {}, f.r.map(function (i) {
          var r = D.regs[i];
          return h("div", {}, r.l ? h("b", {}, pick(r.r) + (S.lang === "zh" ? "：" : ": ") + pick(r.l) + " · ") : null, pick(r.c), r.g ? h("span", { class: "quiet" }, " (" + t("gist") + pick(r.g) + ")") : null);
        }))] : null,
        f.ch.length ? [h("dt", {}, t("chain")), h("dd", {}, chain(f.ch))] : null,
        f.e.length ? [h("dt", {}, t("proof")), h("dd", {}, f.e.slice(0, 30).map(function (e) { return h("div", {}, h("span", { class: "edge" }, e[0]), h("code", {}, e[1]), e[2] ? h("span", { class: "n" }, "  " + e[2]) : null); }), f.e.length > 30 ? "…" : null)] : null,
        h("dt", {}, t("print_")), h("dd", {}, h("code", {}, f.p))));
  }
  function passes(f) {
    if (S.s && f.s !== S.s || S.c && f.q !== S.c || S.o && f.o !== S.o || S.g && D.groups[f.c] !== S.g) return false;
    if (!S.q) return true;
    var text = [f.c, f.o, owner(f.o), f.l, f.sub ? f.sub[1] : "", str(f.t), str(f.m)].join("\n").toLowerCase();
    if (text.indexOf(S.q.toLowerCase()) >= 0) return true;
    return f.ch.some(function (x) { return (x.class + "." + x.method).toLowerCase().indexOf(S.q.toLowerCase()) >= 0; });
  }
  var PAGE = 100;
  function fill(box, list, upTo) {
    var from = box.querySelectorAll(":scope>article").length, old = box.querySelector(":scope>.more"), part = document.createDocumentFragment();
    if (old) old.remove();
    list.slice(from, upTo).forEach(function (f) { part.appendChild(finding(f, list.length === 1)); });
    box.appendChild(part);
    if (upTo < list.length) box.appendChild(h("button", { type: "button", class: "btn more", on: { click: function () { fill(box, list, upTo + PAGE); } } }, t("more") + " " + Math.min(PAGE, list.length - upTo)));
  }
  function groupBox(list, open) {
    var f = list[0], box = h("details", { class: "card group " + f.s, open: open }, h("summary", {}, h("b", {}, list.length > 1 && D.titles[f.c] ? pick(D.titles[f.c]) : str(f.t)), list.length > 1 ? h("span", { class: "n" }, "× " + list.length) : null, h("code", { class: "quiet" }, f.c), h("span", { class: "pill " + f.s }, t(f.s))));
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
      h("button", { type: "button", class: "btn", on: { click: function () { S.s = S.c = S.o = S.g = S.q = ""; draw(); } } }, t("reset")));
  }
  function used(p) { return p.u === true ? t("used") : p.u === false ? h("span", { class: "pill medium" }, t("unused")) : h("span", { class: "quiet" }, t("unknown")); }
  function kindPill(p) { return h("span", { class: "pill " + (p.p === "dangerous" ? "high" : p.p === "special" ? "medium" : "info") }, t(p.p)); }
  function sections(a) {
    var out = [];
    if (a.data && a.data.length) out.push(head("data", a.data.length), table(["item", "scen", "who", "api", "chain"], a.data.map(function (d) { return [h("code", {}, d.item), t(d.scenario), owner(d.owner), h("code", {}, d.api), d.chain.length ? h("details", {}, h("summary", { class: "n" }, "▸ " + d.chain.length), chain(d.chain)) : null]; })));
    if (a.perms.length) {
      var rank = { dangerous: 0, special: 1 };
      var perms = a.perms.slice().sort(function (x, y) { return (x.p in rank ? rank[x.p] : 2) - (y.p in rank ? rank[y.p] : 2); });
      out.push(head("perms", perms.length), table(["perm", "kind", "use", "users"], perms.map(function (p) { return [h("code", {}, p.n), kindPill(p), used(p), p.o.map(owner).join(S.lang === "zh" ? "、" : ", ")]; })));
    }
    if (a.sdks.length) out.push(head("sdks", a.sdks.length), table(["name", "vendor", "cat", "ver", "starts", "shownBy"], a.sdks.map(function (s) { return [h("b", {}, pick(s.n)), pick(s.v), pick(s.c), s.ver, (s.s || []).map(t).join(", "), h("details", {}, h("summary", { class: "n" }, "▸ " + s.e.length), s.e.map(function (e) { return h("div", {}, h("span", { class: "edge" }, e.kind), h("code", {}, e.value)); }))]; })));
    if (a.policies.length) out.push(head("policies", a.policies.length), table(["doc", "loc", "found"], a.policies.map(function (p) { return [[t(p.d), p.t ? h("div", { class: "quiet" }, p.t) : null], h("code", {}, p.l), h("span", { class: "quiet" }, p.f.slice(0, 5).join(S.lang === "zh" ? "、" : ", "))]; })));
    out.push(head("unseen"));
    if (a.diags.length) out.push(h("div", { class: "card", style: null }, h("ul", { class: "plain" }, a.diags.map(function (d) { return h("li", {}, h("span", { class: "pill " + (d.level === "error" ? "high" : d.level === "warning" ? "medium" : "info") }, t(d.level)), " ", d.where ? h("code", {}, d.where + " ") : null, d.message, " ", h("code", { class: "quiet" }, d.code)); }))), h("div", {}, "\u00a0"));
    out.push(h("div", { class: "card" }, h("ul", { class: "plain" }, t("limits").map(function (x) { return h("li", {}, x); }))));
    out.push(h("footer", {}, h("div", {}, t("foot")), h("div", { class: "mono" }, D.tool.name + " " + D.tool.version + " · " + D.tool.checks_version + (a.sha256 ? " · SHA-256 " + a.sha256 : "")), h("div", {}, "DEX " + a.stats.dex_files + " · classes " + a.stats.classes + " · methods " + a.stats.methods + " · .so " + a.stats.native_libs)));
    return out;
  }
  function draw() {
    var a = D.artifacts[S.a];
    document.documentElement.lang = S.lang === "zh" ? "zh-CN" : "en";
    document.body.textContent = "";
    if (!a) { document.body.appendChild(h("main", {}, h("div", { class: "empty" }, t("empty")))); return; }
    document.title = (a.label || a.package || a.path) + " · consentry";
    document.body.appendChild(header(a));
    document.body.appendChild(h("main", {}, counts(a), regulators(a), h("h2", { id: "findings" }, t("findings"), h("small", { id: "shown", role: "status" })), filters(a), h("div", { id: "list" }), sections(a)));
    findings();
  }
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll(".group").forEach(function (g) { g.fillAll(); });
    document.querySelectorAll("details").forEach(function (d) { d.open = true; });
  });
  window.addEventListener("hashchange", function () { load(); draw(); });
  load();
  draw();
})();
