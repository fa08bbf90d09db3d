"""Lets newsboat read feed files and prints what stands in its cache, as tests/readers.rs wants it."""

import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

paths = [os.path.abspath(p) for p in sys.argv[1:]]
with tempfile.TemporaryDirectory() as home:
    urls, cache, config = (os.path.join(home, name) for name in ("urls", "cache.db", "config"))
    addresses = {pathlib.Path(path).as_uri(): given for path, given in zip(paths, sys.argv[1:])}
    pathlib.Path(urls).write_text("".join(f"{address}\n" for address in addresses))
    pathlib.Path(config).write_text("reload-threads 1\n")
    environment = {**os.environ, "HOME": home, "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    command = ["newsboat", "-u", urls, "-c", cache, "-C", config]
    subprocess.run([*command, "-x", "reload"], env=environment, check=True, timeout=300, stdin=subprocess.DEVNULL)
    version = subprocess.run(["newsboat", "--version"], env=environment, check=True, capture_output=True, text=True)
    database = sqlite3.connect(cache)
    database.row_factory = sqlite3.Row
    out = {given: {"fault": None, "items": []} for given in sys.argv[1:]}
    for row in database.execute("SELECT * FROM rss_item ORDER BY id"):
        row = dict(row)
        out[addresses[row["feedurl"]]]["items"].append({
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
        })
json.dump({"version": version.stdout.split()[1], "files": out}, sys.stdout)
