//! The names that are known: agencies, stock houses, publishers, and what the config adds.
//!
//! The tables are text files beside this one, read once.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use super::{Role, words};

/// What a known name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// A photographer of the house.
    Staff,
    /// Employs photographers.
    Agency,
    /// A country's agency, which also passes on what the world's wires send it.
    National,
    /// An agency that passes on the pictures of other countries' agencies too.
    Reseller,
    /// A house that mostly passes on the pictures of others.
    Umbrella,
    /// A stock house or free library.
    Stock,
    /// Newspaper, broadcaster or site.
    Publisher,
    /// The publication's own name or code.
    House,
    /// A body whose pictures come straight from it.
    Source,
    /// A social network, map service or web archive.
    Network,
}

impl Class {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "agency" => Self::Agency,
            "national" => Self::National,
            "reseller" => Self::Reseller,
            "umbrella" => Self::Umbrella,
            "stock" => Self::Stock,
            "publisher" => Self::Publisher,
            "source" => Self::Source,
            "network" => Self::Network,
            _ => return None,
        })
    }

    /// Whether it deals in pictures.
    pub(super) fn deals(self) -> bool {
        matches!(self, Self::Agency | Self::National | Self::Reseller | Self::Umbrella | Self::Stock)
    }

    /// How far out in a chain of picture desks it stands: the photographer worked for the lowest.
    pub(super) fn outerness(self) -> u8 {
        match self {
            Self::National => 2,
            Self::Reseller => 3,
            Self::Umbrella => 4,
            Self::Stock => 5,
            _ => 1,
        }
    }

    /// The role of its bare name.
    pub(super) fn role(self) -> Role {
        match self {
            Self::Staff => Role::Photographer,
            Self::Agency | Self::National | Self::Reseller | Self::Umbrella => Role::Agency,
            Self::Stock => Role::Distributor,
            Self::Publisher | Self::House => Role::Publisher,
            Self::Source | Self::Network => Role::Source,
        }
    }
}

/// Known names with what they are.
///
/// The built-in table holds the world's agencies, stock houses and larger publishers; a config
/// adds its own.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    own: Table<Class>,
    /// The words of its own names, each by itself.
    own_words: HashSet<String, BuildHasherDefault<Fnv>>,
}

static EMPTY: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);

impl Lexicon {
    /// The built-in table alone.
    pub fn builtin() -> &'static Self {
        &EMPTY
    }

    /// The built-in table with further agencies and stock houses, the publication's own names and
    /// codes, and its staff photographers (full names, by which their lone surnames are known too).
    pub fn new(agencies: &[String], houses: &[String], staff: &[String]) -> Self {
        let mut own = Table::default();
        for name in staff {
            if let Some(last) = name.split_whitespace().next_back() {
                own.insert(fold(last), Class::Staff);
            }
            own.insert(fold(name), Class::Staff);
        }
        own.extend(agencies.iter().map(|n| (fold(n), Class::Agency)));
        own.extend(houses.iter().map(|n| (fold(n), Class::House)));
        let own_words = own.keys().flat_map(|name| words::single(name)).map(str::to_owned).collect();
        Self { own, own_words }
    }

    /// Whether no name or phrase, built in or its own, has any of the words of a text.
    pub(super) fn unheard(&self, text: &str) -> bool {
        words::unheard(text)
            && (self.own.is_empty()
                || words::single(text).all(|word| folded(word, |key| !self.own_words.contains(key))))
    }

    /// What a name is, if it is known.
    pub fn class(&self, name: &str) -> Option<Class> {
        // No known name is this long; folding a huge segment would be wasted.
        if name.len() > 120 {
            return None;
        }
        let own = if self.own.is_empty() { None } else { folded(name, |key| self.own.get(key).copied()) };
        own.or_else(|| words::class(name))
    }
}

/// Full-width letters and typographic apostrophes as the plain ones.
fn narrow(c: char) -> char {
    match c {
        '’' => '\'',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Lower case, with white space folded: the form in which names are compared.
pub(super) fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    fold_into(&mut out, name);
    out
}

thread_local! {
    /// Looking words up is most of the work of a parse; the memory for their folded form is kept.
    static FOLDED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Hands the folded form of a name to a look-up.
pub(super) fn folded<T>(name: &str, look_up: impl FnOnce(&str) -> T) -> T {
    FOLDED.with(|kept| {
        let mut key = kept.take();
        key.clear();
        fold_into(&mut key, name);
        let answer = look_up(&key);
        kept.replace(key);
        answer
    })
}

fn fold_into(out: &mut String, name: &str) {
    let first = out.len();
    for word in name.split_whitespace() {
        if out.len() > first {
            out.push(' ');
        }
        if word.is_ascii() {
            out.extend(word.bytes().map(|b| char::from(b.to_ascii_lowercase())));
        } else {
            let shown =
                word.chars().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'));
            out.extend(shown.map(narrow).flat_map(char::to_lowercase));
        }
    }
}

/// FNV-1a: the tables are our own, and their keys are short.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// A table of folded words.
pub(super) type Table<V> = HashMap<String, V, BuildHasherDefault<Fnv>>;
