//! ISO-2022-KR (RFC 1557): EUC-KR in seven bits, between two bytes that shift out and in.

/// What announces it.
pub(super) const HEADER: &[u8] = b"\x1b$)C";

const OUT: u8 = 0x0E;
const IN: u8 = 0x0F;

/// Makes EUC-KR of it, piece by piece.
#[derive(Debug, Default)]
pub(super) struct Unshift {
    /// Whether bytes stand for Korean characters at present.
    is_out: bool,
    /// The beginning of a header at the end of the last piece.
    kept: Vec<u8>,
}

impl Unshift {
    /// The next piece, which may be the last.
    pub(super) fn take(&mut self, piece: &[u8], last: bool) -> Vec<u8> {
        let mut bytes = std::mem::take(&mut self.kept);
        bytes.extend_from_slice(piece);
        let mut taken = Vec::with_capacity(bytes.len());
        let mut rest = &bytes[..];
        while let [first, after @ ..] = rest {
            if let Some(after) = rest.strip_prefix(HEADER) {
                rest = after;
                continue;
            }
            if !last && HEADER.starts_with(rest) {
                self.kept = rest.to_vec();
                break;
            }
            match first {
                &OUT => self.is_out = true,
                &IN => self.is_out = false,
                // A line begins shifted in.
                b'\n' => {
                    self.is_out = false;
                    taken.push(b'\n');
                }
                b @ 0x21..=0x7E if self.is_out => taken.push(b | 0x80),
                b => taken.push(*b),
            }
            rest = after;
        }
        taken
    }
}
