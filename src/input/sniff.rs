//! What a file is, by its content.

use super::Kind;
use super::zip::Archive;

/// Whether the bytes are a DEX file (or a DEX 041 container): `dex\n` and three digits.
pub(super) fn is_dex(bytes: &[u8]) -> bool {
    matches!(bytes, [b'd', b'e', b'x', b'\n', a, b, c, 0, ..] if [a, b, c].iter().all(|d| d.is_ascii_digit()))
}

/// Whether the bytes can be a ZIP archive by their start; bytes prepended to an archive are not seen through here.
pub(super) fn may_be_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// What an archive is, by the names of its entries; of the manifest also its first bytes.
pub(super) fn kind(archive: &Archive<'_>) -> Kind {
    let has = |name: &str| archive.find(name).is_some();
    let any = |test: &dyn Fn(&str) -> bool| archive.entries().iter().any(|entry| test(&entry.name));
    if has("AndroidManifest.xml") {
        // An AAR's manifest is text, an APK's is binary XML; a library's classes stand in classes.jar.
        let code = has("classes.dex") || has("resources.arsc");
        return if !code && (has("classes.jar") || has("R.txt") || manifest_is_text(archive)) {
            Kind::Aar
        } else {
            Kind::Apk
        };
    }
    if has("BundleConfig.pb") || any(&|name| name.ends_with("/manifest/AndroidManifest.xml")) {
        return Kind::Aab;
    }
    if any(&is_package) {
        return if has("toc.pb") {
            Kind::Apks
        } else if has("info.json") {
            Kind::Apkm
        } else if has("manifest.json") {
            Kind::Xapk
        } else {
            Kind::Apks
        };
    }
    if any(&|name| name.starts_with("Payload/") && name.ends_with(".app/Info.plist")) {
        return Kind::Ipa;
    }
    let harmony = has("module.json") || has("config.json");
    if harmony
        && (has("pack.info") || any(&|name| name.starts_with("ets/") || name.ends_with(".abc")))
    {
        return Kind::Hap;
    }
    // An archive of classes that were compiled for Android already, run by `app_process` or a class loader.
    let dexed = has("META-INF/MANIFEST.MF") && !has("resources.arsc");
    if has("classes.dex") && !dexed {
        return Kind::Apk;
    }
    if has("META-INF/MANIFEST.MF") || any(&|name| name.ends_with(".class")) {
        return Kind::Jar;
    }
    Kind::Unknown
}

/// Whether an entry of a container is a package.
pub(super) fn is_package(name: &str) -> bool {
    name.len() > 4
        && name
            .get(name.len() - 4..)
            .is_some_and(|end| end.eq_ignore_ascii_case(".apk"))
}

fn manifest_is_text(archive: &Archive<'_>) -> bool {
    let Some(Ok(bytes)) = archive.read_named("AndroidManifest.xml") else {
        return false;
    };
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    text.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'<')
}
