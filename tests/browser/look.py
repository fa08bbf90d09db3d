"""Opens pages of a folder in Chromium, looks at them in several ways, and prints what is wrong.

    look.py CHROMIUM FOLDER AXE SHOTS PAGE...

FOLDER is what stands at https://courier.example/feeds/; AXE is axe-core's script; pictures of what was seen are
written to the folder SHOTS, unless that is `-`. Each PAGE is looked at narrow, usual and wide, in light and dark, and on
paper. Prints a JSON list of what was found: rules of WCAG 2.2 AA that axe finds broken, text that is wider than
the page, requests that lead elsewhere, buttons that do not copy, what the keyboard alone does not reach.
"""

import base64
import json
import mimetypes
import pathlib
import sys
import tempfile

from devtools import Devtools

BASE = "https://courier.example/feeds/"
WIDTHS = (320, 1024, 2000)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FEEDS = {".rss": "application/rss+xml", ".atom": "application/atom+xml"}
# A grey picture, so that its place is taken.
PICTURE = b"""<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><rect width="600" height="400" fill="#777"/></svg>"""


class Look(Devtools):
    widths = WIDTHS

    def __init__(self, program, home, folder):
        self.folder = folder
        self.loaded = False
        self.found = []
        super().__init__(program, home)
        for domain in ("Page", "Runtime"):
            self.call(f"{domain}.enable")
        self.call("Browser.grantPermissions", session=None, permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        self.call("Fetch.enable", patterns=[{"urlPattern": "*"}])

    def happened(self, event, said):
        if event == "Page.loadEventFired":
            self.loaded = True
        elif event == "Fetch.requestPaused":
            address, kind = said["request"]["url"].split("?")[0], said["resourceType"]
            file = self.folder / address.removeprefix(BASE)
            if address.startswith(BASE) and file.is_file():
                media_type = FEEDS.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "text/plain"
                self.answer(said, f"{media_type}; charset=utf-8", file.read_bytes())
            elif kind == "Image" or address.endswith("/favicon.ico"):
                self.answer(said, "image/svg+xml", PICTURE)
            else:
                self.found.append(f"request {kind} {address}")
                self.send("Fetch.failRequest", requestId=said["requestId"], errorReason="Failed")

    def answer(self, said, media_type, body):
        self.send(
            "Fetch.fulfillRequest",
            requestId=said["requestId"],
            responseCode=200,
            responseHeaders=[{"name": "Content-Type", "value": media_type}],
            body=base64.b64encode(body).decode(),
        )

    def evaluate(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True)
        if "exceptionDetails" in answer:
            raise SystemExit(f"{expression[:60]}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def open(self, page, width, scheme, media):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)
        self.loaded = False
        fault = self.call("Page.navigate", url=BASE + page).get("errorText")
        if fault:
            raise SystemExit(f"{page} is not opened: {fault}")
        while not self.loaded:
            self.next()

    def look(self, page, axe, shots):
        ways = [(width, scheme, "screen") for width in self.widths for scheme in ("light", "dark")] + [(800, "light", "print")]
        for width, scheme, media in ways:
            self.found = []
            self.open(page, width, scheme, media)
            if page.endswith(".html"):
                self.evaluate(axe)
                self.found += self.evaluate(
                    "axe.run(document, {runOnly: {type: 'tag', values: %s}, rules: {'target-size': {enabled: true}}})"
                    ".then((seen) => seen.violations.flatMap((rule) => rule.nodes.map((node) =>"
                    " `${rule.id}: ${node.target.join(' ')}: ${node.any.concat(node.all, node.none).map((c) => c.message).join('; ')}`)))"
                    % json.dumps(TAGS)
                )
            wide = self.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0 and media == "screen":
                self.found.append(f"it is {wide} pixels wider than the page")
            if media == "screen" and self.evaluate("document.querySelector('button') !== null"):
                self.copies()
            if page.endswith(".html") and (width, scheme) == (self.widths[1], "light"):
                self.tabs()
            if shots:
                shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
                name = f"{page.replace('/', '-')}-{width}-{scheme}-{media}.png"
                (shots / name).write_bytes(base64.b64decode(shot["data"]))
            yield from (f"{page}, {width} pixels, {scheme}, {media}: {what}" for what in self.found)

    def tabs(self):
        """Whether the keyboard alone reaches all that can be used, and shows where it is."""
        self.evaluate("document.activeElement.blur()")
        all_of_it = "[...document.querySelectorAll('a[href], button, input')]"
        for _ in range(self.evaluate(f"{all_of_it}.length") + 3):
            for kind in ("keyDown", "keyUp"):
                self.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
            shown = self.evaluate(
                "(() => { const e = document.activeElement; e.dataset.reached = 1; const s = getComputedStyle(e);"
                " return e === document.body || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 })()"
            )
            if not shown:
                self.found.append(f"nothing shows that {self.evaluate('document.activeElement.outerHTML')} is chosen")
        missed = self.evaluate(f"{all_of_it}.filter((e) => !e.dataset.reached).map((e) => e.outerHTML)")
        self.found += [f"the keyboard does not reach {html}" for html in missed]

    def copies(self):
        """Whether the first button copies the address beside it."""
        self.call("Page.bringToFront")
        field = "document.getElementById(document.querySelector('button').dataset.copies).value"
        self.evaluate("document.querySelector('button').click()")
        copied = self.evaluate("new Promise((wait) => setTimeout(wait, 150)).then(() => navigator.clipboard.readText())")
        if copied != self.evaluate(field):
            self.found.append(f"the button copied {copied!r}")


def main(kind=Look):
    program, folder, axe, shots, *pages = sys.argv[1:]
    shots = None if shots == "-" else pathlib.Path(shots)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        look = kind(program, home, pathlib.Path(folder))
        try:
            script = pathlib.Path(axe).read_text()
            json.dump([what for page in pages for what in look.look(page, script, shots)], sys.stdout)
        finally:
            look.end()


if __name__ == "__main__":
    main()
