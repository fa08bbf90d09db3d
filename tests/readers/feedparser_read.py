"""Prints what feedparser shows of feed files: a JSON object a file, as tests/it/readers.rs wants it."""

import calendar
import json
import sys

import feedparser


def seconds(time):
    return calendar.timegm(time) if time else None


def item(entry):
    media = entry.get("media_content", []) + entry.get("media_thumbnail", [])
    enclosures = [e.get("href") or e.get("url") for e in entry.get("enclosures", [])]
    captions = [entry[key] for key in ("media_description", "media_title") if entry.get(key)]
    return {
        "title": entry.get("title"),
        "link": entry.get("link"),
        "id": entry.get("id"),
        "date": seconds(entry.get("published_parsed")),
        "authors": [a.get("name", "") for a in entry.get("authors", [])] or [entry.get("author", "")],
        "categories": [t.get("label") or t.get("term") for t in entry.get("tags", [])],
        "summary": entry.get("summary"),
        "body": entry["content"][0]["value"] if entry.get("content") else entry.get("content_html"),
        "pictures": [m.get("url") for m in media] + enclosures,
        "captions": captions,
        "credits": [c.get("content") for c in entry.get("media_credit", [])],
    }


out = {}
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        feed = feedparser.parse(file.read())
    fault = str(feed.get("bozo_exception")) if feed.bozo else None
    out[path] = {"fault": fault, "items": [item(e) for e in feed.entries]}
json.dump({"version": feedparser.__version__, "files": out}, sys.stdout)
