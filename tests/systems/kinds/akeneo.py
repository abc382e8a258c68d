from kind import Kind

KIND = Kind("pim", "akeneo", """
[system.pim]
like = "akeneo"
company = "DE01"
base = "http://127.0.0.1:PORT/api/"
retry = { base = "0s", times = 3 }
stall = "4s"
[system.pim.set]
host = "lantern.example.com"
user = "counterfoil"
sku = "sku"
gtin = "ean"
""", {
    "products": ("products", "product", "source_id", None),
}, asks_for_tokens=True,
    secrets={"pim_client": "akeneo-client-of-the-test-systems", "pim_secret": "akeneo-secret-of-the-test-systems",
             "pim_password": "akeneo-password-of-the-test-systems"})
