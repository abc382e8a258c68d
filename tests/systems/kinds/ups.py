from kind import Kind

# Each parcel is a list of its own, so that there is none that goes on, and one that is not known is left out.
KIND = Kind("parcels", "ups", """
[system.parcels]
like = "ups"
company = "DE01"
base = "http://127.0.0.1:PORT/ups/api/"
auth = { token_url = "http://127.0.0.1:PORT/ups/security/v1/oauth/token" }
limit = []
retry = { base = "0s", times = 3 }
stall = "4s"
set = { client = "ups-client-of-the-test-systems", parcels = "station.shipment" }
""", {
    "parcels": ("packages", "tracking", "tracking", None),
}, secrets={"parcels_secret": "ups-secret-of-the-test-systems"}, asks_for_tokens=True, after=("shipstation",),
    without=("a cursor that loops", "an empty page", "the same page"))
