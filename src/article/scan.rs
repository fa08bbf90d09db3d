//! Finds bytes in text a block at a time: most blocks hold none of those that are looked for.

use wide::u8x16;

const BLOCK: usize = 16;

/// Blocks that are looked at together: most have nothing in them that is looked for.
const STEP: usize = 4 * BLOCK;

/// Where the bytes stand that `marked` marks in a block, in order.
#[inline]
pub(crate) fn marks(text: &[u8], marked: impl Fn(u8x16) -> u8x16) -> impl Iterator<Item = usize> {
    // The first byte behind the block at hand, and what was found in it.
    let (mut ahead, mut found) = (0, 0_u32);
    std::iter::from_fn(move || {
        while found == 0 {
            let rest = text.get(ahead..).filter(|rest| !rest.is_empty())?;
            if let Some(step) = rest.first_chunk::<STEP>() {
                let blocks = step.as_chunks().0.iter();
                let any = blocks.fold(u8x16::splat(0), |any, block| any | marked(u8x16::new(*block)));
                if any.to_bitmask() == 0 {
                    ahead += STEP;
                    continue;
                }
            }
            found = match (rest.first_chunk(), text.last_chunk()) {
                (Some(block), _) => marked(u8x16::new(*block)).to_bitmask(),
                // The last bytes are looked at with those before them.
                (None, Some(last)) => marked(u8x16::new(*last)).to_bitmask() >> (BLOCK - rest.len()),
                (None, None) => marked(u8x16::new(short(text))).to_bitmask() & ((1 << text.len()) - 1),
            };
            ahead += BLOCK;
        }
        let place = ahead - BLOCK + found.trailing_zeros() as usize;
        found &= found - 1;
        Some(place)
    })
}

/// A text of less than a block as one. It is put together of what overlaps: that is sooner done than
/// some bytes are copied whose number is not known.
fn short(text: &[u8]) -> [u8; BLOCK] {
    let bytes = match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        (Some(first), Some(last)) => {
            let last = u128::from(u64::from_le_bytes(*last)) << (8 * (text.len() - 8));
            u128::from(u64::from_le_bytes(*first)) | last
        }
        _ => u128::from(text.iter().rev().fold(0, |bytes, b| bytes << 8 | u64::from(*b))),
    };
    bytes.to_le_bytes()
}

/// Marks a byte.
#[inline]
pub(crate) fn is(block: u8x16, byte: u8) -> u8x16 {
    block.simd_eq(u8x16::splat(byte))
}

/// Marks the bytes up to this one.
#[inline]
pub(crate) fn up_to(block: u8x16, last: u8) -> u8x16 {
    block.simd_eq(block.min(u8x16::splat(last)))
}

/// Marks the bytes from this one on.
#[inline]
pub(crate) fn from(block: u8x16, first: u8) -> u8x16 {
    block.simd_eq(block.max(u8x16::splat(first)))
}

/// Marks control characters besides tab and line break, and the first byte of U+FFFE and U+FFFF: of all
/// characters that XML 1.0 §2.2 forbids, and carriage returns, which its readers change.
#[inline]
pub(crate) fn odd(block: u8x16) -> u8x16 {
    (up_to(block, 0x1F) & !(is(block, b'\t') | is(block, b'\n'))) | is(block, 0xEF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_are_found_wherever_they_stand(text in proptest::collection::vec(any::<u8>(), 0..70)) {
            let found: Vec<usize> = marks(&text, |b| is(b, b'&') | up_to(b, 9) | from(b, 0xF0)).collect();
            let plainly = text.iter().enumerate().filter(|(_, b)| matches!(b, b'&' | 0..=9 | 0xF0..)).map(|(n, _)| n);
            prop_assert_eq!(found, plainly.collect::<Vec<_>>());
        }
    }
}
