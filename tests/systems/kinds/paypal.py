from kind import Kind

KIND = Kind("paypal", "paypal", """
[system.paypal]
like = "paypal"
company = "DE01"
timezone = "UTC"
base = "http://127.0.0.1:PORT/paypal/"
auth = { token_url = "http://127.0.0.1:PORT/paypal/v1/oauth2/token" }
limit = []
retry = { base = "0s", times = 3 }
stall = "4s"
set = { client = "paypal-client-of-the-test-systems", shop = "web", zone = "UTC" }
[extract.paypal.transactions.source]
window = { since = 2026-02-28, step = "31d" }
page = { size = 60 }
[extract.paypal.balances]
due = { timezone = "Europe/Berlin" }
""", {
    "transactions": ("transactions", "transaction", "transaction_id", "gross"),
}, lines=("payments",), windows=("transactions",),
    secrets={"paypal_secret": "paypal-secret-of-the-test-systems"}, asks_for_tokens=True,
    without=("a cursor that loops",))
