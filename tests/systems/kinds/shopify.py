from kind import Kind

# Points come back faster than a shop's do, so that the test is not spent on waiting for them.
KIND = Kind("shop_de", "shopify", """
[system.shop_de]
like = "shopify"
company = "DE01"
base = "http://127.0.0.1:PORT/admin/api/2026-01/"
retry = { base = "0s", times = 3 }
stall = "4s"
set = { shop = "nordlicht" }
""", {
    "orders": ("orders", "order", None, "total"),
    "stock": ("inventoryItems", "stock", None, "quantity"),
    "payouts": ("payouts", "payout", "'gid://shopify/ShopifyPaymentsPayout/' || payout_id", "amount"),
    "balance_transactions": ("balanceTransactions", "transaction",
                             "'gid://shopify/ShopifyPaymentsBalanceTransaction/' || transaction_id", "gross"),
}, lines=("payments", "refunds", "shipments", "order_lines"), elsewhere=True, quiet=True, windows=("orders",),
    secrets={"shop_de_token": "shpat_of_the_test_systems"},
    options=("--shopify-restore", "2000"), outcomes={"an empty page": "whole"})
