#!/usr/bin/env python3
"""The systems that ship, through the path that a user's run takes: each list is read whole from its test system, to the
record and the amount; and through every fault it arrives whole all the same, or is refused with nothing staged."""

import json
import os
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "systems"), str(ROOT / "tests" / "tools"), str(ROOT / "tests" / "demo")]
sys.dont_write_bytecode = True

from engine import Engine, fast                      # noqa: E402
from serving import Systems, Tap, digest             # noqa: E402

DAY = "2026-03-31"
TENANT, COMPANY = "11112222-3333-4444-8555-666677778888", "a0a0a0a0-0000-4000-8000-000000000007"
SECRETS = {"pay_key": "sk_test_of_the_test_systems", "bc_secret": "secret-of-the-test-systems",
           "shop_de_token": "shpat_of_the_test_systems"}

# Points come back faster than a shop's do, so that the test is not spent on waiting for them.
OPTIONS = ["--port", "0", "--seed", "7", "--records", "250", "--shopify-restore", "2000"]

PROJECT = """
[counterfoil]
database = "embedded"
timezone = "Europe/Berlin"
start = "2026-03-30"
include = ["jobs/entities.toml", "jobs/companies.toml", "jobs/systems/*.toml"]

[system.pay]
like = "stripe"
company = "DE01"
base = "http://127.0.0.1:PORT/v1/"
retry = { base = "0s", times = 3 }
stall = "4s"

[system.bc]
like = "business_central"
company = "DE01"
base = "http://127.0.0.1:PORT/v2.0/TENANT/production/api/v2.0/companies(COMPANY)/"
auth = { token_url = "http://127.0.0.1:PORT/TENANT/oauth2/v2.0/token" }
headers = { Prefer = "odata.maxpagesize=60" }
retry = { base = "0s", times = 3 }
stall = "4s"
[system.bc.set]
tenant = "TENANT"
environment = "production"
id = "COMPANY"
client = "client-of-the-test-systems"
currency = "EUR"
shop = "web"

[system.shop_de]
like = "shopify"
company = "DE01"
base = "http://127.0.0.1:PORT/admin/api/2026-01/"
retry = { base = "0s", times = 3 }
stall = "4s"
set = { shop = "nordlicht" }

[job.shop_de]
extract = ["shop_de.*"]
[job.pay]
extract = ["pay.*"]
[job.bc]
extract = ["bc.*"]
"""


class Kind:
    """One system of the project, its vendor's test system, and what is read: the extract, its list there, and what of
    a row are the id and the amount that the test system says it holds."""

    def __init__(self, name, vendor, lists, lines=()):
        self.name, self.vendor, self.lists, self.lines = name, vendor, lists, lines

    def route(self, extract):
        return f"{self.vendor}/{self.lists[extract][0]}"


KINDS = [
    Kind("pay", "stripe", {
        "charges": ("charges", "charge", "charge_id", "amount * 100"),
        "refunds": ("refunds", "refund", "refund_id", "amount * 100"),
        "disputes": ("disputes", "dispute", "dispute_id", "amount * 100"),
        "payouts": ("payouts", "payout", "payout_id", "amount * 100"),
        "balance_transactions": ("balance_transactions", "transaction", "transaction_id", "gross * 100"),
    }),
    Kind("shop_de", "shopify", {
        "orders": ("orders", "order", None, "total"),
        "stock": ("inventoryItems", "stock", None, "quantity"),
        "payouts": ("payouts", "payout", "'gid://shopify/ShopifyPaymentsPayout/' || payout_id", "amount"),
        "balance_transactions": ("balanceTransactions", "transaction",
                                 "'gid://shopify/ShopifyPaymentsBalanceTransaction/' || transaction_id", "gross"),
    }, lines=("payments", "refunds", "shipments")),
    Kind("bc", "business_central", {
        "open_orders": ("salesOrders", "order", None, "total"),
        "invoices": ("salesInvoices", "order", None, "total"),
        "credit_memos": ("salesCreditMemos", "credit", None, "amount"),
        "shipments": ("salesShipments", "shipment", None, None),
        "customers": ("customers", "customer", None, None),
        "items": ("items", "product", None, "quantity"),
        "item_ledger": ("itemLedgerEntries", "movement", None, "quantity"),
        "general_ledger": ("generalLedgerEntries", "ledger_entry", None, "debit - credit"),
    }, lines=("open_order_lines", "invoice_lines")),
]

# What must come of each fault at the second page of a list: "whole" or "refused".
FAULTS = {
    "429 seconds 1": "whole", "429 date 1": "whole", "429": "whole", "500": "whole", "503": "whole",
    "reset": "whole", "a short body": "whole", "gzip checksum": "whole", "gzip cut off": "whole", "stall 1": "whole",
    "an error in a 200": "whole",
    "unauthorized": {"pay": "refused", "shop_de": "refused", "bc": "whole"},
    "an empty page": {"pay": "refused", "shop_de": "whole", "bc": "whole"},
    "redirect": "refused", "the same page": "refused", "a cursor that loops": "refused",
}
# Where it is one list's, it is all lists'.
OF_ALL = {"the token expires": {"pay": "refused", "shop_de": "refused", "bc": "whole"}}


def plans(kind):
    """Which list meets which fault in one run: each fault once and each list, or all of them with all."""
    lists = list(kind.lists)
    if os.environ.get("TORTURE"):
        return [dict.fromkeys(lists, fault) for fault in FAULTS | OF_ALL]
    faults = list(FAULTS)
    parts = [faults[i:i + len(lists)] for i in range(0, len(faults), len(lists))]
    return [dict(zip(lists, part)) for part in parts] + [{lists[0]: fault} for fault in OF_ALL]


def project(folder, port):
    (folder / "jobs" / "systems").mkdir(parents=True)
    for name in ("entities.toml", "companies.toml", "systems/stripe.toml", "systems/business_central.toml",
                 "systems/shopify.toml"):
        (folder / "jobs" / name).write_bytes((ROOT / "jobs" / name).read_bytes())
    text = PROJECT.replace("PORT", str(port)).replace("TENANT", TENANT).replace("COMPANY", COMPANY)
    (folder / "jobs.toml").write_text(text)


def staged(engine, kind, extract):
    """[(id, amount)] as it stands in the table, each a text."""
    _, entity, key, amount = kind.lists[extract]
    if engine.sql(f"select to_regclass('stage.{kind.name}_{entity}') is null").strip() == "t":
        return []
    lines = engine.sql(f"select {key or 'null'}, trim_scale({amount or 'null'}) from stage.{kind.name}_{entity} t "
                       "join ops.source s using (source) "
                       f"where s.dataset = '{kind.name}.{entity}' and s.extract = '{kind.name}.{extract}'")
    return [tuple(line.split("|")) for line in lines.splitlines()]


def is_whole(engine, server, kind, extract):
    """Every record once, with its amount."""
    count, told, held = server.held(kind.vendor, kind.lists[extract][0])
    rows = staged(engine, kind, extract)
    if kind.lists[extract][3] and Counter(Decimal(a) for _, a in rows) != Counter(Decimal(a) for _, a in held):
        return False
    ids = {i for i, _ in rows}
    return len(rows) == count >= 250 and (not kind.lists[extract][2]
                                          or ids == {i for i, _ in held} and digest(i for i, _ in held) == told)


def run(engine, kind, only=None):
    words = ["--only", f"{kind.name}.{only}"] if only else []
    done = engine.run("run", kind.name, "--date", DAY, "--json", *words)
    return done, {x["extract"]: x for x in json.loads(done.out)["runs"][0]["extracts"]} if done.out else {}


def check_log(tap, server, what):
    log = server.log()
    told = [log[name] for name in ("requests_elsewhere", "secrets_elsewhere", "idle_faults", "beyond_rate")]
    tap.ok(told == [0, 0, 0, 0], f"{what}: asked nowhere else, and not too fast",
           {k: v for k, v in log.items() if k != "requests"})


def check_plain(tap, engine, server, kind):
    server.faults()
    done, extracts = run(engine, kind)
    tap.ok(done.code == 0, f"{kind.name}: all lists", done)
    for extract in kind.lists:
        tap.ok(is_whole(engine, server, kind, extract), f"{kind.name}.{extract}: every record, as it is held",
               extracts.get(f"{kind.name}.{extract}"))
    for extract in kind.lines:
        tap.ok(extracts[f"{kind.name}.{extract}"]["staged"] >= 100, f"{kind.name}.{extract}: lines of the same answers")
    check_log(tap, server, kind.name)


def wanted(kind, fault):
    outcome = (FAULTS | OF_ALL)[fault]
    return outcome if isinstance(outcome, str) else outcome[kind.name]


def check_faults(tap, engine, server, kind, state, plan):
    what = f"{kind.name}: {', '.join(dict.fromkeys(plan.values()))}"
    engine.restore(state)
    script = "\n".join(f"AT 2 REQUEST OF {kind.route(extract)}: {fault}" for extract, fault in plan.items())
    tap.ok(server.faults(script) < 300, f"{what}: a script")
    done, extracts = run(engine, kind, next(iter(plan)) if len(plan) == 1 else None)
    for extract, fault in plan.items():
        outcome = wanted(kind, fault)
        if outcome == "whole":
            good = is_whole(engine, server, kind, extract)
        else:
            good = not staged(engine, kind, extract) and extracts[f"{kind.name}.{extract}"]["reading"] == "failed"
        tap.ok(good, f"{kind.name}.{extract}: {fault}: {outcome}", extracts.get(f"{kind.name}.{extract}"),
               done.complaint)
    is_fine = all(wanted(kind, fault) == "whole" for fault in plan.values())
    tap.ok((done.code == 0) == is_fine, f"{what}: the run's end says so", done.code)
    check_log(tap, server, what)


def check_pages(tap, engine):
    """What the pages of the systems show can be written into a project as it stands."""
    text = (engine.folder / "jobs.toml").read_text()
    shown = [line for page in sorted((ROOT / "docs" / "systems").glob("*.md"))
             for part in page.read_text().split("```toml\n")[1:] for line in part.split("```")[0].splitlines()]
    (engine.folder / "jobs.toml").write_text(text + "\n" + "\n".join(shown) + "\n")
    done = engine.run("check")
    tap.ok(done.code == 0 and sum(line.startswith("[system.") for line in shown) == len(KINDS),
           "what the pages show is a configuration", done)


def check_secrets(tap, engine):
    found = [path for path in engine.folder.rglob("*") if path.is_file() and path.suffix != ".zst"
             for secret in SECRETS.values() if secret.encode() in path.read_bytes()]
    tap.ok(not found, "no secret in a file", *found)


def main():
    tap = Tap()
    with TemporaryDirectory(prefix="cf-through-") as made, Systems(*OPTIONS) as server:
        folder = Path(made) / "project"
        folder.mkdir()
        os.chmod(made, 0o755)
        project(folder, server.port)
        with Engine([folder]) as engine:
            engine.disturbance = {f"COUNTERFOIL_SECRET_{name}": value for name, value in SECRETS.items()}
            engine.must("init")
            state = engine.keep("new", made)
            for kind in KINDS:
                check_plain(tap, engine, server, kind)
            engine.program = fast()
            for kind in KINDS:
                for plan in plans(kind):
                    check_faults(tap, engine, server, kind, state, plan)
            check_secrets(tap, engine)
            check_pages(tap, engine)
            engine.forget(state)
    tap.done()


main()
