from kind import Kind

REPORTS = ("stock", "movements", "returns", "reimbursements")
# An error in the answer that says how far a report is is that it could not be made; in a file it is no file.
FAILED = ("movements", "stock", "reimbursements")
# As much at once as the buckets of the marketplace hold; reports are looked at each second.
FAST = "".join(f"""
[extract.market.{name}.source]
limit = [{{ calls = 15 }}]
report = {{ every = "1s" }}
""" for name in REPORTS)
WIDE = "".join(f"""
[extract.market.{name}.source.window]
step = "{step}"
""" for name, step in zip(REPORTS[1:], ("40d", "40d", "80d")))

# A file that is damaged is so for good.  A page without orders is no end, and may be right; there is no word for how
# many there are: one that lacks some cannot be told.
KIND = Kind("market", "amazon", f"""
[system.market]
like = "amazon"
company = "DE01"
timezone = "UTC"
base = "http://127.0.0.1:PORT/amazon/"
auth = {{ token_url = "http://127.0.0.1:PORT/amazon/auth/o2/token" }}
retry = {{ base = "0s", times = 3 }}
stall = "4s"
[system.market.set]
region = "eu"
client = "amazon-client-of-the-test-systems"
marketplace = "A1PA6795UKMFR9"
shop = "amazon"
decimal_mark = ","
group_mark = "."
charset = "windows-1252"
[extract.market.orders.source]
window = {{ step = "80d", max = "80d" }}
[extract.market.settlements.source]
window = {{ step = "80d" }}
limit = [{{ calls = 10 }}]
[extract.market.settlements.source.report.find.query]
pageSize = "1"
[extract.market.stock]
guard = {{ on_empty = "ok" }}
{FAST}{WIDE}""", {
    "orders": ("orders", "order", "order_no", "total"),
    "settlements": ("settlements", "settlement_line", None, "amount"),
    "stock": ("ledger_summary", "stock", "sku", "quantity"),
    "movements": ("ledger", "movement", "kind || '/' || document_no", "quantity"),
    "returns": ("returns", "return_line", "return_no", "quantity"),
    "reimbursements": ("reimbursements", "reimbursement", "reimbursement_no", "amount"),
}, routes={"settlements": "reports/settlements", "stock": "report/ledger_summary", "movements": "file/ledger",
           "returns": "createReport/returns", "reimbursements": "report/reimbursements"},
    windows=("orders", "settlements", "movements", "returns", "reimbursements"), earlier="2026-03-11",
    single=REPORTS, elsewhere=True,
    secrets={"market_secret": "amazon-secret-of-the-test-systems",
             "market_refresh": "Atzr|amazon-refresh-of-the-test-systems",
             "token_key": "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"},
    asks_for_tokens=True, without=("an empty page",),
    outcomes={("movements", "gzip checksum"): "refused", ("movements", "gzip cut off"): "refused",
              ("movements", "unauthorized"): "refused", **{(name, "an error in a 200"): "refused" for name in FAILED}})
