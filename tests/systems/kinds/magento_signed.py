from kind import Kind
from kinds.magento import KIND as BY_TOKEN

# As where tokens are not let in alone: each request is signed (RFC 5849).  It has what the other has; one list of each
# way of asking is held against that.
LISTS = ("orders", "products", "stock", "stock_items")
KIND = Kind("shop_o", "magento", BY_TOKEN.system.replace("shop_m", "shop_o") + """
[system.shop_o.auth]
kind = "oauth1"
token = "${secret:shop_o_token}"
consumer = "${secret:shop_o_consumer}"
consumer_secret = "${secret:shop_o_consumer_secret}"
token_secret = "${secret:shop_o_token_secret}"
""", {name: BY_TOKEN.lists[name] for name in LISTS}, over={"stock_items": "products"}, single=("stock_items",),
    file="magento", secrets={"shop_o_token": "magento-access-token", "shop_o_consumer": "magento-consumer-key",
                             "shop_o_consumer_secret": "magento-consumer-secret-of-the",
                             "shop_o_token_secret": "magento-token-secret-of-the"})
