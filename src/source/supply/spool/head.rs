//! What a spool says of itself in its first line.

use std::io;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

/// Bytes of the moment in a head, filled up with blanks.
const MOMENT: usize = 80;

/// What a spool says of itself in its first line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// The version of its form.
    pub(super) spool: u32,
    /// What was asked, in a form without secrets.
    from: String,
    /// When these bytes were drawn first.
    pub(super) drawn: String,
    /// Size in bytes of what follows, in 20 digits.
    pub(super) bytes: String,
    /// Its hash, in 16 digits.
    pub(super) hash: String,
    /// The number of the question and the mark of the answer, in 16 digits each.
    #[serde(default)]
    question: String,
    #[serde(default)]
    pub(super) mark: String,
    /// The newest moment of the records as it stands in a query.
    #[serde(default)]
    pub(super) since: String,
    /// Where the records are, if not behind this line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) parts: Option<InParts>,
}

/// What is said besides of a spool in parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct InParts {
    /// The number of the file of records.
    pub(super) file: u64,
    /// Hash of the index of keys, in 16 digits.
    pub(super) keys: String,
    /// Whether each record has a key that no other has: else only all can be drawn.
    pub(super) keyed: bool,
    /// What the database makes of all keys.
    pub(super) sum: Option<String>,
}

impl Head {
    pub(super) fn new(from: &str, bytes: u64, hash: u64) -> Self {
        let drawn = time(SystemTime::now());
        let (bytes, hash) = (format!("{bytes:020}"), digits(hash));
        Self {
            spool: 1,
            from: from.to_owned(),
            drawn,
            bytes,
            hash,
            question: digits(0),
            mark: digits(0),
            since: padded(None),
            parts: None,
        }
    }

    /// Notes what was asked, and what tells of the answer.
    pub(super) fn answer(&mut self, question: u64, mark: Option<u64>, since: Option<&str>) {
        self.question = digits(question);
        self.mark = digits(mark.unwrap_or_default());
        self.since = padded(since);
    }

    /// As the first line; of the same length whatever was drawn.
    pub(super) fn line(&self) -> io::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(self)?;
        line.push(b'\n');
        Ok(line)
    }

    pub(super) fn size(&self) -> u64 {
        self.bytes.parse().unwrap_or(u64::MAX)
    }

    pub(super) fn version(&self) -> u64 {
        u64::from_str_radix(&self.hash, 16).unwrap_or_default()
    }

    /// The mark of an answer to this question; none has the mark 0.
    pub(super) fn mark(&self, question: u64) -> Option<u64> {
        let mark = u64::from_str_radix(&self.mark, 16).ok().filter(|mark| *mark != 0);
        mark.filter(|_| self.question == digits(question))
    }

    /// The newest moment of the records as it stands in a query, where this question was asked.
    pub(super) fn since(&self, question: u64) -> Option<&str> {
        let since = self.since.trim_end();
        (self.question == digits(question) && !since.is_empty()).then_some(since)
    }

    /// Whether the same was answered, and the answer tells the same of itself.
    pub(super) fn tells_as(&self, other: &Self) -> bool {
        let told = |head: &Self| (head.question.clone(), head.mark.clone(), head.since.clone(), head.parts.clone());
        told(self) == told(other)
    }
}

/// A moment as a head keeps it; blank where that cannot.
fn padded(since: Option<&str>) -> String {
    let is_plain = |text: &&str| {
        text.len() <= MOMENT && text.bytes().all(|b| matches!(b, b' '..=b'~') && !matches!(b, b'"' | b'\\'))
    };
    format!("{:<MOMENT$}", since.filter(is_plain).unwrap_or_default())
}

/// A number as a head has it.
pub(super) fn digits(number: u64) -> String {
    format!("{number:016x}")
}

/// A moment for people.
pub(super) fn time(at: SystemTime) -> String {
    chrono::DateTime::<chrono::Utc>::from(at).to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
