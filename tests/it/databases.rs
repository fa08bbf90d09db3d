//! Records from databases: real servers, started by the tests.
#![cfg(unix)]

#[cfg(all(feature = "postgres", feature = "mysql"))]
mod killed;
#[cfg(all(feature = "postgres", feature = "mysql"))]
pub(crate) mod servers;

use crate::newsroom::Newsroom;

const FEED: &str = "[[feed]]\nname = \"top\"\nformats = [\"atom\", \"json\"]\nmax-shrink = \"100%\"\n";

const QUERY: &str = "select nr, headline as title, body_markdown, section, published_at as published, pictures as media, \
                     people as authors from articles where live";

/// A newsroom with one source in a database.
fn newsroom(source: &str) -> Newsroom {
    let room = Newsroom::new("");
    configure(&room, source);
    room
}

fn configure(room: &Newsroom, source: &str) {
    room.config(&format!(
        "[[source]]\nname = \"archive\"\nurl = \"/{{{{ section | slug }}}}/{{{{ id }}}}/\"\n{source}\n{FEED}"
    ));
}

/// The newest of the feed as JSON Feed has it.
fn item(room: &Newsroom, id: &str) -> serde_json::Value {
    let feed: serde_json::Value = serde_json::from_str(&room.read("feeds/top.json")).unwrap();
    let items = feed["items"].as_array().unwrap();
    items
        .iter()
        .find(|item| item["id"].as_str().unwrap().ends_with(id))
        .unwrap_or_else(|| panic!("no {id}: {feed:#}"))
        .clone()
}

mod sqlite {
    use super::*;

    fn database(room: &Newsroom, sql: &str) {
        let database = rusqlite::Connection::open(room.file("archive.db")).unwrap();
        database.execute_batch(sql).unwrap();
    }

    const TABLE: &str = "create table articles(nr integer primary key, headline text, body_markdown text, section text, \
        published_at text, pictures text, people text, live integer);
        insert into articles values
        (1, 'Ferry', 'It *sails*.', 'Sea', '2026-07-01T10:00:00Z', '[{\"url\": \"https://courier.example/a.jpg\", \"credit\": \"Photo: Ann Lee/dpa\"}]', '[\"Ann Lee\"]', 1),
        (2, '[1]', 'Two.', 'World news', '2026-07-02 12:00:00', null, 'Ben Roe', 1),
        (3, 'Hidden', 'Not yet.', 'Sea', '2026-07-03T10:00:00Z', null, null, 0);";

    fn source(more: &str) -> String {
        format!("database = \"sqlite:archive.db\"\nquery = \"\"\"{QUERY}\"\"\"\nkey = \"nr\"\n{more}")
    }

    #[test]
    fn rows_are_records_and_columns_their_fields() {
        let room = newsroom(&source(""));
        database(&room, TABLE);
        room.build().says_nothing();
        let first = item(&room, "archive/1");
        assert_eq!(
            (first["title"].as_str(), first["url"].as_str()),
            (Some("Ferry"), Some("https://courier.example/sea/1/"))
        );
        assert!(first["content_html"].as_str().unwrap().contains("<em>sails</em>"));
        assert!(first.to_string().contains("Ann Lee/dpa"), "{first:#}");
        assert_eq!(item(&room, "archive/2")["title"], "[1]");
        assert_eq!(room.ids("feeds/top.atom").len(), 2);
        let before = room.output();
        room.build().says_nothing();
        assert_eq!(room.output(), before);
    }

    #[test]
    fn the_query_is_not_asked_while_the_answer_to_changed_is_the_same() {
        let room = newsroom(&source("changed = \"select max(published_at), count(*) from articles\""));
        database(&room, TABLE);
        room.build().says_nothing();
        // The mark does not tell of it.
        database(&room, "update articles set headline = 'Other' where nr = 1");
        room.build().says_nothing();
        assert_eq!(item(&room, "archive/1")["title"], "Ferry");
        database(&room, "insert into articles values (4, 'Four', 'x', 'Sea', '2026-07-04T10:00:00Z', null, null, 1)");
        room.build().says_nothing();
        assert_eq!(item(&room, "archive/1")["title"], "Other");
        assert_eq!(room.ids("feeds/top.atom").len(), 3);
        // Another query is another question.
        configure(
            &room,
            &source("changed = \"select max(published_at), count(*) from articles\"")
                .replace("where live", "where nr = 1"),
        );
        room.build();
        assert_eq!(room.ids("feeds/top.atom").len(), 1);
    }

    #[test]
    fn with_since_only_what_changed_is_drawn_and_what_is_gone_is_found() {
        let since = |more: &str| {
            source(more).replace(" from articles", ", changed_at from articles") + "\nsince = \"changed_at\""
        };
        let room = newsroom(&since(""));
        database(&room, TABLE);
        database(
            &room,
            "alter table articles add column changed_at text; update articles set changed_at = '2026-07-0' || nr || ' 10:00:00'",
        );
        room.build().says_nothing();
        let titles = |room: &Newsroom| {
            let of = |nr: &str| item(room, nr)["title"].as_str().unwrap().to_owned();
            (of("archive/1"), of("archive/2"))
        };
        // An edit that does not move the column is not seen: the row was not drawn.
        database(
            &room,
            "update articles set headline = 'Unseen' where nr = 1; update articles set headline = 'Seen', changed_at = '2026-07-09 10:00:00' where nr = 2",
        );
        room.build().says_nothing();
        assert_eq!(titles(&room), ("Ferry".to_owned(), "Seen".to_owned()));
        // New rows, one without a moment, and one that is gone.
        database(
            &room,
            "insert into articles values (4, 'Four', 'x', 'Sea', '2026-07-04T10:00:00Z', null, null, 1, '2026-07-10'),
            (5, 'Five', 'x', 'Sea', '2026-07-05T10:00:00Z', null, null, 1, null); delete from articles where nr = 1",
        );
        room.build().raises(&["record-vanished"]).ends(0);
        assert_eq!(room.ids("feeds/top.atom").len(), 3);
        // What comes into the query without a change is drawn, and nothing else.
        database(
            &room,
            "update articles set live = 1 where nr = 3; update articles set headline = 'Unseen' where nr = 2",
        );
        room.build();
        assert_eq!(room.ids("feeds/top.atom").len(), 4);
        assert_eq!(item(&room, "archive/3")["title"], "Hidden");
        assert_eq!(item(&room, "archive/2")["title"], "Seen");
        let before = room.output();
        room.build().says_nothing();
        assert_eq!(room.output(), before);
        // Another key is another question, and needs to be one.
        configure(&room, &since("").replace("key = \"nr\"", ""));
        room.build().raises(&["missing-key"]).says("a source with `since` needs a `key`").ends(2);
        configure(&room, &since("").replace("since = \"changed_at\"", "since = \"nope\""));
        room.build().raises(&["source-not-drawn"]).says("`since` fails").ends(1);
    }

    #[test]
    fn of_a_table_in_parts_a_thousand_faults_are_told_and_the_others_counted_with_their_keys() {
        let since = source("since = \"changed_at\"").replace(" from articles", ", changed_at from articles");
        let room = newsroom(&since);
        database(&room, TABLE);
        database(
            &room,
            "alter table articles add column changed_at text;
             with recursive n(n) as (select 10 union all select n + 1 from n where n < 3009)
             insert into articles select n, hex(zeroblob(300)), 'x', 'Sea', 'soon', null, null, 1, n from n",
        );
        room.build().says("in 999 more places").says("--> archive, id 10\n").ends(1);
        assert!(
            room.run(&["build", "--now", crate::newsroom::NOW, "-v"]).stderr.contains("2000 more faults like these")
        );
        // One is mended: its part is read again, and as many are told as before.
        database(&room, "update articles set published_at = '2026-07-04', changed_at = '99999' where nr = 10");
        room.build().says("--> archive, id 1010\n").says("archive, id 11: `published`").says("(and 998 more)").ends(1);
        assert_eq!(room.ids("feeds/top.atom").len(), 3);
    }

    #[test]
    fn the_way_in_which_a_table_was_drawn_makes_no_difference_to_its_feeds() {
        let since = source("since = \"changed_at\"").replace(" from articles", ", changed_at from articles");
        let room = newsroom(&since);
        database(&room, TABLE);
        database(
            &room,
            "alter table articles add column changed_at text;
             with recursive n(n) as (select 10 union all select n + 1 from n where n < 2009)
             insert into articles select n, 'Number ' || n, hex(zeroblob(300)), 'Sea', '2026-06-01T10:00:00Z', null, null, 1, '10000' from n",
        );
        room.build().says_nothing();
        for step in 1..8 {
            database(
                &room,
                &format!(
                    "update articles set headline = headline || '!', changed_at = 10000 + {step} where nr % 397 = {step};
                     delete from articles where nr % 401 = {step};
                     insert into articles values (9000 + {step}, 'New {step}', 'x', 'Sea', '2026-06-01T10:00:00Z', null, null, 1, 10000 + {step})"
                ),
            );
            room.build().ends(0);
        }
        let before = room.output();
        assert!(room.file(".feedwright/spool/archive.parts/1.records").exists());
        room.remove(".feedwright/spool");
        room.build().says_nothing();
        assert_eq!(room.output(), before);
        room.remove(".feedwright/scan.cache");
        room.remove(".feedwright/build.cache");
        room.build().says_nothing();
        assert_eq!(room.output(), before);
    }

    #[test]
    fn what_is_wrong_with_a_query_is_said_and_the_last_feed_stands() {
        let room = newsroom(&source(""));
        database(&room, TABLE);
        room.build().says_nothing();
        let before = room.output();
        for (query, said) in [
            ("select nope from articles", "the query fails: no such column: nope"),
            ("selec nr from articles", "the query fails: near \"selec\": syntax error"),
            (
                "select headline as title from articles",
                "the query gives no column `nr`, which is to be the key; it gives title",
            ),
            ("select nr, headline as title, section as title from articles", "the query gives two columns `title`"),
            ("delete from articles", "the query"),
            (
                "with recursive c(nr) as (select 1 union all select nr + 1 from c) select nr from c where nr < 0",
                "the database has not given all after 1s",
            ),
        ] {
            configure(&room, &format!("time-limit = \"1s\"\n{}", source("")).replace(QUERY, query));
            let ran = room.build().raises(&["source-not-drawn"]).ends(1);
            assert!(ran.stderr.contains(said), "{query}: {}", ran.stderr);
            assert!(ran.stderr.contains("the build goes on with the records that were drawn at 20"), "{}", ran.stderr);
            assert_eq!(room.output(), before, "{query}");
        }
        let status = room.run(&["status"]).ends(1);
        assert!(status.stdout.contains("goes on with the records that were drawn at 20"), "{}", status.stdout);
    }

    #[test]
    fn a_query_may_stand_in_a_file_beside_the_config() {
        let room = newsroom("database = \"sqlite:archive.db\"\nquery-file = \"sql/articles.sql\"\nkey = \"nr\"");
        database(&room, TABLE);
        room.build().raises(&["source-not-drawn"]).says("`sql/articles.sql` cannot be read").ends(1);
        room.write("sql/articles.sql", &format!("-- the archive\n{QUERY};\n"));
        room.build().says_nothing();
        assert_eq!(room.ids("feeds/top.atom").len(), 2);
        configure(&room, "database = \"sqlite:archive.db\"\nquery-file = \"../secret.sql\"\nkey = \"nr\"");
        room.build().raises(&["source-not-drawn"]).ends(1);
    }

    #[test]
    fn rows_are_named_by_their_keys() {
        let room = newsroom(&source(""));
        database(&room, TABLE);
        database(&room, "update articles set published_at = 'soon' where nr = 2");
        let ran = room.build().raises(&["bad-field-date"]).ends(1);
        assert!(ran.stderr.contains("--> archive, id 2\n"), "{}", ran.stderr);
        database(&room, "update articles set published_at = '2026-07-02', body_markdown = x'ff41' where nr = 2");
        room.run(&["build", "--now", crate::newsroom::NOW, "-v"])
            .says("1 value of the column `body_markdown` is no UTF-8")
            .ends(0);
    }

    #[test]
    fn what_a_source_needs_is_said_before_anything_is_asked() {
        let room = newsroom("database = \"sqlite:archive.db\"");
        room.build().raises(&["missing-key"]).says("needs `query` or `query-file`").ends(2);
        configure(&room, "database = \"sqlite:archive.db\"\nquery = \"select 1\"\nchanged = \"\"\nkey = \" \"");
        room.build().raises(&["bad-value"]).says("`changed` is empty").says("`key` is empty").ends(2);
        configure(&room, "database = \"oracle://db/news\"\nquery = \"select 1\"");
        room.build()
            .raises(&["bad-value"])
            .says("it is none of `postgres://…`, `mysql://…` and `sqlite:…`")
            .says("such as `postgres://db.example/news`")
            .ends(2);
        room.write("a/b.md", "---\ntitle: B\ndate: 2026-07-01\nsection: Sea\n---\nB.\n");
        configure(&room, "path = \"a/*.md\"\nquery = \"select 1\"");
        room.run(&["build", "--now", crate::newsroom::NOW, "-v"]).says("`query` is for databases").ends(0);
        configure(&room, "database = \"postgres://desk:s3cret@db.example/news\"\nquery = \"select 1\"");
        let ran = room.build().raises(&["bad-value"]).says("a password does not belong in the config").ends(2);
        assert!(!ran.stderr.contains("s3cret"), "{}", ran.stderr);
    }
}

#[cfg(all(feature = "postgres", feature = "mysql"))]
mod on_servers {
    use std::process::Command;

    use super::servers::{Server, ServerKind};
    use super::*;
    use crate::newsroom::Ran;

    const CHANGED: &str = "changed = \"select max(changed_at), count(*) from articles\"";

    fn start(kind: ServerKind) -> Option<Server> {
        let server = Server::start(kind);
        if server.is_none() {
            crate::outside::missing(&format!("{kind:?} is not installed"));
        }
        server
    }

    fn source(more: &str) -> String {
        format!("database = \"${{DATABASE_URL}}\"\nquery = \"\"\"{QUERY}\"\"\"\nkey = \"nr\"\n{more}")
    }

    /// Builds with the address of the database in the environment.
    fn build(room: &Newsroom, address: &str) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_feedwright"));
        command.current_dir(room.path()).args(["build", "--now", crate::newsroom::NOW]).env("DATABASE_URL", address);
        Ran::of(&command.output().unwrap())
    }

    const POSTGRES: &str = r#"create table articles(nr bigint primary key, headline text, body_markdown bytea, section varchar(40),
        published_at timestamptz, pictures jsonb, people text[], live boolean, changed_at timestamp default now(), words numeric(9, 2), uid uuid);
        insert into articles values
        (1, E'Ferry "Anna" \\ sails\n', 'It *sails*.', 'Sea', '2026-07-01T12:00:00+02:00',
         '[{"url": "https://courier.example/a.jpg", "credit": "Photo: Ann Lee/dpa"}]', array['Ann Lee', 'Ben "B" Roe'], true),
        (2, 'Größe 東京', convert_to('Zwei: ü', 'UTF8'), 'World news', '2026-07-02T10:00:00Z', null, null, true),
        (3, 'Hidden', 'Not yet.', 'Sea', '2026-07-03T10:00:00Z', null, null, false);"#;

    const MARIADB: &str = r#"create table articles(nr bigint(8) unsigned zerofill primary key, headline text, body_markdown blob, section varchar(40),
        published_at timestamp, pictures json, people json, live boolean, changed_at datetime default now(), words decimal(9, 2), kind enum('a', 'b'));
        set time_zone = '+02:00';
        insert into articles values
        (1, 'Ferry "Anna" \\ sails\n', 'It *sails*.', 'Sea', '2026-07-01 12:00:00',
         '[{"url": "https://courier.example/a.jpg", "credit": "Photo: Ann Lee/dpa"}]', '["Ann Lee", "Ben \\"B\\" Roe"]', true, now(), 1.5, 'a'),
        (2, 'Größe 東京', 'Zwei: ü', 'World news', '2026-07-02 12:00:00', null, null, true, now(), null, null),
        (3, 'Hidden', 'Not yet.', 'Sea', '2026-07-03 12:00:00', null, null, false, now(), null, null);"#;

    fn values_of_every_type_arrive(kind: ServerKind, table: &str) {
        let Some(mut server) = start(kind) else { return };
        server.run(table);
        let room = newsroom(&source(CHANGED));
        build(&room, &server.address()).says_nothing();
        let first = item(&room, "archive/1");
        assert_eq!(first["title"], "Ferry \"Anna\" \\ sails");
        assert_eq!(first["date_published"], "2026-07-01T10:00:00Z");
        assert_eq!(first["authors"][1]["name"], "Ben \"B\" Roe");
        assert!(first["content_html"].as_str().unwrap().contains("<em>sails</em>"));
        assert!(first.to_string().contains("Ann Lee/dpa"), "{first:#}");
        let second = item(&room, "archive/2");
        assert_eq!(second["title"], "Größe 東京");
        assert!(second["content_html"].as_str().unwrap().contains("Zwei: ü"));
        assert_eq!(room.ids("feeds/top.atom").len(), 2);

        // Nothing changed; then a row does, and one vanishes.
        let before = room.output();
        build(&room, &server.address()).says_nothing();
        assert_eq!(room.output(), before);
        server.run("update articles set headline = 'Anew', changed_at = '2030-01-01' where nr = 2; delete from articles where nr = 1;");
        build(&room, &server.address()).raises(&["record-vanished"]).ends(0);
        assert_eq!(item(&room, "archive/2")["title"], "Anew");
        assert_eq!(room.ids("feeds/top.atom").len(), 1);

        // What fails on the server takes nothing away, and shows no password.
        let before = room.output();
        let stands = |ran: Ran, said: &str| {
            let ran = ran.raises(&["source-not-drawn"]).says(said).says("the build goes on").ends(1);
            for secret in ["p@ss", "p%40ss", "wrong", "desk:"] {
                assert!(!ran.stderr.contains(secret), "{}", ran.stderr);
            }
            assert_eq!(room.output(), before);
        };
        stands(build(&room, &server.address().replace("p%40ss", "wrong")), "the database does not answer: ");
        configure(&room, &source("").replace(QUERY, "select nr,\n nope from articles"));
        stands(build(&room, &server.address()), "nope");
        configure(&room, &source("").replace(QUERY, "delete from articles"));
        stands(build(&room, &server.address()), "");
        configure(&room, &source("").replace(QUERY, "select nr from articles) x; drop table articles; select (1"));
        stands(build(&room, &server.address()), "");
        configure(&room, &source("changed = \"commit; drop table articles\""));
        stands(build(&room, &server.address()), "`changed` fails: ");
        configure(&room, &source("").replace(QUERY, "select nr from articles; commit; drop table articles"));
        stands(build(&room, &server.address()), "the query fails: ");
        configure(&room, &format!("time-limit = \"1s\"\n{}", source("")).replace(QUERY, SLOW[kind as usize]));
        stands(build(&room, &server.address()), "");
        configure(&room, &source(""));
        build(&room, &server.address()).says_nothing();
        server.kill();
        stands(build(&room, &server.address()), "the database does not answer: ");
    }

    fn with_since_only_what_changed_is_drawn(kind: ServerKind, table: &str) {
        let Some(server) = start(kind) else { return };
        server.run(table);
        server.run("update articles set changed_at = '2020-01-01' where nr = 1;");
        let since = source("since = \"changed_at\"").replace(" from articles", ", changed_at from articles");
        let room = newsroom(&since);
        build(&room, &server.address()).says_nothing();
        // The row that does not move the column is not drawn, the one that does is, and what is gone is found.
        server.run("update articles set headline = 'Unseen' where nr = 1; update articles set headline = 'Seen', changed_at = '2030-01-01 10:00:00.5' where nr = 2;");
        build(&room, &server.address()).says_nothing();
        assert_eq!(item(&room, "archive/1")["title"], "Ferry \"Anna\" \\ sails");
        assert_eq!(item(&room, "archive/2")["title"], "Seen");
        server.run("update articles set live = true, changed_at = '2030-01-02 10:00:00' where nr = 3; delete from articles where nr = 1;");
        build(&room, &server.address()).raises(&["record-vanished"]).ends(0);
        assert_eq!(item(&room, "archive/3")["title"], "Hidden");
        assert_eq!(room.ids("feeds/top.atom").len(), 2);
        // What comes into the query without a change is drawn.
        server.run("update articles set live = false where nr = 2;");
        build(&room, &server.address()).raises(&["record-vanished"]);
        server.run("update articles set live = true, headline = 'Back' where nr = 2;");
        build(&room, &server.address()).ends(0);
        assert_eq!(item(&room, "archive/2")["title"], "Back");
    }

    #[test]
    fn with_since_only_what_changed_is_drawn_of_postgresql() {
        with_since_only_what_changed_is_drawn(ServerKind::Postgres, POSTGRES);
    }

    #[test]
    fn with_since_only_what_changed_is_drawn_of_mariadb() {
        with_since_only_what_changed_is_drawn(ServerKind::Mariadb, MARIADB);
    }

    /// Queries that take long, by the kind of server.
    const SLOW: [&str; 2] = ["select 1 as nr, pg_sleep(30)::text as title", "select 1 as nr, sleep(30) as title"];

    #[test]
    fn values_of_every_type_of_postgresql_arrive() {
        values_of_every_type_arrive(ServerKind::Postgres, POSTGRES);
    }

    #[test]
    fn values_of_every_type_of_mariadb_arrive() {
        values_of_every_type_arrive(ServerKind::Mariadb, MARIADB);
    }

    fn a_server_that_is_killed_while_rows_come_takes_nothing_away(kind: ServerKind, rows: &str) {
        let Some(mut server) = start(kind) else { return };
        server.run(rows);
        let query = "select nr, title, published, 'Sea' as section, 'One.' as body from articles order by nr";
        let room = newsroom(&source("").replace(QUERY, &format!("{query} limit 10")));
        build(&room, &server.address()).says_nothing();
        let before = room.output();
        configure(&room, &source("").replace(QUERY, query));
        let address = server.address();
        std::thread::scope(|scope| {
            let ran = scope.spawn(|| build(&room, &address));
            let draft = || {
                let drafts = std::fs::read_dir(room.file(".feedwright/spool")).into_iter().flatten().flatten();
                drafts
                    .filter(|e| e.path().extension().is_some_and(|x| x == "draft"))
                    .any(|e| e.metadata().is_ok_and(|m| m.len() > 1 << 20))
            };
            let until = std::time::Instant::now() + std::time::Duration::from_mins(1);
            while !draft() && std::time::Instant::now() < until {
                std::thread::yield_now();
            }
            server.kill();
            let ran = ran.join().unwrap().raises(&["source-not-drawn"]).ends(1);
            assert!(ran.stderr.contains("the query fails"), "{}", ran.stderr);
        });
        assert_eq!(room.output(), before);
    }

    #[test]
    fn a_postgresql_that_is_killed_while_rows_come_takes_nothing_away() {
        let rows = "create table articles as select nr, 'Title ' || nr || repeat(' x', 2000) as title, timestamp '2026-07-01' as published \
                    from generate_series(1, 100000) as nr";
        a_server_that_is_killed_while_rows_come_takes_nothing_away(ServerKind::Postgres, rows);
    }

    #[test]
    fn a_mariadb_that_is_killed_while_rows_come_takes_nothing_away() {
        let rows = "create table articles as select seq as nr, concat('Title ', seq, repeat(' x', 2000)) as title, \
                    timestamp('2026-07-01') as published from seq_1_to_100000";
        a_server_that_is_killed_while_rows_come_takes_nothing_away(ServerKind::Mariadb, rows);
    }
}
