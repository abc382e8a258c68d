from kind import Kind

KIND = Kind("club", "loyalty", """
[system.club]
like = "loyalty"
company = "DE01"
timezone = "UTC"
base = "http://127.0.0.1:PORT/loyalty/v1/"
retry = { base = "0s", times = 3 }
stall = "4s"
set = { shop = "web" }
[extract.club.accounts.source]
page = { size = 60 }
""", {
    "entries": ("entries", "points_entry", "entry_no", "points"),
    "accounts": ("accounts", "points_account", "customer_no", "points"),
}, windows=("entries",), secrets={"club_key": "loyalty-key-of-the-test-systems"},
    outcomes={"an empty page": "refused"})
