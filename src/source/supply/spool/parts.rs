//! A spool whose records have keys: it lies in parts, and of a table in which little changed only the parts of
//! what changed are written anew.
//!
//! Its folder holds a file of records; `parts`, which names that file and says where in it the parts lie; and
//! an index of keys. Records that change are put behind those that are there, where no part lies that stands:
//! `parts` takes the place of the one before only when all that it names is on the disk.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use twox_hash::XxHash3_64;

use super::cut::{Cut, Cuts, Draft, PART};
use super::head::{Head, InParts, digits};
use super::keys::{Key, KeyColumn, Keys};
use super::standing::{self, Lies, Part, Standing, table};
use super::{Before, Drawing, Drawn, Keep, Step, unkept};
use crate::diagnostic::Diagnostic;
use crate::inside::{self, Fresh};

/// Bytes of parts that stand no longer, beyond those of half the file, for which the file is not written anew.
const LEFT_OVER: u64 = 16 << 20;

/// What is kept of the records that were drawn last.
#[derive(Debug)]
pub(in crate::source::supply) struct Kept {
    parts: Vec<Part>,
    column: KeyColumn,
    /// The index of their keys, and its hash.
    index: PathBuf,
    hash: String,
    read: OnceLock<Option<Keys>>,
}

impl Kept {
    fn of(standing: &Standing, folder: &Path, column: &KeyColumn) -> Option<Arc<Self>> {
        let in_parts = standing.head.parts.as_ref().filter(|in_parts| in_parts.keyed)?;
        Some(Arc::new(Self {
            parts: standing.parts.clone(),
            column: column.clone(),
            index: standing::keys(folder),
            hash: in_parts.keys.clone(),
            read: OnceLock::new(),
        }))
    }

    /// Finds the key of a row.
    pub(in crate::source::supply) fn column(&self) -> &KeyColumn {
        &self.column
    }

    /// The keys of the records; `None` where they cannot be read.
    pub(in crate::source::supply) fn keys(&self) -> Option<&Keys> {
        let read = || {
            let keys = fs::read(&self.index).ok().and_then(Keys::from_file);
            keys.filter(|keys| digits(keys.hash()) == self.hash).or_else(|| self.keys_of_records())
        };
        self.read.get_or_init(read).as_ref()
    }

    /// The keys as the records have them.
    fn keys_of_records(&self) -> Option<Keys> {
        let mut entries = Vec::new();
        for (number, part) in (0..).zip(&self.parts) {
            let bytes = part.bytes().ok()?;
            for line in bytes.split_inclusive(|byte| *byte == b'\n') {
                entries.push((self.column.of(line)?, number));
            }
        }
        Keys::new(entries)
    }
}

/// A spool that is to be drawn in parts.
pub(super) struct Parts<'s> {
    /// Its folder.
    pub(super) folder: PathBuf,
    pub(super) keep: Keep,
    pub(super) column: &'s KeyColumn,
    /// Most bytes that are drawn.
    pub(super) most: u64,
}

/// What is to stand.
struct Next {
    parts: Vec<Part>,
    /// The number of the file of records.
    file: u64,
    /// The index of keys, where it is another.
    keys: Option<Keys>,
    keyed: bool,
}

impl Parts<'_> {
    /// Draws what changed, or all; with what is to be said of it.
    pub(super) fn draw(&self, drawing: &dyn Drawing) -> Result<(Standing, Vec<Diagnostic>), String> {
        let _lock = match self.keep {
            Keep::Drawn => Some(self.lock().map_err(|error| unkept(&error))?),
            Keep::Nothing => None,
        };
        let standing = Standing::in_parts(&self.folder);
        let kept = standing.as_ref().and_then(|standing| Kept::of(standing, &self.folder, self.column));
        let before = standing.as_ref().map(|standing| Before { head: standing.head.clone(), kept: kept.clone() });
        let number = standing.as_ref().and_then(|s| s.head.parts.as_ref()).map_or(0, |in_parts| in_parts.file) + 1;
        let place = standing::records(&self.folder, number);
        let mut cut = Cut::new((self.keep == Keep::Drawn).then_some(&place), self.column, self.most);
        let mut drawn = drawing.draw(before.as_ref(), &mut cut)?;
        let notes = std::mem::take(&mut drawn.notes);
        let standing = match standing {
            Some(standing) if drawn.unchanged => {
                self.again();
                standing
            }
            standing => self.stand(drawing, standing, kept.as_deref(), drawn, (cut, number)).map_err(|e| unkept(&e))?,
        };
        Ok((standing, notes))
    }

    /// Waits for another run that draws the same.
    fn lock(&self) -> io::Result<File> {
        fs::create_dir_all(&self.folder)?;
        let file = inside::standing(&self.folder.join("lock"))?;
        file.lock()?;
        Ok(file)
    }

    fn again(&self) {
        if self.keep == Keep::Drawn {
            standing::drawn_again(&standing::told(&self.folder));
        }
    }

    /// Has what was drawn stand.
    fn stand(
        &self,
        drawing: &dyn Drawing,
        standing: Option<Standing>,
        kept: Option<&Kept>,
        drawn: Drawn,
        (cut, number): (Cut<'_>, u64),
    ) -> io::Result<Standing> {
        let next = match (&standing, kept, &drawn.step) {
            (Some(standing), Some(kept), Some(step)) => self.step(standing, kept, step)?,
            _ => self.whole(cut.end()?, standing.as_ref(), number)?,
        };
        let size: u64 = next.parts.iter().map(|part| part.lies.size).sum();
        if size > self.most {
            return Err(io::Error::other(format!("it has more than {} bytes", self.most)));
        }
        let table = table(&next.parts);
        let mut head = Head::new(&drawing.whence(), table.len() as u64, XxHash3_64::oneshot(&table));
        head.answer(drawn.question, drawn.mark, drawn.since.as_deref());
        let known = standing.as_ref().and_then(|standing| standing.head.parts.as_ref());
        let keys = next.keys.as_ref().map(|keys| digits(keys.hash()));
        head.parts = Some(InParts {
            file: next.file,
            keys: keys.or_else(|| known.map(|known| known.keys.clone())).unwrap_or_default(),
            keyed: next.keyed,
            sum: drawn.sum,
        });
        if let Some(standing) = standing
            && standing.head.hash == head.hash
            && known_file(&standing.head) == known_file(&head)
        {
            if standing.head.tells_as(&head) {
                self.again();
                return Ok(standing);
            }
            head.drawn.clone_from(&standing.head.drawn);
        }
        self.put(head, &table, next)
    }

    /// Replaces what says what stands.
    fn put(&self, head: Head, table: &[u8], next: Next) -> io::Result<Standing> {
        let place = standing::told(&self.folder);
        let mut draft = Draft::new((self.keep == Keep::Drawn).then_some(&place))?;
        draft.file().write_all(&head.line()?)?;
        draft.file().write_all(table)?;
        if self.keep == Keep::Drawn
            && let Some(keys) = &next.keys
        {
            // Not forced to the disk: one that is torn is recognised, and made anew.
            let place = standing::keys(&self.folder);
            let mut fresh = Fresh::beside(&place)?;
            fresh.file().write_all(keys.bytes())?;
            fresh.rename(&place)?;
        }
        let told = draft.put(&place)?;
        if self.keep == Keep::Drawn {
            standing::sync_folder(&self.folder);
            self.sweep(next.file);
        }
        Ok(Standing { head, told: told.try_clone()?, parts: next.parts })
    }

    /// Removes what stands no longer, and what runs left that were ended. Who reads it has it open.
    fn sweep(&self, number: u64) {
        let wanted = [standing::told(&self.folder), standing::keys(&self.folder), self.folder.join("lock")];
        let records = standing::records(&self.folder, number);
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path != records && !wanted.contains(&path) {
                // What cannot be removed costs space only.
                let _ = fs::remove_file(path);
            }
        }
    }

    /// All records, as they were cut.
    fn whole(&self, cuts: Cuts, standing: Option<&Standing>, number: u64) -> io::Result<Next> {
        if let Some(standing) = standing
            && let Some(known) = &standing.head.parts
            && standing.parts.iter().map(|part| part.lies).eq(cuts.parts.iter().copied())
        {
            return Ok(Next { parts: standing.parts.clone(), file: known.file, keys: None, keyed: known.keyed });
        }
        let keys = Some(cuts.keys).filter(|_| cuts.keyed).and_then(Keys::new);
        let file = cuts.draft.put(&standing::records(&self.folder, number))?;
        let parts = cuts.parts.into_iter().map(|lies| Part { file: file.clone(), lies }).collect();
        Ok(Next { parts, file: number, keyed: keys.is_some(), keys: Some(keys.unwrap_or_default()) })
    }

    /// The parts that stand, with what changed.
    fn step(&self, standing: &Standing, kept: &Kept, step: &Step) -> io::Result<Next> {
        let unread = || io::Error::other("what was drawn last cannot be read");
        let keys = kept.keys().ok_or_else(unread)?;
        let number = known_file(&standing.head).ok_or_else(unread)?;
        let mut parts = standing.parts.clone();
        let mut behind = Behind::new(self, standing, number);
        let mut changes: BTreeMap<u32, HashMap<Key, &[u8]>> = BTreeMap::new();
        let mut new = Vec::new();
        for line in step.rows.split_inclusive(|byte| *byte == b'\n') {
            let key = self.column.of(line).ok_or_else(unread)?;
            match keys.part_of(key) {
                Some(part) => _ = changes.entry(part).or_default().insert(key, line),
                None => new.push((key, line)),
            }
        }
        for key in &step.gone {
            if let Some(part) = keys.part_of(*key) {
                changes.entry(part).or_default().insert(*key, &[]);
            }
        }
        for (number, changes) in &changes {
            let part = parts.get_mut(*number as usize).ok_or_else(unread)?;
            let before = part.bytes()?;
            let lines = before.split_inclusive(|byte| *byte == b'\n');
            let changed = |line| self.column.of(line).and_then(|key| changes.get(&key).copied()).unwrap_or(line);
            let after: Vec<u8> = lines.flat_map(changed).copied().collect();
            if after != before {
                *part = behind.put(&after)?;
            }
        }
        let mut added = Vec::new();
        while !new.is_empty() {
            // The last part is filled up.
            let room = parts.last().filter(|last| last.lies.size < PART);
            let mut bytes = room.map_or_else(|| Ok(Vec::new()), Part::bytes)?;
            if room.is_some() {
                parts.pop();
            }
            let fits = new.iter().take_while(|(_, line)| {
                let fits = (bytes.len() as u64) < PART;
                bytes.extend_from_slice(if fits { line } else { &[] });
                fits
            });
            let fits = fits.count();
            added.extend(new.drain(..fits).map(|(key, _)| (key, parts.len() as u32)));
            parts.push(behind.put(&bytes)?);
        }
        let is_other = !added.is_empty() || !step.gone.is_empty();
        let other = is_other.then(|| keys.changed(&step.gone, added)).flatten();
        let keyed = other.is_some() || !is_other;
        let keys = is_other.then(|| other.unwrap_or_default());
        behind.end()?;
        let live: u64 = parts.iter().map(|part| part.lies.size).sum();
        let end = parts.iter().map(|part| part.lies.end()).max().unwrap_or_default();
        if self.keep == Keep::Drawn && end.saturating_sub(live) > live + LEFT_OVER {
            let (parts, file) = (self.together(&parts, number + 1)?, number + 1);
            return Ok(Next { parts, file, keys, keyed });
        }
        Ok(Next { parts, file: number, keys, keyed })
    }

    /// The same parts in a file that holds nothing else.
    fn together(&self, parts: &[Part], number: u64) -> io::Result<Vec<Part>> {
        let place = standing::records(&self.folder, number);
        let mut draft = Draft::new(Some(&place))?;
        let mut to = BufWriter::with_capacity(PART as usize, draft.file());
        for part in parts {
            to.write_all(&part.bytes()?)?;
        }
        to.flush()?;
        drop(to);
        let file = draft.put(&place)?;
        let mut start = 0;
        let moved = parts.iter().map(|part| {
            let lies = Lies { start, ..part.lies };
            start = lies.end();
            Part { file: file.clone(), lies }
        });
        Ok(moved.collect())
    }
}

/// Puts parts behind those that stand.
struct Behind {
    /// The file of records, or none where what is drawn is not to stay.
    place: Option<PathBuf>,
    file: Option<(File, Arc<File>)>,
    at: u64,
}

impl Behind {
    fn new(of: &Parts<'_>, standing: &Standing, number: u64) -> Self {
        let place = (of.keep == Keep::Drawn).then(|| standing::records(&of.folder, number));
        let end = standing.parts.iter().map(|part| part.lies.end()).max().unwrap_or_default();
        Self { at: if place.is_some() { end } else { 0 }, place, file: None }
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<Part> {
        if self.file.is_none() {
            self.file = Some(self.open()?);
        }
        let Some((file, read)) = &mut self.file else { return Err(io::ErrorKind::NotFound.into()) };
        file.write_all(bytes)?;
        let lies = Lies { start: self.at, size: bytes.len() as u64, version: XxHash3_64::oneshot(bytes) };
        self.at = lies.end();
        Ok(Part { file: read.clone(), lies })
    }

    fn open(&self) -> io::Result<(File, Arc<File>)> {
        let Some(place) = &self.place else {
            let file = tempfile::tempfile()?;
            return Ok((file.try_clone()?, Arc::new(file)));
        };
        let mut file = inside::existing(place)?;
        // What a run left that was ended.
        file.set_len(self.at)?;
        file.seek(SeekFrom::Start(self.at))?;
        Ok((file, Arc::new(File::open(place)?)))
    }

    /// Has it on the disk.
    fn end(self) -> io::Result<()> {
        match (self.file, self.place) {
            (Some((file, _)), Some(_)) => file.sync_all(),
            _ => Ok(()),
        }
    }
}

fn known_file(head: &Head) -> Option<u64> {
    head.parts.as_ref().map(|in_parts| in_parts.file)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rusqlite::Connection;

    use super::super::{Spool, Spools};
    use super::*;
    use crate::config::Source;

    /// A table of a database, and the spool of it.
    struct Room {
        folder: tempfile::TempDir,
        database: Connection,
    }

    impl Room {
        fn new(rows: u32) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let database = Connection::open(folder.path().join("a.db")).unwrap();
            database
                .execute_batch(&format!(
                    "create table articles(id integer primary key, body text, changed integer);
                     with recursive n(n) as (select 1 union all select n + 1 from n where n < {rows})
                     insert into articles select n, hex(zeroblob(400)) || n, n from n"
                ))
                .unwrap();
            Self { folder, database }
        }

        fn run(&self, sql: &str) {
            self.database.execute_batch(sql).unwrap();
        }

        fn spool(&self, folder: &str, keep: Keep) -> Spool {
            let source: Source = serde_json::from_value(serde_json::json!({
                "name": "archive", "database": "sqlite:a.db", "query": "select * from articles", "key": "id", "since": "changed"
            }))
            .unwrap();
            Spool::of(self.folder.path(), Spools { folder: &self.folder.path().join(folder), keep }, &source)
        }

        fn draw(&self) -> Standing {
            self.spool("spool", Keep::Drawn).draw(1 << 30).unwrap().0
        }

        /// All records that the database gives now.
        fn whole(&self) -> BTreeSet<String> {
            lines(&self.spool("other", Keep::Nothing).draw(1 << 30).unwrap().0)
        }

        fn file(&self, name: &str) -> PathBuf {
            self.folder.path().join("spool/archive.parts").join(name)
        }
    }

    fn lines(standing: &Standing) -> BTreeSet<String> {
        let text = |part: &Part| String::from_utf8(part.bytes().unwrap()).unwrap();
        let all: Vec<String> = standing.parts.iter().map(text).collect();
        let lines: Vec<String> = all.concat().lines().map(str::to_owned).collect();
        let distinct: BTreeSet<String> = lines.iter().cloned().collect();
        assert_eq!(distinct.len(), lines.len(), "a record is there twice");
        distinct
    }

    fn versions(standing: &Standing) -> Vec<u64> {
        standing.parts.iter().map(|part| part.lies.version).collect()
    }

    #[test]
    fn what_changed_is_written_anew_in_its_part_alone() {
        let room = Room::new(3000);
        let first = room.draw();
        assert_eq!(first.parts.len(), 10);
        let size = fs::metadata(room.file("1.records")).unwrap().len();
        room.run("update articles set body = 'other', changed = 3001 where id = 1000");
        let second = room.draw();
        let others = versions(&first).into_iter().zip(versions(&second)).filter(|(a, b)| a != b).count();
        assert_eq!(others, 1);
        let grown = fs::metadata(room.file("1.records")).unwrap().len() - size;
        assert!((1..=PART + 1000).contains(&grown), "{grown}");
        // What is gone leaves its part, what is new fills up the last one.
        room.run("delete from articles where id in (5, 2999); insert into articles values (7000, 'new', 3002)");
        let third = room.draw();
        assert_eq!(versions(&second)[1..9], versions(&third)[1..9]);
        assert_eq!((third.parts.len(), lines(&third).len()), (10, 2999));
        assert_eq!(lines(&third), room.whole());
        // What stood is as it was for who has it open.
        assert_eq!(lines(&first).len(), 3000);
        assert_eq!(lines(&Standing::in_parts(&room.file("")).unwrap()), lines(&third));
        // Nothing changed: nothing is written.
        let before = fs::read(room.file("parts")).unwrap();
        assert_eq!(versions(&room.draw()), versions(&third));
        assert_eq!(fs::read(room.file("parts")).unwrap(), before);
    }

    #[test]
    fn a_spool_that_was_drawn_in_steps_holds_what_one_does_that_was_drawn_at_once() {
        let room = Room::new(2000);
        room.draw();
        let mut random = 7_u64;
        for step in 1..40_u64 {
            let changed = 10_000 + step;
            for _ in 0..step % 7 {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let id = (random >> 33) % 2500;
                match (random >> 20) % 4 {
                    0 => room.run(&format!("delete from articles where id between {id} and {}", id + step)),
                    _ => room.run(&format!(
                        "insert into articles values ({id}, hex(zeroblob(300)) || {random}, {changed})
                         on conflict do update set body = excluded.body, changed = excluded.changed"
                    )),
                }
            }
            let standing = room.draw();
            assert_eq!(lines(&standing), room.whole(), "step {step}");
            let previewed = room.spool("spool", Keep::Nothing).draw(1 << 30).unwrap().0;
            assert_eq!(versions(&previewed), versions(&standing));
        }
        // All was written anew when most was left over, never at each step.
        assert!((1..8).any(|number| room.file(&format!("{number}.records")).exists()));
    }

    #[test]
    fn what_parts_leave_behind_does_not_outgrow_what_stands() {
        let room = Room::new(2000);
        room.draw();
        let mut most = 0;
        for step in 0..60 {
            room.run(&format!("update articles set body = body || {step}, changed = {}", 10_000 + step));
            room.draw();
            let all = fs::read_dir(room.file("")).unwrap().map(|entry| entry.unwrap());
            most = most.max(all.map(|entry| entry.metadata().unwrap().len()).sum());
        }
        assert!(!room.file("1.records").exists());
        assert!(most < LEFT_OVER * 2, "{most}");
        assert_eq!(lines(&Standing::in_parts(&room.file("")).unwrap()), room.whole());
    }

    #[test]
    fn what_a_run_left_that_was_killed_does_no_harm_and_what_is_torn_does_not_stand() {
        let room = Room::new(2000);
        let first = lines(&room.draw());
        // Behind what stands, beside it, and an index that is another's.
        let records = fs::read(room.file("1.records")).unwrap();
        fs::write(room.file("1.records"), [&*records, b"{\"id\":"].concat()).unwrap();
        fs::write(room.file(".2.records.0123.part"), "x").unwrap();
        fs::write(room.file("keys"), "torn").unwrap();
        assert_eq!(lines(&Standing::in_parts(&room.file("")).unwrap()), first);
        room.run("update articles set body = 'other', changed = 5000 where id = 7; delete from articles where id = 9");
        assert_eq!(lines(&room.draw()), room.whole());
        assert!(room.file("1.records").exists() && !room.file(".2.records.0123.part").exists());
        let told = fs::read(room.file("parts")).unwrap();
        for end in (0..told.len()).step_by(7) {
            fs::write(room.file("parts"), &told[..end]).unwrap();
            assert!(Standing::in_parts(&room.file("")).is_none(), "{end} bytes");
        }
        fs::write(room.file("parts"), &told).unwrap();
        fs::write(room.file("1.records"), &records[..records.len() - 1]).unwrap();
        assert!(Standing::in_parts(&room.file("")).is_none());
        assert_eq!(lines(&room.draw()), room.whole(), "all is drawn again");
    }

    #[test]
    fn where_two_rows_have_one_key_or_one_has_none_all_is_drawn_each_time() {
        let room = Room::new(0);
        room.run("drop table articles; create table articles(id integer, body text, changed integer)");
        room.run("insert into articles values (1, 'a', 1), (1, 'b', 1)");
        assert_eq!(lines(&room.draw()).len(), 2);
        room.run("update articles set body = 'c' where body = 'a'");
        assert_eq!(lines(&room.draw()), room.whole());
        room.run("delete from articles; insert into articles values (1, 'a', 2), (null, 'b', 2)");
        room.draw();
        room.run("update articles set body = 'c' where body = 'b'");
        assert_eq!(lines(&room.draw()), room.whole());
    }
}
