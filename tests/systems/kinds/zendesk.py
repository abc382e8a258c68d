from kind import Kind

# Ten requests a minute are kept over all runs, so that pages are few.
KIND = Kind("support", "zendesk", """
[system.support]
like = "zendesk"
company = "DE01"
base = "http://127.0.0.1:PORT/api/v2/"
retry = { base = "0s", times = 3, most = "90s" }
stall = "4s"
[system.support.set]
subdomain = "lantern"
email = "agent@lantern.example.com"
order_field = "27642"
shop = "web"
[extract.support.tickets.source.page]
size = 200
""", {
    "tickets": ("incremental", "ticket", "ticket_no", None),
},
    secrets={"support_token": "zendesk-token-of-the-test-systems"})
