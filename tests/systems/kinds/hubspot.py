from kind import Kind

KIND = Kind("hub", "hubspot", """
[system.hub]
like = "hubspot"
company = "DE01"
base = "http://127.0.0.1:PORT/"
retry = { base = "0s", times = 3 }
stall = "4s"
""", {
    "contacts": ("contacts", "customer", "customer_no", None),
}, lines=("consent",), routes={"contacts": "search"}, quiet=True, windows=("contacts",), earlier="2026-03-17",
    secrets={"hub_token": "hubspot-token-of-the-test-systems",
             "consent_key": "a key of the test systems for consent"})
