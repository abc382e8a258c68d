#!/usr/bin/env python3
"""hostile.py NAME…: archives as no packer writes them, into the current folder.

pathN.zip, .ustar, .gnu and .pax hold a member of the Nth name; long.tar one whose name needs a header of its own;
liesN.zip have a last member of five bytes of which their list says that it has 4, 6 or 500."""

import io
import sys
import tarfile
import zipfile
from pathlib import Path

FORMS = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}
CONTENT = b"three"


def tar(to, form, name, **headers):
    member = tarfile.TarInfo(name)
    member.size = len(CONTENT)
    member.pax_headers = headers
    with tarfile.open(to, "w", format=FORMS[form]) as archive:
        archive.addfile(member, io.BytesIO(CONTENT))


def zipped(to, *names):
    with zipfile.ZipFile(to, "w") as archive:
        for name in names:
            archive.writestr(name, CONTENT)
    return Path(to).read_bytes()


def main():
    for i, name in enumerate(sys.argv[1:]):
        plain = "x" * len(name)
        Path(f"path{i}.zip").write_bytes(zipped("plain.zip", plain).replace(plain.encode(), name.encode()))
        tar(f"path{i}.ustar", "ustar", name)
        tar(f"path{i}.gnu", "gnu", name)
        tar(f"path{i}.pax", "pax", "plain", path=name)
    tar("long.tar", "gnu", "../" + "x" * 200)
    whole = zipped("plain.zip", "c.txt", "d.txt")
    five = len(CONTENT).to_bytes(4, "little") * 2
    at = whole.rindex(five)
    for i, size in enumerate((4, 6, 500)):
        Path(f"lies{i}.zip").write_bytes(whole[:at] + size.to_bytes(4, "little") * 2 + whole[at + len(five):])


main()
