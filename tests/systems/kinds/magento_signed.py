from kind import Kind

# As where tokens are not let in alone: each request is signed (RFC 5849).  It has what the other has; one list of each
# way of asking is held against that.
KIND = Kind("shop_o", "magento", """
[system.shop_o]
like = "magento"
company = "DE01"
base = "http://127.0.0.1:PORT/rest/all/V1/"
limit = [{ kind = "concurrent", calls = 2 }]
retry = { base = "0s", times = 3 }
stall = "4s"
set = { site = "shop.example.com", stock = "1" }
[system.shop_o.auth]
kind = "oauth1"
token = "${secret:shop_o_token}"
consumer = "${secret:shop_o_consumer}"
consumer_secret = "${secret:shop_o_consumer_secret}"
token_secret = "${secret:shop_o_token_secret}"
""", {
    "orders": ("orders", "order", None, "total"),
    "products": ("products", "product", "source_id", "price"),
    "stock": ("source-items", "stock", "sku || '/' || place", "quantity"),
    "stock_items": ("stockItems", "stock", None, "quantity"),
}, over={"stock_items": "products"}, single=("stock_items",), file="magento",
    secrets={"shop_o_token": "magento-access-token", "shop_o_consumer": "magento-consumer-key",
             "shop_o_consumer_secret": "magento-consumer-secret-of-the",
             "shop_o_token_secret": "magento-token-secret-of-the"})
