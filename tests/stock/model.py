"""What a bridge of stock must say, told naively from the lists themselves: it shares no line with the program."""

from collections import namedtuple
from dataclasses import dataclass, field
from datetime import timedelta

DEAD_AFTER = timedelta(hours=20)

# fault: None, "quantity", "time" or "key", which cannot be read; twice: it stands again, with another quantity.
Movement = namedtuple("Movement", "no sku quantity at fault twice")


@dataclass
class Night:
    """The lists of one night; movements is None where that list did not come."""
    day: str
    wms_at: object
    shop_at: object
    wms: dict                    # on hand and committed, by article; on hand None: not tracked
    shop: dict                   # available, None: not tracked
    until: object = None
    movements: list = None
    kits: dict = None            # how many of each component each kit needs; None: the list did not come


@dataclass
class Answer:
    open: dict = field(default_factory=dict)         # kind and amount, by article
    unknown: dict = field(default_factory=dict)      # cause, by article
    timing: dict = field(default_factory=dict)       # what differed, whether that explains it, the movements
    agreed: set = field(default_factory=set)
    oversell: dict = field(default_factory=dict)
    dead: dict = field(default_factory=dict)


class Bridge:
    """From night to night."""

    def __init__(self):
        self.moved, self.opened, self.parted, self.past = [], {}, {}, []
        self.needs = {}              # of each kit, as it was last known

    def known(self, night):
        """Whether the list of movements tells all of the time between, and the movements that it has of then."""
        low, high = sorted((night.wms_at, night.shop_at))
        told = night.movements is not None and night.until >= high
        told = told and not any(m.fault == "key" for m in night.movements)
        return told, [m for m in self.moved if m.fault != "time" and low < m.at <= high]

    def doubted(self, night, sku):
        """A record of it cannot be read or stands twice, and it may lie in between."""
        low, high = sorted((night.wms_at, night.shop_at))
        return any(m.sku == sku and ((m.fault == "quantity" or m.twice) and low < m.at <= high
                                     or m.fault == "time" and until > low)
                   for until, m in ((u, m) for u, list_ in self.lists for m in list_))

    def least(self, night, kit, moved=None):
        """How many of it can be made of its components, had so much of each not moved yet."""
        return min((night.wms[c][0] - night.wms[c][1] - (moved or {}).get(c, 0)) // n
                   for c, n in self.needs[kit].items())

    def doubt(self, night, sku):
        """Why the warehouse's number of it is not known."""
        here, needs = night.wms.get(sku), self.needs.get(sku, {})
        if needs and night.kits is None:
            return "input"
        if any(c in self.needs or n <= 0 for c, n in needs.items()):
            return "unreadable"
        return "untracked" if here and here[0] is None or any(
            c not in night.wms or night.wms[c][0] is None for c in needs) else None

    def judge(self, night, sku, answer):
        here, there, kit = night.wms.get(sku), night.shop.get(sku), sku in self.needs
        if sku in night.shop and there is None:
            answer.unknown[sku] = "untracked"
            return
        doubt = self.doubt(night, sku)
        if doubt:
            if doubt != "input" or sku in night.shop:
                answer.unknown[sku] = doubt
            return
        parts, whole = (here[0] - here[1] if here else 0) + (self.least(night, sku) if kit else 0), there or 0
        kind = "residual" if (here or kit) and sku in night.shop else "missing" if sku in night.shop else "unexpected"
        if parts != whole and night.kits is None and sku in night.shop:
            answer.unknown[sku] = "input"
            return
        if parts != whole:
            self.explain(night, sku, kind, parts - whole, answer)
        elif sku in night.shop:
            answer.agreed.add(sku)
        if sku not in answer.unknown:
            units = max(whole, 0) - parts if sku in answer.open else -parts
            if units > 0:
                answer.oversell[sku] = units

    def explain(self, night, sku, kind, difference, answer):
        if night.wms_at == night.shop_at:
            answer.open[sku] = (kind, difference)
            return
        told, between = self.known(night)
        if night.movements is None:
            answer.unknown[sku] = "input"
        elif not told or any(self.doubted(night, s) for s in (sku, *self.needs.get(sku, ()))):
            answer.unknown[sku] = "movements"
        else:
            mine = [m for m in between if m.sku in (sku, *self.needs.get(sku, ())) and not m.fault and not m.twice]
            came = self.came(night, sku, mine, 1 if night.wms_at > night.shop_at else -1)
            explained = bool(mine) and came == difference
            answer.timing[sku] = (difference, explained, tuple(sorted(m.no for m in mine)))
            if not explained:
                answer.open[sku] = (kind, difference)

    def came(self, night, sku, mine, sign):
        """By how much what moved makes the warehouse's number another than the shop's."""
        moved = {s: sign * sum(m.quantity for m in mine if m.sku == s) for s in {m.sku for m in mine}}
        made = self.least(night, sku) - self.least(night, sku, moved) if sku in self.needs else 0
        return moved.get(sku, 0) + made

    def find_dead(self, night, answer):
        if night.movements is None or any(m.fault == "key" for m in night.movements):
            return None
        since = night.until - DEAD_AFTER
        good = [m for m in self.moved if not m.fault and not m.twice]
        if not any(m.at <= since for m in good):
            return answer
        odd = {m.sku for m in self.moved if m.fault or m.twice}
        for sku, (on_hand, _) in night.wms.items():
            moved = any(m.sku == sku and m.at > since for m in good)
            if on_hand is not None and on_hand > 0 and sku not in odd and not moved:
                answer.dead[sku] = on_hand
        return answer

    lists = ()

    def ask(self, night):
        """The answer; what stands open with the nights since when; what is carried."""
        if night.movements is not None:
            self.lists = [*self.lists, (night.until, night.movements)]
            self.moved += [m for m in night.movements if m.fault != "key"]
        if night.kits is not None:
            self.needs = night.kits
        answer = Answer()
        for sku in sorted({*night.wms, *night.shop}):
            self.judge(night, sku, answer)
        self.find_dead(night, answer)
        before, self.opened, carried = self.opened, {}, set()
        for sku, (kind, _) in answer.open.items():
            self.opened[sku, kind] = before.get((sku, kind), night.day)
        for (sku, kind), day in before.items():
            if (sku in answer.unknown or night.kits is None) and (sku, kind) not in self.opened:
                self.opened[sku, kind] = day
                carried.add((sku, kind))
        self.part(night, answer, before, carried)
        return answer, carried

    def part(self, night, answer, before, carried):
        """The night on which each was first seen apart since it last agreed, and that one."""
        parted = {}
        for sku in {sku for sku, _ in self.opened}:
            if sku in self.parted:
                parted[sku] = self.parted[sku]
                continue
            agreed = max((day for day, agreeing, _ in self.past if sku in agreeing), default=None)
            apart = [day for day, _, differing in self.past if sku in differing and (agreed is None or day > agreed)]
            parted[sku] = (min(apart, default=night.day), agreed)
        gone = {sku for sku, kind in before if (sku, kind) not in self.opened}
        agreeing = {sku for sku in answer.agreed | {s for s, t in answer.timing.items() if t[1]} if sku in night.shop
                    and (None not in (night.movements, night.kits) or sku in gone)}
        self.past.append((night.day, agreeing, {sku for sku, _ in self.opened}))
        self.parted = parted

    def verdict(self, night, answer):
        faulty = None in (night.movements, night.kits) or any(m.fault == "key" for m in night.movements)
        if faulty or {"movements", "unreadable"} & set(answer.unknown.values()):
            return "incomplete"
        if self.opened:
            return "discrepancies"
        return "warnings" if answer.oversell or answer.dead else "agreed"


class Ready:
    """A keyed rule over the same lists, from night to night: what lies there is what the shop shows."""

    def __init__(self):
        self.needs, self.opened = {}, {}

    def there(self, night, sku):
        """What the warehouse has of it, and why that is not known; None, None: it does not know it."""
        here, needs = night.wms.get(sku), self.needs.get(sku)
        if not needs:
            return here and (here[0], None)
        if night.kits is None:
            return None, "input"
        if any(c in self.needs or n <= 0 for c, n in needs.items()):
            return None, "unreadable"
        if (here and here[0] is None) or any(night.wms.get(c, (None,))[0] is None for c in needs):
            return None, "untracked"
        return min(night.wms[c][0] // n for c, n in needs.items()) + (here[0] if here else 0), None

    def ask(self, night):
        """What is open, with the amount and since when; what cannot be told, by cause; what is carried."""
        if night.kits is not None:
            self.needs = night.kits
        found, unknown, kept = {}, [], set()
        for sku in {*night.wms, *night.shop, *(sku for sku, _ in self.opened)}:
            known = sku in night.wms or sku in night.shop
            there = self.there(night, sku) if known else None
            if (there and there[1]) or (not there and night.kits is None):
                kept.add(sku)
            if known:
                self.judge(night, sku, there, found, unknown)
        before, self.opened = self.opened, {}
        for (sku, kind), amount in found.items():
            self.opened[sku, kind] = (amount, before.get((sku, kind), (None, night.day))[1], False)
        for (sku, kind), (amount, day, _) in before.items():
            if sku in kept and (sku, kind) not in found:
                self.opened[sku, kind] = (amount, day, True)
        return {cause: unknown.count(cause) for cause in set(unknown)}

    def judge(self, night, sku, there, found, unknown):
        shown = night.shop.get(sku)
        if not there:
            if shown != 0 and night.kits is None:
                unknown.append("input")
            elif shown != 0:
                found[sku, "unexpected"] = shown
        elif there[1]:
            if sku in night.shop or there[1] == "unreadable":
                unknown.append(there[1])
        elif sku not in night.shop:
            found[sku, "missing"] = None if there[0] is None else -there[0]
        elif shown != there[0]:
            found[sku, "different"] = (shown or 0) - (there[0] or 0)
