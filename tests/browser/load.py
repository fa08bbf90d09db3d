"""Loads pieces of HTML in Chromium, as parts of a page and as documents, and prints what ran.

    load.py CHROMIUM FILE

FILE is a JSON list of [type, text]. HTML without a type is written into a page and into an empty document;
what has a media type is served as that. Prints a JSON list of [number, what was seen]: a dialog, a script, an
event handler, an address that runs, a form, a navigation, a request for anything but pictures, sounds and
films. What a batch of pieces set off is looked for in halves of it, until one piece is named.

No request leaves the browser.
"""

import base64
import json
import pathlib
import sys
import tempfile

from devtools import Devtools

HOST = "https://reader.example/"
FRAMES = ("https://www.youtube.com/",)
BATCH = 250
HOOKS = pathlib.Path(__file__).with_name("page.js").read_text()


class Browser(Devtools):
    def __init__(self, program, home):
        self.pieces = []
        self.hits = []
        self.loaded = False
        # Whether the page is there and nothing happened in it.
        self.clean = False
        super().__init__(program, home)
        for domain in ("Page", "Runtime", "Debugger"):
            self.call(f"{domain}.enable")
        self.call("Runtime.addBinding", name="tell")
        self.call("Page.addScriptToEvaluateOnNewDocument", source=HOOKS)
        self.call("Fetch.enable", patterns=[{"urlPattern": "*"}])

    def happened(self, event, said):
        if event == "Runtime.bindingCalled":
            self.hits.append(said["payload"])
        elif event == "Page.javascriptDialogOpening":
            self.hits.append(f"dialog {said['message']}")
            self.send("Page.handleJavaScriptDialog", accept=False)
        elif event == "Debugger.scriptParsed":
            # The browser's own page for what could not be loaded has scripts.
            if said["url"] != "driver" and not said["url"].startswith("chrome-error:"):
                self.hits.append(f"script {said['url']}:{said['startLine']}")
        elif event == "Page.frameNavigated":
            address = said["frame"].get("unreachableUrl", said["frame"]["url"])
            if not address.startswith((HOST, "about:blank", *FRAMES)):
                self.hits.append(f"navigation {address}")
        elif event == "Page.windowOpen" or (event == "Target.targetCreated" and said["targetInfo"].get("openerId") == self.page):
            self.hits.append(f"window {said.get('url', '')}")
        elif event == "Page.downloadWillBegin":
            self.hits.append(f"download {said['url']}")
        elif event == "Page.loadEventFired":
            self.loaded = True
        elif event == "Fetch.requestPaused":
            self.requested(said)

    def requested(self, said):
        address, kind = said["request"]["url"], said["resourceType"]
        piece = address.removeprefix(HOST)
        if kind == "Document" and address == HOST:
            self.answer(said, "text/html", "<!DOCTYPE html><title>Reader</title><link rel=icon href=data:,><body>")
        elif kind == "Document" and address.startswith(HOST) and piece.isdigit() and said["frameId"] != self.page:
            self.answer(said, *self.pieces[int(piece)])
        else:
            if kind == "Document" and said["frameId"] != self.page and address.startswith(FRAMES):
                return self.answer(said, "text/html", "")
            if kind not in ("Image", "Media"):
                self.hits.append(f"request {kind} {address}")
            self.send("Fetch.failRequest", requestId=said["requestId"], errorReason="Failed")

    def answer(self, said, media_type, text):
        self.send(
            "Fetch.fulfillRequest",
            requestId=said["requestId"],
            responseCode=200,
            responseHeaders=[{"name": "Content-Type", "value": f"{media_type}; charset=utf-8"}],
            body=base64.b64encode(text.encode("utf-8", "replace")).decode(),
        )

    def run(self, mode, numbers):
        """What these pieces set off together."""
        if not self.clean:
            self.loaded = False
            self.call("Page.navigate", url=HOST)
            while not self.loaded:
                self.next()
            self.hits = []
        values = [f"{HOST}{n}" if mode == "served" else self.pieces[n][1] for n in numbers]
        try:
            source = f"{mode}({json.dumps(values)}).then(() => 1)\n//# sourceURL=driver"
            answer = self.call("Runtime.evaluate", expression=source, awaitPromise=True)
            if "exceptionDetails" in answer:
                self.hits.append(f"exception {answer['exceptionDetails']}")
        except RuntimeError as left:
            self.hits.append(f"navigation of the page: {left}")
        self.clean = not self.hits
        return sorted(set(self.hits))

    def search(self, mode, numbers):
        """What ran, by the number of the piece."""
        hits = self.run(mode, numbers)
        if not hits or len(numbers) == 1:
            return [[n, f"as {mode}: {hit}"] for n in numbers for hit in hits]
        middle = len(numbers) // 2
        found = self.search(mode, numbers[:middle]) + self.search(mode, numbers[middle:])
        # Set off by several pieces together only.
        return found or [[numbers[0], f"as {mode}, among {len(numbers)}: {hit}"] for hit in hits]


def main():
    program, file = sys.argv[1:]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        browser = Browser(program, home)
        try:
            browser.pieces = json.loads(pathlib.Path(file).read_text())
            every = range(len(browser.pieces))
            parts = [n for n in every if browser.pieces[n][0] is None]
            served = [n for n in every if browser.pieces[n][0] is not None]
            found = []
            for mode, numbers in (("fragments", parts), ("written", parts), ("served", served)):
                for start in range(0, len(numbers), BATCH):
                    found += browser.search(mode, list(numbers[start : start + BATCH]))
            json.dump(found, sys.stdout)
        finally:
            browser.end()


main()
