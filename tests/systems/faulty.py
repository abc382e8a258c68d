"""Every fault of the script, on any route: what a client of it sees.  The route answers with JSON; ask() asks for its
first page, next_of(answer) for what follows it."""

import email.utils
import gzip
import time
import zlib
from urllib.parse import urlsplit

PACKED = {"Accept-Encoding": "gzip"}


class Route:
    def __init__(self, name, ask, records, refused):
        """ask(headers) is an Answer, records(answer) its records, refused(answer, status) whether that is how the
        vendor refuses."""
        self.name, self.ask, self.records, self.refused = name, ask, records, refused


def statuses(tap, server, route):
    for words, wanted in [("429", None), ("429 seconds 2", "seconds"), ("429 date 2", "date"), ("500", None),
                          ("503", None), ("unauthorized", None)]:
        server.faults(f"AT 2nd REQUEST OF {route.name}: {words}")
        first, second, third = route.ask(), route.ask(), route.ask()
        status = 401 if words == "unauthorized" else int(words[:3])
        after = second.headers.get("Retry-After")
        if wanted == "date":
            told = after and email.utils.parsedate_to_datetime(after).timestamp()
            good = bool(told) and abs(told - time.time() - 2) < 3
        else:
            good = after == ("2" if wanted else None)
        tap.ok(first.status == 200 and second.status == status and third.status == 200 and good
               and route.refused(second, status), f"{route.name}: {words}, once, in its own words",
               first.status, second.status, after, second.body, third.status)


def transfers(tap, server, route):
    server.faults()
    whole = route.ask()
    for words in ("reset", "a short body"):
        server.faults(f"AT 1 REQUEST OF {route.name}: {words}")
        cut, again = route.ask(), route.ask()
        tap.ok(cut.status == 0 and again.status == 200, f"{route.name}: {words}", cut.status, cut.error)
    server.faults(f"AT 1 REQUEST OF {route.name}: stall 1")
    begun = time.monotonic()
    slow = route.ask()
    tap.ok(time.monotonic() - begun >= 1 and len(route.records(slow)) == len(route.records(whole)),
           f"{route.name}: a stall, and then the rest")
    server.faults(f"AT 1 REQUEST OF {route.name}: gzip checksum\nAT 2 REQUEST OF {route.name}: gzip cut off")
    summed, cut, good = route.ask(PACKED), route.ask(PACKED), route.ask(PACKED)
    tap.ok(broken(summed.body) == "sum", f"{route.name}: gzip with another checksum", broken(summed.body))
    tap.ok(broken(cut.body) == "cut", f"{route.name}: gzip cut off, under its own length", broken(cut.body))
    tap.ok("Content-Encoding" not in good.headers or broken(good.body) is None, f"{route.name}: gzip as it should be")


def broken(packed):
    """None, "cut", "sum", or what else is wrong with it."""
    try:
        gzip.decompress(packed)
        return None
    except EOFError:
        return "cut"
    except gzip.BadGzipFile as error:
        return "sum" if "CRC" in str(error) else str(error)
    except zlib.error as error:
        return str(error)


def redirects(tap, server, route, secrets):
    """secrets are the headers that must not follow."""
    server.faults(f"AT 1 REQUEST OF {route.name}: redirect")
    answer = route.ask()
    to = urlsplit(answer.headers.get("Location", ""))
    tap.ok(answer.status in (302, 307) and to.hostname == "localhost" and to.port == server.port,
           f"{route.name}: a redirect to another name", answer.status, to)
    server.ask(to.path, host="localhost")
    without = server.log()
    server.ask(to.path, secrets, host="localhost")
    with_it = server.log()
    tap.ok((without["requests_elsewhere"], without["secrets_elsewhere"]) == (1, 0) and
           (with_it["requests_elsewhere"], with_it["secrets_elsewhere"]) == (2, 1),
           f"{route.name}: the log tells whether a secret followed", without, with_it)


def played(server):
    return [f["played"] for f in server.log()["faults"]]
