//! Configurations (`ResTable_config`): for which device a resource value is meant, as far as consentry asks.

use std::fmt;

use crate::package::bytes::{u8_at, u16_at, u32_at};

/// A locale: language, script and region, each empty when not given. The default has none of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale {
    language: [u8; 3],
    script: [u8; 4],
    region: [u8; 3],
}

impl Locale {
    /// The locale of values without a locale qualifier.
    pub const DEFAULT: Self = Self {
        language: [0; 3],
        script: [0; 4],
        region: [0; 3],
    };

    /// A locale from its parts; letters beyond three (four for the script) are dropped.
    pub const fn new(language: &str, script: &str, region: &str) -> Self {
        Self {
            language: take(language),
            script: take(script),
            region: take(region),
        }
    }

    /// Reads `zh`, `zh-CN`, `zh-Hans`, `zh-Hans-CN`, `zh_CN` or `zh-rCN`.
    pub fn parse(text: &str) -> Self {
        let mut locale = Self::DEFAULT;
        for (index, part) in text.split(['-', '_', '+']).enumerate() {
            match part.len() {
                _ if index == 0 => locale.language = take(part),
                4 => locale.script = take(part),
                2 => locale.region = take(part),
                3 => locale.region = take(part.strip_prefix('r').unwrap_or(part)),
                _ => {}
            }
        }
        locale
    }

    /// Whether it is the locale of values without a locale qualifier.
    pub fn is_default(&self) -> bool {
        *self == Self::DEFAULT
    }

    /// The language, e.g. `zh`; empty for the default.
    pub fn language(&self) -> &str {
        part(&self.language)
    }

    /// The region, e.g. `CN`.
    pub fn region(&self) -> &str {
        part(&self.region)
    }

    /// The script, e.g. `Hans`.
    pub fn script(&self) -> &str {
        part(&self.script)
    }

    /// Written in simplified Chinese: `zh` alone, or with `Hans`, `CN` or `SG`.
    pub fn is_simplified_chinese(&self) -> bool {
        self.language() == "zh"
            && match self.script() {
                "Hans" => true,
                "" => matches!(self.region(), "" | "CN" | "SG"),
                _ => false,
            }
    }
}

impl fmt::Display for Locale {
    /// `default`, `zh`, `zh-CN`, `zh-Hans-CN`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.language().is_empty() {
            return out.write_str("default");
        }
        out.write_str(self.language())?;
        for part in [self.script(), self.region()]
            .into_iter()
            .filter(|part| !part.is_empty())
        {
            write!(out, "-{part}")?;
        }
        Ok(())
    }
}

const fn take<const N: usize>(text: &str) -> [u8; N] {
    let bytes = text.as_bytes();
    let mut out = [0; N];
    let mut index = 0;
    while index < N && index < bytes.len() {
        out[index] = bytes[index];
        index += 1;
    }
    out
}

fn part(bytes: &[u8]) -> &str {
    let length = bytes
        .iter()
        .position(|&byte| byte == 0)
        .unwrap_or(bytes.len());
    bytes
        .get(..length)
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .unwrap_or("")
}

/// A configuration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Config {
    /// Locale.
    pub locale: Locale,
    /// Lowest system version; 0 for any.
    pub sdk: u16,
    /// Density in dots per inch; 0 for any, 0xfffe for vector drawables (`anydpi`), 0xffff for `nodpi`.
    pub density: u16,
    /// How many other qualifiers it has (night, land, sw600dp, a mobile network …).
    pub others: u8,
}

impl Config {
    /// Reads the configuration at `at`, which tells its own size.
    pub(crate) fn read(bytes: &[u8], at: usize, end: usize) -> Option<Self> {
        let size = u32_at(bytes, at)? as usize;
        let end = at.checked_add(size)?.min(end).min(bytes.len());
        let bytes = bytes.get(at..end)?;
        let byte = |offset: usize| u8_at(bytes, offset).unwrap_or(0);
        let language = unpack([byte(8), byte(9)], b'a');
        let region = unpack([byte(10), byte(11)], b'0');
        // Byte 52 says that the script was guessed from language and region and not written.
        let guessed = byte(52) != 0;
        let script = if guessed {
            [0; 4]
        } else {
            [byte(36), byte(37), byte(38), byte(39)]
        };
        // Ranges of the other qualifiers: network codes, screen and input, sizes in pixels, layout and mode, sizes in
        // dp, second layout byte and colour mode.
        let ranges = [
            4..6,
            6..8,
            12..13,
            13..14,
            16..17,
            17..18,
            18..19,
            20..24,
            28..29,
            29..30,
        ];
        let tail = [30..32, 32..34, 34..36, 48..49, 49..50];
        let set = |range: &std::ops::Range<usize>| range.clone().any(|offset| byte(offset) != 0);
        let others = ranges
            .iter()
            .chain(&tail)
            .filter(|range| set(range))
            .count();
        Some(Self {
            locale: Locale {
                language,
                script,
                region,
            },
            sdk: u16_at(bytes, 24).unwrap_or(0),
            density: u16_at(bytes, 14).unwrap_or(0),
            others: u8::try_from(others).unwrap_or(u8::MAX),
        })
    }
}

/// Two letters, or three letters in fifteen bits when the upper bit is set.
fn unpack(packed: [u8; 2], base: u8) -> [u8; 3] {
    let [low, high] = packed;
    if low & 0x80 == 0 {
        return [low, high, 0];
    }
    let letter = |bits: u8| base.wrapping_add(bits & 0x1f);
    [
        letter(high),
        letter((high >> 5) | ((low & 3) << 3)),
        letter((low & 0x7c) >> 2),
    ]
}

/// Which value of a resource is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Locales, the most wanted first; values in other locales come last.
    pub locales: Vec<Locale>,
}

impl Wanted {
    /// What a person in China sees first: zh-CN, zh in simplified script, the default, English.
    pub fn chinese() -> Self {
        let locale = Locale::new;
        Self {
            locales: vec![
                locale("zh", "", "CN"),
                locale("zh", "Hans", "CN"),
                locale("zh", "Hans", ""),
                locale("zh", "", ""),
                Locale::DEFAULT,
                locale("en", "", ""),
                locale("en", "", "US"),
            ],
        }
    }

    /// One locale, then the default.
    pub fn locale(locale: Locale) -> Self {
        Self {
            locales: vec![locale, Locale::DEFAULT],
        }
    }

    /// The default locale.
    pub fn default_locale() -> Self {
        Self {
            locales: vec![Locale::DEFAULT],
        }
    }

    /// How well a configuration fits; lower is better. A device without special qualifiers is assumed, with the
    /// newest system.
    pub(crate) fn rank(&self, config: &Config) -> (usize, u8, u16) {
        let found = self
            .locales
            .iter()
            .position(|locale| *locale == config.locale);
        (
            found.unwrap_or(self.locales.len()),
            config.others,
            u16::MAX - config.sdk,
        )
    }
}
