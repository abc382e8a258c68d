#!/usr/bin/env python3
"""docs/month_end.md: its files in an empty folder, each of its commands, and what they print.  ACCEPT=1 writes what
they print into the page, for review in the diff."""

import os
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "tools"), str(ROOT / "tests" / "demo")]
sys.dont_write_bytecode = True

from engine import Engine    # noqa: E402
from tap import Tap          # noqa: E402

PAGE = ROOT / "docs" / "month_end.md"
FILE = re.compile(r"^```[a-z]+ file=(\S+)\n(.*?)^```$", re.M | re.S)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)


def files(page, folder):
    for name, content in FILE.findall(page):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)


def commands(block):
    """Each command with what is shown below it."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown.strip()


def carry_out(tap, engine, block):
    """The block as it is in truth."""
    told = []
    for command, shown in commands(block):
        done = engine.run(*command.split()[1:])
        got = (done.out + done.complaint).replace(str(engine.folder), "…").strip()
        got = "\n".join(line.rstrip() for line in got.splitlines())
        if not os.environ.get("ACCEPT"):
            tap.ok(got == shown, command, got)
        told.append(f"$ {command}\n{got}\n\n")
    return "".join(told).rstrip("\n") + "\n"


def main():
    tap, page = Tap(), PAGE.read_text()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        files(page, Path(folder))
        with Engine([folder]) as engine:
            engine.must("init")
            told = CONSOLE.sub(lambda m: f"```console\n{carry_out(tap, engine, m[1])}```", page)
    if os.environ.get("ACCEPT"):
        PAGE.write_text(told)
        tap.ok(True, "the page has what its commands print")
    tap.done()


main()
