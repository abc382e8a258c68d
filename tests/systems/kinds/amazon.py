from kind import Kind

# A page without orders is no end, and there is no word for how many there are: one that lacks some cannot be told.
KIND = Kind("market", "amazon", """
[system.market]
like = "amazon"
company = "DE01"
timezone = "UTC"
base = "http://127.0.0.1:PORT/amazon/"
auth = { token_url = "http://127.0.0.1:PORT/amazon/auth/o2/token" }
retry = { base = "0s", times = 3 }
stall = "4s"
[system.market.set]
region = "eu"
client = "amazon-client-of-the-test-systems"
marketplace = "A1PA6795UKMFR9"
shop = "amazon"
[extract.market.orders.source]
window = { step = "80d", max = "80d" }
""", {
    "orders": ("orders", "order", "order_no", "total"),
}, windows=("orders",), secrets={"market_secret": "amazon-secret-of-the-test-systems",
                                 "market_refresh": "Atzr|amazon-refresh-of-the-test-systems",
                                 "token_key": "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"},
    asks_for_tokens=True, without=("an empty page",))
