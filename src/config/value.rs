//! Values of the config that are more than text, parsed once and trusted after.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A length of time as written in the config: `90s`, `30m`, `72h`, `7d`, `2w`, or `1d12h`.
///
/// ```
/// use feedwright::config::Period;
/// assert_eq!("72h".parse::<Period>().unwrap().seconds(), 259_200);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(i64);

/// Units of a [`Period`], largest first, with their seconds.
const UNITS: [(char, i64); 5] = [('w', 604_800), ('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

impl Period {
    /// A period of so many seconds.
    pub const fn of_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Its length in seconds.
    pub const fn seconds(self) -> i64 {
        self.0
    }
}

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || format!("`{text}` is not a length of time such as `30m`, `72h` or `7d`");
        let mut total: i64 = 0;
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(fault());
        }
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(fault)?;
            let count: i64 = rest[..digits].parse().map_err(|_| fault())?;
            let unit = rest[digits..].chars().next().ok_or_else(fault)?;
            let (_, seconds) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(fault)?;
            total = count.checked_mul(*seconds).and_then(|s| total.checked_add(s)).ok_or_else(fault)?;
            rest = rest[digits + unit.len_utf8()..].trim_start();
        }
        // A thousand years: room to add it to any date without overflow.
        if total > 366 * 1_000 * 86_400 { Err(fault()) } else { Ok(Self(total)) }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, seconds) = UNITS[1..].iter().find(|(_, s)| self.0 != 0 && self.0 % s == 0).unwrap_or(&UNITS[4]);
        write!(f, "{}{name}", self.0 / seconds)
    }
}

/// A share as written in the config: `50%`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Percentage(f64);

impl Percentage {
    /// The share, from 0 to 1.
    pub fn share(self) -> f64 {
        self.0 / 100.0
    }
}

impl FromStr for Percentage {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.trim()
            .strip_suffix('%')
            .and_then(|number| number.trim_end().parse::<f64>().ok())
            .filter(|number| (0.0..=100.0).contains(number))
            .map(Self)
            .ok_or_else(|| format!("`{text}` is not a percentage from `0%` to `100%`"))
    }
}

impl fmt::Display for Percentage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0)
    }
}

/// A number of bytes as written in the config: `500kB`, `4MB`, `2MiB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(u64);

/// Units of a [`Size`], with their bytes.
const BYTES: [(&str, u64); 7] = [
    ("GiB", 1 << 30),
    ("GB", 1_000_000_000),
    ("MiB", 1 << 20),
    ("MB", 1_000_000),
    ("KiB", 1 << 10),
    ("kB", 1_000),
    ("B", 1),
];

impl Size {
    /// So many bytes.
    pub const fn of_bytes(bytes: u64) -> Self {
        Self(bytes)
    }

    /// How many bytes.
    pub const fn bytes(self) -> u64 {
        self.0
    }
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = BYTES.iter().find_map(|(unit, bytes)| Some((text.trim().strip_suffix(unit)?.trim_end(), bytes)));
        known
            .and_then(|(number, bytes)| number.parse::<u32>().ok().map(|n| u64::from(n) * bytes))
            .map(Self)
            .ok_or_else(|| format!("`{text}` is not a size such as `500kB`, `4MB` or `2MiB`"))
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, bytes) = BYTES.iter().find(|(_, b)| self.0 != 0 && self.0.is_multiple_of(*b)).unwrap_or(&BYTES[6]);
        write!(f, "{}{unit}", self.0 / bytes)
    }
}

/// A time zone by its IANA name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeZone(chrono_tz::Tz);

impl TimeZone {
    /// The zone's rules.
    pub fn tz(self) -> chrono_tz::Tz {
        self.0
    }
}

impl Default for TimeZone {
    fn default() -> Self {
        Self(chrono_tz::UTC)
    }
}

impl FromStr for TimeZone {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| format!("`{text}` is not a time zone of the IANA database"))
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

/// Reads and writes a value as its text, and names its format in the schema.
macro_rules! as_text {
    ($type:ident, $format:literal, $pattern:literal) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "format": $format, "pattern": $pattern })
            }
        }
    };
}

as_text!(Period, "period", "^\\s*([0-9]+[wdhms]\\s*)+$");
as_text!(Percentage, "percentage", "^\\s*[0-9]+(\\.[0-9]+)?\\s*%\\s*$");
as_text!(Size, "size", "^\\s*[0-9]+\\s*([kMG]?B|[KMG]iB)\\s*$");
as_text!(TimeZone, "time-zone", "^[A-Za-z0-9/_+-]+$");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_in_every_unit_and_written_in_the_largest_that_fits() {
        for (text, seconds, written) in [
            ("90s", 90, "90s"),
            ("30m", 1_800, "30m"),
            ("72h", 259_200, "3d"),
            ("2w", 1_209_600, "14d"),
            ("1d12h", 129_600, "36h"),
            ("0s", 0, "0s"),
        ] {
            let period: Period = text.parse().unwrap();
            assert_eq!((period.seconds(), period.to_string().as_str()), (seconds, written), "{text}");
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in ["", "h", "72", "72 hours", "-1h", "1.5h", "99999999999999999999s", "9999999w", "7t", "é"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn sizes_are_read_in_every_unit_and_written_in_the_largest_that_fits() {
        for (text, bytes, written) in [
            ("500kB", 500_000, "500kB"),
            ("4 MB", 4_000_000, "4MB"),
            ("2048KiB", 2 << 20, "2MiB"),
            ("7B", 7, "7B"),
            ("0B", 0, "0B"),
        ] {
            let size: Size = text.parse().unwrap();
            assert_eq!((size.bytes(), size.to_string().as_str()), (bytes, written), "{text}");
        }
        for text in ["", "4", "MB", "4mb", "4 M", "-1B", "1.5MB", "99999999999GB", "é"] {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
    }

    #[test]
    fn percentages_lie_between_none_and_all() {
        assert!(("50%".parse::<Percentage>().unwrap().share() - 0.5).abs() < 1e-9);
        assert_eq!("12.5 %".parse::<Percentage>().unwrap().to_string(), "12.5%");
        for text in ["50", "101%", "-1%", "NaN%", "%", "half"] {
            assert!(text.parse::<Percentage>().is_err(), "{text}");
        }
    }
}
