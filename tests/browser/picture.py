"""Takes the picture of the page for subscribers that stands in README.md.

    tests/browser/picture.py [CHROMIUM]

Of the sample newsroom's feeds, as a browser shows them at https://courier.example/feeds/; pictures of articles that
are not in the repository are grey. Writes docs/subscribe.png.
"""

import base64
import pathlib
import sys
import tempfile

from look import Look

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "chromium"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        look = Look(program, home, ROOT / "feeds")
        try:
            look.call("Emulation.setScrollbarsHidden", hidden=True)
            look.open("index.html", 1024, "light", "screen")
            shot = look.call("Page.captureScreenshot", format="png")
            (ROOT / "docs/subscribe.png").write_bytes(base64.b64decode(shot["data"]))
        finally:
            look.end()


main()
