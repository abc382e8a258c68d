"""What the tests of the test systems of REST vendors do alike."""

import faulty
from serving import digest

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def check_held(tap, server, vendor, name, rows, least=250):
    """rows are [(id, amount)] as a client found them, in order; they are told as texts."""
    count, told, held = server.held(vendor, name)
    tap.ok(count >= least and digest(i for i, _ in rows) == told and rows == held,
           f"{vendor}/{name}: {count} records, each once, as they are held", len(rows), rows[:2], held[:2])


def check_faults(tap, server, route, secrets, transfers=True):
    """Statuses, redirect and broken transfers of a route, as any client sees them; the script is empty afterwards."""
    faulty.statuses(tap, server, route)
    faulty.redirects(tap, server, route, secrets)
    if transfers:
        faulty.transfers(tap, server, route)
    server.faults()


def check_pages(tap, server, name, first, second, records):
    """first() and second() ask for two pages of a list: the same twice, a loop, an empty one."""
    server.faults()
    one, two = records(first()), records(second())
    tap.ok(one and two and one != two, f"{name}: two pages")
    server.faults(f"AT 2nd REQUEST OF {name}: the same page")
    pages = [records(first()), records(second()), records(second())]
    tap.ok(pages == [one, one, two], f"{name}: the same page twice, and then the next")
    server.faults(f"AT 2nd REQUEST OF {name}: a cursor that loops")
    tap.ok([records(first())] + [records(second()) for _ in range(3)] == [one] * 4, f"{name}: a page for ever")
    server.faults(f"AT 1st REQUEST OF {name}: an empty page")
    tap.ok([records(first()), records(second())] == [[], two], f"{name}: an empty page, though more follow")
    server.faults()
