from kind import Kind

KIND = Kind("shop_m", "magento", """
[system.shop_m]
like = "magento"
company = "DE01"
base = "http://127.0.0.1:PORT/rest/all/V1/"
limit = [{ kind = "concurrent", calls = 2 }]
retry = { base = "0s", times = 3 }
stall = "4s"
set = { site = "shop.example.com", stock = "1" }
""", {
    "orders": ("orders", "order", None, "total"),
    "invoices": ("invoices", "invoice", None, "amount"),
    "transactions": ("transactions", "transaction", "transaction_id", None),
    "credit_memos": ("creditmemos", "credit", None, "amount"),
    "shipments": ("shipments", "shipment", None, "pieces"),
    "products": ("products", "product", "source_id", "price"),
    "stock": ("source-items", "stock", "sku || '/' || place", "quantity"),
    "salable": ("salable-quantity", "stock", "sku", "quantity"),
    "stock_items": ("stockItems", "stock", None, "quantity"),
    "customers": ("customers", "customer", "customer_no", None),
}, lines=("order_lines", "payments"), quiet=True,
    windows=("orders", "invoices", "transactions", "credit_memos", "shipments"),
    holds={name: "order_no ~ '^[0-9]{9}$'" for name in ("invoices", "credit_memos", "shipments")},
    over={"salable": "products", "stock_items": "products"}, single=("salable", "stock_items"),
    secrets={"shop_m_token": "magento-token-of-the-test-systems"})
