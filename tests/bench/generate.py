#!/usr/bin/env python3
"""generate.py FOLDER ROWS: orders of about 106 bytes and ten columns, on a first night and on second ones.

Of a second night with 1 % changed, 0.8 are updated, 0.1 new and 0.1 gone, half of it all among the newest 5 % of the
rows; with 20 % the shares are the same, all over the file.  The same numbers always give the same bytes."""

import sys
from pathlib import Path

HEADER = "order_no,placed_at,changed_at,status,currency,total,tax,shipping,email,pieces\n"
STATUSES = ("paid", "shipped", "refunded", "cancelled")
NEWEST = 0.05


def chance(n, salt):
    """Between 0 and 1, the same for the same numbers."""
    n = (n * 2654435761 + salt * 40503) & 0xFFFFFFFF
    n = ((n ^ (n >> 16)) * 0x45D9F3B) & 0xFFFFFFFF
    return (n ^ (n >> 16)) / 4294967296


def line(n, changes):
    total = 1000 + n * 7919 % 900000 + changes
    second, minute, hour, day = n % 60, n // 60 % 60, n // 3600 % 24, 1 + n // 86400 % 28
    at = f"2026-02-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
    changed = f"2026-03-{30 + changes:02}T{hour:02}:{minute:02}:{second:02}Z"
    return (f"{10000000 + n},{at},{changed},{STATUSES[(n + changes) % 4]},EUR,{total // 100}.{total % 100:02},"
            f"{total * 19 // 119 // 100}.{total * 19 // 119 % 100:02},4.90,to{n * 31 % 1000000:06}@example.org,"
            f"{1 + n % 9}\n")


def night(write, rows, share_old, share_new):
    """One second night: each row is left, updated or gone; as many new ones come as went."""
    begin, gone = rows - int(rows * NEWEST), 0
    for n in range(rows):
        luck = chance(n, 1) / (share_old if n < begin else share_new)
        if luck < 0.1:
            gone += 1
        else:
            write(line(n, 1 if luck < 0.9 else 0))
    for n in range(gone):
        write(line(rows + n, 1))


def main():
    folder, rows = Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    # Half of the changes among the newest: as shares of the rows there and elsewhere.  New rows are of the newest too.
    shares = {"first_load": None, "second_night": (0.005 / (1 - NEWEST), 0.005 / NEWEST), "fifth_changed": (0.2, 0.2)}
    for name, share in shares.items():
        with open(folder / f"{name}.new", "w", buffering=1 << 20) as file:
            file.write(HEADER)
            if share:
                night(file.write, rows, *share)
            else:
                file.writelines(line(n, 0) for n in range(rows))
        (folder / f"{name}.new").rename(folder / f"{name}.csv")


main()
