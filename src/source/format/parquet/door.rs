//! Judges what a Parquet file says of its own sizes, before anybody sets memory aside for it: reads its footer and the
//! heads of its pages in the compact protocol of Thrift as far as that takes.

/// Largest footer in bytes.
const MAX_FOOTER: usize = 8 << 20;

/// Deepest nesting of the values of a footer, and of the columns that it names.
const DEEPEST: usize = 24;

/// Most columns.
const MAX_COLUMNS: usize = 2000;

/// Longest value of a column whose values have one length, in bytes.
const MAX_FIXED: i64 = 1 << 20;

/// Most bytes that the pages of a file have together when nothing of them is compressed.
pub(super) const MAX_PAGES: i64 = 256 << 20;

/// Most values of a column between two places where the file begins anew.
const MAX_VALUES: i64 = 8 << 20;

/// Encodings whose values are not more than their pages are long: `PLAIN`, `PLAIN_DICTIONARY`, `RLE`,
/// `DELTA_BINARY_PACKED`, `RLE_DICTIONARY`, `BYTE_STREAM_SPLIT`.
const ENCODINGS: [i64; 6] = [0, 2, 3, 5, 8, 9];

/// Where the footer of a file lies, if it is one of Parquet.
fn footer(file: &[u8]) -> Result<&[u8], String> {
    let whole = file.strip_prefix(b"PAR1").and_then(|rest| rest.strip_suffix(b"PAR1"));
    let Some(rest) = whole else {
        let encrypted = file.starts_with(b"PARE") || file.ends_with(b"PARE");
        let why = if encrypted { "the file is encrypted" } else { "the file is no Parquet, or its end is missing" };
        return Err(why.into());
    };
    let torn = "what the file says of itself at its end is torn";
    let (rest, size) = rest.split_last_chunk::<4>().ok_or(torn)?;
    let size = u32::from_le_bytes(*size) as usize;
    if size > MAX_FOOTER {
        return Err(format!("what the file says of itself has {size} bytes, more than {MAX_FOOTER}"));
    }
    let start = rest.len().checked_sub(size).ok_or(torn)?;
    Ok(&rest[start..])
}

/// Judges the footer: an error says what is wrong with it.
pub(super) fn judge(file: &[u8]) -> Result<(), String> {
    let torn = || "what the file says of itself at its end is torn".to_owned();
    let mut thrift = Thrift { bytes: footer(file)? };
    let (mut columns, mut fault) = (0, None);
    // Of each group that is open, how many columns are still to come.
    let mut open: Vec<i64> = vec![1];
    let mut children = 0;
    thrift
        .structure(&mut Vec::new(), &mut |path, event| match (path, event) {
            ([2, 2], Event::Number(length)) if !(0..=MAX_FIXED).contains(&length) => {
                fault = Some(format!("a column has values of {length} bytes"));
            }
            ([2, 5], Event::Number(number)) => children = number,
            ([2], Event::End) => {
                columns += 1;
                while open.last() == Some(&0) {
                    open.pop();
                }
                if let Some(left) = open.last_mut() {
                    *left -= 1;
                }
                let number = std::mem::take(&mut children);
                if number > 0 {
                    open.push(number);
                }
                if number < 0 || open.len() > DEEPEST {
                    fault = Some("its columns lie within each other too deep".into());
                }
                if columns > MAX_COLUMNS {
                    fault = Some(format!("it has more than {MAX_COLUMNS} columns"));
                }
            }
            _ => {}
        })
        .ok_or_else(torn)?;
    fault.map_or(Ok(()), Err)
}

/// Judges the pages of a column, which lie in this part of the file, and takes what they need from what is `left`.
pub(super) fn judge_pages(file: &[u8], (start, length): (u64, u64), left: &mut i64) -> Result<(), String> {
    let torn = || "a page of a column is torn".to_owned();
    let start = usize::try_from(start).map_err(|_| torn())?;
    let end = usize::try_from(length).ok().and_then(|length| start.checked_add(length)).ok_or_else(torn)?;
    let mut pages = file.get(start..end).ok_or_else(torn)?;
    let mut values = 0_i64;
    while !pages.is_empty() {
        let mut thrift = Thrift { bytes: pages };
        let (mut size, mut compressed, mut entries, mut encoding, mut own) = (-1, -1, 0, 0, 0);
        thrift
            .structure(&mut Vec::new(), &mut |path, event| match (path, event) {
                ([2], Event::Number(number)) => size = number,
                ([3], Event::Number(number)) => compressed = number,
                ([5 | 8, 1], Event::Number(number)) => own = number,
                ([7, 1], Event::Number(number)) => entries = number,
                ([5 | 7, 2] | [8, 4], Event::Number(number)) => encoding = number,
                _ => {}
            })
            .ok_or_else(torn)?;
        if size < 0 || !(0..=size).contains(&entries) || own < 0 {
            return Err(torn());
        }
        values = values.saturating_add(own);
        if values > MAX_VALUES {
            return Err(format!(
                "a column has more than {MAX_VALUES} values in one group of rows: write smaller groups"
            ));
        }
        if !ENCODINGS.contains(&encoding) {
            return Err(format!(
                "a column is in an encoding that is not read (number {encoding}): write it with dictionaries, or plain"
            ));
        }
        *left -= size;
        if *left < 0 {
            return Err(format!("its pages have more than {MAX_PAGES} bytes when they are not compressed"));
        }
        let compressed = usize::try_from(compressed).map_err(|_| torn())?;
        pages = thrift.bytes.get(compressed..).ok_or_else(torn)?;
    }
    Ok(())
}

/// What is met in a structure.
enum Event {
    Number(i64),
    /// A structure within it ends.
    End,
}

/// Reads the compact protocol.
struct Thrift<'b> {
    bytes: &'b [u8],
}

impl Thrift<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn skip(&mut self, bytes: u64) -> Option<()> {
        self.bytes = self.bytes.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    fn variable(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A number with a sign.
    fn number(&mut self) -> Option<i64> {
        let number = self.variable()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    /// A structure; tells of its numbers, and of the structures in it, by the numbers of the fields that lead to them.
    fn structure(&mut self, path: &mut Vec<i16>, tell: &mut dyn FnMut(&[i16], Event)) -> Option<()> {
        let mut id = 0_i16;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            id = match head >> 4 {
                0 => i16::try_from(self.number()?).ok()?,
                more => id.checked_add(i16::from(more))?,
            };
            path.push(id);
            // Truth stands in the head.
            if !matches!(head & 15, 1 | 2) {
                self.value(head & 15, path, tell)?;
            }
            path.pop();
        }
    }

    fn value(&mut self, kind: u8, path: &mut Vec<i16>, tell: &mut dyn FnMut(&[i16], Event)) -> Option<()> {
        if path.len() > DEEPEST {
            return None;
        }
        match kind {
            1..=3 => _ = self.byte()?,
            4..=6 => {
                let number = self.number()?;
                tell(path, Event::Number(number));
            }
            7 => self.skip(8)?,
            8 => {
                let length = self.variable()?;
                self.skip(length)?;
            }
            9 | 10 => {
                let head = self.byte()?;
                let number = if head >> 4 == 15 { self.variable()? } else { u64::from(head >> 4) };
                // Each value has a byte at least.
                if number > self.bytes.len() as u64 {
                    return None;
                }
                for _ in 0..number {
                    if head & 15 == 12 {
                        self.within(path, tell)?;
                    } else {
                        // A list in a list has no number of its own.
                        path.push(0);
                        self.value(head & 15, path, tell)?;
                        path.pop();
                    }
                }
            }
            12 => self.within(path, tell)?,
            16 => self.skip(16)?,
            // Nothing that Parquet writes of itself has a map.
            _ => return None,
        }
        Some(())
    }

    fn within(&mut self, path: &mut Vec<i16>, tell: &mut dyn FnMut(&[i16], Event)) -> Option<()> {
        self.structure(path, tell)?;
        tell(path, Event::End);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A footer with columns, each with how many lie within it.
    fn file(children: &[u8]) -> Vec<u8> {
        let mut footer = vec![0x29, 0xFC, children.len() as u8 & 0x7F];
        for number in children {
            // Field 5 of a column, of 32 bits.
            footer.extend_from_slice(&if *number > 0 { vec![0x55, number << 1, 0] } else { vec![0] });
        }
        footer.push(0);
        let size = (footer.len() as u32).to_le_bytes();
        [b"PAR1".as_slice(), &footer, &size, b"PAR1"].concat()
    }

    #[test]
    fn what_a_file_says_of_its_columns_is_believed_within_bounds() {
        assert_eq!(judge(&file(&[2, 0, 1, 0])), Ok(()));
        let deep = judge(&file(&[1; 40])).unwrap_err();
        assert!(deep.contains("too deep"), "{deep}");
        for torn in [&b""[..], b"PAR1", b"PAR1PAR1", b"PAR1\xFF\xFF\xFF\x7FPAR1", b"PAR1\x29\x02\0\0\0PAR1", b"x"] {
            assert!(judge(torn).is_err(), "{torn:?}");
        }
        // A list that is longer than what follows.
        let long = [b"PAR1\x29\xFC\xFF\xFF\xFF\xFF\x07\0\x08\0\0\0PAR1".as_slice()].concat();
        assert!(judge(&long).unwrap_err().contains("torn"));
        // Lists in lists have no end.
        let lists = [b"PAR1\x29".as_slice(), &[0x19; 200], &200_u32.to_le_bytes(), b"PAR1"].concat();
        assert!(judge(&lists).is_err());
    }

    #[test]
    fn pages_are_held_to_what_is_left_for_them() {
        // A page of data of a hundred bytes, of which three lie in the file.
        let page = [0x15, 0, 0x15, 200, 1, 0x15, 6, 0, 1, 2, 3];
        let mut left = 250;
        assert_eq!(judge_pages(&page.repeat(2), (0, 22), &mut left), Ok(()));
        assert_eq!(left, 50);
        assert!(judge_pages(&page, (0, 11), &mut left).unwrap_err().contains("more than"));
        for (start, length) in [(0, 10), (1, 11), (u64::MAX, 2), (0, u64::MAX)] {
            assert!(judge_pages(&page, (start, length), &mut 250).is_err());
        }
    }
}
