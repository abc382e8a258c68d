from kind import Kind

KIND = Kind("bob", "shipbob", """
[system.bob]
like = "shipbob"
company = "DE01"
timezone = "UTC"
base = "http://127.0.0.1:PORT/shipbob/2026-01/"
retry = { base = "0s", times = 3 }
stall = "4s"
set = { shop = "web", currency = "EUR" }
[extract.bob.stock.source]
page = { size = 60 }
[extract.bob.orders.source]
window = { step = "60d" }
page = { size = 100 }
[extract.bob.receipts.source]
page = { size = 60 }
[extract.bob.returns.source]
page = { size = 60 }
""", {
    "stock": ("inventory-level", "stock", None, "quantity"),
    "orders": ("order", "order", None, "total"),
    "receipts": ("receiving", "receipt", "receipt_no", "quantity"),
    "returns": ("return", "return", "return_no", "quantity"),
}, lines=("shipments", "labels", "shipment_lines", "receipt_lines", "return_lines"), windows=("orders",),
    secrets={"bob_token": "shipbob-token-of-the-test-systems"})
