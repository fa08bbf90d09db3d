"""Lets a reader that people subscribe with fetch a feed once, and prints what it shows then.

usage: subscribe.py newsboat|reader|feedparser|liferea ADDRESS FOLDER

What the reader keeps lies in FOLDER, so that the next fetch is one of the same subscriber. Prints JSON as
tests/it/subscribers.rs wants it: the reader's version, id and title of each item that it shows, the address it is
subscribed to now, and what it says to be wrong.
"""

import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys

name, address, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])


def rows(database, query):
    connection = sqlite3.connect(database)
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def version_of(*command):
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return re.search(r"\d[\w.]*", told)[0]


def newsboat():
    urls, cache, config = folder / "urls", folder / "cache.db", folder / "config"
    if not urls.exists():
        urls.write_text(address + "\n")
        config.write_text("")
    environment = {**os.environ, "HOME": str(folder), "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    command = ["newsboat", "-u", urls, "-c", cache, "-C", config, "-x", "reload"]
    subprocess.run(command, env=environment, check=True, timeout=60, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    items = rows(cache, "select guid, title from rss_item where deleted = 0")
    return version_of("newsboat", "--version"), items, urls.read_text().strip(), None


def python_reader():
    import reader

    own = reader.make_reader(str(folder / "reader.sqlite"))
    if not list(own.get_feeds()):
        own.add_feed(address)
    own.update_feeds(scheduled=False)
    feed = next(iter(own.get_feeds()))
    items = [(entry.id, entry.title) for entry in own.get_entries()]
    fault = feed.last_exception.value_str if feed.last_exception else None
    ended = None if feed.updates_enabled else "it asks no longer"
    return reader.__version__, items, feed.url, ended or fault


def feedparser():
    """A library: the subscriber around it keeps what it says to keep, and goes where it says to go."""
    import feedparser

    kept = folder / "kept.json"
    state = json.loads(kept.read_text()) if kept.exists() else {"url": address, "items": {}}
    if not state.get("gone"):
        got = feedparser.parse(state["url"], etag=state.get("etag"), modified=state.get("modified"))
        state["gone"] = got.get("status") == 410
        if got.get("status") == 301:
            state["url"] = got.href
        if got.get("status") != 304 and not state["gone"]:
            state["etag"], state["modified"] = got.get("etag"), got.get("modified")
            state["items"].update({entry.id: entry.title for entry in got.entries})
        kept.write_text(json.dumps(state))
    return feedparser.__version__, list(state["items"].items()), state["url"], "gone" if state["gone"] else None


LIFEREA = """<?xml version="1.0"?><opml version="1.0"><head><title>x</title></head><body>
<outline title="t" text="t" type="rss" xmlUrl="%s" id="thefeed" sortColumn="time" updateInterval="-1"/></body></opml>"""

# Without a display, a desktop and a network beyond this machine; asked over D-Bus as its own menu does, twice, since it
# knows only while it runs what was said of a version.
LIFEREA_ASK = "dbus-send --session --print-reply --dest=org.gnome.feed.Reader /org/gnome/feed/Reader org.gnome.feed.Reader.Refresh"
LIFEREA_PING = "dbus-send --session --print-reply --dest=org.gnome.feed.Reader /org/gnome/feed/Reader org.freedesktop.DBus.Peer.Ping"
LIFEREA_WAIT = f"for i in $(seq 100); do sleep 0.3; {LIFEREA_PING} && break; done; sleep 4"
LIFEREA_RUN = f"liferea & {LIFEREA_WAIT}; {LIFEREA_ASK}; sleep 5; {LIFEREA_ASK}; sleep 4; kill $!; wait"


def liferea():
    listed = folder / ".config/liferea/feedlist.opml"
    if not listed.exists():
        listed.parent.mkdir(parents=True)
        listed.write_text(LIFEREA % address)
    environment = {**os.environ, "HOME": str(folder), "GSETTINGS_BACKEND": "memory", "GIO_USE_NETWORK_MONITOR": "base"}
    for variable in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"]:
        environment.pop(variable, None)
    command = ["xvfb-run", "-a", "dbus-run-session", "--", "sh", "-c", LIFEREA_RUN]
    quiet = subprocess.DEVNULL
    subprocess.run(command, env=environment, check=False, timeout=90, stdin=quiet, stdout=quiet, stderr=quiet)
    database = folder / ".local/share/liferea/liferea.db"
    items = rows(database, "select source_id, title from items where parent_node_id = 'thefeed' or node_id = 'thefeed'")
    url = re.search(r'xmlUrl="([^"]*)"', listed.read_text())[1]
    ended = rows(database, "select discontinued from subscription")
    return version_of("liferea", "--version"), items, url, "discontinued" if ended and ended[0][0] else None


READERS = {"newsboat": newsboat, "reader": python_reader, "feedparser": feedparser, "liferea": liferea}
version, items, url, fault = READERS[name]()
json.dump({"version": version, "items": [list(item) for item in items], "url": url, "fault": fault}, sys.stdout)
