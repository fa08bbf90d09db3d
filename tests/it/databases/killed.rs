//! Builders and servers that are killed in the middle of a draw, at any moment: what was drawn before stands, and the
//! next run leads where one leads that nobody disturbed.
//!
//! The more often the larger `FEEDWRIGHT_KILLS` is: a round takes seconds.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::servers::{Server, ServerKind};
use crate::newsroom::{Newsroom, Ran};
use crate::outside;

const CONFIG: &str = r#"
[output]
max-shrink = "100%"

[[source]]
name = "archive"
database = "${DATABASE_URL}"
query = "select nr, title, body, section, published, changed from articles where live"
changed = "select max(changed), count(*) from articles where live"
since = "changed"
key = "nr"
url = "/{{ id }}/"

[[feed]]
name = "top"
limit = 30

[[feed]]
name = "section"
each = "section"
path = "section/{{ term | slug }}"
limit = 20
"#;

const ROWS: usize = 2000;

/// What fills a table, by the kind of server.
fn table(kind: ServerKind) -> String {
    let (text, rows) = match kind {
        ServerKind::Postgres => ("text", format!("generate_series(1, {ROWS}) as seq")),
        ServerKind::Mariadb => ("longtext", format!("seq_1_to_{ROWS}")),
    };
    format!(
        "create table articles(nr integer primary key, title {text}, body {text}, section {text}, published timestamp, \
           changed integer, live boolean);
         insert into articles select seq, concat('Story ', seq), repeat('It sails again. ', 100), concat('S', seq % 5), \
           timestamp '2026-06-01 10:00:00', 0, true from {rows};"
    )
}

/// What happens to the table in a round: some rows change, some go, some come.
fn edits(round: usize) -> String {
    let part = 2 + round % 5;
    format!(
        "update articles set title = concat('Story ', nr, ' in round {round}'), changed = {round} where nr % {part} = 0; \
         update articles set live = nr % 50 <> {round} % 50;"
    )
}

/// A newsroom that is disturbed, one that is not, and the server of both.
struct Trial {
    server: Server,
    room: Newsroom,
    undisturbed: Newsroom,
    random: u64,
    /// How long a build takes in which much is drawn.
    long: Duration,
}

impl Trial {
    fn start(kind: ServerKind) -> Option<Self> {
        let Some(server) = Server::start(kind) else {
            outside::missing(&format!("{kind:?} is not installed"));
            return None;
        };
        server.run(&table(kind));
        let (room, undisturbed) = (Newsroom::new(CONFIG), Newsroom::new(CONFIG));
        let mut trial = Self { server, room, undisturbed, random: 0x9e37_79b9_7f4a_7c15, long: Duration::ZERO };
        let began = Instant::now();
        trial.build(&trial.room, 0).ends(0);
        trial.long = began.elapsed();
        trial.build(&trial.undisturbed, 0).ends(0);
        Some(trial)
    }

    fn command(&self, room: &Newsroom, round: usize) -> Command {
        let now = chrono::DateTime::from_timestamp(1_784_000_000 + round as i64 * 60, 0).unwrap().to_rfc3339();
        let mut command = room.command(&["build", "--now", &now]);
        command.env("DATABASE_URL", self.server.address());
        command
    }

    fn build(&self, room: &Newsroom, round: usize) -> Ran {
        Ran::of(&self.command(room, round).output().unwrap())
    }

    /// A moment within a build.
    fn moment(&mut self) -> Duration {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.long.mul_f64((self.random >> 33) as f64 / f64::from(u32::MAX >> 1))
    }

    /// Each file is that of before, or that of the build that goes on from there undisturbed.
    fn is_as_if_undisturbed(&self, round: usize, before: &[(String, Vec<u8>)]) {
        let left = files(&self.room);
        let ran = self.build(&self.room, round);
        let other = self.build(&self.undisturbed, round);
        assert!(
            [0, 1].contains(&ran.status) && !ran.stderr.contains("source-not-drawn"),
            "round {round}: {}",
            ran.stderr
        );
        assert_eq!(other.status, 0, "round {round}: {}", other.stderr);
        let (after, expected) = (files(&self.room), files(&self.undisturbed));
        assert!(after == expected, "round {round}: other feeds than undisturbed");
        for file in left.iter().filter(|(name, _)| !name.contains("feedwright-tmp")) {
            assert!(before.contains(file) || after.contains(file), "round {round}: {} is torn", file.0);
        }
    }
}

fn files(room: &Newsroom) -> Vec<(String, Vec<u8>)> {
    room.output().into_iter().map(|(name, bytes, _)| (name, bytes)).collect()
}

fn a_builder_is_killed(kind: ServerKind) {
    let Some(mut trial) = Trial::start(kind) else { return };
    for round in 1..=8 + outside::kills() / 20 {
        trial.server.run(&edits(round));
        let (before, moment) = (files(&trial.room), trial.moment());
        let mut build = trial.command(&trial.room, round).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(moment);
        build.kill().unwrap();
        build.wait().unwrap();
        trial.is_as_if_undisturbed(round, &before);
    }
}

fn a_server_is_killed(kind: ServerKind) {
    let Some(mut trial) = Trial::start(kind) else { return };
    for round in 1..=3 + outside::kills() / 40 {
        trial.server.run(&edits(round));
        let (before, moment) = (files(&trial.room), trial.moment());
        let build = trial.command(&trial.room, round).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(moment);
        trial.server.kill();
        let ran = Ran::of(&build.wait_with_output().unwrap());
        if ran.stderr.contains("source-not-drawn") {
            assert!(ran.status == 1 && ran.stderr.contains("the build goes on with the records"), "{}", ran.stderr);
            assert!(files(&trial.room) == before, "round {round}: the feeds of before do not stand");
        } else {
            assert_eq!(ran.status, 0, "round {round}: {}", ran.stderr);
        }
        // What is asked of a server that is down takes nothing away either.
        let before = files(&trial.room);
        trial.build(&trial.room, round).raises(&["source-not-drawn"]).ends(1);
        assert!(files(&trial.room) == before, "round {round}: the feeds of before do not stand");
        trial.server.restart();
        trial.is_as_if_undisturbed(round, &before);
    }
}

#[test]
fn a_builder_that_is_killed_while_it_draws_from_postgresql_leaves_what_stood() {
    a_builder_is_killed(ServerKind::Postgres);
}

#[test]
fn a_builder_that_is_killed_while_it_draws_from_mariadb_leaves_what_stood() {
    a_builder_is_killed(ServerKind::Mariadb);
}

#[test]
fn a_postgresql_that_is_killed_at_any_moment_takes_nothing_away() {
    a_server_is_killed(ServerKind::Postgres);
}

#[test]
fn a_mariadb_that_is_killed_at_any_moment_takes_nothing_away() {
    a_server_is_killed(ServerKind::Mariadb);
}
