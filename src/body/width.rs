//! Finds tags with more attributes than anybody writes.
//!
//! A parser of HTML compares each attribute of a tag with all before it, and each further `<html>` and
//! `<body>` with the attributes of the first: what has no end costs time without end. It is noticed
//! before a tree is made.

/// Attributes of a tag, and repeated `<html>` and `<body>`, that a body may have.
pub const MAX_ATTRIBUTES: u32 = 1_000;

/// Where in a tag a parser is (HTML, section 13.2.5).
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Name,
    Between,
    Attribute,
    AfterAttribute,
    BeforeValue,
    Value,
    Double,
    Single,
}

/// All states, in their order.
const STATES: [State; 8] = {
    use State::{AfterAttribute, Attribute, BeforeValue, Between, Double, Name, Single, Value};
    [Name, Between, Attribute, AfterAttribute, BeforeValue, Value, Double, Single]
};

/// The state after another and a byte, and whether an attribute begins with it; `None` after the end of the tag.
type Next = Option<(State, bool)>;

/// What follows each state, for each byte: every tag of every body goes through it.
static TABLE: [[Next; 256]; 8] = {
    let mut table = [[None; 256]; 8];
    let mut state = 0;
    while state < STATES.len() {
        let mut byte = 0;
        while byte < 256 {
            table[state][byte] = STATES[state].step(byte as u8);
            byte += 1;
        }
        state += 1;
    }
    table
};

impl State {
    const fn step(self, byte: u8) -> Next {
        use State::{AfterAttribute, Attribute, BeforeValue, Between, Double, Name, Single, Value};
        let blank = matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c);
        let next = match (self, byte) {
            (Double, b'"') | (Single, b'\'') => Between,
            (Double | Single, _) => self,
            (BeforeValue, b'"') => Double,
            (BeforeValue, b'\'') => Single,
            (_, b'>') => return None,
            (BeforeValue, _) if blank => BeforeValue,
            (BeforeValue | Value, _) if !blank => Value,
            (Attribute | AfterAttribute, b'=') => BeforeValue,
            (Attribute | AfterAttribute, _) if blank => AfterAttribute,
            (_, _) if blank => Between,
            (Name | Between | Attribute | AfterAttribute, b'/') => Between,
            (Name | Attribute, _) => self,
            (_, _) => return Some((Attribute, true)),
        };
        Some((next, false))
    }

    fn after(self, byte: u8) -> Next {
        TABLE[self as usize][usize::from(byte)]
    }
}

/// Whether a tag has more attributes than anybody writes, wherever a parser takes tags to begin: every `<`
/// before a letter is taken for one, inside other tags, comments and scripts too.
pub(super) fn is_too_wide(html: &str) -> bool {
    let bytes = html.as_bytes();
    // Something stands before each attribute, and before each tag; where there is less of that than may be, as in most
    // bodies, no tag need be followed.
    let count = |some: &[u8]| some.iter().map(|b| u8::from(stands_before(*b))).sum::<u8>();
    // In numbers of a byte, of which a processor adds many at once.
    if bytes.chunks(usize::from(u8::MAX)).map(|some| usize::from(count(some))).sum::<usize>() <= MAX_ATTRIBUTES as usize
    {
        return false;
    }
    let mut roots = 0;
    // Tags that may be open, one for each state, with the most attributes that one in this state has.
    let mut open: Vec<(State, u32)> = Vec::new();
    let mut now: Vec<(State, u32)> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if open.is_empty() {
            let Some(next) = memchr::memchr(b'<', &bytes[at..]) else { break };
            at += next;
        }
        // Where one tag is open alone, as mostly, it is followed to its end without a list.
        if let [(state, count)] = &mut open[..] {
            let Some(end) = follow(&bytes[at..], state, count) else { return *count > MAX_ATTRIBUTES };
            at += end;
            if bytes[at] == b'>' {
                open.clear();
                at += 1;
                continue;
            }
        }
        let begins = bytes[at] == b'<' && bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/');
        now.clear();
        for (state, count) in open.drain(..).chain(begins.then_some((State::Name, 0))) {
            let Some((next, more)) = state.after(bytes[at]) else { continue };
            let count = count + u32::from(more);
            if count > MAX_ATTRIBUTES {
                return true;
            }
            match now.iter_mut().find(|(known, _)| *known == next) {
                Some((_, most)) => *most = count.max(*most),
                None => now.push((next, count)),
            }
        }
        if begins && matches!(bytes[at + 1], b'h' | b'H' | b'b' | b'B') {
            let after = &bytes[at + 1..];
            let is = |name: &[u8]| after.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
            roots += u32::from(is(b"html") || is(b"body"));
            if roots > MAX_ATTRIBUTES {
                return true;
            }
        }
        std::mem::swap(&mut open, &mut now);
        at += 1;
    }
    false
}

/// Whether a byte may stand before an attribute or begin a tag.
#[expect(clippy::needless_bitwise_bool, reason = "without branches the compiler tests many bytes at once")]
fn stands_before(b: u8) -> bool {
    (b <= b' ') | (b == b'/') | (b == b'"') | (b == b'\'') | (b == b'<')
}

/// Follows a tag to its end or to where another may begin; `None` at the end of the text, and where it has more
/// attributes than anybody writes.
fn follow(bytes: &[u8], state: &mut State, count: &mut u32) -> Option<usize> {
    let mut at = 0;
    loop {
        // Most of a tag are the values of its attributes.
        let rest = &bytes[at..];
        at += match state {
            State::Double => memchr::memchr2(b'"', b'<', rest)?,
            State::Single => memchr::memchr2(b'\'', b'<', rest)?,
            _ => 0,
        };
        let byte = *bytes.get(at)?;
        if byte == b'<' {
            return Some(at);
        }
        let Some((next, more)) = state.after(byte) else { return Some(at) };
        *state = next;
        *count += u32::from(more);
        if *count > MAX_ATTRIBUTES {
            return None;
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_attributes_of_one_tag_are_found_and_many_tags_are_none() {
        let many = |unit: &str| (0..3_000).map(|n| unit.replace('#', &n.to_string())).collect::<String>();
        for html in [
            many("<p a='1' b=2 c>it's \"x\"</p>"),
            format!("<img src='data:image/png;base64,{}'>", many("A/+= ")),
            format!("<p>{}", many("a < b > c ")),
            format!("<script>if (a<b) {{ {} }}</script><p>", many("c = \"d #\";\n").split_at(3_000).0),
            many("<a href=\"/#\" title='<b c=\"d\">'>"),
        ] {
            assert!(!is_too_wide(&html), "{}", &html[..60]);
        }
        for html in [
            format!("<p{}>", many(" a#=''")),
            format!("<p{}>", many("/a#")),
            format!("<p {}>", many("\"a#\"='x'")),
            format!("<p{}", many(" a#")),
            format!("</p{}>", many(" a#=1")),
            format!("<p title='<i{}", many(" a#=\"x\"")),
            format!("<script>\"<p a=\"</script><p{}>", many(" a#")),
            format!("<!-- <p a=' --><p{}>", many(" a#='>'")),
            many("<html a#=1>"),
            many("<BODY a#=1>"),
        ] {
            assert!(is_too_wide(&html), "{}", &html[..60]);
        }
    }
}
