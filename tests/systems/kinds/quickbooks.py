from kind import Kind

LISTS = ("invoices", "sales_receipts", "refund_receipts", "deposits", "items", "customers")

KIND = Kind("books", "quickbooks", """
[system.books]
like = "quickbooks"
company = "DE01"
base = "http://127.0.0.1:PORT/v3/company/9130000000000007/"
auth = { token_url = "http://127.0.0.1:PORT/oauth2/v1/tokens/bearer" }
retry = { base = "0s", times = 3 }
stall = "4s"
set = { realm = "9130000000000007", shop = "web" }
[[system.books.on]]
body = "fault.error[*].code"
is = "3200"
do = "refresh_auth"
[[system.books.on]]
status = 200
body = "Fault"
do = "retry"
""" + "".join(f"[extract.books.{name}.source.page]\nsize = 60\n" for name in LISTS), {
    "invoices": ("Invoice", "order", None, "total"),
    "sales_receipts": ("SalesReceipt", "order", None, "total"),
    "refund_receipts": ("RefundReceipt", "credit", "credit_no", "amount"),
    "deposits": ("Deposit", "payout", "payout_id", "amount"),
    "items": ("Item", "product", "source_id", "quantity"),
    "customers": ("Customer", "customer", "customer_no", None),
}, quiet=True, windows=("sales_receipts", "refund_receipts", "deposits"), asks_for_tokens=True,
    secrets={"books_client": "qb-client-of-the-test-systems", "books_secret": "qb-secret-of-the-test-systems",
             "books_refresh": "qb-refresh-of-the-test-systems",
             "token_key": "a key of the test systems, which is long"})
