//! Names of gates that are of another thing than the record: of its picture, or of an earlier time.

use crate::source::field;

/// Words that a name begins with where it is of another thing, or of another time. A picture is held by its own.
#[rustfmt::skip]
const OTHERS: [&str; 26] = [
    "cache", "certificate", "cookie", "coupon", "cover", "discount", "domain", "former", "hasdraft", "hero", "image", "imagery", "img", "old",
    "photo", "photographer", "photoset", "picture", "prev", "previous", "session", "thumbnail", "ticket", "token", "voucher", "was",
];

/// Whether the first word of a name, or some together, say that it is of another thing, or of another time:
/// `cover_embargo`, `coverImageEmbargo`, but not `coverage_embargo`. A name that nothing parts may begin with such a word.
pub(super) fn is_of_another(name: &str, folded: &str) -> bool {
    let begins = |rest: &str| OTHERS.iter().filter(|word| rest.starts_with(**word)).map(|word| word.len()).max();
    let Some(mut length) = begins(folded) else { return false };
    let (mut ends, mut at, mut before) = ([false; field::LONGEST + 1], 0, b'_');
    let mut is_parted = false;
    for b in name.bytes() {
        let is_mark = field::is_mark(b);
        if at > 0 && (is_mark || before.is_ascii_lowercase() && b.is_ascii_uppercase()) {
            ends[at.min(field::LONGEST)] = true;
            is_parted = true;
        }
        at += usize::from(!is_mark);
        before = b;
    }
    let is_end = |at: usize| at == folded.len() || ends.get(at) == Some(&true);
    loop {
        let is_plural = folded[length..].starts_with('s') && is_end(length + 1);
        if !is_parted || is_end(length) || is_plural {
            return true;
        }
        match begins(&folded[length..]) {
            Some(more) => length += more,
            None => return false,
        }
    }
}
