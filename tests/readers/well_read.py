"""Reads every RSS and Atom file below some folders with feedparser.

usage: well_read.py FOLDER...

Prints how many feeds and entries there are; names those that feedparser finds fault with (bozo)
and then exits 1. Needs feedparser (PyPI).
"""

import multiprocessing
import pathlib
import sys

import feedparser


def read(path):
    feed = feedparser.parse(path.read_bytes())
    return path, len(feed.entries), str(feed.bozo_exception) if feed.bozo else None


def main():
    paths = [p for f in sys.argv[1:] for p in pathlib.Path(f).rglob("*") if p.suffix in (".rss", ".atom")]
    with multiprocessing.Pool() as pool:
        found = pool.map(read, sorted(paths), chunksize=1)
    for path, _, fault in found:
        if fault:
            print(f"{path}: {fault}")
    print(f"{len(found)} feeds, {sum(entries for _, entries, _ in found)} entries")
    sys.exit(any(fault for _, _, fault in found))


if __name__ == "__main__":
    main()
