"""Puts feeds into the page that checks feeds, in Chromium, and prints what it says of each.

    check_page.py CHROMIUM SITE SHOTS PROFILE FEED...

SITE is the documentation's site. Each FEED is dropped on the page as a file, then checked with the demands of PROFILE, unless that is
`-`. Prints a JSON object: what the page says of each feed (`sum`, and severity and code of each finding), and what it asked for elsewhere.
"""

import base64
import json
import pathlib
import sys
import tempfile

from look import Look

DROP = """(async () => {
  const bytes = Uint8Array.from(atob(%s), (c) => c.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], %s));
  document.getElementById("check-profile").value = %s;
  document.getElementById("check-sum").textContent = "";
  document.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, cancelable: true, bubbles: true }));
  const sum = document.getElementById("check-sum");
  while (["", "…"].includes(sum.textContent)) await new Promise((wait) => setTimeout(wait, 20));
  return {
    sum: sum.textContent,
    found: [...document.querySelectorAll("#check-findings li")].map((li) => [li.className, li.dataset.code, li.querySelector("a").href]),
  };
})()"""


def main():
    program, site, shots, profile, *feeds = sys.argv[1:]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        look = Look(program, home, pathlib.Path(site))
        try:
            look.open("check.html", 1024, "light", "screen")
            look.evaluate("new Promise((done) => { const wait = () => document.querySelectorAll('#check-profile option').length > 1 ? done() : setTimeout(wait, 20); wait(); })")
            said = []
            for feed in map(pathlib.Path, feeds):
                given = base64.b64encode(feed.read_bytes()).decode()
                profile_name = "" if profile == "-" else profile
                said.append(look.evaluate(DROP % (json.dumps(given), json.dumps(feed.name), json.dumps(profile_name))))
                if shots != "-":
                    shot = look.call("Page.captureScreenshot", format="png")
                    (pathlib.Path(shots) / f"check-{feed.name}.png").write_bytes(base64.b64decode(shot["data"]))
            json.dump({"said": said, "asked": look.found}, sys.stdout)
        finally:
            look.end()


main()
