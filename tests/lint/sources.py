"""The files of the repository, and C without its comments and texts."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"build", "var", "__pycache__", ".git"}
CODE = {".c", ".h", ".cc"}

PIECES = re.compile(r"""
      (?P<comment> /\*.*?\*/ | //[^\n]* )
    | (?P<raw>     R"\(.*?\)" )
    | (?P<text>    "(?:\\.|[^"\\\n])*" )
    | (?P<char>    '(?:\\.|[^'\\\n])+' )
""", re.VERBOSE | re.DOTALL)


def files(*folders, suffixes=None):
    """Paths relative to the repository, in order."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            relative = path.relative_to(ROOT)
            if path.is_file() and not NOT_OURS & set(relative.parts) and (not suffixes or path.suffix in suffixes):
                yield relative


def everything():
    yield from files(".")


def read(path):
    """None if it is no text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def blanked(piece):
    return re.sub(r"[^\n]", " ", piece)


def bare(source, texts=True):
    """The same lines with comments, and texts too, as blanks."""
    def blank(match):
        return blanked(match[0]) if match.lastgroup == "comment" or texts else match[0]
    return PIECES.sub(blank, source)


def bare_sql(source):
    return re.sub(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", lambda m: blanked(m[0]), source, flags=re.DOTALL)


class Findings:
    def __init__(self):
        self.count = 0

    def say(self, path, line, fact):
        self.count += 1
        print(f"{path}:{line}: {fact}")

    def search(self, path, source, pattern, fact):
        """Says so for every place where the pattern stands; fact may contain {0}, what was found."""
        for match in re.finditer(pattern, source):
            self.say(path, source.count("\n", 0, match.start()) + 1, fact.format(match[0].strip()))

    def end(self):
        sys.exit(self.count > 0)
