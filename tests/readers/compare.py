"""Compares what feedparser reads in the RSS and Atom files of a feed with its JSON file read as JSON.

usage: compare.py FOLDER...

Every feed below the folders that is there in several formats must say the same in all of them: ids,
titles, links, dates, authors, categories, media, credits with their roles, and bodies. Prints each
difference and exits 1 if there is one. Needs feedparser (PyPI).
"""

import calendar
import html
import json
import pathlib
import sys
from datetime import datetime

import feedparser

# Bodies are compared as they are written: feedparser's own clean-up would differ by format.
feedparser.RESOLVE_RELATIVE_URIS = 0
feedparser.SANITIZE_HTML = 0


def seconds(parsed):
    return calendar.timegm(parsed) if parsed else None


def iso_seconds(text):
    return int(datetime.fromisoformat(text).timestamp()) if text else None


def by_link(entry, relation):
    return sorted(link["href"] for link in entry.get("links", []) if link.get("rel") == relation)


def of_xml(path):
    feed = feedparser.parse(path.read_bytes())
    if feed.bozo:
        raise ValueError(f"{path}: feedparser says bozo: {feed.bozo_exception}")
    rss = feed.version.startswith("rss")
    return {
        "title": feed.feed.get("title"),
        "link": feed.feed.get("link"),
        "description": feed.feed.get("subtitle") or feed.feed.get("title"),
        "language": feed.feed.get("language"),
        "rights": feed.feed.get("rights"),
        "generator": feed.feed.get("generator"),
        "updated": seconds(feed.feed.get("updated_parsed")),
        "items": [xml_item(entry, rss) for entry in feed.entries],
    }


def xml_item(entry, rss):
    content = entry.get("content", [])
    summary = entry.get("summary")
    if content and summary == content[0]["value"]:
        summary = None  # feedparser's stand-in where there is none
    if rss and summary:
        summary = html.unescape(summary)
    return {
        "id": entry.get("id"),
        "title": entry.get("title"),
        "link": entry.get("link") if by_link(entry, "alternate") or rss else None,
        "published": seconds(entry.get("published_parsed")),
        "updated": seconds(entry.get("updated_parsed")),
        "authors": [author["name"] for author in entry.get("authors", []) if author.get("name")],
        "categories": [
            (tag["term"], tag.get("scheme"), tag.get("label")) for tag in entry.get("tags", [])
        ],
        "summary": summary,
        "body": content[0]["value"].strip() if content and content[0]["type"] == "text/html" else None,
        "subtitle": entry.get("dcterms_alternative"),
        "rights": entry.get("rights"),
        "related": by_link(entry, "related"),
        "source": (entry.get("source") or {}).get("title") or entry.get("dc_source"),
        "media": [
            {key: medium.get(key) for key in ("url", "medium", "type", "width", "height", "filesize")}
            for medium in entry.get("media_content", [])
        ],
        "credits": [
            (credit.get("role"), credit.get("content")) for credit in entry.get("media_credit", [])
        ],
        "enclosures": [e.get("href") for e in entry.get("enclosures", [])],
    }


def of_json(path):
    feed = json.loads(path.read_text(encoding="utf-8"))
    extra = feed["_feedwright"]
    return {
        "title": feed["title"],
        "link": feed["home_page_url"],
        "description": feed["description"],
        "language": feed.get("language"),
        "rights": extra.get("rights"),
        "generator": extra["generator"],
        "updated": iso_seconds(extra["updated"]),
        "items": [json_item(item) for item in feed["items"]],
    }


def json_item(item):
    extra = item.get("_feedwright", {})
    media, credits, terms = [], [], []
    for medium in extra.get("media", []):
        for size in [medium, *medium.get("renditions", [])]:
            if "url" in size:
                media.append(
                    {
                        "url": size["url"],
                        "medium": medium["medium"],
                        "type": size.get("mime_type"),
                        "width": text(size.get("width")),
                        "height": text(size.get("height")),
                        "filesize": text(size.get("size_in_bytes")),
                    }
                )
        terms += [(keyword, None, None) for keyword in medium.get("keywords", [])]
        scheme, _, term = medium.get("digital_source_type", "").rpartition("/")
        terms.append((term, scheme + "/", None))
        line = medium.get("credit_line")
        if line:
            credits.append((None, line))
        for credit in medium.get("credits", []):
            if credit.get("role") or not line:
                credits.append((credit.get("role"), credit["name"]))
    attachments = [a["url"] for a in item.get("attachments", [])]
    played = [a["url"] for a in item.get("attachments", []) if a["mime_type"].startswith(("audio/", "video/"))]
    leading = item.get("image")
    return {
        "id": item["id"],
        "title": item.get("title"),
        "link": item.get("url"),
        "published": iso_seconds(item.get("date_published")),
        "updated": iso_seconds(item.get("date_modified")),
        "authors": [author["name"] for author in item.get("authors", [])],
        "categories": [
            (c["term"], c.get("scheme"), c.get("label")) for c in extra.get("categories", [])
        ],
        "summary": item.get("summary"),
        "body": item.get("content_html"),
        "subtitle": extra.get("subtitle"),
        "rights": extra.get("rights"),
        "related": sorted(link["url"] for link in extra.get("related", [])),
        "source": extra.get("source", {}).get("title"),
        "media": media,
        "media_terms": terms,
        "credits": credits,
        # The XML formats take one: the leading picture, unless there is sound or video.
        "enclosures": played[:1] or ([leading] if leading in attachments else attachments[:1]),
    }


def text(number):
    return None if number is None else str(number)


def as_rss(said):
    """RSS has no attribute for a label: it is a plain category beside its term, said once."""
    items = []
    for item in said["items"]:
        plain = {term.lower() for term, scheme, _ in item["categories"] if not scheme}
        categories = []
        for term, scheme, label in item["categories"]:
            categories.append((term, scheme, None))
            if label and label.lower() not in plain:
                plain.add(label.lower())
                categories.append((label, None, None))
        items.append(item | {"categories": categories})
    return said | {"items": items}


def without_media_terms(xml, json_):
    """feedparser lists keywords and categories of pictures among those of the article."""
    for entry, item in zip(xml["items"], json_["items"]):
        for term in item["media_terms"]:
            if term in entry["categories"] and term not in item["categories"]:
                entry["categories"].remove(term)
        entry["media_terms"] = item["media_terms"]
    return xml


def differences(name, one, other, where=""):
    found = []
    for key in one:
        if key == "items":
            if len(one[key]) != len(other[key]):
                found.append(f"{name}: {len(one[key])} items here and {len(other[key])} there")
            for number, (a, b) in enumerate(zip(one[key], other[key]), start=1):
                found += differences(name, a, b, f"item {number}, ")
        elif one[key] != other[key]:
            found.append(f"{name}: {where}{key}:\n    {one[key]!r}\n    {other[key]!r}")
    return found


def main():
    found, compared = [], 0
    for folder in sys.argv[1:]:
        for path in sorted(pathlib.Path(folder).rglob("*.json")):
            if b"https://jsonfeed.org/version/" not in path.read_bytes()[:200]:
                continue
            json_ = of_json(path)
            for ending, said in ((".rss", as_rss(json_)), (".atom", json_)):
                other = path.with_suffix(ending)
                if other.exists():
                    compared += 1
                    found += differences(
                        f"{path} and {other.name}", said, without_media_terms(of_xml(other), said)
                    )
    for line in found:
        print(line)
    print(f"{compared} comparisons, {len(found)} differences")
    sys.exit(1 if found or not compared else 0)


if __name__ == "__main__":
    main()
