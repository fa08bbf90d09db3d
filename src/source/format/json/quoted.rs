//! Strings of JSON texts: where they end, and what they say.

use wide::u8x16;

/// Bytes of a string that are looked at in one go.
const BLOCK: usize = 64;

/// Where the string ends that begins here, behind its quote; `escape` is told where its escapes are.
/// `None` where there is no string, or one that is not sound.
#[inline]
pub(in crate::source) fn string_end(text: &[u8], start: usize, escape: impl FnMut(usize)) -> Option<usize> {
    let (b'"', rest) = text.get(start..)?.split_first()? else { return None };
    // Most strings are short.
    if let Some(head) = rest.first_chunk() {
        let stops = odd(head).to_bitmask();
        let at = stops.trailing_zeros() as usize;
        if stops != 0 && head[at] == b'"' {
            return Some(start + at + 2);
        }
    }
    long_string_end(text, start + 1, escape)
}

/// The same behind the quote, by blocks.
fn long_string_end(text: &[u8], mut start: usize, mut escape: impl FnMut(usize)) -> Option<usize> {
    loop {
        let rest = text.get(start..)?;
        let mut stops = match rest.first_chunk() {
            Some(block) => stops(block),
            None => {
                // What follows the text then ends the string, and is found not to be there.
                let mut block = [b'"'; BLOCK];
                block[..rest.len()].copy_from_slice(rest);
                stops(&block)
            }
        };
        let mut next = BLOCK;
        while stops != 0 {
            let at = stops.trailing_zeros() as usize;
            match rest.get(at)? {
                b'"' => return Some(start + at + 1),
                b'\\' => {
                    escape(start + at);
                    let after = at + escape_length(&rest[at..])?;
                    if after >= BLOCK {
                        next = after;
                        break;
                    }
                    stops &= u64::MAX << after;
                }
                _ => return None,
            }
        }
        start += next;
    }
}

/// Where in a block a string ends or does not go on as it is, a bit for each byte: at a quote, a
/// backslash or a control character.
#[inline]
fn stops(block: &[u8; BLOCK]) -> u64 {
    let parts = block.as_chunks().0;
    let (a, b, c, d) = (odd(&parts[0]), odd(&parts[1]), odd(&parts[2]), odd(&parts[3]));
    if (a | b | c | d).to_bitmask() == 0 {
        return 0;
    }
    let bits = |part: u8x16, n: u32| u64::from(part.to_bitmask()) << (16 * n);
    bits(a, 0) | bits(b, 1) | bits(c, 2) | bits(d, 3)
}

/// Which bytes of a part of a block are such stops.
#[inline]
fn odd(part: &[u8; 16]) -> u8x16 {
    let part = u8x16::new(*part);
    // With this bit turned over, the quote follows right after the last control character.
    let turned = part ^ u8x16::splat(2);
    part.simd_eq(u8x16::splat(b'\\')) | turned.simd_eq(turned.min(u8x16::splat(b'"' ^ 2)))
}

/// How long the escapes are by the byte after their backslash: 0 where there is no such escape.
const ESCAPES: [u8; 256] = {
    let mut lengths = [0; 256];
    let (short, mut n) = (b"\"\\/bfnrt", 0);
    while n < short.len() {
        lengths[short[n] as usize] = 2;
        n += 1;
    }
    lengths[b'u' as usize] = 6;
    lengths
};

/// How long an escape is whose backslash stands here; `None` where it is none.
#[inline]
fn escape_length(text: &[u8]) -> Option<usize> {
    match ESCAPES[usize::from(*text.get(1)?)] {
        2 => Some(2),
        6 if text.get(2..6)?.iter().all(u8::is_ascii_hexdigit) => Some(6),
        _ => None,
    }
}

/// The text of a string whose escapes are known to be good; `None` where it has surrogates.
pub(in crate::source) fn unescaped(raw: &str, escapes: &[usize]) -> Option<String> {
    let mut text = String::with_capacity(raw.len());
    let mut done = 0;
    for &at in escapes {
        text.push_str(&raw[done..at]);
        done = at + 2;
        text.push(match raw.as_bytes()[at + 1] {
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'b' => '\u{8}',
            b'f' => '\u{C}',
            b'u' => {
                done = at + 6;
                char::from_u32(u32::from_str_radix(&raw[at + 2..done], 16).ok()?)?
            }
            _ => {
                // It stands for itself, and goes with what follows it.
                done = at + 1;
                continue;
            }
        });
    }
    text.push_str(&raw[done..]);
    Some(text)
}
