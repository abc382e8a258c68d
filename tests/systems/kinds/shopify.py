from kind import Kind


def gid(kind, field):
    return f"'gid://shopify/{kind}/' || {field}"


# Points come back faster than a shop's do, so that the test is not spent on waiting for them.  What is read of the file
# of a bulk operation has no pages, and nobody looks for a total of them but the operation itself.
KIND = Kind("shop_de", "shopify", """
[system.shop_de]
like = "shopify"
company = "DE01"
base = "http://127.0.0.1:PORT/admin/api/2026-01/"
retry = { base = "0s", times = 3 }
stall = "4s"
set = { shop = "nordlicht" }
[extract.shop_de.order_lines.source.report]
every = "1s"
[extract.shop_de.gift_cards.source.report]
every = "1s"
[extract.shop_de.products.source.report]
every = "1s"
[extract.shop_de.customers.source.report]
every = "1s"
""", {
    "orders": ("orders", "order", None, "total"),
    "stock": ("inventoryItems", "stock", None, "quantity"),
    "payouts": ("payouts", "payout", gid("ShopifyPaymentsPayout", "payout_id"), "amount"),
    "balance_transactions": ("balanceTransactions", "transaction",
                             gid("ShopifyPaymentsBalanceTransaction", "transaction_id"), "gross"),
    "order_lines": ("lineItems", "order_line", gid("LineItem", "line_no"), "amount"),
    "gift_cards": ("giftCards", "gift_card", gid("GiftCard", "gift_card_no"), "balance"),
    "products": ("productVariants", "product", gid("ProductVariant", "source_id"), "price"),
    "customers": ("customers", "customer", gid("Customer", "customer_no"), None),
}, lines={
    "payments": ("sales", "charge", gid("OrderTransaction", "charge_id"), "amount", "orders"),
    "gateway_payments": ("charges", "charge", "charge_id", "amount", "orders"),
    "transactions": ("transactions", "order_transaction", gid("OrderTransaction", "transaction_no"), "amount",
                     "orders"),
    "tax_lines": ("taxLines", "tax_line", "'#' || order_no || ' ' || title", "amount", "orders"),
    "refunds": ("refunds", "refund", gid("Refund", "refund_id"), "amount", "orders"),
    "shipments": ("fulfillments", "shipment", gid("Fulfillment", "shipment_no"), "pieces", "orders"),
    "shipping_lines": ("shippingLines", "shipping_line", gid("ShippingLine", "line_no"), "amount", "order_lines"),
    "returns": ("returns", "return", gid("Return", "return_no"), "quantity", "order_lines"),
    "return_lines": ("returnLineItems", "return_line", gid("ReturnLineItem", "line_no"), "quantity", "order_lines"),
    "gift_card_entries": ("giftCardTransactions", "gift_card_entry",
                          "'gid://shopify/GiftCard' || case when amount < 0 then 'Debit' else 'Credit' end || "
                          "'Transaction/' || entry_no", "amount", "gift_cards"),
}, routes={"order_lines": "bulk/orders", "gift_cards": "bulk/giftCards", "products": "bulk/productVariants",
           "customers": "bulk/customers"},
    # Its beginning, and its file; of the others it is the first question how far it is.
    at={"products": 1, "order_lines": 4},
    single=("order_lines", "gift_cards", "products", "customers"),
    elsewhere=True, quiet=True, windows=("orders",), secrets={"shop_de_token": "shpat_of_the_test_systems"},
    options=("--shopify-restore", "2000"), outcomes={
        "an empty page": "whole",
        # Of a file it is the address alone, and there is another one.
        ("order_lines", "the token expires"): "whole"})
