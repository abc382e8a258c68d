from kind import Kind

KIND = Kind("mail", "klaviyo", """
[system.mail]
like = "klaviyo"
company = "DE01"
base = "http://127.0.0.1:PORT/api/"
retry = { base = "0s", times = 3 }
stall = "4s"
""", {
    "profiles": ("profiles", "customer", "customer_no", None),
}, lines=("consent",), quiet=True, windows=("profiles",), earlier="2026-03-17",
    secrets={"mail_key": "pk_of_the_test_systems", "consent_key": "a key of the test systems for consent"})
