//! What a code means, in Chinese: messages are made in English where the thing goes wrong.

/// Code and meaning, by code.
const MEANINGS: &[(&str, &str)] = &[
    ("asset-too-large", "资源文件过大，没有从中查找政策"),
    (
        "base-missing",
        "只有拆分包，没有基础包（base），主要代码不在其中",
    ),
    ("bundle", "这是 AAB，各模块作为一个应用分析"),
    ("bundle-config-broken", "AAB 的配置文件无法读取"),
    ("class-broken", "类文件的内容损坏"),
    ("class-too-many", "类的数量超出限额，其余没有读取"),
    ("class-unreadable", "类文件无法读取"),
    ("class-version", "类文件的版本比所知的新，可能读错"),
    (
        "code-absent",
        "清单里组件的代码不在任何 DEX 中：缺少拆分包，或代码在运行时加载",
    ),
    ("component-unnamed", "清单里有组件没有名称"),
    ("dex-bad-index", "DEX 里有越界的索引"),
    ("dex-before-archive", "DEX 文件后面接着压缩包"),
    ("dex-broken-class", "DEX 里有类的数据损坏"),
    ("dex-broken-code", "DEX 里有方法的字节码损坏"),
    ("dex-checksum", "DEX 的校验和不符"),
    ("dex-class-cycle", "类的继承关系成环"),
    ("dex-container-header", "DEX 容器的文件头有误"),
    ("dex-container-overlap", "DEX 容器里的文件互相重叠"),
    ("dex-duplicate-class", "同一个类定义了多次，只取第一个"),
    ("dex-overlap", "DEX 里的数据互相重叠"),
    ("dex-string-overlap", "DEX 里的字符串互相重叠"),
    ("dex-too-many", "DEX 文件的数量超出限额"),
    ("dex-truncated", "DEX 文件不完整，后面被截断"),
    ("dex-unreadable", "不是可读取的 DEX 文件"),
    ("entry-unreadable", "安装包里有文件无法读取"),
    ("feature-module", "含有功能模块"),
    ("hermes-unreadable", "Hermes 字节码无法读取"),
    (
        "hybrid-app",
        "跨平台框架的应用：脚本只查找接口名称，没有执行",
    ),
    ("hybrid-archive", "脚本压缩包无法读取，没有查找"),
    ("hybrid-too-large", "脚本文件过大，没有查找"),
    ("il2cpp-broken", "Unity 的 IL2CPP 元数据损坏"),
    ("input-bytes-limit", "解压后的总大小超出限额，结果全部不报"),
    ("input-unknown", "不是可识别的安装包"),
    (
        "input-unreadable",
        "文件打不开：路径是否正确，是否有读取权限",
    ),
    ("internal-error", "程序自身的缺陷中断了分析，请反馈"),
    ("kind-unsupported", "识别出文件类型，但还不支持分析"),
    ("layout-broken", "布局文件损坏"),
    ("manifest-broken", "清单有内容损坏"),
    ("manifest-missing", "没有清单文件 AndroidManifest.xml"),
    ("manifest-no-package", "清单里没有包名"),
    ("manifest-root", "清单的根元素不是 manifest"),
    ("manifest-unreadable", "清单无法读取"),
    ("native-not-elf", "不是 ELF 格式的原生库"),
    ("native-unreadable", "原生库无法读取"),
    ("nothing-to-scan", "没有可扫描的安装包"),
    ("packed", "代码已加固，看不到"),
    ("policy-mentions", "有文字提到政策，但没有找到链接或正文"),
    ("policy-not-fetched", "政策链接没有取到"),
    ("policy-overclaims", "政策声明收集的内容，在代码里没有发现"),
    ("policy-redirected", "政策链接被重定向"),
    ("policy-unreadable", "政策文本无法读取"),
    ("resources-broken", "资源表损坏"),
    ("resources-budget", "资源过多，没有全部查找"),
    ("scenario-cut", "场景推演超出步数限额，没有完成"),
    ("signature-broken", "签名无法读取"),
    ("signing-block-broken", "签名块损坏"),
    (
        "start-cut",
        "SDK 初始化方法的推演超出步数限额，宿主能否关闭其采集未能判断",
    ),
    ("surface-cut", "公开方法过多，没有逐个分析"),
    ("xml-unreadable", "二进制 XML 无法读取"),
    ("zip-bytes-limit", "有条目解压后超出限额，没有读取"),
    ("zip-count", "条目数量与目录不符，已按目录全部读取"),
    ("zip-crc", "条目的校验和不符"),
    ("zip-cut-off", "压缩包被截断，读到的是其中的另一个压缩包"),
    ("zip-directory-cut", "压缩包的目录不完整，缺少条目"),
    ("zip-directory-moved", "压缩包的目录不在记录的位置，已找到"),
    ("zip-duplicate-name", "有同名条目，只取第一个"),
    ("zip-entry-limit", "条目数量超出限额，其余没有读取"),
    ("zip-entry-unreadable", "条目的数据损坏、被截断或确实加密"),
    ("zip-fake-encryption", "条目标记为加密但并未加密"),
    ("zip-fake-end", "有多个结束记录，已取目录完整的一个"),
    ("zip-local-header", "条目的本地文件头与目录矛盾"),
    ("zip-method", "压缩方式未知或前后矛盾，已试出"),
    ("zip-name-encoding", "条目名称不是 UTF-8"),
    ("zip-name-limit", "条目名称过长，没有读取"),
    ("zip-nesting-limit", "压缩包嵌套过深，没有读取"),
    ("zip-prefix", "压缩包前面有多余的数据"),
    ("zip-ratio-limit", "条目的压缩比超出限额，没有读取"),
    (
        "zip-shifted-header",
        "条目的本地文件头不在记录的位置，已找到",
    ),
    ("zip-size", "条目的大小有误"),
    ("zip-trailing", "压缩包后面有多余的数据"),
    ("zip-unreadable", "内层的压缩包无法读取"),
    ("zip-unsafe-name", "条目名称指向压缩包之外"),
];

/// What `code` means.
pub(super) fn meaning(code: &str) -> Option<&'static str> {
    let known = MEANINGS.iter().find(|(known, _)| *known == code);
    known.map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A code is a word in quotes that is handed to a diagnostic, at once or from a table of codes.
    #[test]
    fn every_code_has_a_meaning_and_none_is_left_over() {
        let mut sources = String::new();
        let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "rs")
                    && !path.ends_with("diagnostic/words.rs")
                    && !path.to_string_lossy().contains("tests")
                {
                    sources.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        for maker in [
            "Diagnostic::error(",
            "Diagnostic::warning(",
            "Diagnostic::note(",
        ] {
            for call in sources.split(maker).skip(1) {
                let Some(code) = call.trim_start().strip_prefix('"') else {
                    continue;
                };
                let code = code.split('"').next().unwrap();
                assert!(meaning(code).is_some(), "{code}");
            }
        }
        for (code, _) in MEANINGS {
            assert!(sources.contains(&format!("\"{code}\"")), "{code}");
        }
        assert!(MEANINGS.is_sorted());
    }
}
