#!/usr/bin/env python3
"""Measures builds from a table of PostgreSQL beside what psql takes to copy it out.

  benches/databases.py [--rows 1000000] [--runs 3] [--binary target/release/feedwright]

Needs a release build with the feature `postgres`, and Debian's postgresql. A server of its own is started as an
ordinary user on a free port of loopback, below target/databases/, and is gone afterwards.

Rows: the first build of 20 section feeds of 50 beside `copy (query) to stdout`, with the largest resident set; a build
where `changed` gives the same answer; one where 100 rows changed and `since` finds them. Each is held to a limit; the
exit status is 1 where one is passed.
"""
import argparse
import glob
import os
import pwd
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

QUERY = (
    "select id, headline as title, body_markdown, section, published_at as published, pictures as media, changed_at "
    "from articles where live"
)

TABLE = """
create table articles(id bigint primary key, headline text not null, body_markdown text not null, section text not null,
  published_at timestamptz not null, pictures jsonb, changed_at timestamptz not null, live boolean not null default true);
insert into articles
select n, 'Headline ' || n || ' of the harbour', repeat('It sails *again*, says the harbour master of quay ' || n % 97 || '. ', 12),
  'Section ' || n % 20, timestamptz '2020-01-01T00:00:00Z' + n * interval '2 minutes',
  case when n % 3 = 0 then jsonb_build_array(jsonb_build_object('url', 'https://courier.example/p/' || n || '.jpg',
    'credit', 'Photo: Ann Lee / Nordlicht Press', 'alt', 'The quay')) end,
  timestamptz '2020-01-01T00:00:00Z' + n * interval '2 minutes'
from generate_series(1, {rows}) n;
create index on articles(changed_at);
analyze articles;
"""

CONFIG = """
[site]
title = "The Harbour Courier"
url = "https://courier.example/"
language = "en"
authority = "courier.example,2026"

[output]
dir = "feeds"
url = "https://courier.example/feeds/"

[[source]]
name = "archive"
database = "${{DATABASE_URL}}"
query = "{query}"
changed = "select max(changed_at) from articles"
since = "changed_at"
key = "id"
time-limit = "20m"
url = "/{{{{ section | slug }}}}/{{{{ id }}}}/"

[[feed]]
name = "section"
each = "section"
path = "section/{{{{ term | slug }}}}"
limit = 50
"""


def programs():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    if not found:
        sys.exit("PostgreSQL is not installed")
    return Path(found[-1])


def ordinary(command):
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return command
    return ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups", *command]


class Server:
    def __init__(self, folder):
        self.bin = programs()
        self.data = folder / "data"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        if os.getuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
        quiet = {"check": True, "stdout": subprocess.DEVNULL}
        subprocess.run(ordinary([self.bin / "initdb", "-D", self.data, "-U", "desk", "-A", "trust", "-E", "UTF8"]), **quiet)
        settings = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}
        command = [self.bin / "postgres", "-D", self.data]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        self.process = subprocess.Popen(ordinary(command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            if subprocess.run(self.psql("select 1"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
                return
            time.sleep(0.1)
        self.stop()
        sys.exit("PostgreSQL did not start")

    def address(self):
        return f"postgres://desk@127.0.0.1:{self.port}/postgres"

    def psql(self, sql):
        return [self.bin / "psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-c", sql, self.address()]

    def run(self, sql):
        subprocess.run([self.bin / "psql", "-qX", "-v", "ON_ERROR_STOP=1", self.address()], input=sql, text=True, check=True)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def timed(command, **how):
    """Seconds, the largest resident set in MB, and seconds of work."""
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, **how)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    if status != 0:
        sys.exit(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--binary", type=Path, default=ROOT / "target" / "release" / "feedwright")
    given = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="feedwright-databases-"))
    folder.chmod(0o755)
    place = folder / "server"
    place.mkdir()
    server = Server(place)
    try:
        return measure(given, folder, server)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure(given, folder, server):
    print(f"filling {given.rows:,} rows", file=sys.stderr)
    server.run(TABLE.format(rows=given.rows))
    room = folder / "room"
    room.mkdir()
    (room / "config.toml").write_text(CONFIG.format(query=QUERY))
    how = {"cwd": room, "env": {**os.environ, "DATABASE_URL": server.address()}}

    def build():
        return timed([given.binary.resolve(), "build", "--now", "2026-06-01T12:00:00Z"], **how)

    def forget():
        for name in ["feeds", ".feedwright"]:
            shutil.rmtree(room / name, ignore_errors=True)

    copies, firsts, sizes = [], [], []
    for run in range(given.runs + 1):
        copy, _, _ = timed(server.psql(f"copy ({QUERY}) to stdout"))
        forget()
        first, size, _ = build()
        if run:
            copies.append(copy)
            firsts.append(first)
            sizes.append(size)
    feeds = len(list((room / "feeds" / "section").glob("*.rss")))
    if feeds != 20:
        sys.exit(f"{feeds} feeds instead of 20")
    same = [build() for _ in range(given.runs + 1)][1:]
    changed = []
    for run in range(given.runs + 1):
        first = run * 100 + 1
        server.run(
            "update articles set headline = headline || ' again', changed_at = changed_at + interval '10 years' "
            f"where id between {first} and {first + 99};"
        )
        changed.append(build())
    changed = changed[1:]
    median = statistics.median
    ratio = median(firsts) / median(copies)
    rows = [
        ("`copy (query) to stdout`", f"{median(copies):.2f} s", "", True),
        ("first build", f"{median(firsts):.2f} s", f"{ratio:.2f} of the copy (at most 2.5)", ratio <= 2.5),
        ("its memory", f"{max(sizes):.0f} MB", "under 100 MB", max(sizes) < 100),
        ("nothing changed", f"{median([s for s, *_ in same]) * 1000:.1f} ms", "under 15 ms", median([s for s, *_ in same]) < 0.015),
        ("100 rows changed", f"{median([s for s, *_ in changed]):.2f} s", "under 0.5 s", median([s for s, *_ in changed]) < 0.5),
    ]
    print(f"| {given.rows:,} rows, 20 feeds of 50 | median | limit |\n|---|---:|---|")
    for name, value, limit, holds in rows:
        print(f"| {name} | {value} | {limit}{'' if holds else ' - **passed**'} |")
    return 0 if all(holds for *_, holds in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
