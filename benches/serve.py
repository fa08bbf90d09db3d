#!/usr/bin/env python3
"""Serves one folder by `feedwright serve` and by nginx in turn, and loads each with the same generator.

    cargo build --release && benches/serve.py [SECONDS]

Needs nginx, and `oha` (crates.io) or `wrk` (Debian). Each server has one core, the generator another. Prints
requests per second for 304, the feed as it is, and gzip, and what feedwright reaches of nginx's; then ten thousand
idle connections with a request among them, and a minute under load with a build every second, in which every
body is held against its ETag, and the memory of the server at its beginning and end.
"""

import gzip
import hashlib
import http.client
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FEEDWRIGHT = Path(os.environ.get("FEEDWRIGHT", ROOT / "target/release/feedwright"))
SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 10
CONNECTIONS = 64
IDLE = 10_000
ROUNDS = 3

CONFIG = """
[site]
title = "The Harbour Courier"
url = "http://127.0.0.1/"
language = "en"
authority = "courier.example,2026"
[output]
url = "http://127.0.0.1/feeds/"
compress = ["gzip"]
[serve]
timeout = "10m"
[[source]]
path = "articles/*.md"
url = "http://127.0.0.1/{{ slug }}/"
[[feed]]
name = "top"
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def write(room, number, text):
    article = room / f"articles/a{number:03}.md"
    article.write_text(f"+++\ntitle = \"Article {number}\"\ndate = 2026-07-{number % 28 + 1:02}T08:00:00Z\n+++\n{text}\n")


def newsroom(folder):
    room = Path(folder)
    (room / "articles").mkdir()
    (room / "config.toml").write_text(CONFIG)
    for number in range(50):
        write(room, number, "What happened at the harbour this morning. " * 40)
    build(room)
    return room


def build(room):
    subprocess.run([FEEDWRIGHT, "build", "--now", "2026-08-01T12:00:00Z"], cwd=room, check=True)


def on_core(core, command, **options):
    pin = ["taskset", "-c", str(core)] if shutil.which("taskset") and os.cpu_count() > 1 else []
    return subprocess.Popen(pin + [str(part) for part in command], **options)


def wait_for(port):
    for _ in range(500):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    sys.exit(f"nothing listens on {port}")


def feedwright(room, port):
    quiet = subprocess.DEVNULL
    server = on_core(0, [FEEDWRIGHT, "serve", "--quiet", "--addr", f"127.0.0.1:{port}"], cwd=room, stderr=quiet)
    wait_for(port)
    return server


def nginx(room, port):
    snippet = subprocess.run([FEEDWRIGHT, "snippet", "nginx"], cwd=room, check=True, capture_output=True, text=True)
    # Started by root it would read as somebody who may not.
    user = "user root; " if os.geteuid() == 0 else ""
    (room / "nginx.conf").write_text(
        f"{user}daemon off; worker_processes 1; worker_rlimit_nofile 65536; pid {room}/pid; error_log {room}/error.log;\n"
        f"events {{ worker_connections 32768; }}\nhttp {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;\n"
        f"keepalive_timeout 600; client_body_temp_path {room}/b; proxy_temp_path {room}/p; fastcgi_temp_path {room}/f;\n"
        f"uwsgi_temp_path {room}/u; scgi_temp_path {room}/s;\n"
        f"server {{ listen 127.0.0.1:{port} backlog=4096; root {room};\n{snippet.stdout}\n}} }}\n"
    )
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    server = on_core(0, [program, "-c", room / "nginx.conf", "-p", room], stderr=subprocess.DEVNULL)
    wait_for(port)
    return server


def stop(server):
    server.send_signal(signal.SIGTERM)
    server.wait()


def load(port, headers):
    """Requests per second."""
    url = f"http://127.0.0.1:{port}/feeds/top.rss"
    fields = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    if shutil.which("oha"):
        command = ["oha", "--no-tui", "--output-format", "json", "-z", f"{SECONDS}s", "-c", CONNECTIONS, *fields, url]
        out = on_core(1, command, stdout=subprocess.PIPE).communicate()[0]
        told = json.loads(out)
        bad = {s: n for s, n in told["statusCodeDistribution"].items() if s not in ("200", "304")}
        if bad:
            sys.exit(f"answers: {bad}")
        return told["summary"]["requestsPerSec"]
    if shutil.which("wrk"):
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", *fields, url]
        out = on_core(1, command, stdout=subprocess.PIPE, text=True).communicate()[0]
        if "Non-2xx" in out and "If-None-Match" not in headers:
            sys.exit(out)
        return float(re.search(r"Requests/sec:\s*([\d.]+)", out)[1])
    sys.exit("neither oha nor wrk is installed")


def ask(port, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/feeds/top.rss", headers=headers or {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def compare(room):
    rates = {}
    for _ in range(ROUNDS):
        for name, start in [("feedwright", feedwright), ("nginx", nginx)]:
            port = free_port()
            server = start(room, port)
            answer, _ = ask(port)
            if answer.status != 200:
                sys.exit(f"{name} answers {answer.status}")
            tag = answer.headers["ETag"]
            for case, headers in [
                ("304", {"If-None-Match": tag}),
                ("identity", {}),
                ("gzip", {"Accept-Encoding": "gzip"}),
            ]:
                rates.setdefault((case, name), []).append(load(port, headers))
            stop(server)
    for case in ("304", "identity", "gzip"):
        ours, theirs = (sorted(rates[case, name])[ROUNDS // 2] for name in ("feedwright", "nginx"))
        print(f"{case:9} feedwright {ours:9.0f}/s  nginx {theirs:9.0f}/s  {ours / theirs:.2f}")


def memory(server):
    for line in Path(f"/proc/{server.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])


def idle(room):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(IDLE, hard - 200)
    port = free_port()
    server = feedwright(room, port)
    connections = []
    for _ in range(count):
        s = socket.create_connection(("127.0.0.1", port), timeout=30)
        s.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        connections.append(s)
    for s in connections:
        assert s.recv(4096).startswith(b"HTTP/1.1 200")
    began = time.monotonic()
    answer, _ = ask(port)
    took = time.monotonic() - began
    print(f"{count} idle connections: {memory(server) / 1024:.0f} MiB, a request among them {took * 1000:.1f} ms ({answer.status})")
    for s in connections:
        s.close()
    stop(server)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def under_builds(room, seconds=60):
    port = free_port()
    server = feedwright(room, port)
    ask(port)
    before = memory(server)
    over = threading.Event()
    counts, faults, bodies = [0], [], {}

    def read(coding):
        while not over.is_set():
            try:
                answer, body = ask(port, {"Accept-Encoding": coding} if coding else {})
            except OSError as error:
                faults.append(repr(error))
                continue
            counts[0] += 1
            # While a build renames files there is no twin for a moment.
            text = gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body
            if answer.status != 200 or not text.rstrip().endswith(b"</rss>"):
                faults.append(f"{answer.status}: a torn body of {len(body)} bytes")
            digest = hashlib.sha256(body).hexdigest()
            if bodies.setdefault(answer.headers["ETag"], digest) != digest:
                faults.append(f"{answer.headers['ETag']} names two bodies")

    readers = [threading.Thread(target=read, args=(coding,)) for coding in ["", "gzip"] * 4]
    for reader in readers:
        reader.start()
    end, number = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        write(room, number % 50, f"Build {number}. " * (number % 100 + 1))
        build(room)
        number += 1
        time.sleep(1)
    over.set()
    for reader in readers:
        reader.join()
    print(
        f"{number} builds under load: {counts[0]} answers, {len(bodies)} versions, {len(faults)} faults, "
        f"memory {before / 1024:.0f} to {memory(server) / 1024:.0f} MiB"
    )
    stop(server)
    if faults:
        sys.exit("\n".join(faults[:10]))


def main():
    with tempfile.TemporaryDirectory() as folder:
        room = newsroom(folder)
        compare(room)
        idle(room)
        under_builds(room)


main()
