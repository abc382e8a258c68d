from kind import Kind

PLACES = "".join(f'[extract.till.{name}.source]\nover = ["LBERLIN7S9A1", "LHAMBURG2K4Q"]\n'
                 for name in ("orders", "payments", "refunds", "stock"))

# By the number in the catalogue, which was read before, unless it could not be.
BY_NUMBER = "coalesce((select p.source_id from stage.till_product p where p.sku = t.sku), sku)"

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
    # By its SKU, where the catalogue was read before.
    "stock": ("counts", "stock", BY_NUMBER + " || '/' || place", "quantity"),
}, lines=("order_lines",), quiet=True, windows=("orders", "payments", "refunds"),
    holds={"payments": "order_no ~ '^[0-9]+$'", "refunds": "order_no ~ '^[0-9]+$'", "stock": "sku ~ '^CF-'",
           "order_lines": "sku is null or sku ~ '^CF-'"},
    secrets={"till_token": "square-token-of-the-test-systems"})
