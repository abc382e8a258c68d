from kind import Kind

PLACES = "".join(f'[extract.till.{name}.source]\nover = ["LBERLIN7S9A1", "LHAMBURG2K4Q"]\n'
                 for name in ("orders", "payments", "refunds", "stock"))

KIND = Kind("till", "square", """
[system.till]
like = "square"
company = "DE01"
base = "http://127.0.0.1:PORT/v2/"
limit = [{ kind = "concurrent", calls = 2 }]
retry = { base = "0s", times = 3 }
stall = "4s"
set = { location = "LBERLIN7S9A1" }
""" + PLACES, {
    "orders": ("orders", "order", None, "total * 100"),
    "payments": ("payments", "charge", "charge_id", "amount * 100"),
    "refunds": ("refunds", "refund", "refund_id", "amount * 100"),
    "catalogue": ("catalog", "product", "source_id", None),
    "stock": ("counts", "stock", "sku || '/' || place", "quantity"),
}, lines=("order_lines",), quiet=True, windows=("orders", "payments", "refunds"),
    secrets={"till_token": "square-token-of-the-test-systems"})
