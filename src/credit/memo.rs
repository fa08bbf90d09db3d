//! What was found out of a stretch of the line that is being read, kept until the line is read.
//!
//! The rules ask for the same stretches again and again; each is looked up once.

use std::cell::{Cell, RefCell};
use std::thread::LocalKey;

/// Answers for stretches of the line, by where they stand in it.
#[derive(Debug)]
pub(super) struct Memo<V> {
    slots: RefCell<Vec<Slot<V>>>,
}

#[derive(Clone, Copy, Debug)]
struct Slot<V> {
    turn: u32,
    start: u32,
    length: u32,
    answer: V,
}

/// Slots of a memo; a power of two.
const SLOTS: usize = 512;

/// A line longer than this is read without memory: its stretches would only push each other out.
const LONGEST_LINE: usize = 1 << 16;

impl<V> Memo<V> {
    pub(super) const fn new() -> Self {
        Self { slots: RefCell::new(Vec::new()) }
    }
}

thread_local! {
    /// Where the line begins and ends in memory, and its number.
    static LINE: Cell<(usize, usize, u32)> = const { Cell::new((0, 0, 0)) };
}

/// While it lives, answers for stretches of its line are kept: the line cannot change or go away.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    _line: &'a str,
}

impl<'a> Reading<'a> {
    pub(super) fn of(line: &'a str) -> Self {
        let (start, turn) = (line.as_ptr() as usize, LINE.get().2.wrapping_add(1));
        let length = if line.len() > LONGEST_LINE { 0 } else { line.len() };
        LINE.set((start, start + length, turn));
        Self { _line: line }
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        LINE.set((0, 0, LINE.get().2));
    }
}

/// The answer for a text: the one kept where the text is a stretch of the line, else a new one.
pub(super) fn remembered<V: Copy>(memo: &'static LocalKey<Memo<V>>, text: &str, find: impl FnOnce() -> V) -> V {
    let (from, to, turn) = LINE.get();
    let at = text.as_ptr() as usize;
    let inside = at >= from && at + text.len() <= to;
    let (Ok(start), Ok(length), true) = (u32::try_from(at.wrapping_sub(from)), u32::try_from(text.len()), inside)
    else {
        return find();
    };
    let index = (start as usize).wrapping_mul(29).wrapping_add(length as usize) % SLOTS;
    let kept = memo.with(|m| {
        let slots = m.slots.borrow();
        slots.get(index).filter(|s| s.turn == turn && s.start == start && s.length == length).map(|s| s.answer)
    });
    if let Some(answer) = kept {
        return answer;
    }
    let answer = find();
    let slot = Slot { turn, start, length, answer };
    memo.with(|m| {
        let mut slots = m.slots.borrow_mut();
        if slots.is_empty() {
            // Number 0 is no line's, until four thousand million have been read.
            slots.resize(SLOTS, Slot { turn: turn.wrapping_sub(1), ..slot });
        }
        slots[index] = slot;
    });
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    thread_local! {
        static LENGTHS: Memo<usize> = const { Memo::new() };
    }

    #[test]
    fn answers_are_kept_for_the_line_and_no_longer() {
        let line = String::from("Ilse Varga/AFP");
        let reading = Reading::of(&line);
        assert_eq!(remembered(&LENGTHS, &line[..4], || 4), 4);
        assert_eq!(remembered(&LENGTHS, &line[..4], || 5), 4);
        assert_eq!(remembered(&LENGTHS, &line[..3], || 3), 3);
        assert_eq!(remembered(&LENGTHS, "Ilse", || 6), 6);
        drop(reading);
        assert_eq!(remembered(&LENGTHS, &line[..4], || 7), 7);
        let _again = Reading::of(&line);
        assert_eq!(remembered(&LENGTHS, &line[..4], || 8), 8);
    }
}
