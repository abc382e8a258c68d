#!/usr/bin/env python3
"""The demo asked over HTTP and SFTP finds what it finds in files: the same discrepancies to the id and the amount, the
same answers, all four nights.  Its systems refuse what they should, and are gone with the command that they serve."""

import json
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from begun import begun
from project import ROOT
from tap import Tap

sys.path.append(str(ROOT / "tests" / "tools"))

from engine import Engine, fast                # noqa: E402

from business import NIGHTS                    # noqa: E402
from serve import systems                      # noqa: E402

SERVE = ROOT / "fixtures" / "demo" / "serve.py"
SIZE = 20                                      # of a page, so that a small business has many
PLACES = ("inputs", "from", "made_from")       # where something was read is another, and so are its bytes


def demo():
    """The demo's project, asking for small pages."""
    with tempfile.TemporaryDirectory(prefix="cf-wire-") as shape:
        shutil.copy(ROOT / "jobs.toml", shape)
        shutil.copytree(ROOT / "jobs", Path(shape) / "jobs")
        small_pages(Path(shape))
        return Engine([shape], fast())


def small_pages(project):
    for path in (project / "jobs" / "systems").glob("*.toml"):
        lines = [f"size = {SIZE}" if line in ("size = 250", "size = 500") else line
                 for line in path.read_text().splitlines()]
        path.write_text("\n".join(lines) + "\n")


def without_places(told):
    if isinstance(told, dict):
        return {key: without_places(value) for key, value in told.items() if key not in PLACES}
    return [without_places(value) for value in told] if isinstance(told, list) else told


def nights(engine, runs):
    """What each night came to: exit code, discrepancies, the answers of all rules."""
    return {night: {"code": run.code, "rules": without_places(engine.asked("report", str(number))["rules"]),
                    "lines": engine.asked("discrepancies", "--date", night.isoformat())}
            for number, (night, run) in enumerate(zip(NIGHTS, runs), 1)}


def check_same(tap, asked, read):
    for night in NIGHTS:
        got, want = ({json.dumps(line, sort_keys=True) for line in told[night]["lines"]} for told in (asked, read))
        tap.ok(len(want) > 5, f"{night} has discrepancies", len(want))
        tap.same(got, want, f"{night}: the same, over the wire and from files")
        got, want = ({rule["id"]: rule for rule in told[night]["rules"]} for told in (asked, read))
        other = [name for name in want if got.get(name) != want[name]]
        tap.ok(len(want) > 5 and not other, f"{night}: all rules say the same", *other)
        tap.ok(asked[night]["code"] == read[night]["code"], f"{night}: the run ends with {read[night]['code']}",
               asked[night]["code"])


def check_asked(tap, engine):
    """They were asked, page for page."""
    told = engine.sql("select count(*) filter (where extract !~ '^(bank|wms|market)'), "
                      "count(*) filter (where extract ~ '^(bank|wms)') "
                      "from ops.landing_part join ops.landing using (landing_id)")
    pages, files = map(int, told.split("|"))
    tap.ok(pages > 200 and files > 20, "lists in pages, and files", told)


REFUSED = {
    "shop_de/orders?day=2026-03-29": 401, "erp/api/items?day=2026-03-29": 401, "gateway/v1/charges": 401,
    "shop_pl/orders": 401, "shop_de/customers": 404, "erp/items": 404, "": 404,
}
OF_GATEWAY = {"charges?day=2026-03-29": 200, "charges": 400, "charges?day=today": 400,
              "charges?day=2026-03-29&page=2": 400, "charges?day=2026-03-29&limit=0": 400,
              "charges?day=2026-03-29&after=x": 400, "charges?day=2026-01-01": 404}


def status(port, path, **headers):
    try:
        with urlopen(Request(f"http://127.0.0.1:{port}/{path}", headers=headers)) as answer:
            return answer.status
    except HTTPError as refused:
        return refused.code


def check_refusals(tap, words):
    port, key = words["DEMO_WEB"], words["COUNTERFOIL_SECRET_gateway_key"]
    got = {path: status(port, path) for path in REFUSED}
    tap.ok(got == REFUSED, "who has no right is told nothing", got)
    got = {path: status(port, f"gateway/v1/{path}", **{"X-Api-Key": key}) for path in OF_GATEWAY}
    tap.ok(got == OF_GATEWAY, "what cannot be meant is refused", got)


def is_open(port):
    with socket.socket() as s:
        return s.connect_ex(("127.0.0.1", int(port))) == 0


def check_served(tap, project):
    """The command's end is that of its systems, and its exit code theirs."""
    done = subprocess.run([SERVE, "--project", project, "sh", "-c", "echo $DEMO_WEB $DEMO_SFTP; exit 7"],
                          capture_output=True, text=True, check=False)
    ports = done.stdout.split()
    tap.ok(done.returncode == 7 and len(ports) == 2, "a command's exit code is passed on", done)
    tap.ok(not any(is_open(port) for port in ports), "its systems are gone with it", ports)
    with subprocess.Popen([SERVE, "--project", project, "sh", "-c", "echo $DEMO_WEB $DEMO_SFTP; exec sleep 60"],
                          stdout=subprocess.PIPE, text=True) as process:
        ports = process.stdout.readline().split()
        tap.ok(len(ports) == 2 and all(is_open(port) for port in ports), "while it runs they are there", ports)
        process.terminate()
        code = process.wait()
    tap.ok(code == 143 and not any(is_open(port) for port in ports), "what is ended ends them, too", code, ports)


def main():
    tap = Tap()
    files, runs = begun("small")
    try:
        with demo() as wire:
            shutil.copytree(files.data, wire.folder / "build" / "demo")
            with systems(wire.folder) as words:
                wire.disturbance = words
                wire.must("init")
                asked = nights(wire, [wire.run("run", "nightly", "--date", night.isoformat()) for night in NIGHTS])
                check_asked(tap, wire)
                check_refusals(tap, words)
            check_same(tap, asked, nights(files, runs))
            check_served(tap, wire.folder)
    finally:
        files.end()
    tap.done()


if __name__ == "__main__":
    main()
