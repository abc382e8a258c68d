#!/usr/bin/env python3
"""Lengths of files, lines and functions, calls that are banned, and words that must not stand in the repository."""

import os
import re

from sources import CODE, ROOT, Findings, bare, everything, files, read

FILE_MOST, LINE_MOST, FUNCTION_MOST, TAB = 600, 120, 60, 4
WRITTEN_BY_HAND = CODE | {".sql", ".py", ".sh", ".toml", ".awk", ".js", ".css", ""}

# path: why it is one file all the same
LONG_FILES = {}
# A migration keeps its bytes once it was applied.
KEPT = re.compile(r"sql/schema/")
# What a test gives to the program is as it must be, however long its lines.
INPUTS = re.compile(r"tests/(cases/[^/]+/(\d{4}-\d\d-\d\d|expect)|real/expect)/")

BANNED = ["strcpy", "strcat", "sprintf", "vsprintf", "gets", "strtok", "atoi", "atol", "atof", "gmtime", "localtime",
          "ctime", "asctime", "mktime", "mktemp", "tmpnam", "alloca", "setjmp", "longjmp", "sigsetjmp"]
# Tests may lay real programs beside ours.
BANNED_IN_THE_PROGRAM = ["system", "popen"]

# In pieces, so that this file may say them.
WORDS = [r"\b(TO" r"DO|FIX" r"ME)\b", r"(?<![\"\w])X{3}(?![\"\w])"]
OUTSIDE = r"\.\./shar" r"ed\b"


def check_lengths(found, path, source):
    lines = source.splitlines()
    if len(lines) > FILE_MOST and str(path) not in LONG_FILES:
        found.say(path, len(lines), f"{len(lines)} lines, {FILE_MOST} is the most; split it by noun")
    if KEPT.match(str(path)):
        return
    for number, line in enumerate(lines, 1):
        width = len(line.expandtabs(TAB))
        if line != line.rstrip():
            found.say(path, number, "ends in a blank")
        if width > LINE_MOST:
            found.say(path, number, f"{width} columns, {LINE_MOST} is the most")


def check_functions(found, path, source):
    begun = None
    for number, line in enumerate(source.splitlines(), 1):
        if line == "{":
            begun = number
        elif line.startswith("}") and begun:
            if number - begun - 1 > FUNCTION_MOST:
                found.say(path, begun, f"a function of {number - begun - 1} lines, {FUNCTION_MOST} is the most")
            begun = None


def check_calls(found, path, source):
    code = bare(source)
    banned = BANNED + (BANNED_IN_THE_PROGRAM if path.parts[0] == "etl" else [])
    found.search(path, code, r"(?<![\w.>])(" + "|".join(banned) + r")\s*\(", "{0}) is banned")
    found.search(path, code, r"\bgoto\b", "goto is banned")
    if path.parts[0] == "etl" and path.parts[1] != "base":
        found.search(path, code, r"(?<![\w.>])(free|malloc|calloc|realloc|strdup)\s*\(", "{0}) outside base")


def check_words(found, path, source):
    for word in WORDS:
        found.search(path, source, word, "{0}: an issue says it better")
    if path.parts[0] != "tests":
        found.search(path, source, OUTSIDE, "{0} is for tests only")


def check_mode(found, path, source):
    """Tests are found by their mode: one that cannot be started is one that never runs."""
    if source.startswith("#!") and not os.access(ROOT / path, os.X_OK):
        found.say(path, 1, "begins with #! but cannot be started: chmod +x")


def main():
    found = Findings()
    for path in files("etl", "tests", suffixes=CODE):
        source = read(path)
        check_functions(found, path, source)
        check_calls(found, path, source)
    for path in everything():
        source = None if INPUTS.match(str(path)) else read(path)
        if source is None:
            continue
        check_words(found, path, source)
        check_mode(found, path, source)
        if path.suffix in WRITTEN_BY_HAND:
            check_lengths(found, path, source)
    found.end()


main()
