//! What a scan is called with: the options of the command line, then those of `consentry.toml`, then the defaults.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::args;
use super::{Usage, language};
use crate::config::{Config, Day, FailOn, day};
use crate::knowledge::{Confidence, Lang, Profile, Source};

/// The name that is looked for.
const NAME: &str = "consentry.toml";

/// The options, settled.
pub(super) struct Settled {
    pub(super) lang: Lang,
    pub(super) profile: Profile,
    pub(super) fail_on: FailOn,
    pub(super) min_confidence: Confidence,
    pub(super) baseline: Option<PathBuf>,
    pub(super) checks: Vec<PathBuf>,
    pub(super) mapping: Option<PathBuf>,
    pub(super) policy: Option<String>,
    pub(super) category: Option<String>,
    pub(super) source_root: Vec<PathBuf>,
    pub(super) select: Vec<String>,
    pub(super) ignore: Vec<String>,
    /// The file, for what it says of findings, and its text, for places in it.
    pub(super) config: Config,
    pub(super) source: Source,
}

pub(super) fn settle(args: &args::Scan) -> Result<Settled, Usage> {
    let (source, config, folder) = match args.config.clone().or_else(nearest) {
        Some(path) => {
            let text = std::fs::read_to_string(&path)
                .map_err(|error| Usage(format!("cannot read {}: {error}", path.display())))?;
            let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
            let source = Source {
                path: path.display().to_string(),
                text,
            };
            let config = Config::parse(&source).map_err(|error| Usage(error.to_string()))?;
            (source, config, folder)
        }
        None => {
            let source = Source {
                path: NAME.to_owned(),
                text: String::new(),
            };
            (source, Config::default(), PathBuf::new())
        }
    };
    let placed = |paths: &[PathBuf]| -> Vec<_> { paths.iter().map(|p| folder.join(p)).collect() };
    let ids = |list: &[toml::Spanned<String>]| -> Vec<_> {
        list.iter().map(|id| id.get_ref().clone()).collect()
    };
    let lang = match args.lang {
        Some(lang) => lang.into(),
        None => config.lang.unwrap_or_else(|| language(None)),
    };
    Ok(Settled {
        lang,
        profile: args
            .profile
            .map(Into::into)
            .or(config.profile)
            .unwrap_or_default(),
        fail_on: args.fail_on.or(config.fail_on).unwrap_or(FailOn::High),
        min_confidence: args
            .min_confidence
            .map(Into::into)
            .or(config.min_confidence)
            .unwrap_or(Confidence::Possible),
        baseline: args
            .baseline
            .clone()
            .or_else(|| config.baseline.as_ref().map(|path| folder.join(path))),
        mapping: args
            .mapping
            .clone()
            .or_else(|| config.mapping.as_ref().map(|path| folder.join(path))),
        policy: args.policy.clone().or_else(|| {
            let file = config
                .policy
                .as_ref()
                .map(|file| folder.join(file.get_ref()));
            file.map(|file| file.to_string_lossy().into_owned())
        }),
        category: args
            .category
            .clone()
            .or_else(|| config.category.as_ref().map(|name| name.get_ref().clone())),
        // Both: own records of the project, and those of the call.
        checks: [placed(&config.checks), args.checks.clone()].concat(),
        source_root: match args.source_root.is_empty() {
            true => placed(&config.source_root),
            false => args.source_root.clone(),
        },
        select: match args.select.is_empty() {
            true => ids(&config.select),
            false => args.select.clone(),
        },
        ignore: [ids(&config.ignore), args.ignore.clone()].concat(),
        config,
        source,
    })
}

/// The nearest file upwards from the current folder, as a relative path: no report names where a project lies.
fn nearest() -> Option<PathBuf> {
    let depth = std::env::current_dir().map_or(1, |here| here.ancestors().count());
    let mut folder = PathBuf::new();
    for _ in 0..depth {
        let path = folder.join(NAME);
        if path.is_file() {
            return Some(path);
        }
        folder.push("..");
    }
    None
}

/// The day on which suppressions expire or not: today, or that of `SOURCE_DATE_EPOCH` for a build to be repeated.
pub(super) fn today() -> Result<Day, Usage> {
    if let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") {
        let seconds = value.to_str().and_then(|text| text.parse().ok());
        return seconds
            .map(day)
            .ok_or_else(|| Usage("SOURCE_DATE_EPOCH is no number of seconds".to_owned()));
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    Ok(day(since.map_or(0, |since| since.as_secs())))
}
