//! Readers on small inputs: every format, encoding and kind of damage.

use super::*;
use crate::policy::model::{BlockKind, Table};

fn named<'a>(name: &'a str) -> Hint<'a> {
    Hint {
        name: Some(name),
        content_type: None,
    }
}

fn texts(document: &Document) -> Vec<String> {
    document
        .blocks
        .iter()
        .map(|block| match &block.kind {
            BlockKind::Heading { level, text } => format!("h{level} {text}"),
            BlockKind::Paragraph { text } => format!("p {text}"),
            BlockKind::Item { depth, text } => format!("i{depth} {text}"),
            BlockKind::Table(Table {
                rows, header_rows, ..
            }) => {
                let rows: Vec<_> = rows.iter().map(|row| row.join("|")).collect();
                format!("t{header_rows} {}", rows.join(" / "))
            }
        })
        .collect()
}

#[test]
fn html_keeps_headings_lists_and_tables_with_merged_cells() {
    let page = "<html><head><title>甲 隐私政策</title><style>p{}</style></head><body><h2>一、收集</h2>\n<p>我们 会收集<br>手机号</p>\
        <ul><li>位置<ul><li>精确</li></ul></li></ul><table><tr><th>SDK</th><th colspan=2>信息</th></tr>\n\
        <tr><td rowspan=2>推送</td><td>OAID</td><td>型号</td></tr><tr><td>IP</td><td>MAC</td></tr></table>\
        <a href='https://a.cn/p'>第三方清单</a></body></html>";
    let read = read(page.as_bytes(), Hint::default()).unwrap();
    assert_eq!(read.title.as_deref(), Some("甲 隐私政策"));
    assert_eq!(
        texts(&read),
        [
            "h2 一、收集",
            "p 我们 会收集",
            "p 手机号",
            "i0 位置",
            "i1 精确",
            "t1 SDK|信息|信息 / 推送|OAID|型号 / 推送|IP|MAC",
            "p 第三方清单",
        ]
    );
    assert_eq!(
        read.links,
        [("https://a.cn/p".to_owned(), "第三方清单".to_owned())]
    );
    assert_eq!(read.blocks[1].line, 2);
}

#[test]
fn a_layout_table_is_no_table() {
    let page = "<table><tr><td><h1>隐私政策</h1><p>正文一</p></td><td></td></tr><tr><td><table><tr><td>甲</td><td>乙</td></tr>\
        <tr><td>丙</td><td>丁</td></tr></table></td></tr></table>";
    let read = read(page.as_bytes(), named("a.html")).unwrap();
    assert_eq!(
        texts(&read),
        ["h1 隐私政策", "p 正文一", "t0 甲|乙 / 丙|丁"]
    );
}

#[test]
fn written_numbers_make_headings_and_items() {
    let text = "隐私政策\n一、我们如何收集\n（一）注册\n我们收集手机号。\n1. 设备信息：型号、系统版本。\n（1）用于登录；\n• 位置\n1.2 存储地点\n2021.1.1 更新\n";
    let read = read(text.as_bytes(), named("a.txt")).unwrap();
    assert_eq!(
        texts(&read),
        [
            "p 隐私政策",
            "h2 一、我们如何收集",
            "h3 （一）注册",
            "p 我们收集手机号。",
            "i0 1. 设备信息：型号、系统版本。",
            "i1 （1）用于登录；",
            "i1 位置",
            "h4 1.2 存储地点",
            "p 2021.1.1 更新",
        ]
    );
    assert_eq!(read.blocks[3].line, 4);
}

#[test]
fn markdown_with_tables_and_html_in_it() {
    let text = "---\ntitle: x\n---\n# 隐私政策\n\n**一、概述**\n\n| SDK | 目的 |\n|---|---|\n| 友盟 | 统计 |\n\n<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>\n\n- 手机号\n";
    let read = read(text.as_bytes(), named("p.md")).unwrap();
    assert_eq!(read.format, Format::Markdown);
    assert_eq!(
        texts(&read),
        [
            "h1 隐私政策",
            "h6 一、概述",
            "t1 SDK|目的 / 友盟|统计",
            "t0 a|b / c|d",
            "i0 手机号"
        ]
    );
}

#[test]
fn encodings_are_told_by_the_bytes() {
    let text = "<html><head><meta charset=\"utf-8\"></head><body><p>我们会收集您的设备信息、位置信息和手机号码，用于提供服务。</p></body></html>";
    let (gbk, ..) = encoding_rs::GBK.encode(text);
    let read_gbk = read(&gbk, Hint::default()).unwrap();
    assert_eq!(read_gbk.encoding, "gb18030");
    assert_eq!(read_gbk.repairs, [Repair::CharsetWrong]);
    assert!(texts(&read_gbk)[0].contains("设备信息"));

    let mut wide: Vec<u8> = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read(&wide, Hint::default()).unwrap().encoding, "UTF-16LE");
    assert_eq!(
        read(&wide[2..], Hint::default()).unwrap().encoding,
        "UTF-16LE"
    );

    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend(text.as_bytes());
    assert_eq!(read(&marked, Hint::default()).unwrap().encoding, "UTF-8");

    let server = Hint {
        name: None,
        content_type: Some("text/html; charset=gb2312"),
    };
    assert_eq!(
        read(text.as_bytes(), server).unwrap().repairs,
        [Repair::CharsetWrong]
    );
}

#[test]
fn lines_are_those_of_the_page() {
    let page = "<html><head><style>p > b { color: red }</style></head><body>
<p>支付与个人信息</p>
<!-- 支付 > -->
<table>
<tr><td><b>业务</b></td><td>信息</td></tr>
<tr><td>支付</td><td>&nbsp;&nbsp;金额</td></tr>
<tr><td></td><td>支付渠道</td></tr>
</table>
<p>&nbsp;&nbsp;支付宝</p>
<p>信息&amp;金额</p>
</body></html>";
    let document = read(page.as_bytes(), named("a.html")).unwrap();
    let lines: Vec<u32> = document.blocks.iter().map(|block| block.line).collect();
    assert_eq!(lines, [2, 5, 9, 10]);
    let rows = document.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Table(table) => Some(table.lines.clone()),
        _ => None,
    });
    assert_eq!(rows, Some(vec![5, 6, 7]));
}

#[test]
fn what_shows_no_text_is_said() {
    let shell = "<html><head><script src=a.js></script></head><body><div id=app></div><noscript>enable JavaScript</noscript></body></html>";
    assert_eq!(
        read(shell.as_bytes(), Hint::default()),
        Err(ReadError::ScriptOnly)
    );
    let wall = "<html><body><p>请先登录</p><p>账号</p><p>密码</p></body></html>";
    assert_eq!(read(wall.as_bytes(), Hint::default()), Err(ReadError::Wall));
    assert_eq!(read(b" \n ", Hint::default()), Err(ReadError::Empty));
    assert!(matches!(
        read(b"\x89PNG\r\n\x1a\n0000", Hint::default()),
        Err(ReadError::Unsupported { .. })
    ));
    assert!(matches!(
        read(b"%PDF-1.4\ngarbage", Hint::default()),
        Err(ReadError::Damaged { .. })
    ));
    assert!(matches!(
        read(&vec![b'a'; LARGEST + 1], Hint::default()),
        Err(ReadError::TooLarge { .. })
    ));
}

#[test]
fn hostile_nesting_ends() {
    let deep = "<div><table><tr><td><b><i a>".repeat(40_000) + "文";
    assert!(read(deep.as_bytes(), named("a.html")).is_ok());
    let wide = format!(
        "<table><tr><td colspan=99999999 rowspan=99999999>a</td></tr>{}</table>",
        "<tr><td>b</td></tr>".repeat(5000)
    );
    assert!(read(wide.as_bytes(), named("a.html")).is_ok());
}
