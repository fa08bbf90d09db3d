//! Bytes to UTF-8, whatever the document is encoded in.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, EUC_KR, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::source::Charset;
use crate::check::Limits;

pub(super) use names::{by_name, is_registered, is_utf16};

use iso_2022_kr::{HEADER, Unshift};

mod iso_2022_kr;
pub(crate) mod names;

/// How much is decoded at once, in bytes.
const CHUNK: usize = 128 << 10;

/// How far into the document its kind and its encoding are looked for.
const SNIFFED: usize = 1024;

/// The name of an encoding that hardly any reader knows and nothing here decodes.
pub(crate) const UTF_32: &str = "UTF-32";

/// The name of an encoding that is EUC-KR in seven bits.
const ISO_2022_KR: &str = "ISO-2022-KR";

/// A decoded document: UTF-8 without byte order mark, undecodable bytes replaced by U+FFFD.
///
/// It ends early (see [`Decoded::cut`]) when a token would become longer than the limit, so that
/// whoever reads tokens from it needs no more memory than that.
#[derive(Debug)]
pub(crate) struct Decoded<R> {
    input: R,
    raw: Vec<u8>,
    /// How much of `raw` is filled.
    filled: usize,
    decoder: Option<Decoder>,
    out: Vec<u8>,
    at: usize,
    ended: bool,
    pub(crate) encoding: Found,
    /// Offset in the decoded text of the start of `out`.
    out_start: u64,
    /// Where the present token started, in the decoded text.
    token_start: u64,
    limit: u64,
    /// The token at hand is longer than the limit: the rest is kept back.
    pub(crate) cut: bool,
    /// Undecodable bytes not yet taken: offset in the decoded text of the replacement, and how
    /// many bytes were replaced.
    pub(crate) faults: std::collections::VecDeque<(u64, usize)>,
    /// The document is said to be US-ASCII: other bytes do not belong in it.
    ascii: bool,
    /// What makes EUC-KR of ISO-2022-KR.
    unshift: Option<Unshift>,
    /// The document says ISO-8859-1, and so bytes that are control characters there give it away.
    latin1: bool,
    /// Offset in the decoded text of the first such byte not yet taken.
    pub(super) dubious: Option<u64>,
    dubious_taken: bool,
    /// That the bytes are not in the charset that the server names was told.
    pub(super) told: bool,
    /// The input is UTF-8 and is handed on as it is.
    known: bool,
    /// An error of the input.
    pub(crate) error: Option<io::Error>,
}

/// What was found out about the encoding before reading.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// What the text is decoded as.
    pub(crate) charset: Charset,
    /// The encoding's name, as in the WHATWG's list.
    pub(crate) name: &'static str,
    /// Length of the byte order mark.
    pub(crate) bom: usize,
    /// The name in the XML declaration.
    pub(crate) declared: Option<String>,
    /// The name that the server gives, where that counts: without a byte order mark (RFC 7303, section 3).
    pub(crate) served: Option<String>,
    /// The first bytes, decoded, for telling kinds of documents apart.
    pub(crate) first: String,
}

impl<R: BufRead> Decoded<R> {
    /// Reads the beginning and finds out the encoding, which the server may have named.
    pub(crate) fn new(mut input: R, limits: Limits, charset: Option<&str>) -> Self {
        let mut raw = vec![0; CHUNK];
        let mut filled = 0;
        let mut error = None;
        let mut ended = false;
        while filled < SNIFFED {
            match input.read(&mut raw[filled..SNIFFED]) {
                Ok(0) => {
                    ended = true;
                    break;
                }
                Ok(n) => filled += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    error = Some(e);
                    ended = true;
                    break;
                }
            }
        }
        let (encoding, decoder) = detect(&raw[..filled], charset);
        raw.copy_within(encoding.bom..filled, 0);
        filled -= encoding.bom;
        let mut this = Self {
            input,
            raw,
            filled,
            decoder,
            out: Vec::with_capacity(CHUNK),
            at: 0,
            ended,
            encoding,
            out_start: 0,
            token_start: 0,
            limit: limits.token as u64,
            cut: false,
            faults: std::collections::VecDeque::new(),
            ascii: false,
            unshift: None,
            latin1: false,
            dubious: None,
            dubious_taken: false,
            told: false,
            known: false,
            error,
        };
        let named = this.encoding.served.as_ref().or(this.encoding.declared.as_ref());
        if let (Charset::Other(encoding), Some(name)) = (this.encoding.charset, named) {
            this.ascii = encoding == WINDOWS_1252 && names::is_ascii(name);
            let name = name.trim().to_ascii_lowercase();
            this.latin1 = encoding == WINDOWS_1252 && (name.contains("8859") || name.contains("latin"));
        }
        this.unshift = (this.encoding.name == ISO_2022_KR).then(Unshift::default);
        this.decode();
        this.encoding.first = String::from_utf8_lossy(&this.out[..this.out.len().min(SNIFFED)]).into_owned();
        this
    }

    /// A text that is known to be UTF-8 without byte order mark.
    pub(super) fn known(input: R) -> Self {
        Self {
            input,
            raw: Vec::new(),
            filled: 0,
            decoder: None,
            out: Vec::new(),
            at: 0,
            ended: false,
            encoding: Found {
                charset: Charset::Utf8,
                name: "UTF-8",
                bom: 0,
                declared: None,
                served: None,
                first: String::new(),
            },
            out_start: 0,
            token_start: 0,
            limit: u64::MAX,
            cut: false,
            faults: std::collections::VecDeque::new(),
            ascii: false,
            unshift: None,
            latin1: false,
            dubious: None,
            dubious_taken: false,
            told: false,
            known: true,
            error: None,
        }
    }

    /// Offset in the decoded text of what is read next.
    pub(super) fn offset(&self) -> u64 {
        self.out_start + self.at as u64
    }

    /// A new token starts here.
    pub(crate) fn start_token(&mut self) {
        self.token_start = self.offset();
    }

    /// Decodes what is in `raw` into `out`.
    fn decode(&mut self) {
        self.out_start += self.out.len() as u64;
        self.out.clear();
        self.at = 0;
        if self.latin1
            && !self.dubious_taken
            && let Some(at) = self.raw[..self.filled].iter().position(|b| (0x80..0xA0).contains(b))
        {
            // Every byte before it is one character, which may take two bytes here.
            let before = self.raw[..at].iter().map(|&b| if b < 0x80 { 1 } else { 2 }).sum::<u64>();
            self.dubious = Some(self.out_start + before);
            self.dubious_taken = true;
        }
        if let Some(unshift) = &mut self.unshift {
            let bytes = unshift.take(&self.raw[..self.filled], self.ended);
            self.filled = bytes.len();
            self.raw.resize(self.raw.len().max(bytes.len()), 0);
            self.raw[..bytes.len()].copy_from_slice(&bytes);
        }
        match &mut self.decoder {
            _ if self.ascii => self.keep_ascii(),
            None => self.validate(),
            Some(decoder) => {
                let room = decoder.max_utf8_buffer_length(self.filled).unwrap_or(4 * self.filled + 16);
                self.out.resize(room, 0);
                let (mut read, mut written) = (0, 0);
                loop {
                    let (result, r, w) = decoder.decode_to_utf8_without_replacement(
                        &self.raw[read..self.filled],
                        &mut self.out[written..],
                        self.ended,
                    );
                    read += r;
                    written += w;
                    match result {
                        encoding_rs::DecoderResult::InputEmpty => break,
                        encoding_rs::DecoderResult::OutputFull => {
                            let length = self.out.len();
                            self.out.resize(length + 1024, 0);
                        }
                        encoding_rs::DecoderResult::Malformed(bad, _) => {
                            self.faults.push_back((self.out_start + written as u64, usize::from(bad)));
                            if self.out.len() < written + 3 {
                                self.out.resize(written + 1024, 0);
                            }
                            self.out[written..written + 3].copy_from_slice("\u{FFFD}".as_bytes());
                            written += 3;
                        }
                    }
                }
                self.out.truncate(written);
                self.filled = 0;
            }
        }
    }

    /// ASCII is taken over, and nothing else.
    fn keep_ascii(&mut self) {
        for &b in &self.raw[..self.filled] {
            if b.is_ascii() {
                self.out.push(b);
            } else {
                self.faults.push_back((self.out_start + self.out.len() as u64, 1));
                self.out.extend_from_slice("\u{FFFD}".as_bytes());
            }
        }
        self.filled = 0;
    }

    /// UTF-8 is taken over as it is, as far as it is UTF-8.
    fn validate(&mut self) {
        let mut from = 0;
        loop {
            match std::str::from_utf8(&self.raw[from..self.filled]) {
                Ok(_) => {
                    self.out.extend_from_slice(&self.raw[from..self.filled]);
                    self.filled = 0;
                    return;
                }
                Err(fault) => {
                    let good = from + fault.valid_up_to();
                    self.out.extend_from_slice(&self.raw[from..good]);
                    let bad = match fault.error_len() {
                        Some(bad) => bad,
                        None if self.ended => self.filled - good,
                        None => {
                            self.raw.copy_within(good..self.filled, 0);
                            self.filled -= good;
                            return;
                        }
                    };
                    self.faults.push_back((self.out_start + self.out.len() as u64, bad));
                    self.out.extend_from_slice("\u{FFFD}".as_bytes());
                    from = good + bad;
                }
            }
        }
    }
}

impl<R: BufRead> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let n = available.len().min(into.len());
        into[..n].copy_from_slice(&available[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Decoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.known {
            return self.input.fill_buf();
        }
        if self.offset() - self.token_start > self.limit {
            self.cut = true;
            return Ok(&[]);
        }
        while self.at == self.out.len() && !self.ended {
            match self.input.read(&mut self.raw[self.filled..]) {
                Ok(0) => self.ended = true,
                Ok(n) => self.filled += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                // What was read so far is judged; the error is reported with it.
                Err(e) => {
                    self.error = Some(e);
                    self.ended = true;
                }
            }
            self.decode();
        }
        Ok(&self.out[self.at..])
    }

    fn consume(&mut self, n: usize) {
        if self.known {
            self.input.consume(n);
        }
        self.at += n;
    }
}

/// The encoding, from the byte order mark, what the server says, the first bytes, or the XML declaration.
fn detect(bytes: &[u8], charset: Option<&str>) -> (Found, Option<Decoder>) {
    let found =
        |charset, name, bom, declared| Found { charset, name, bom, declared, served: None, first: String::new() };
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        return (found(Charset::Utf8, "UTF-8", 3, declared(&bytes[3..])), None);
    }
    if let [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, b'<', ..] | [b'<', 0, 0, 0, ..] = bytes {
        return (found(Charset::Utf8, UTF_32, 0, None), None);
    }
    let utf16 = match bytes {
        [0xFE, 0xFF, ..] => Some((UTF_16BE, 2)),
        [0xFF, 0xFE, ..] => Some((UTF_16LE, 2)),
        [0, b'<' | b'{' | b'[', 0, _, ..] => Some((UTF_16BE, 0)),
        [b'<' | b'{' | b'[', 0, _, 0, ..] => Some((UTF_16LE, 0)),
        _ => None,
    };
    if let Some((encoding, bom)) = utf16 {
        let head = encoding.decode_without_bom_handling(&bytes[bom..]).0;
        let declared = declared(head.as_bytes());
        return (
            found(Charset::Utf16, encoding.name(), bom, declared),
            Some(encoding.new_decoder_without_bom_handling()),
        );
    }
    let declared = declared(bytes.strip_prefix(HEADER).unwrap_or(bytes));
    // JSON is UTF-8 whatever is said of it.
    let is_json = matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['));
    let served = charset.filter(|name| !is_json && (decoded_as(name).is_some() || is_korean(name)));
    let encoding = match served.or(declared.as_deref()) {
        None => UTF_8,
        Some(name) => decoded_as(name).unwrap_or(UTF_8),
    };
    let is_korean = served.or(declared.as_deref()).is_some_and(is_korean);
    let served = served.map(str::to_owned);
    // A declaration that can be read byte by byte is not in UTF-16, whatever it says.
    if encoding == UTF_8 || encoding == UTF_16BE || encoding == UTF_16LE {
        return (Found { served, ..found(Charset::Utf8, "UTF-8", 0, declared) }, None);
    }
    let name = if is_korean { ISO_2022_KR } else { encoding.name() };
    let found = Found { served, ..found(Charset::Other(encoding), name, 0, declared) };
    (found, Some(encoding.new_decoder_without_bom_handling()))
}

/// What a document is decoded as that goes by this encoding.
fn decoded_as(name: &str) -> Option<&'static Encoding> {
    if is_korean(name) {
        return Some(EUC_KR);
    }
    // Of a character set that only others know, the ASCII part can be read.
    by_name(name).or(is_registered(name).then_some(WINDOWS_1252))
}

fn is_korean(name: &str) -> bool {
    ["iso-2022-kr", "csiso2022kr"].iter().any(|known| name.trim().eq_ignore_ascii_case(known))
}

impl Found {
    /// What the bytes are to be, for messages.
    pub(super) fn called(&self) -> &str {
        match self.served.as_ref().or(self.declared.as_ref()) {
            Some(name) if self.charset == Charset::Other(WINDOWS_1252) && names::is_ascii(name) => "US-ASCII",
            _ => self.name,
        }
    }

    /// Whether the document says that it is in another encoding than the server does.
    pub(super) fn is_contradicted(&self) -> bool {
        let read = |name: &String| (decoded_as(name), names::is_ascii(name));
        self.served.as_ref().zip(self.declared.as_ref()).is_some_and(|(served, own)| read(served) != read(own))
    }

    /// The encoding that the document has by itself, as it calls it, or by its byte order mark. Empty where only the
    /// server says one.
    pub(crate) fn own(&self) -> &str {
        match &self.declared {
            Some(name) if self.bom == 0 => name,
            _ if self.served.is_none() => self.name,
            _ => "",
        }
    }
}

/// The name in the XML declaration at the start of these bytes.
fn declared(bytes: &[u8]) -> Option<String> {
    let rest = bytes.strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(rest, b"?>")?;
    let text = String::from_utf8_lossy(&rest[..end]);
    let after =
        text[text.find("encoding")? + "encoding".len()..].trim_start().strip_prefix('=')?.trim_start().to_owned();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let name = after[1..].split(quote).next()?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str, usize) {
        let mut decoded = Decoded::new(bytes, Limits::default(), None);
        let mut text = String::new();
        decoded.read_to_string(&mut text).unwrap();
        (text, decoded.encoding.name, decoded.faults.len())
    }

    #[test]
    fn the_encoding_is_found_by_mark_first_bytes_or_declaration() {
        assert_eq!(read("\u{FEFF}<a>é</a>".as_bytes()), ("<a>é</a>".to_owned(), "UTF-8", 0));
        let be: Vec<u8> = "<a>é</a>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&be), ("<a>é</a>".to_owned(), "UTF-16BE", 0));
        let le: Vec<u8> = "\u{FEFF}<a>é</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&le), ("<a>é</a>".to_owned(), "UTF-16LE", 0));
        let latin = b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>\xe9</a>";
        assert!(read(latin).0.ends_with("<a>é</a>"));
    }

    #[test]
    fn seven_bit_korean_is_decoded() {
        let declaration = "<?xml version='1.0' encoding='iso-2022-kr'?>";
        let text = [declaration.as_bytes(), b"\x1b$)C\n<a>\x0e0!3*\x0f&lt;\x0e0!\n</a>"].concat();
        assert_eq!(read(&text), (format!("{declaration}\n<a>\u{ac00}\u{b098}&lt;\u{ac00}\n</a>"), "ISO-2022-KR", 0));
        let text = [b"\x1b$)C", declaration.as_bytes(), b"<a>\x0e0!\x0f</a>"].concat();
        assert_eq!(read(&text), (format!("{declaration}<a>\u{ac00}</a>"), "ISO-2022-KR", 0));
    }

    #[test]
    fn what_the_server_says_counts_without_a_byte_order_mark() {
        let served = |bytes: &[u8], charset: &str| {
            let mut decoded = Decoded::new(bytes, Limits::default(), Some(charset));
            let mut text = String::new();
            decoded.read_to_string(&mut text).unwrap();
            (text, decoded.faults.len(), &*decoded.encoding.own().to_owned().leak())
        };
        assert_eq!(served(b"<a>\xe9</a>", "iso-8859-1"), ("<a>\u{e9}</a>".to_owned(), 0, ""));
        assert_eq!(served("\u{FEFF}<a>\u{e9}</a>".as_bytes(), "iso-8859-1"), ("<a>\u{e9}</a>".to_owned(), 0, "UTF-8"));
        assert_eq!(served("<a>\u{e9}</a>".as_bytes(), "us-ascii").1, 2);
        let declared = "<?xml version='1.0' encoding='iso-8859-1'?><a>\u{e9}</a>";
        assert_eq!(served(declared.as_bytes(), "utf-8"), (declared.to_owned(), 0, "iso-8859-1"));
        assert_eq!(served("{\"a\": \"\u{e9}\"}".as_bytes(), "iso-8859-1").0, "{\"a\": \"\u{e9}\"}");
        assert_eq!(served(b"<a/>", "no-such-thing"), ("<a/>".to_owned(), 0, "UTF-8"));
    }

    #[test]
    fn what_cannot_be_decoded_is_replaced_and_counted() {
        assert_eq!(read(b"<a>\xff\xc3(</a>"), ("<a>\u{FFFD}\u{FFFD}(</a>".to_owned(), "UTF-8", 2));
        let (_, _, faults) = read(b"<?xml version='1.0' encoding='us-ascii'?><a>\xe9</a>");
        assert_eq!(faults, 1);
    }

    #[test]
    fn a_character_split_between_two_chunks_is_whole() {
        let text = format!("<a>{}é</a>", "x".repeat(CHUNK - 4));
        assert_eq!(read(text.as_bytes()), (text.clone(), "UTF-8", 0));
    }

    #[test]
    fn a_token_over_the_limit_ends_the_text() {
        let text = format!("<a>{}", "x".repeat(1_000_000));
        let mut decoded = Decoded::new(text.as_bytes(), Limits { token: 1000, ..Limits::default() }, None);
        let mut read = Vec::new();
        decoded.read_to_end(&mut read).unwrap();
        assert!(decoded.cut && read.len() < 2 * CHUNK);
    }
}
