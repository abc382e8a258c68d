from kind import Kind

KIND = Kind("threepl", "shiphero", """
[system.threepl]
like = "shiphero"
company = "DE01"
timezone = "UTC"
base = "http://127.0.0.1:PORT/shiphero/"
retry = { base = "0s", times = 3 }
stall = "4s"
limit = [{ calls = 5, burst = 30 }]
set = { shop = "web", currency = "EUR" }
[extract.threepl.orders.source]
window = { step = "60d" }
[extract.threepl.shipments.source]
window = { step = "60d" }
[extract.threepl.returns.source]
window = { step = "60d" }
""", {
    "products": ("products", "product", None, "price"),
    "stock": ("warehouse_products", "stock", None, "quantity"),
    "orders": ("orders", "order", None, "total"),
    "shipments": ("shipments", "shipment", "shipment_no", None),
    "returns": ("returns", "return", "return_no", "quantity"),
    "receipts": ("purchase_orders", "receipt", "receipt_no", None),
}, lines=("labels", "return_lines"), windows=("orders", "shipments"),
    secrets={"threepl_refresh": "shiphero-refresh-of-the-test-systems"}, asks_for_tokens=True)
