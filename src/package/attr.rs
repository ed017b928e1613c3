//! Resource ids of the framework attributes that consentry reads (`android.R.attr`). Android finds an attribute of a
//! binary XML file by this number and never looks at its name, which packers scramble.

macro_rules! attributes {
    ($($constant:ident = $id:literal, $name:literal;)*) => {
        $(#[doc = concat!("`android:", $name, "`")] pub const $constant: u32 = $id;)*

        /// Name and id, sorted by id.
        const TABLE: &[(u32, &str)] = &[$(($id, $name)),*];
    };
}

attributes! {
    THEME = 0x01010000, "theme";
    LABEL = 0x01010001, "label";
    ICON = 0x01010002, "icon";
    NAME = 0x01010003, "name";
    PERMISSION = 0x01010006, "permission";
    READ_PERMISSION = 0x01010007, "readPermission";
    WRITE_PERMISSION = 0x01010008, "writePermission";
    PROTECTION_LEVEL = 0x01010009, "protectionLevel";
    PERMISSION_GROUP = 0x0101000a, "permissionGroup";
    SHARED_USER_ID = 0x0101000b, "sharedUserId";
    HAS_CODE = 0x0101000c, "hasCode";
    PERSISTENT = 0x0101000d, "persistent";
    ENABLED = 0x0101000e, "enabled";
    DEBUGGABLE = 0x0101000f, "debuggable";
    EXPORTED = 0x01010010, "exported";
    PROCESS = 0x01010011, "process";
    TASK_AFFINITY = 0x01010012, "taskAffinity";
    MULTIPROCESS = 0x01010013, "multiprocess";
    EXCLUDE_FROM_RECENTS = 0x01010017, "excludeFromRecents";
    AUTHORITIES = 0x01010018, "authorities";
    INIT_ORDER = 0x0101001a, "initOrder";
    PRIORITY = 0x0101001c, "priority";
    LAUNCH_MODE = 0x0101001d, "launchMode";
    DESCRIPTION = 0x01010020, "description";
    TARGET_PACKAGE = 0x01010021, "targetPackage";
    VALUE = 0x01010024, "value";
    RESOURCE = 0x01010025, "resource";
    MIME_TYPE = 0x01010026, "mimeType";
    SCHEME = 0x01010027, "scheme";
    HOST = 0x01010028, "host";
    PORT = 0x01010029, "port";
    PATH = 0x0101002a, "path";
    PATH_PREFIX = 0x0101002b, "pathPrefix";
    PATH_PATTERN = 0x0101002c, "pathPattern";
    TEXT_SIZE = 0x01010095, "textSize";
    TEXT_COLOR = 0x01010098, "textColor";
    ID = 0x010100d0, "id";
    BACKGROUND = 0x010100d4, "background";
    VISIBILITY = 0x010100dc, "visibility";
    CLICKABLE = 0x010100e5, "clickable";
    LAYOUT = 0x010100f2, "layout";
    LAYOUT_WIDTH = 0x010100f4, "layout_width";
    LAYOUT_HEIGHT = 0x010100f5, "layout_height";
    CHECKED = 0x01010106, "checked";
    SRC = 0x01010119, "src";
    TEXT_ON = 0x01010124, "textOn";
    TEXT_OFF = 0x01010125, "textOff";
    TEXT = 0x0101014f, "text";
    HINT = 0x01010150, "hint";
    TITLE = 0x010101e1, "title";
    KEY = 0x010101e8, "key";
    SUMMARY = 0x010101e9, "summary";
    DEFAULT_VALUE = 0x010101ed, "defaultValue";
    TARGET_ACTIVITY = 0x01010202, "targetActivity";
    MIN_SDK_VERSION = 0x0101020c, "minSdkVersion";
    VERSION_CODE = 0x0101021b, "versionCode";
    VERSION_NAME = 0x0101021c, "versionName";
    NO_HISTORY = 0x0101022d, "noHistory";
    ON_CLICK = 0x0101026f, "onClick";
    TARGET_SDK_VERSION = 0x01010270, "targetSdkVersion";
    MAX_SDK_VERSION = 0x01010271, "maxSdkVersion";
    TEST_ONLY = 0x01010272, "testOnly";
    CONTENT_DESCRIPTION = 0x01010273, "contentDescription";
    BACKUP_AGENT = 0x0101027f, "backupAgent";
    ALLOW_BACKUP = 0x01010280, "allowBackup";
    GL_ES_VERSION = 0x01010281, "glEsVersion";
    REQUIRED = 0x0101028e, "required";
    ALPHA = 0x0101031f, "alpha";
    STOP_WITH_TASK = 0x0101036a, "stopWithTask";
    ISOLATED_PROCESS = 0x010103a9, "isolatedProcess";
    PERMISSION_FLAGS = 0x010103c7, "permissionFlags";
    FULL_BACKUP_ONLY = 0x01010473, "fullBackupOnly";
    EXTRACT_NATIVE_LIBS = 0x010104ea, "extractNativeLibs";
    FULL_BACKUP_CONTENT = 0x010104eb, "fullBackupContent";
    USES_CLEARTEXT_TRAFFIC = 0x010104ec, "usesCleartextTraffic";
    DIRECT_BOOT_AWARE = 0x01010505, "directBootAware";
    NETWORK_SECURITY_CONFIG = 0x01010527, "networkSecurityConfig";
    ROUND_ICON = 0x0101052c, "roundIcon";
    REQUIRED_FEATURE = 0x01010554, "requiredFeature";
    REQUIRED_NOT_FEATURE = 0x01010555, "requiredNotFeature";
    IS_FEATURE_SPLIT = 0x0101055b, "isFeatureSplit";
    COMPILE_SDK_VERSION = 0x01010572, "compileSdkVersion";
    VERSION_CODE_MAJOR = 0x01010576, "versionCodeMajor";
    APP_COMPONENT_FACTORY = 0x0101057a, "appComponentFactory";
    FOREGROUND_SERVICE_TYPE = 0x01010599, "foregroundServiceType";
    REQUEST_LEGACY_EXTERNAL_STORAGE = 0x01010603, "requestLegacyExternalStorage";
    PATH_SUFFIX = 0x0101061e, "pathSuffix";
    PATH_ADVANCED_PATTERN = 0x01010620, "pathAdvancedPattern";
    DATA_EXTRACTION_RULES = 0x0101063e, "dataExtractionRules";
    USES_PERMISSION_FLAGS = 0x01010644, "usesPermissionFlags";
}

/// The framework attribute's name, for an id of the table above.
pub fn name(id: u32) -> Option<&'static str> {
    TABLE
        .binary_search_by_key(&id, |row| row.0)
        .ok()
        .and_then(|at| TABLE.get(at))
        .map(|row| row.1)
}

/// The id of a framework attribute, for manifests and layouts that are still text.
pub fn id(name: &str) -> Option<u32> {
    TABLE.iter().find(|row| row.1 == name).map(|row| row.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_ids_are_each_other_s_inverse() {
        for &(number, text) in TABLE {
            assert_eq!(name(number), Some(text));
            assert_eq!(id(text), Some(number));
        }
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
