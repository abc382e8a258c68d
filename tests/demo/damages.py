"""Damaged copies of the demo's files: each kind of file is opened to its records, and packed again by the writer that
the generator uses.  What a damage does not make of a file (a zip has no records of its own) is None.

    empty       no bytes at all
    half-byte   the first half of the bytes
    half        the first half of the records, and all that stands around them: a writer that stopped early
    less        the same but for the last 3 %, one record at least: below every guard
    doubled     the bytes twice
    stale       yesterday's bytes
    garbled     noise over the bytes in the middle
"""

import gzip
import io
import json
import re
import subprocess
import tarfile
import zipfile

import project                               # noqa: F401  puts fixtures/demo on the path

from accounts.files import gzipped, tarred, zipped, zstd

DAMAGES = ("empty", "half-byte", "half", "less", "doubled", "stale", "garbled")
NOISE = 48


# ── records ─────────────────────────────────────────────────────────────────────────────────────────────────────────

def kept(records, damage):
    """Of a list, what the damage leaves; at least one record goes."""
    count = len(records) // 2 if damage == "half" else len(records) - max(1, len(records) * 3 // 100)
    return records[:max(count, 0)]


def lines_of(data, damage, head=0, tail=0):
    lines = data.splitlines(keepends=True)
    end = len(lines) - tail
    return b"".join(lines[:head] + kept(lines[head:end], damage) + lines[end:])


def json_of(data, damage):
    told = json.loads(data)
    return json.dumps({**told, "data": kept(told["data"], damage)}, indent=1).encode() + b"\n"


def elements_of(data, damage, name):
    """XML without the last of its elements of a name, wherever they stand."""
    found = list(re.finditer(rb"<%s[ >].*?</%s>\n" % (name, name), data, re.DOTALL))
    for gone in reversed(found[len(kept(found, damage)):]):
        data = data[:gone.start()] + data[gone.end():]
    return data


def repacked(data, damage, name):
    """The same of the one XML in a tar.zst."""
    plain = subprocess.run(["zstd", "-dqc"], input=data, stdout=subprocess.PIPE, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        member = archive.getmembers()[0]
        return zstd(tarred({member.name: elements_of(archive.extractfile(member).read(), damage, name)}))


RECORDS = {
    ".jsonl.gz": lambda data, damage: gzipped(lines_of(gzip.decompress(data), damage).decode()),
    ".json": json_of,
    ".tsv": lambda data, damage: lines_of(data, damage, head=1),
    "SHA256SUMS": lines_of,
    "statement.xml": lambda data, damage: elements_of(data, damage, b"Ntry"),
    "shipments.tar.zst": lambda data, damage: repacked(data, damage, b"parcel"),
    ".tar.zst": lambda data, damage: repacked(data, damage, b"item"),
    ".csv": lambda data, damage: lines_of(data, damage, head=1, tail=1),
}


def by_records(name, data, damage):
    for ending, cut in RECORDS.items():
        if name.endswith(ending):
            return cut(data, damage)
    return None


# ── bytes ───────────────────────────────────────────────────────────────────────────────────────────────────────────

def garbled(data):
    middle = len(data) // 2
    noise = bytes(b ^ 0xA5 for b in data[middle:middle + NOISE])
    return data[:middle] + noise + data[middle + NOISE:]


def damaged(name, data, yesterday, damage):
    if damage in ("half", "less"):
        return by_records(name, data, damage)
    return {"empty": b"", "half-byte": data[:len(data) // 2], "doubled": data + data, "stale": yesterday,
            "garbled": garbled(data)}[damage]


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def copy_of(name, data, yesterday, damage):
    """name: a file, or FILE!MEMBER of a zip that is otherwise whole."""
    archive, _, member = name.partition("!")
    if not member:
        return damaged(name, data, yesterday, damage)
    inside = members(data)
    inside[member] = damaged(member, inside[member], members(yesterday)[member], damage)
    return None if inside[member] is None else zipped(inside)
