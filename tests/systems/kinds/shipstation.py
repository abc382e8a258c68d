from kind import Kind

KIND = Kind("station", "shipstation", """
[system.station]
like = "shipstation"
company = "DE01"
base = "http://127.0.0.1:PORT/shipstation/"
retry = { base = "0s", times = 3 }
stall = "4s"
set = { shop = "web", currency = "EUR" }
[extract.station.orders.source]
window = { since = 2026-02-27, step = "40d" }
page = { size = 100 }
[extract.station.labels.source]
window = { since = 2026-02-27, step = "80d" }
page = { size = 100 }
[extract.station.fulfilments.source]
window = { since = 2026-02-27, step = "80d" }
page = { size = 100 }
""", {
    "orders": ("orders", "order", None, "total"),
    "labels": ("shipments", "label", "label_no", "cost"),
    "fulfilments": ("fulfillments", "shipment", "substr(shipment_no, 2)", None),
}, lines=("shipments", "shipment_lines"), windows=("orders", "labels", "fulfilments"),
    secrets={"station_key": "shipstation-key-of-the-test-systems",
             "station_secret": "shipstation-secret-of-the-test-systems"},
    without=("a cursor that loops",))
