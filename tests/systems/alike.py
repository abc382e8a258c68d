"""What is tested of every vendor who answers at plain paths: all its lists, its pages, and the faults of both."""

import json

import faulty
from serving import SAMPLES, digest, unlike


class Paged(faulty.Route):
    def __init__(self, name, first, second, records, refused, **more):
        """first() and second() ask for two pages that follow one another.  more: total(answer), where one is stated;
        wrong(answer), how an error in a 200 looks, where that is not as it refuses."""
        super().__init__(name, first, records, refused)
        self.second = second
        self.total = more.get("total")
        self.wrong = more.get("wrong") or (lambda answer: refused(answer, 500))


def lists(tap, server, vendor, walks):
    """walks: {list: (walk(), told(record))}; told is id and amount, as they are held.  All that was read."""
    read = {}
    for name, (walk, told) in walks.items():
        count, sum_told, held = server.held(vendor, name)
        server.faults()
        read[name] = walk()
        ours = [told(record) for record in read[name]]
        tap.ok(count >= 250 and sorted(ours) == sorted(held) and digest(i for i, _ in held) == sum_told,
               f"{name}: {count} records, each once, as they are held", len(ours), *sorted(set(ours) ^ set(held))[:6])
    return read


def refused_parameters(tap, ask, refused, rows):
    """rows: what must be refused with 400, as ask takes it."""
    for row in rows:
        answer = ask(row)
        tap.ok(answer.status == 400 and refused(answer, 400), f"refused: {row}", answer.status, answer.body[:300])


def pages(tap, server, route):
    server.faults()
    one, two = (route.records(answer) for answer in (route.ask(), route.second()))
    tap.ok(one and two and one != two, f"{route.name}: a page, and another")
    server.faults(f"AT 2nd REQUEST OF {route.name}: the same page")
    came = [route.records(answer) for answer in (route.ask(), route.second(), route.second())]
    tap.ok(came == [one, one, two], f"{route.name}: the same page twice, and then the next")
    server.faults(f"AT 2nd REQUEST OF {route.name}: a cursor that loops")
    came = [route.records(answer) for answer in (route.ask(), route.second(), route.second(), route.second())]
    tap.ok(came == [one] * 4, f"{route.name}: a cursor that loops")
    server.faults(f"AT 2nd REQUEST OF {route.name}: an empty page")
    came = [route.records(answer) for answer in (route.ask(), route.second(), route.second())]
    tap.ok(came == [one, [], two], f"{route.name}: an empty page in the middle")
    server.faults(f"AT 1 REQUEST OF {route.name}: an error in a 200")
    wrong = route.ask()
    tap.ok(wrong.status == 200 and route.wrong(wrong), f"{route.name}: an error in a 200", wrong.status, wrong.body)
    server.faults(f"AT 2nd REQUEST OF {route.name}: a total that disagrees")
    told = [route.ask(), route.ask()]
    if route.total:
        totals = [route.total(answer) for answer in told]
        tap.ok(totals[1] == totals[0] + 1, f"{route.name}: a total that disagrees", totals)
    else:
        tap.ok(server.log()["idle_faults"] == 1, f"{route.name}: of a total that is not stated, the log says so")


def expiry(tap, server, route):
    """Of what nothing renews."""
    server.faults(f"AT 2 REQUEST OF {route.name}: the token expires")
    codes = [route.ask().status for _ in range(4)]
    tap.ok(codes == [200, 401, 401, 401], f"{route.name}: a key that expires stays so", codes)
    server.faults()


def tokens(tap, server, route, renew):
    """Of what another token comes for: renew() makes it the one that route asks with."""
    server.faults(f"AT 2 REQUEST OF {route.name}: the token expires")
    codes = [route.ask().status for _ in range(3)]
    renew()
    codes.append(route.ask().status)
    tap.ok(codes == [200, 401, 401, 200], f"{route.name}: a token that expires is of use no more, another is", codes)
    server.faults()


def all_faults(tap, server, routes, secrets):
    """All of it for the first; of the others what their own code plays."""
    for place, route in enumerate(routes):
        faulty.statuses(tap, server, route)
        pages(tap, server, route)
        if place == 0:
            faulty.redirects(tap, server, route, secrets)
            faulty.transfers(tap, server, route)
    server.faults()


def beyond_rate(tap, server, route, rate, most):
    """That of most requests at once those beyond the rate are refused, and counted."""
    server.faults()
    came = [route.ask() for _ in range(most)]
    refused = [answer for answer in came if answer.status == 429]
    log = server.log()
    tap.ok(log["beyond_rate"] == len(refused) and most - len(refused) >= rate,
           f"{route.name}: what is beyond the rate is refused and counted", len(refused), log["beyond_rate"])
    tap.ok(all(route.refused(answer, 429) for answer in refused), f"{route.name}: and in its own words",
           *(answer.body for answer in refused[:1]))
    server.faults()
    return refused


def like_sample(tap, name, ours, place, pick=lambda published: published, without=()):
    """That all records have the paths and types of a published one, where it is here."""
    sample = SAMPLES / place
    if not sample.exists():
        tap.ok(True, f"{name}: like what is published # SKIP {sample} is not here")
        return
    published = pick(json.loads(sample.read_text()))
    wrong = unlike(ours, published, without)
    tap.ok(not wrong, f"{name}: paths and types as published in {sample.name}", *wrong)
