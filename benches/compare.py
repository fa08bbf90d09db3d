#!/usr/bin/env python3
"""Compares feedwright with other tools as whole processes, both sides in one run.

  benches/compare.py [--runs 5] [--only NAME ...] [--articles 100000] [--markdown FILE]

Needs a release build (`cargo build --release`), the benchmark corpus (FEEDWRIGHT_SHARED, default
../shared), and from the package registries what each comparison names: feedgen (PyPI), feed and
feedsmith (npm), hugo, xmllint and find (Debian). A comparison whose peer is absent is said to be
skipped. Corpora, peers and results are kept under target/compare/.

The two sides of a row run in turn, A B A B ..., after one run of each that is not counted. A row
gives the medians and the ratio of the medians; memory is the largest resident set.
"""
import argparse
import json
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("FEEDWRIGHT_SHARED", ROOT.parent / "shared")).resolve()
WORK = ROOT / "target" / "compare"
BINARY = ROOT / "target" / "release" / "feedwright"
PEERS = SHARED / "corpus" / "peers"

JSONL_SOURCE = """
[site]
title = "News"
url = "https://news.example/"
language = "en"
authority = "news.example,2015"

[output]
dir = "{out}"
url = "https://news.example/feeds/"
{output}

[[source]]
name = "articles"
path = "{articles}"
{source}
[source.map]
title = "headline"
summary = "standfirst"
body = "body_html"
media = "images"
"""

MARKDOWN_SOURCE = """
[site]
title = "News"
url = "https://news.example/"
language = "en"
authority = "news.example,2015"

[output]
dir = "{out}"
url = "https://news.example/feeds/"

[[source]]
name = "articles"
path = "{articles}"
url = "https://news.example/{{{{ section | slug }}}}/{{{{ slug }}}}/"
[source.map]
id = "extra.guid"
media = "extra.images"
"""

SECTIONS = """
[[feed]]
name = "section"
each = "section"
path = "section/{{ term | slug }}"
title = "{{ term }}"
formats = ["rss", "atom"]
"""

HOME = """
[[feed]]
name = "home"
formats = ["rss", "atom"]
"""

FULL = """
[[feed]]
name = "full"
limit = 0
formats = ["rss"]
"""


class Side:
    """One side of a comparison: a command, and what is put right before each run."""

    def __init__(self, name, command, before=None, accept=(0,)):
        self.name, self.command, self.before, self.accept = name, [str(c) for c in command], before, accept

    def run(self):
        """Runs once and returns wall seconds, processor seconds and peak memory in bytes."""
        if self.before:
            self.before()
        start = time.perf_counter()
        child = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        message = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in self.accept:
            sys.exit(f"{self.name}: exit {child.returncode}\n{message.decode(errors='replace')[-2000:]}")
        return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def remove(*paths):
    def go():
        for path in paths:
            shutil.rmtree(path, ignore_errors=True)
            if Path(path).is_file():
                Path(path).unlink()

    return go


def measure(title, sides, runs):
    """Runs the sides in turn and prints a table row for each."""
    sides = [s for s in sides if s]
    for side in sides:
        side.run()
    figures = {s.name: [] for s in sides}
    for _ in range(runs):
        for side in sides:
            figures[side.name].append(side.run())
    ours = statistics.median(f[0] for f in figures[sides[0].name])
    print(f"\n### {title}\n\n| | wall, s | cpu, s | peak, MB | wall against feedwright |\n|---|---|---|---|---|")
    for name, runs_of in figures.items():
        wall, cpu, peak = (statistics.median(column) for column in zip(*runs_of))
        print(f"| {name} | {wall:.3f} | {cpu:.3f} | {peak / 1e6:.0f} | {wall / ours:.2f} |")
    sys.stdout.flush()


def corpus(n, markdown):
    """Makes n articles as JSON Lines (and as Markdown) once."""
    folder = WORK / f"corpus-{n}"
    done = folder / f".done-{markdown}"
    if not done.exists():
        print(f"making {n} articles ({markdown}) ...", file=sys.stderr)
        subprocess.run(
            [sys.executable, SHARED / "corpus" / "gen.py", "--n", str(n), "--out", folder, "--md", markdown], check=True
        )
        done.touch()
    return folder


def newsroom(name, template, **values):
    """Writes a config and returns our side's command and the folders that a first build starts without."""
    folder = WORK / "newsrooms" / name
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "config.toml"
    feeds = values.pop("feeds")
    text = template.format(out=folder / "feeds", **values) + feeds
    config.write_text(text)
    return [BINARY, "build", "--config", config], [folder / "feeds", folder / ".feedwright"]


def python_peer():
    venv = WORK / "venv"
    if not (venv / "bin" / "feedgen-ready").exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin" / "pip", "-q", "install", "feedgen"], check=True)
        (venv / "bin" / "feedgen-ready").touch()
    return venv / "bin" / "python"


def node_peers():
    if not shutil.which("npm"):
        print("skipped npm feed and feedsmith: npm is absent", file=sys.stderr)
        return None
    folder = WORK / "node"
    if not (folder / "node_modules").exists():
        shutil.copytree(PEERS / "node", folder, dirs_exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True)
    return folder


def sections(args):
    articles = corpus(args.articles, "none") / "articles.jsonl"
    command, fresh = newsroom("sections", JSONL_SOURCE, articles=articles, output="", source="", feeds=SECTIONS)
    node = node_peers()
    measure(
        f"{args.articles:,} articles as JSON Lines, 20 sections of 50 in RSS and Atom, first build",
        [
            Side("feedwright", command, remove(*fresh)),
            Side("feedgen", [python_peer(), PEERS / "py_feedgen.py", "sections", articles, WORK / "out-feedgen"]),
            node and Side("npm feed", ["node", node / "n_feed.mjs", "sections", articles, WORK / "out-feed"]),
            node and Side("feedsmith", ["node", node / "n_feedsmith.mjs", "sections", articles, WORK / "out-feedsmith"]),
        ],
        args.runs,
    )


def markdown(args):
    if not shutil.which("hugo"):
        print("skipped Hugo: it is absent", file=sys.stderr)
        return
    for n in (10_000, 100_000):
        folder = corpus(n, "toml")
        content = folder / "site" / "content"
        command, fresh = newsroom(
            f"markdown-{n}", MARKDOWN_SOURCE, articles=f"{content}/**/*.md", feeds=HOME + SECTIONS
        )
        out = WORK / "out-hugo"
        hugo = ["hugo", "--quiet", "-s", PEERS / "hugo", "-c", content, "-d", out, "--cacheDir", WORK / "hugo-cache"]
        measure(
            f"{n:,} Markdown files, home and sections of 50 in RSS and Atom, first build",
            [Side("feedwright", command, remove(*fresh)), Side("Hugo", hugo, remove(out))],
            args.runs if n <= 10_000 else min(args.runs, 3),
        )


def full(args):
    articles = corpus(args.articles, "none") / "articles.jsonl"
    variants = [
        ("trusted, HTML checks and read-back off", "check-html = false\nread-back = false", 'html = "trusted"'),
        ("trusted, HTML checks off, read-back on", "check-html = false", 'html = "trusted"'),
        ("sanitised, everything on", "", ""),
    ]
    sides = []
    for i, (name, output, source) in enumerate(variants):
        command, fresh = newsroom(
            f"full-{i}", JSONL_SOURCE, articles=articles, output=output, source=source, feeds=FULL
        )
        sides.append(Side(f"feedwright, {name}", command, remove(*fresh)))
    sides.append(Side("feedgen", [python_peer(), PEERS / "py_feedgen.py", "full", articles, WORK / "out-feedgen-full"]))
    measure(f"One RSS feed of all {args.articles:,} articles with full bodies", sides, min(args.runs, 3))


def unchanged(args):
    articles = corpus(args.articles, "none") / "articles.jsonl"
    command, _ = newsroom("sections", JSONL_SOURCE, articles=articles, output="", source="", feeds=SECTIONS)
    measure(
        f"Nothing changed: {args.articles:,} articles as JSON Lines", [Side("feedwright", command)], max(args.runs, 9)
    )
    content = corpus(100_000, "toml") / "site" / "content"
    command, _ = newsroom("markdown-100000", MARKDOWN_SOURCE, articles=f"{content}/**/*.md", feeds=HOME + SECTIONS)
    find = ["find", content, "-type", "f", "-printf", "%s %T@\n"]
    touched = next(p for p in sorted(content.glob("world/*.md")) if p.name != "_index.md")

    def edit():
        text = touched.read_text()
        touched.write_text(text.replace("title = \"", "title = \"* ", 1))
        # A file that changed a moment ago is read again by the next run: that would be two files.
        time.sleep(0.1)

    peer = Side("find -printf '%s %T@'", find)
    # What the comparison before this one left is taken in first.
    Side("feedwright", command, lambda: time.sleep(0.1)).run()
    measure("Nothing changed: 100,000 Markdown files", [Side("feedwright", command), peer], max(args.runs, 9))
    measure("One file of 100,000 changed", [Side("feedwright", command, edit), peer], max(args.runs, 9))


def cut_into_feeds(feed, many):
    """Cuts a thousand feeds of 90 kB out of a large one."""
    many.mkdir()
    text = feed.open("rb").read(64 << 20)
    head, items = text[: text.index(b"<item>")], text.split(b"<item>")[1:-1]
    size, batch, number = 0, [], 0
    for item in items * 3:
        batch.append(b"<item>" + item)
        size += len(item)
        if size > 90_000:
            (many / f"{number:04}.rss").write_bytes(head + b"".join(batch) + b"</channel></rss>")
            size, batch, number = 0, [], number + 1
            if number == 1000:
                break


def checking(args):
    articles = corpus(args.articles, "none") / "articles.jsonl"
    command, fresh = newsroom("full-2", JSONL_SOURCE, articles=articles, output="", source="", feeds=FULL)
    feed = fresh[0] / "full.rss"
    if not feed.exists():
        subprocess.run([str(c) for c in command], check=True)
    measure(
        f"Checking one RSS feed of {args.articles:,} items, {feed.stat().st_size / 1e9:.2f} GB",
        [
            Side("feedwright check --no-html", [BINARY, "check", "--no-html", feed], accept=(0, 1)),
            Side("feedwright check", [BINARY, "check", feed], accept=(0, 1)),
            Side("xmllint --stream --noout", ["xmllint", "--stream", "--noout", feed]),
        ],
        min(args.runs, 3),
    )
    many = WORK / "many"
    if not many.exists():
        # In a process of its own: a child's largest resident set counts from that of its parent.
        maker = multiprocessing.Process(target=cut_into_feeds, args=(feed, many))
        maker.start()
        maker.join()
    measure(
        "Checking a folder of 1,000 feeds of 90 kB",
        [Side("feedwright check", [BINARY, "check", many], accept=(0, 1))],
        args.runs,
    )


def scaling(args):
    rows = []
    for n in (1_000, 10_000, 100_000, 1_000_000):
        articles = corpus(n, "none") / "articles.jsonl"
        command, fresh = newsroom(f"scaling-{n}", JSONL_SOURCE, articles=articles, output="", source="", feeds=SECTIONS)
        side = Side("feedwright", command, remove(*fresh))
        side.run()
        wall, cpu, peak = (statistics.median(c) for c in zip(*(side.run() for _ in range(min(args.runs, 3)))))
        rows.append((n, wall, cpu, peak))
    print("\n### Cost by number of articles (JSON Lines, 20 sections of 50 in RSS and Atom, first build)\n")
    print("| articles | wall, s | µs an article | peak, MB | bytes an article over the row above |\n|---|---|---|---|---|")
    before = None
    for n, wall, _, peak in rows:
        more = f"{(peak - before[3]) / (n - before[0]):.0f}" if before else ""
        print(f"| {n:,} | {wall:.3f} | {wall / n * 1e6:.1f} | {peak / 1e6:.0f} | {more} |")
        before = (n, wall, 0, peak)


COMPARISONS = {f.__name__: f for f in (sections, markdown, full, unchanged, checking, scaling)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--only", nargs="*", choices=COMPARISONS, default=list(COMPARISONS))
    args = parser.parse_args()
    if not BINARY.exists():
        sys.exit("build first: cargo build --release")
    if not SHARED.exists():
        sys.exit(f"the corpus is absent: {SHARED} (set FEEDWRIGHT_SHARED)")
    WORK.mkdir(parents=True, exist_ok=True)
    cpu = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "unknown")
    print(f"{os.cpu_count()} cores, {cpu}; " + json.dumps({"runs": args.runs, "articles": args.articles}))
    for name in args.only:
        COMPARISONS[name](args)


main()
