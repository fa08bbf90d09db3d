"""Lets newsboat read feed files and prints what stands in its cache, as tests/it/readers.rs wants it."""

import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile


def item(row):
    return {
        "title": row["title"],
        "link": row["url"],
        "id": row["guid"],
        "date": row["pubDate"],
        "authors": [row["author"]],
        "categories": [],
        "summary": None,
        "body": row["content"],
        "pictures": [row["enclosure_url"]],
        "captions": [row.get("enclosure_description")],
        "credits": [],
    }


def read(path):
    """An item stands in one feed of a cache only, so each file has a cache of its own."""
    with tempfile.TemporaryDirectory() as home:
        urls, cache, config = (os.path.join(home, name) for name in ("urls", "cache.db", "config"))
        pathlib.Path(urls).write_text(pathlib.Path(path).resolve().as_uri() + "\n")
        pathlib.Path(config).write_text("")
        environment = {**os.environ, "HOME": home, "TERM": "dumb", "LC_ALL": "C.UTF-8"}
        command = ["newsboat", "-u", urls, "-c", cache, "-C", config, "-x", "reload"]
        subprocess.run(command, env=environment, check=True, timeout=60, stdin=subprocess.DEVNULL)
        database = sqlite3.connect(cache)
        database.row_factory = sqlite3.Row
        rows = database.execute("SELECT * FROM rss_item ORDER BY id").fetchall()
        database.close()
        return {"fault": None, "items": [item(dict(row)) for row in rows]}


version = subprocess.run(["newsboat", "--version"], check=True, capture_output=True, text=True).stdout.split()[1]
json.dump({"version": version, "files": {path: read(path) for path in sys.argv[1:]}}, sys.stdout)
