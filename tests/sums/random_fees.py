#!/usr/bin/env python3
"""Fees held against a contract, over seeded contracts and payments, against decimal arithmetic in Python: the same
payments are different, by the same amount, and no other.

    random_fees.py [COUNT] [SEED]      that many contracts, from that seed on
"""

import random
import sys
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, getcontext
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "demo"), str(HERE)]
sys.dont_write_bytecode = True

from engine import Engine, fast    # noqa: E402
from tap import Tap                # noqa: E402

PAYMENTS, DAY, ZONE = 150, date(2026, 3, 30), ZoneInfo("Europe/Berlin")
DIGITS = {"EUR": 2, "JPY": 0, "KWD": 3}
CARDS, COUNTRIES = ("visa", "amex", "girocard"), ("DE", "PL", "US", "JP")
ROUNDINGS = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "up": ROUND_UP}
getcontext().prec = 60

FOUND = """
select d.key[1] || ' ' || coalesce(o.truth_value, 'nothing') || ' ' || o.mirror_value
from recon.observation o join recon.discrepancy d using (discrepancy_id)
where o.status = 'open'"""


# ── a contract ──────────────────────────────────────────────────────────────────────────────────────────────────────

def amounts(dice, low, high):
    """By currency, of some of them."""
    chosen = dice.sample(sorted(DIGITS), dice.randint(1, 3))
    return {c: Decimal(dice.randint(low, high)).scaleb(-DIGITS[c]) for c in chosen}


def rate_of(dice):
    rate = {"percent": Decimal(dice.randint(-50, 400)).scaleb(-2)}
    for name, odds in (("card", CARDS), ("country", COUNTRIES)):
        if dice.random() < 0.5:
            rate[name] = dice.sample(odds, dice.randint(1, 2))
    if dice.random() < 0.6:
        rate["fixed"] = amounts(dice, 0, 150)
    if dice.random() < 0.3:
        rate["least"] = amounts(dice, 0, 60)
    if dice.random() < 0.3:
        rate["most"] = amounts(dice, 60, 900)
    if dice.random() < 0.3:
        rate["from"] = DAY + timedelta(days=dice.randint(-3, 1))
    if dice.random() < 0.3:
        rate["until"] = rate.get("from", DAY) + timedelta(days=dice.randint(0, 3))
    return rate


def is_for(rate, payment):
    day = payment["created"].astimezone(ZONE).date()
    return (payment["card"] in rate.get("card", CARDS) and payment["country"] in rate.get("country", COUNTRIES)
            and payment["currency"] in rate.get("fixed", DIGITS)
            and rate.get("from", day) <= day <= rate.get("until", day))


def fee_of(contract, payment):
    """None where no rate is for it."""
    currency = payment["currency"]
    for rate in contract["rates"]:
        if is_for(rate, payment):
            fee = payment["gross"] * rate["percent"] / 100 + rate.get("fixed", {}).get(currency, 0)
            fee = min(fee, rate.get("most", {}).get(currency, fee))
            fee = max(fee, rate.get("least", {}).get(currency, fee))
            fee = fee.quantize(Decimal(1).scaleb(-DIGITS[currency]), ROUNDINGS[contract["rounding"]])
            return fee or abs(fee)
    return None


def table(values):
    return "{ " + ", ".join(f'{c} = "{v}"' for c, v in values.items()) + " }"


def contract_text(contract):
    lines = ["[contract.cards]", 'entity = "payment"', 'field = "fee"', 'of = "gross"', 'at = "created_at"',
             f'rounding = "{contract["rounding"]}"']
    for rate in contract["rates"]:
        where = [f'{{ field = "{name}", is = "in", value = {rate[name]} }}'.replace("'", '"')
                 for name in ("card", "country") if name in rate]
        lines += ["[[contract.cards.rates]]", f'where = [{", ".join(where)}]', f'percent = "{rate["percent"]}"']
        lines += [f"{name} = {table(rate[name])}" for name in ("fixed", "least", "most") if name in rate]
        lines += [f'{name} = "{rate[name]}"' for name in ("from", "until") if name in rate]
    return "\n".join(lines) + "\n"


# ── payments ────────────────────────────────────────────────────────────────────────────────────────────────────────

def payment_of(dice, number):
    currency = dice.choice(sorted(DIGITS))
    noon = datetime(DAY.year, DAY.month, DAY.day, 10, tzinfo=timezone.utc)
    return {"id": f"p{number:03}", "card": dice.choice(CARDS), "country": dice.choice(COUNTRIES), "currency": currency,
            "created": noon + timedelta(hours=dice.randint(-72, 13)),
            "gross": Decimal(dice.choice((-1, 1, 1)) * dice.choice((0, 50, 150, dice.randint(1, 99999))))
            .scaleb(-DIGITS[currency])}


def taken(dice, payment, fee):
    """What the gateway took: mostly what it may."""
    step = Decimal(1).scaleb(-DIGITS[payment["currency"]])
    if fee is None or dice.random() < 0.1:
        return dice.randint(0, 300) * step
    return fee + dice.choice((-step, step)) if dice.random() < 0.1 else fee


def payments_text(dice, contract, expected):
    """A file of them; those whose fee is not the contract's join expected."""
    lines = ["id,card,country,created,currency,gross,fee"]
    for number in range(PAYMENTS):
        p = payment_of(dice, number)
        fee = fee_of(contract, p)
        took = taken(dice, p, fee)
        lines.append(",".join((p["id"], p["card"], p["country"], p["created"].isoformat(), p["currency"],
                               f"{p['gross']:f}", f"{took:f}")))
        if fee is None or fee != took:
            expected.add(f"{p['id']} {'nothing' if fee is None else format(fee, 'f')} {took:f}")
    return "\n".join(lines) + "\n"


def play(tap, seed):
    dice, expected = random.Random(seed), set()
    contract = {"rounding": dice.choice(sorted(ROUNDINGS)), "rates": [rate_of(dice) for _ in range(dice.randint(1, 6))]}
    with Engine([HERE / "fees"], program=fast()) as engine:
        (engine.folder / "contract.toml").write_text(contract_text(contract))
        (engine.folder / "payments.csv").write_text(payments_text(dice, contract, expected))
        engine.must("init")
        engine.must("run", "nightly", "--date", DAY.isoformat())
        tap.same(set(engine.sql(FOUND).splitlines()), expected,
                 f"seed {seed}: of {PAYMENTS} fees {len(expected)} are not the contract's")


def main():
    count, seed = (int(word) for word in (*sys.argv[1:3], *("5", "1")[len(sys.argv) - 1:]))
    tap = Tap()
    for each in range(seed, seed + count):
        play(tap, each)
    tap.done()


main()
