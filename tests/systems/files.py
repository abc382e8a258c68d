#!/usr/bin/env python3
"""The kinds that read files, from a real sshd, through the path that a user's run takes: each list is read whole, to
the record and the amount; and what is cut off, lacks a line, is yesterday's or does not come is refused where the kind
can see it, with nothing staged.

    files.py [KIND…]    only these"""

import hashlib
import json
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / name) for name in ("systems", "tools", "demo")]
sys.dont_write_bytecode = True

import places                                         # noqa: E402
import written                                        # noqa: E402
from engine import Engine, fast                       # noqa: E402
from tap import Tap                                   # noqa: E402
from written import COUNT, TOTAL                      # noqa: E402

BEFORE, DAY = "2026-03-30", "2026-03-31"
STEMS = ("banks", "warehouses", "product_feed", "adyen", "paypal")
PAID, LEFT, BACK = ([abs(written.cents(i)) for i in range(COUNT) if written.code_of(i) == code]
                    for code in ("T0006", "T0400", "T1107"))
GROSS = sum(abs(written.cents(i)) for i in range(COUNT))
PLUS = sum(i + 2 for i in range(COUNT))
SUM = sum(i + 1 for i in range(COUNT))

PROJECT = """
[counterfoil]
database = "embedded"
timezone = "Europe/Berlin"
start = "2026-03-30"
include = ["jobs/entities.toml", "jobs/companies.toml", "jobs/systems/*.toml"]
"""

SYSTEM = """
[system.{name}]
like = "{kind}"
company = "DE01"
timezone = "Europe/Berlin"
base = "sftp://127.0.0.1:{port}{there}/{name}/"
ssh = {{ known_hosts = "known_hosts", user = "{user}", key = "user" }}
retry = {{ base = "0s", times = 1 }}
set = {set}
[job.{name}]
extract = ["{name}.*"]
"""

SOURCE = """
[extract.{name}.{extract}.source]
kind = "sftp"
path = "{path}"
"""


class Files:
    """One kind: its gaps, whether each system names the source itself, {extract: (file, content of a day)}, what must
    be staged: {extract: (entity, rows, amount, its sum)}, further files of a day: {extract: [(file, content)]}, and
    which of its extracts are due too late for the morning at which this test stands."""

    def __init__(self, name, kind, files, wanted, gaps=None, names_source=False, more=None, late=()):
        self.name, self.kind, self.files, self.wanted = name, kind, files, wanted
        self.gaps, self.names_source, self.more, self.late = gaps or {}, names_source, more or {}, late

    def all_files(self):
        return [*self.files.values(), *(file for files in self.more.values() for file in files)]


def bank(name, kind, ending, content, gaps=None, **wanted):
    lines = {"lines": ("bank_line", COUNT, "amount", TOTAL)}
    return Files(name, kind, {"lines": (f"{{day}}.{ending}", content)}, lines | wanted,
                 {"payout": "PO-[0-9]+"} | (gaps or {}), True)


BALANCE = {"balances": ("balance", 1, "amount", 100000 + TOTAL)}
COLUMNS = {"delimiter": ";", "charset": "UTF-8", "date_column": "Buchungstag", "date_format": "%d.%m.%Y",
           "amount_column": "Betrag", "decimal_mark": ",", "group_mark": ".", "currency_column": "Währung",
           "reference_column": "Referenz", "text_column": "Verwendungszweck"}
STOCK = ("stock", COUNT, "quantity", 100 * PLUS)
OWN = {"stock": STOCK, "receipts": ("receipt_line", COUNT, "quantity", 100 * SUM),
       "returns": ("return_line", COUNT, "quantity", 100 * SUM)}
SHOP = {"shop": "web"}

KINDS = [
    bank("hanse", "bank_camt", "xml", written.camt, **BALANCE),
    bank("volks", "bank_mt940", "sta", written.mt940, **BALANCE),
    bank("chase", "bank_bai2", "bai", written.bai2, **BALANCE),
    bank("quicken", "bank_ofx", "ofx", written.ofx, **BALANCE),
    bank("sparkasse", "bank_csv", "csv", written.bank_csv, COLUMNS),
    Files("threepl", "warehouse_x12",
          {"stock": ("846_{day}.edi", written.x12_stock), "receipts": ("944_{day}.edi", written.x12_receipts),
           "shipments": ("945_{day}.edi", written.x12_shipments)},
          {"stock": STOCK, "receipts": OWN["receipts"], "shipments": ("shipment", 1, "0", 0),
           "shipment_lines": ("shipment_line", COUNT, "quantity", 100 * SUM)},
          SHOP | {"zone": "Europe/Berlin"}),
    Files("supplier", "ship_notice_x12", {"notices": ("856_{day}.edi", written.x12_notices)},
          {"notices": ("shipment_line", COUNT, "quantity", 100 * SUM)}, SHOP),
    Files("centre", "warehouse_edifact",
          {"stock": ("invrpt_{day}.edi", written.edifact_stock),
           "notices": ("desadv_{day}.edi", written.edifact_notices)},
          {"stock": STOCK, "notices": ("shipment_line", COUNT, "quantity", 100 * SUM)}, SHOP),
    Files("hall", "warehouse_csv",
          {"stock": ("stock_{day}.csv", written.csv_stock), "receipts": ("receipts_{day}.csv", written.csv_receipts),
           "shipments": ("shipments_{day}.csv", written.csv_shipments),
           "returns": ("returns_{day}.csv", written.csv_returns)},
          OWN | {"shipments": ("shipment", COUNT, "pieces", 100 * SUM)}, SHOP | {"delimiter": ";"}),
    Files("depot", "warehouse_xml",
          {"stock": ("stock_{day}.xml", written.xml_stock), "receipts": ("receipts_{day}.xml", written.xml_receipts),
           "shipments": ("shipments_{day}.xml", written.xml_shipments),
           "returns": ("returns_{day}.xml", written.xml_returns)},
          OWN | {"shipments": ("shipment", COUNT, "0", 0),
                 "shipment_lines": ("shipment_line", COUNT, "quantity", 100 * SUM)}, SHOP),
    Files("catalogue", "product_feed", {"products": ("feed_{day}.xml", written.feed)},
          {"products": ("product", COUNT, "price", GROSS)}, names_source=True),
    Files("merchant", "product_feed_table", {"products": ("feed_{day}.txt", written.feed_table)},
          {"products": ("product", COUNT, "price", GROSS)}, names_source=True),
    Files("card", "adyen",
          {"settlements": ("settlement_detail_report_batch_{day}.csv", written.settlement),
           "events": ("payments_accounting_report_{day_}.csv", written.accounting)},
          {"settlements": ("transaction", COUNT + 1, "net", 0), "payouts": ("payout", 1, "amount", TOTAL),
           "events": ("transaction", 2 * COUNT, "gross", 2 * GROSS),
           "payments": ("charge", COUNT, "amount", GROSS)},
          {"zone": "Europe/Berlin"} | SHOP),
    Files("wallet", "paypal_reports",
          {"settlements": ("STL-{day8}.01.009.CSV", written.stl_first),
           "details": ("TRR-{day8}.01.011.CSV", written.trr)},
          {"settlements": ("transaction", COUNT, "gross", TOTAL), "refunds": ("refund", len(BACK), "amount", sum(BACK)),
           "details": ("transaction", COUNT, "gross", TOTAL),
           "withdrawals": ("payout", len(LEFT), "amount", sum(LEFT)),
           "payments": ("charge", len(PAID), "amount", sum(PAID))},
          {"zone": "Europe/Berlin"} | SHOP, more={"settlements": [("STL-{day8}.02.009.CSV", written.stl_second)]},
          late=("settlements", "details")),
]

if sys.argv[1:]:
    KINDS = [kind for kind in KINDS if kind.kind in sys.argv[1:]]

# Which fault a file of which kind cannot show; each page says so.
BLIND = {
    "cut": {"sparkasse.lines", "card.settlements", "card.events"},
    "a line less": {"quicken.lines", "sparkasse.lines", "catalogue.products", "merchant.products", "card.settlements",
                    "card.events"},
    "yesterday's": {"quicken.lines", "card.settlements"},
    "absent": {"card.settlements"},
}


def name_of(pattern, day):
    names = {"{day}": day, "{day_}": day.replace("-", "_"), "{day8}": day.replace("-", "")}
    for word, text in names.items():
        pattern = pattern.replace(word, text)
    return pattern


def put(folder, name, text):
    (folder / name).write_text(text)
    (folder / f"{name}.sha256").write_text(f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n")


def less(text):
    """Without a line from the middle, while its list of digests is of what it sent before."""
    lines = text.splitlines(True)
    at = len(lines) // 2
    del lines[at + lines[at].startswith(":86:")]
    return "".join(lines)


def send(there, day, fault=None):
    for kind in KINDS:
        folder = there / kind.name
        folder.mkdir(exist_ok=True)
        for pattern, content in kind.all_files():
            name, text = name_of(pattern, day), content(day)
            put(folder, name, content(BEFORE) if fault == "yesterday's" else text)
            if fault == "cut":
                (folder / name).write_text(text[:len(text) * 2 // 3])
            elif fault == "a line less":
                (folder / name).write_text(less(text))
            elif fault == "absent":
                (folder / name).unlink()


def asked_by(kind):
    """The text of a kind, with its gaps."""
    texts = [tomllib.loads((ROOT / "jobs" / "systems" / f"{stem}.toml").read_text()) for stem in STEMS]
    return json.dumps(next(text["kind"][kind] for text in texts if kind in text["kind"]))


def project(folder, there, sshd):
    (folder / "jobs" / "systems").mkdir(parents=True)
    for name in ("entities", "companies", *(f"systems/{stem}" for stem in STEMS)):
        (folder / "jobs" / f"{name}.toml").write_bytes((ROOT / "jobs" / f"{name}.toml").read_bytes())
    (folder / "user").write_bytes(sshd.user_key.read_bytes())
    (folder / "user").chmod(0o600)
    (folder / "known_hosts").write_text(places.known(sshd.port, sshd.host_key))
    text = PROJECT
    for kind in KINDS:
        paths = {extract: pattern.replace("{day}", "{business_date}").replace("{day_}", "{business_date:%Y_%m_%d}")
                 for extract, (pattern, _) in kind.files.items()}
        gaps = kind.gaps | {e: path for e, path in paths.items() if "${" + e + "}" in asked_by(kind.kind)}
        gaps = "{ " + ", ".join(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in gaps.items()) + " }"
        text += SYSTEM.format(name=kind.name, kind=kind.kind, port=sshd.port, there=there, user=sshd.user, set=gaps)
        if kind.names_source:
            text += "".join(SOURCE.format(name=kind.name, extract=e, path=p) for e, p in paths.items())
        text += "".join(f'\n[extract.{kind.name}.{extract}]\ndue = {{ at = "02:00" }}\n' for extract in kind.late)
    (folder / "jobs.toml").write_text(text)


def run(engine, kind, day):
    done = engine.run("run", kind.name, "--date", day, "--json")
    return done, {x["extract"]: x for x in json.loads(done.out)["runs"][0]["extracts"]} if done.out else {}


def is_whole(engine, kind, extract, nights):
    """Whether the rows of so many nights are there; what is told each night anew counts once."""
    entity, count, amount, total = kind.wanted[extract]
    if engine.sql(f"select to_regclass('stage.{kind.name}_{entity}') is null").strip() == "t":
        return False
    got = engine.sql(f"select count(*), coalesce(sum({amount}), 0) * 100 from stage.{kind.name}_{entity} t "
                     f"join ops.source s using (source) where s.extract = '{kind.name}.{extract}' "
                     "and t.state = 'g'").strip().split("|")
    times = 1 if entity in ("stock", "product") else nights
    return (int(got[0]), Decimal(got[1])) == (times * count, times * total)


def check_plain(tap, engine, there):
    for nights, day in enumerate((BEFORE, DAY), 1):
        send(there, day)
        for kind in KINDS:
            done, extracts = run(engine, kind, day)
            tap.ok(done.code == 0, f"{kind.name}: the night of {day}", done)
            for extract in kind.wanted:
                tap.ok(is_whole(engine, kind, extract, nights), f"{kind.name}.{extract}: as it was written",
                       extracts.get(f"{kind.name}.{extract}"))
        if day == BEFORE:
            state = engine.keep("before", there.parent)
    return state


def check_fault(tap, engine, there, state, fault):
    engine.restore(state)
    send(there, DAY, fault)
    for kind in KINDS:
        _, extracts = run(engine, kind, DAY)
        for extract in kind.files:
            name = f"{kind.name}.{extract}"
            is_blind = name in BLIND[fault]
            refused = extracts[name]["reading"] != "staged" and is_whole(engine, kind, extract, 1)
            outcome = "not to be seen" if is_blind else "refused"
            tap.ok(refused != is_blind, f"{name}: {fault}: {outcome}", extracts[name])


def check_parts(tap, engine, there, state):
    """Of several files of a day none may be lacking, and it is said which."""
    for kind in (kind for kind in KINDS if kind.more):
        for extract, files in kind.more.items():
            for pattern, said in ((kind.files[extract][0], "page 1 is not there, though page 2 is"),
                                  (files[-1][0], "it has no RF")):
                engine.restore(state)
                send(there, DAY)
                (there / kind.name / name_of(pattern, DAY)).unlink()
                _, extracts = run(engine, kind, DAY)
                got = extracts[f"{kind.name}.{extract}"]
                tap.ok(got["reading"] != "staged" and said in got["note"] and is_whole(engine, kind, extract, 1),
                       f"{kind.name}.{extract}: without {pattern}", got)


def check_pages(tap, engine):
    """What the pages of the systems show can be written into a project as it stands."""
    jobs = engine.folder / "jobs.toml"
    pages = [(ROOT / "docs" / "systems" / f"{stem}.md").read_text() for stem in STEMS]
    parts = [part.split("```")[0] for page in pages for part in page.split("```toml\n")[1:]]
    shown = [line for part in parts for line in part.splitlines()]
    jobs.write_text(jobs.read_text().split("[system.")[0] + "\n".join(shown) + "\n")
    done = engine.run("check")
    told = {line for line in shown if line.startswith("like = ")}
    tap.ok(done.code == 0 and told >= {f'like = "{kind.kind}"' for kind in KINDS},
           "what the pages show is a configuration, of each kind", done, *told)


def main():
    tap = Tap()
    with TemporaryDirectory(prefix="cf-files-") as made:
        there, folder = Path(made) / "there", Path(made) / "project"
        for path in (there, folder, Path(made) / "sshd"):
            path.mkdir()
        Path(made).chmod(0o755)
        sshd = places.Sshd(Path(made) / "sshd")
        try:
            project(folder, there, sshd)
            with Engine([folder]) as engine:
                engine.must("init")
                state = check_plain(tap, engine, there)
                engine.program = fast()
                for fault in BLIND:
                    check_fault(tap, engine, there, state, fault)
                check_parts(tap, engine, there, state)
                engine.forget(state)
                check_pages(tap, engine)
        finally:
            sshd.end()
    tap.done()


main()
