"""Drives Chromium by the DevTools protocol through two pipes: nothing is listened on."""

import fcntl
import itertools
import json
import os
import subprocess


class Devtools:
    """A browser with one page. What happens is told to `happened`."""

    def __init__(self, program, home):
        self.numbers = itertools.count(1)
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        # 3 and 4 are the browser's, whatever had these numbers here.
        reads, writes = (fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (theirs_in, theirs_out))

        def pipes():
            os.dup2(reads, 3)
            os.dup2(writes, 4)

        self.process = subprocess.Popen(
            [
                program,
                "--headless=new",
                "--remote-debugging-pipe",
                f"--user-data-dir={home}",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-site-isolation-trials",
                "--disable-features=IsolateOrigins,site-per-process",
                "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND",
            ],
            preexec_fn=pipes,
            close_fds=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for end in (theirs_in, theirs_out, reads, writes):
            os.close(end)
        self.out = os.fdopen(ours_out, "wb", buffering=0)
        self.into = os.fdopen(ours_in, "rb")
        self.rest = b""
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.page = target
        self.call("Target.setDiscoverTargets", session=None, discover=True)

    def send(self, method, session=True, **parameters):
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": parameters}
        if session and self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[self.out.write(data) :]
        return number

    def receive(self):
        while b"\0" not in self.rest:
            more = self.into.read1(1 << 20)
            if not more:
                raise SystemExit("the browser has ended")
            self.rest += more
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=True, **parameters):
        """Sends a command and deals with what happens until it is answered."""
        number = self.send(method, session, **parameters)
        while True:
            message = self.next()
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message["result"]

    def next(self):
        """Deals with the next message."""
        message = self.receive()
        if "method" in message:
            self.happened(message["method"], message["params"])
        return message

    def happened(self, event, said):
        """Deals with an event."""

    def end(self):
        self.process.kill()
        self.process.wait()
