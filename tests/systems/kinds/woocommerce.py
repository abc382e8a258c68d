from kind import Kind

KIND = Kind("shop_w", "woocommerce", """
[system.shop_w]
like = "woocommerce"
company = "DE01"
base = "http://127.0.0.1:PORT/wp-json/wc/v3/"
limit = [{ kind = "concurrent", calls = 2 }]
retry = { base = "0s", times = 3 }
stall = "4s"
set = { site = "lantern.example.com", currency = "EUR" }
""", {
    "orders": ("orders", "order", None, "total"),
    "refunds": ("refunds", "refund", "refund_id", "amount"),
    "products": ("products", "product", "source_id", None),
    "variations": ("variations", "product", "source_id", None),
    "customers": ("customers", "customer", "customer_no", None),
}, lines=("order_lines", "payments", "stock", "variation_stock"), quiet=True, windows=("orders", "refunds"),
    over={"variations": "products"},
    secrets={"shop_w_key": "ck_of_the_test_systems", "shop_w_secret": "cs_of_the_test_systems"})
