"""Checks feeds from Python, by the program that this package brings along.

>>> import feedwright
>>> report = feedwright.check(b'<rss version="2.0"><channel/></rss>')
>>> report.valid
False
>>> print(report.errors[2])
1:20: error[missing-title]: <channel> has no <title> (Add a <title>)

In a test, ``feedwright.check(response.content, profiles=["msn"]).raise_for_errors()`` says with line and column
what is wrong.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from typing import Iterable

__all__ = ["Finding", "InvalidFeed", "Report", "check", "program"]


@dataclass(frozen=True)
class Finding:
    """Something that was found in a feed; lines and columns count from 1."""

    code: str
    severity: str
    message: str
    help: str | None
    line: int | None
    column: int | None
    element: str | None
    value: str | None
    spec: str | None

    def __str__(self) -> str:
        place = f"{self.line}:{self.column}: " if self.line else ""
        return f"{place}{self.severity}[{self.code}]: {self.message}" + (f" ({self.help})" if self.help else "")


@dataclass(frozen=True)
class Report:
    """What was found in one feed."""

    feed_type: str | None
    valid: bool
    items: int
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> list[Finding]:
        """What makes the feed invalid."""
        return [f for f in self.findings if f.severity == "error"]

    @property
    def warnings(self) -> list[Finding]:
        """What some readers will trip over."""
        return [f for f in self.findings if f.severity == "warning"]

    def raise_for_errors(self) -> "Report":
        """Raises InvalidFeed with all errors if there are any; gives the report itself otherwise."""
        if not self.valid:
            raise InvalidFeed(self)
        return self


class InvalidFeed(AssertionError):
    """A feed has errors; a test that meets it fails with them."""

    def __init__(self, report: Report):
        super().__init__("\n".join(str(f) for f in report.errors))
        self.report = report


def program() -> str:
    """The path of the program: the one of this installation, else the one that the shell finds."""
    own = os.path.join(sysconfig.get_path("scripts"), "feedwright")
    found = own if os.path.exists(own) else shutil.which("feedwright")
    if found is None:
        raise FileNotFoundError("the program feedwright is neither in this installation nor in PATH")
    return found


def check(feed: bytes | str, *, profiles: Iterable[str] = (), base: str | None = None, html: bool = True) -> Report:
    """Checks a feed.

    ``profiles`` are consumers whose demands are checked, too; ``base`` is the URL that it counts as fetched from;
    without ``html`` the bodies are not looked into. Raises ``ValueError`` where the program does not understand what
    is asked.
    """
    arguments = [program(), "check", "--format", "json", "--max-findings", "1000000"]
    profiles = ",".join(profiles)
    if profiles:
        arguments += ["--profile", profiles]
    if base is not None:
        arguments += ["--base", base]
    if not html:
        arguments.append("--no-html")
    data = feed.encode() if isinstance(feed, str) else feed
    ran = subprocess.run([*arguments, "-"], input=data, capture_output=True, check=False)
    if ran.returncode not in (0, 1):
        raise ValueError(ran.stderr.decode(errors="replace").strip())
    (told,) = json.loads(ran.stdout)
    names = Finding.__dataclass_fields__
    findings = tuple(Finding(**{name: finding.get(name) for name in names}) for finding in told["findings"])
    return Report(told.get("feed_type"), told["valid"], told["items"], findings)
