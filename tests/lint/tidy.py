#!/usr/bin/env python3
"""clang-tidy over every file, two at a time.  A file that had no finding is not looked at again until it changes, with
all that it includes: build/tidy holds the digests of what was clean."""

import hashlib
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from sources import ROOT, files

CLEAN = ROOT / "build" / "tidy"
OURS = re.compile(r"^/?(\S*/)?(etl|tests)/\S+:\d+:\d+: (warning|error): ")


def told_by(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).stdout


def flags_of(path):
    packages = re.search(r"^PACKAGES := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[1].split()
    foreign = told_by("pkg-config", "--cflags", *packages).decode()
    own = ["-std=c++17"] if path.suffix == ".cc" else ["-std=c11", "-D_DEFAULT_SOURCE", "-D_GNU_SOURCE"]
    ours = ["-Ietl", "-Itests/unit", "-Ibuild/gen", '-DVERSION="0"']
    return own + ours + shlex.split(foreign.replace("-I", "-isystem "))


def digest_of(path, flags):
    """Of the file as written, and of everything that it comes to."""
    config = (ROOT / ".clang-tidy").read_bytes()
    parts = [str(path).encode(), config, (ROOT / path).read_bytes(), told_by("clang", "-E", *flags, path)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def tidy(path):
    """What clang-tidy has to say, empty if nothing."""
    flags = flags_of(path)
    clean = CLEAN / digest_of(path, flags)
    if clean.exists():
        return ""
    command = ["clang-tidy", "--quiet", path, "--", *flags]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    said = [line.replace(f"{ROOT}/", "") for line in done.stdout.splitlines() if OURS.match(line)]
    if not said and done.returncode == 0:
        clean.touch()
        return ""
    return "\n".join(said) or f"{path}:1: clang-tidy ended with {done.returncode}: {done.stderr[-500:]}"


def main():
    CLEAN.mkdir(parents=True, exist_ok=True)
    subprocess.run(["make", "-s", "build/gen/embedded.h"], cwd=ROOT, check=True)
    wanted = sys.argv[1:]
    # Not over tests: a check that failed there goes on, and the analyser asks what then; the sanitizers run them.
    paths = [p for p in files("etl", suffixes={".c", ".cc"}) if not wanted or str(p) in wanted]
    bad = False
    with ThreadPoolExecutor(2) as pool:
        for said in pool.map(tidy, paths):
            if said:
                bad = True
                print(said, flush=True)
    sys.exit(bad)


main()
