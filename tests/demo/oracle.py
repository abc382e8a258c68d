"""Single changes of clean records, and the lines that each must give: computed from the facts, not from the engine.

A change is one departure of one system's account on the last night.  Each function below makes one kind of change of
one record and says what follows from it, or None if the record is not fit for it.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import project                               # noqa: F401  puts fixtures/demo on the path

from accounts.records import all_entries, key_of
from business import NIGHTS, cents, later, night_ends
from expected import Line
from scenario import Departure
from seeded import Seeded

LAST, PAID_OUT = NIGHTS[3], NIGHTS[2]        # the payout report that is read on the last night is of the day before
END = night_ends(LAST)
ORDER_LAG, REFUND_LAG, PARCEL_LAG = timedelta(hours=24), timedelta(hours=24), timedelta(hours=20)
FIXED = {"EUR": Decimal("0.25"), "PLN": Decimal("1.00"), "SEK": Decimal("2.75")}
ROUNDING = Decimal("0.03")                   # a cent for each of three amounts
SWAPPED = {"pending": "dispatched", "dispatched": "pending"}


@dataclass
class Change:
    name: str
    departure: Departure
    lines: list                              # what it adds to the planted set


class Told:
    """All accounts of the small business on the last night, with what belongs together."""

    def __init__(self, business):
        self.business = business
        self.accounts = {**business.told(LAST), **business.told(PAID_OUT, ["gateway.payouts", "gateway.balance"])}
        self.erp = {key_of("erp.orders", r): r for r in self.accounts["erp.orders"]}
        self.before = {key_of("erp.orders", r): r for r in business.told(PAID_OUT, ["erp.orders"])["erp.orders"]}
        self.parcels = self.accounts["shop.fulfilments"]
        # The lists of invoices end with the last one; that is as far as orders are compared.
        self.orders_cut = max(r["changed"] for r in self.accounts["erp.orders"] if r["list"] == "posted")
        self.booked = {e["text"]: e["ref"] for e in all_entries(business.facts)}
        self.clean = {name: [r for r in records if self.is_clean(name, r)] for name, records in self.accounts.items()}

    def is_clean(self, name, record):
        if name in ("wms.stock", "shop.stock", "erp.items"):
            return record["sku"] < "NH-9"
        if name in ("gateway.payouts", "gateway.balance"):
            return not (record.get("payout") or record["id"]).startswith("PO-S")
        if name in ("bank.lines", "market.settlements", "market.lines"):
            return False                     # what was appended stays: there is no second try on one database
        if name in ("gateway.account", "gateway.day_ends", "erp.entries"):
            return False                     # no rule of a night is over what the month is closed from
        number = record.get("order") or record.get("no")
        return 10001 <= int(number) < 20000 or 50001 <= int(number) < 60000


def change(name, account, record, lines, **what):
    nights = {PAID_OUT if account in ("gateway.payouts", "gateway.balance") else LAST}
    departure = Departure("mutation", account, {key_of(account, record)}, nights, **what)
    return Change(f"{account} {key_of(account, record)}: {name}", departure, lines)


def line(rule, kind, side, key, currency, amount, field="", pending=False):
    status, event = ("pending", "none") if pending else ("open", "opened")
    age = {} if pending else {"opened_on": LAST, "case_opened_on": LAST}
    return Line(rule, kind, field, side, tuple(key), currency, amount, status, event, "mutation", **age)


def order_line(r, kind, side, amount, field="", pending=False):
    return line("R-ORD", kind, side, (r["shop"], r["no"]), r["currency"], amount, field, pending)


def status_line(r):
    return line("R-ORD", "different", "shop", (r["shop"], r["no"]), "", None, "status")


def paid_line(r, kind, amount):
    return line("R-PAID", kind, "parts", (r["shop"], r.get("order") or r["no"]), r["currency"], amount)


def paid_twice(r, side, amount):
    return line("R-PAID", "twice", side, (r["shop"], r.get("order") or r["no"]), r["currency"], amount)


def is_young(moment, lag, cut=END):
    return later(moment, hours=lag.total_seconds() / 3600).timestamp() > cut.timestamp()


# ── the ERP's orders ────────────────────────────────────────────────────────────────────────────────────────────────

def erp_total(told, r, s):
    d = Decimal(s.between(1, 5000)) / 100
    return change(f"total + {d}", "erp.orders", r, [order_line(r, "different", "erp", d, "total")], adds={"total": d})


def erp_tax(told, r, s):
    d = Decimal(s.between(2, 900)) / 100
    kind = "rounding" if d <= ROUNDING else "different"
    return change(f"tax + {d}", "erp.orders", r, [order_line(r, kind, "erp", d, "tax")], adds={"tax": d})


def erp_reduced(told, r, s):
    d = Decimal(s.between(2, 900)) / 100
    return change(f"tax at the reduced rate + {d}", "erp.orders", r,
                  [order_line(r, "different", "erp", d, "tax_reduced")], adds={"reduced": d})


def erp_shipping(told, r, s):
    d = Decimal(s.between(1, 900)) / 100
    return change(f"shipping + {d}", "erp.orders", r, [order_line(r, "different", "erp", d, "shipping")],
                  adds={"shipping": d})


def erp_status(told, r, s):
    if r["status"] not in SWAPPED:
        return None
    return change("other status", "erp.orders", r, [status_line(r)], says={"status": SWAPPED[r["status"]]})


def erp_lacks(told, r, s):
    """What left the open list may have moved to the invoices, which were listed before."""
    before = told.before.get(key_of("erp.orders", r))
    moved = before is not None and before["list"] == "open"
    pending = moved or is_young(r["placed"], ORDER_LAG, told.orders_cut)
    missing = order_line(r, "missing", "erp", -r["total"], pending=pending)
    return change("dropped", "erp.orders", r, [missing], lacks=True)


def erp_twice(told, r, s):
    return change("twice", "erp.orders", r, [order_line(r, "twice", "erp", r["total"])],
                  again={"tax": r["tax"] + 1})


def erp_repeats(told, r, s):
    return change("repeated", "erp.orders", r, [], again={})


# ── the shops' orders ───────────────────────────────────────────────────────────────────────────────────────────────

def shop_total(told, r, s):
    d = Decimal(s.between(1, 5000)) / 100
    return change(f"total + {d}", "shop.orders", r,
                  [order_line(r, "different", "erp", -d, "total"), paid_line(r, "residual", -d)], adds={"total": d})


def shop_status(told, r, s):
    if r["status"] not in SWAPPED:
        return None
    return change("other status", "shop.orders", r, [status_line(r)], says={"status": SWAPPED[r["status"]]})


def shop_lacks(told, r, s):
    """Its parcels stand in the same record."""
    parcels = [parcel_missing(p) for p in told.parcels if (p["shop"], p["order"]) == (r["shop"], r["no"])]
    return change("dropped", "shop.orders", r,
                  [order_line(r, "unexpected", "erp", r["total"]), paid_line(r, "unexpected", r["total"]), *parcels],
                  lacks=True)


def shop_twice(told, r, s):
    if r["status"] not in SWAPPED:
        return None
    return change("twice", "shop.orders", r,
                  [order_line(r, "twice", "shop", r["total"]), paid_twice(r, "whole", r["total"])],
                  again={"status": SWAPPED[r["status"]]})


# ── payments and refunds ────────────────────────────────────────────────────────────────────────────────────────────

def charge_amount(told, r, s):
    d = Decimal(s.between(1, 5000)) / 100
    return change(f"amount + {d}", "gateway.charges", r, [paid_line(r, "residual", d)], adds={"amount": d})


def charge_lacks(told, r, s):
    return change("dropped", "gateway.charges", r, [paid_line(r, "missing", -r["amount"])], lacks=True)


def charge_failed(told, r, s):
    return change("failed", "gateway.charges", r, [paid_line(r, "missing", -r["amount"])], says={"status": "failed"})


def charge_twice(told, r, s):
    """Which of the two counts is not known; both are of one hop of R-CAP, or of none."""
    hops = {"pending": ["authorised"], "succeeded": ["captured"]}.get(r["status"], ())
    told = [line("R-CAP", "twice", hop, (r["id"],), r["currency"], r["amount"]) for hop in hops]
    return change("twice", "gateway.charges", r, [paid_twice(r, "parts", r["amount"]), *told],
                  again={"amount": r["amount"] + 1})


def charge_repeats(told, r, s):
    return change("repeated", "gateway.charges", r, [], again={})


def refund_line(r, key, kind, amount, field="", pending=False):
    return line("R-REF", kind, "erp", (key,), r["currency"], amount, field, pending)


def refund_amount(told, r, s):
    d = Decimal(s.between(1, 500)) / 100
    return change(f"amount + {d}", "gateway.refunds", r, [refund_line(r, r["id"], "different", -d, "amount")],
                  adds={"amount": d})


def refund_lacks(told, r, s):
    return change("dropped", "gateway.refunds", r, [refund_line(r, r["id"], "unexpected", r["amount"])], lacks=True)


def memo_amount(told, r, s):
    d = Decimal(s.between(1, 500)) / 100
    return change(f"amount + {d}", "erp.credit_memos", r, [refund_line(r, r["refund"], "different", d, "amount")],
                  adds={"amount": d})


def memo_lacks(told, r, s):
    missing = refund_line(r, r["refund"], "missing", -r["amount"], pending=is_young(r["at"], REFUND_LAG))
    return change("dropped", "erp.credit_memos", r, [missing], lacks=True)


# ── stock ───────────────────────────────────────────────────────────────────────────────────────────────────────────

def stock_line(r, side, amount, kind="different"):
    return line("R-STK", kind, side, (r["place"], r["sku"]), "", Decimal(amount),
                "quantity" if kind == "different" else "")


def bridge_lines(r, amount, kind="residual"):
    """What the shop offers and is not there is a warning, too."""
    oversell = Line("R-BRIDGE", "oversell", "", "parts", (r["place"], r["sku"]), "", Decimal(-amount), "warning",
                    "opened", "mutation", opened_on=LAST, case_opened_on=LAST)
    found = [line("R-BRIDGE", kind, "parts", (r["place"], r["sku"]), "", Decimal(amount))] if amount else []
    return found + [oversell] * (amount < 0)


def wms_quantity(told, r, s):
    d = s.between(1, 40)
    return change(f"quantity + {d}", "wms.stock", r,
                  [stock_line(r, "shop", -d), stock_line(r, "erp", -d), *bridge_lines(r, d)], adds={"quantity": d})


def wms_damaged(told, r, s):
    d = s.between(1, 9)
    return change(f"damaged + {d}", "wms.stock", r, bridge_lines(r, -d), adds={"damaged": d})


def wms_lacks(told, r, s):
    if r["quantity"] == 0:
        return None
    lines = [stock_line(r, side, r["quantity"], "unexpected") for side in ("shop", "erp")]
    lines += bridge_lines(r, -r["available"] - r["buffer"])
    return change("dropped", "wms.stock", r, lines, lacks=True)


def mirror_quantity(account, side):
    def quantity(told, r, s):
        d = s.between(1, 40)
        return change(f"quantity + {d}", account, r, [stock_line(r, side, d)], adds={"quantity": d})
    return quantity


def mirror_lacks(account, side):
    def lacks(told, r, s):
        if r["quantity"] == 0:
            return None
        lines = [stock_line(r, side, -r["quantity"], "missing")]
        if side == "shop":
            lines += bridge_lines(r, r["available"] + r["buffer"], "unexpected")
        return change("dropped", account, r, lines, lacks=True)
    return lacks


def shop_available(told, r, s):
    d = s.between(-9, 9) or 1
    return change(f"available + {d}", "shop.stock", r, bridge_lines(r, -d), adds={"available": d})


# ── parcels ─────────────────────────────────────────────────────────────────────────────────────────────────────────

def parcel_line(r, kind, amount, field="", pending=False):
    return line("R-SHP", kind, "shop", (r["no"],), "", amount, field, pending)


def parcel_missing(r):
    return parcel_line(r, "missing", Decimal(-r["quantity"]), pending=is_young(r["at"], PARCEL_LAG))


def parcel_lacks(told, r, s):
    return change("dropped", "shop.fulfilments", r, [parcel_missing(r)], lacks=True)


def parcel_tracking(told, r, s):
    """The shop has 20 hours from the night on which the warehouse first said it."""
    pending = r["at"].date() == LAST
    return change("other number", "shop.fulfilments", r, [parcel_line(r, "different", None, "tracking", pending)],
                  says={"tracking": "NL000000000XX"})


def parcel_pieces(told, r, s):
    d = s.between(1, 5)
    return change(f"pieces + {d}", "shop.fulfilments", r, [parcel_line(r, "different", Decimal(d), "pieces")],
                  adds={"quantity": d})


def wms_tracking(told, r, s):
    return change("other number", "wms.shipments", r, [parcel_line(r, "different", None, "tracking", pending=True)],
                  says={"tracking": "NL000000000XX"})


# ── payouts ─────────────────────────────────────────────────────────────────────────────────────────────────────────

def payout_line(rule, key, currency, kind, amount, field="", side="parts"):
    aged = line(rule, kind, side, (key,), currency, amount, field)
    return Line(**{**vars(aged), "opened_on": PAID_OUT, "case_opened_on": PAID_OUT})


def left_alone(told, r):
    """The bank's line of a payout, which has nothing of its amount any more."""
    ref = told.booked[f"PAYWAY {r['id']} AUSZAHLUNG"]
    return payout_line("R-MATCH", ref, r["currency"], "unexpected", r["amount"], side="bank")


def payout_amount(told, r, s):
    d = Decimal(s.between(1, 5000)) / 100
    lines = [payout_line(rule, r["id"], r["currency"], "residual", -d) for rule in ("R-SUM", "R-BANK")]
    missing = payout_line("R-MATCH", r["id"], r["currency"], "missing", -r["amount"] - d, side="bank")
    return change(f"amount + {d}", "gateway.payouts", r, [*lines, missing, left_alone(told, r)], adds={"amount": d})


def payout_lacks(told, r, s):
    lines = [payout_line(rule, r["id"], r["currency"], "unexpected", r["amount"]) for rule in ("R-SUM", "R-BANK")]
    lines.append(left_alone(told, r))
    return change("dropped", "gateway.payouts", r, lines, lacks=True)


def fee_lines(r, gross):
    """The gateway keeps 1.4 % and something fixed of a payment; of another gross it is another fee."""
    agreed = cents(gross * 14 / 1000 + FIXED[r["currency"]]) if r["kind"] == "charge" else 0
    return [payout_line("R-FEE", r["id"], r["currency"], "different", r["fee"] - agreed, "fee", "gateway")] \
        if r["fee"] != agreed else []


def balance_amount(told, r, s):
    d = Decimal(s.between(1, 900)) / 100
    lines = [payout_line("R-SUM", r["payout"], r["currency"], "residual", d), *fee_lines(r, r["gross"] + d)]
    return change(f"gross and net + {d}", "gateway.balance", r, lines, adds={"gross": d, "net": d})


def balance_lacks(told, r, s):
    alone = sum(b["payout"] == r["payout"] for b in told.accounts["gateway.balance"]) == 1
    return change("dropped", "gateway.balance", r,
                  [payout_line("R-SUM", r["payout"], r["currency"], "missing" if alone else "residual", -r["net"])],
                  lacks=True)


# Each kind of change as often as it stands here.
KINDS = [
    ("erp.orders", erp_total), ("erp.orders", erp_total), ("erp.orders", erp_tax), ("erp.orders", erp_shipping),
    ("erp.orders", erp_reduced),
    ("erp.orders", erp_status), ("erp.orders", erp_lacks), ("erp.orders", erp_lacks), ("erp.orders", erp_twice),
    ("erp.orders", erp_repeats), ("shop.orders", shop_total), ("shop.orders", shop_total),
    ("shop.orders", shop_status), ("shop.orders", shop_lacks), ("shop.orders", shop_twice),
    ("gateway.charges", charge_amount),
    ("gateway.charges", charge_lacks), ("gateway.charges", charge_failed),
    ("gateway.charges", charge_twice), ("gateway.charges", charge_repeats),
    ("gateway.refunds", refund_amount), ("gateway.refunds", refund_lacks),
    ("erp.credit_memos", memo_amount), ("erp.credit_memos", memo_lacks), ("wms.stock", wms_quantity),
    ("wms.stock", wms_damaged), ("wms.stock", wms_lacks), ("shop.stock", shop_available),
    ("shop.stock", mirror_quantity("shop.stock", "shop")),
    ("shop.stock", mirror_lacks("shop.stock", "shop")), ("erp.items", mirror_quantity("erp.items", "erp")),
    ("erp.items", mirror_lacks("erp.items", "erp")), ("shop.fulfilments", parcel_lacks),
    ("shop.fulfilments", parcel_tracking), ("shop.fulfilments", parcel_pieces), ("wms.shipments", wms_tracking),
    ("gateway.payouts", payout_amount), ("gateway.payouts", payout_lacks), ("gateway.balance", balance_amount),
    ("gateway.balance", balance_lacks),
]


def fit(told, account, record):
    """Every ordinary order of a shop is in the ERP: it was paid within a minute."""
    return account != "shop.orders" or key_of(account, record) in told.erp


def changes(business, count, seed):
    """That many changes, each kind in its turn, each of another record where there are enough."""
    told, made, turn = Told(business), [], 0
    while len(made) < count:
        account, make = KINDS[turn % len(KINDS)]
        s = Seeded("mutation", seed, turn)
        turn += 1
        record = s.pick(told.clean[account])
        found = make(told, record, s) if fit(told, account, record) else None
        if found:
            made.append(found)
    return made
