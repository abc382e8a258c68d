"""The test systems, started for a test, and a client of theirs that hides nothing."""

import base64
import hashlib
import http.client
import json
import os
import signal
import subprocess
import sys
import urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
sys.path.insert(0, str(ROOT / "tests" / "demo"))

from tap import Tap  # noqa: E402  pylint: disable=wrong-import-position

__all__ = ["Answer", "ROOT", "SAMPLES", "Systems", "Tap", "basic", "digest", "shapes", "unlike"]


class Answer:
    """status 0: no whole answer came, and error says why."""

    def __init__(self, status=0, headers=None, body=b"", error=None):
        self.status, self.headers, self.body, self.error = status, headers or {}, body, error

    @property
    def json(self):
        return json.loads(self.body)


class Systems:
    program = os.environ.get("SYSTEMS", ROOT / "build" / "check" / "systems")

    def __init__(self, *options):
        command = [self.program, *options]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        words = self.process.stdout.readline().split()
        self.port = int(words[1]) if words else 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self, by=None):
        """Its exit code."""
        if by == signal.SIGTERM:
            os.kill(self.process.pid, by)
        else:
            self.process.stdin.close()
        code = self.process.wait(20)
        self.process.stdout.close()
        return code

    def ask(self, path, headers=None, method="GET", body=None, timeout=10, host="127.0.0.1"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, {"Host": f"{host}:{self.port}", **(headers or {})})
            came = connection.getresponse()
            return Answer(came.status, came.headers, came.read())
        except (http.client.HTTPException, OSError) as error:
            return Answer(error=error)
        finally:
            connection.close()

    def faults(self, script=""):
        """From here on these, with counts, log and rates from their beginning."""
        return self.ask("/_faults", method="POST", body=script.encode()).status

    def log(self):
        return self.ask("/_log").json

    def held(self, vendor, name):
        """What is held: (count, digest, [(id, amount)])."""
        lines = [json.loads(line) for line in self.ask(f"/_held/{vendor}/{name}").body.decode().splitlines()]
        return lines[0]["count"], lines[0]["sha256"], [(line["id"], line["amount"]) for line in lines[1:]]


def digest(ids):
    return hashlib.sha256("".join(f"{i}\n" for i in ids).encode()).hexdigest()


def basic(user, secret):
    return "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode()


def query(path, **parameters):
    return path + "?" + urllib.parse.urlencode(parameters, safe="[]")


def shapes(value, path=""):
    """{path: {type}} of a JSON value; the items of a list are one place."""
    kinds = {bool: "boolean", int: "number", float: "number", str: "text", type(None): "null"}
    found = {}
    if isinstance(value, dict):
        found[path] = {"object"}
        parts = [(f"{path}.{name}", member) for name, member in value.items()]
    elif isinstance(value, list):
        found[path] = {"list"}
        parts = [(f"{path}[]", item) for item in value]
    else:
        found[path] = {kinds[type(value)]}
        parts = []
    for place, part in parts:
        for inner, types in shapes(part, place).items():
            found.setdefault(inner, set()).update(types)
    return found


def unlike(ours, theirs, without=()):
    """Where our records differ from a published one: a path that is not there, a type that is another.  null is of
    every type, and what is null or empty there says nothing of what stands below it here."""
    mine, published = shapes(ours), shapes(theirs)
    wrong = []
    for path, types in published.items():
        if path in without or any(path.startswith(f"{w}.") for w in without) or hollow(path, mine):
            continue
        if path not in mine:
            wrong.append(f"{path} is not there")
        elif not (mine[path] - {"null"}) <= types and types != {"null"} and mine[path] != {"null"}:
            wrong.append(f"{path} is {mine[path]}, published as {types}")
    return wrong


def hollow(path, mine):
    """Whether something above is null or an empty list here."""
    while path:
        cut = max(path.rfind("."), path.rfind("["))
        path = path[:cut]
        if path in mine:
            return mine[path] == {"null"} or (mine[path] == {"list"} and f"{path}[]" not in mine)
    return False
