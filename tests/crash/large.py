#!/usr/bin/env python3
"""However large the input is, memory is bounded: a record of one gigabyte is refused with its place, in every format,
and so is a smaller one of more values than a tree may have; with TORTURE=1 two gigabytes are read to their end.  Files
are of gzip members that repeat, so that they are small."""

import gzip
import os
import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tools"), str(TESTS / "demo")]
sys.dont_write_bytecode = True

from engine import fast    # noqa: E402
from tap import Tap        # noqa: E402

MIB, GIB, MOST = 1 << 20, 1 << 30, 256
WORDS = "".join(f"{n * 7919 % 100003:05d} " for n in range(1000))[:4096]    # packs well, but is no bomb
TEXT = WORDS * 256

CSV, LINES, JSON, XML = '{ kind = "csv" }', '{ kind = "jsonl" }', '{ kind = "json", rows = "[*]" }', \
    '{ kind = "xml", rows = "o.r[*]" }'

# Name, format, what stands in front of what repeats, what repeats, and what the refusal says.
RECORDS = (
    ("csv field", CSV, "a,b\n1,2\n", TEXT, "line 3"),
    ("csv field in quotes", CSV, 'a,b\n1,2\n"', TEXT, "line 3"),
    ("csv fields", CSV, "a,b\n1,2\n", (WORDS[:63] + ",") * 16384, "line 3"),
    ("csv header", CSV, "", (WORDS[:63] + ",") * 16384, "line 1"),
    ("tsv field", '{ kind = "tsv" }', "a\tb\n1\t2\n", TEXT, "line 3"),
    ("json text", JSON, '[{"a":1},\n{"a":"', TEXT, "line 2"),
    ("json name", JSON, '[{"a":1},\n{"', TEXT, "line 2"),
    ("json number", JSON, '[{"a":1},\n{"a":1', "0123456789" * 104857, "line 2"),
    ("json members", JSON, '[{"a":1},\n{"a":1', (',"a":"' + WORDS[:58] + '"') * 16000,
     "line 2"),
    ("json depth", JSON, '[{"a":1},\n', "[" * MIB, "line 2"),
    ("json in front", '{ kind = "json", rows = "o[*]" }', '{"x":"', TEXT, "line 1"),
    ("jsonl text", LINES, '{"a":1}\n{"a":"', TEXT, "line 2"),
    ("xml text", XML, "<o>\n<r>", TEXT, "line 2"),
    ("xml attribute", XML, '<o>\n<r a="', TEXT, "line 2"),
    ("xml name", XML, "<o>\n<r>\n<a", "0123456789" * 104857, "line 3"),
    ("xml comments", XML, "<o>\n<r/>\n", "<!---->" * 149796, "line 3"),
    ("xml small elements", XML, "<o>\n<r>", "<a/>" * 262144, "line 2"),
    ("xml comment", XML, "<o>\n<r/>\n<!--", TEXT, "line 3"),
    ("xml elements", XML, "<o>\n<r>", ("<a>" + WORDS[:57] + "</a>") * 16000, "line 2"),
    ("xml attributes", XML, "<o>\n<r", (' a="' + WORDS[:59] + '"') * 16000, "line 2"),
    ("xml depth", XML, "<o>\n<r>", "<a>" * 349525, "line 2"),
    ("xml declaration", XML, '<?xml version="1.0" ', TEXT, "line 1"),
)

# Of 60 MiB: what stands behind, and the fault.
DENSE = (
    ("json numbers", JSON, '[{"a":[', "1," * 524288, "1]},\n{}]", "more than 250000 values"),
    ("json arrays", JSON, '[{"a":[', "[]," * 349525, "1]},\n{}]", "more than 250000 values"),
    ("json members", LINES, '{"a":1', ',"a":1' * 174762, "}\n{}\n", "more than 250000 values"),
    ("csv fields", CSV, "a,b\n1,2\n", "," * MIB, "\n3,4\n", "fields where the header has 2"),
)

# The same, and what stands behind, to be read whole.
ARRAYS = (
    ("an array", JSON, "[", ('{"a":"' + WORDS[:1013] + '"},\n') * 1024, '{"a":1}]'),
    ("an array in an object", '{ kind = "json", rows = "o.l[*]" }', '{"o":{"l":[',
     ('{"a":"' + WORDS[:1013] + '"},\n') * 1024, '{"a":1}]}}'),
    ("lines", LINES, "", ('{"a":"' + WORDS[:1014] + '"}\n') * 1024, '{"a":1}\n'),
    ("elements", XML, "<o>", ("<r><a>" + WORDS[:1007] + "</a></r>\n") * 1024, "<r/></o>"),
    ("rows", CSV, "a,b\n", ("1," + WORDS[:1021] + "\n") * 1024, "3,4\n"),
)


def write(path, front, part, size, behind=""):
    """The part repeats until there are so many bytes."""
    packed = gzip.compress(part.encode(), 6)
    with open(path, "wb") as file:
        file.write(gzip.compress(front.encode()))
        for _ in range(size // len(part) + 1):
            file.write(packed)
        file.write(gzip.compress(behind.encode()))


def read(path, form):
    """Exit code, complaint, lines that came out, and the peak in MiB."""
    process = subprocess.Popen([fast(), "read", path, "--format", form], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    lines, head = 0, b""
    while chunk := process.stdout.read(MIB):
        lines += chunk.count(b"\n")
        head = head or chunk[:500]
    complaint = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, complaint or head.decode(errors="replace"), lines, usage.ru_maxrss / 1024


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="cf-large-") as folder:
        path = Path(folder) / "large.gz"
        for name, form, front, part, place in RECORDS:
            write(path, front, part, GIB)
            code, complaint, _, peak = read(path, form)
            tap.ok(code == 6 and place in complaint, f"{name} of 1 GiB is refused at its place", code, complaint)
            tap.ok(peak <= MOST, f"{name} of 1 GiB takes {peak:.0f} MiB")
        for name, form, front, part, behind, fault in DENSE:
            write(path, front, part, 60 * MIB, behind)
            code, said, lines, peak = read(path, form)
            tap.ok(code == 0 and lines >= 2 and fault in said, f"{name} of 60 MiB are a fault of their record", code,
                   said)
            tap.ok(peak <= MOST, f"{name} of 60 MiB take {peak:.0f} MiB")
        for name, form, front, part, behind in ARRAYS if os.environ.get("TORTURE") else ():
            write(path, front, part, 2 * GIB, behind)
            code, complaint, lines, peak = read(path, form)
            want = (2 * GIB // len(part) + 1) * 1024 + 1
            tap.ok(code == 0 and lines == want, f"{name} of 2 GiB: {want} records", code, complaint, lines)
            tap.ok(peak <= MOST, f"{name} of 2 GiB takes {peak:.0f} MiB")
    tap.done()


main()
