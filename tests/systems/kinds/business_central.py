from kind import Kind

SYSTEM = """
[system.bc]
like = "business_central"
company = "DE01"
base = "http://127.0.0.1:PORT/v2.0/TENANT/production/api/v2.0/companies(COMPANY)/"
auth = { token_url = "http://127.0.0.1:PORT/TENANT/oauth2/v2.0/token" }
headers = { Prefer = "odata.maxpagesize=60" }
retry = { base = "0s", times = 3 }
stall = "4s"
[system.bc.set]
tenant = "TENANT"
environment = "production"
id = "COMPANY"
client = "client-of-the-test-systems"
currency = "EUR"
shop = "web"
name = "Lantern%20and%20Co"
""".replace("TENANT", "11112222-3333-4444-8555-666677778888").replace("COMPANY", "a0a0a0a0-0000-4000-8000-000000000007")

KIND = Kind("bc", "business_central", SYSTEM, {
    "open_orders": ("salesOrders", "order", None, "total"),
    "invoices": ("salesInvoices", "order", None, "total"),
    "credit_memos": ("salesCreditMemos", "credit", None, "amount"),
    "shipments": ("salesShipments", "shipment", None, None),
    "customers": ("customers", "customer", None, None),
    "items": ("items", "product", None, "quantity"),
    "item_ledger": ("itemLedgerEntries", "movement", None, "quantity"),
    "accounts": ("accounts", "account", None, "balance"),
    "exchange_rates": ("currencyExchangeRates", "exchange_rate", None, "local"),
    "stock_entries": ("analytics/itemLedgerEntries", "movement", "movement_no", "quantity"),
    "vat_entries": ("ODataV4/VATEntries", "vat_entry", "entry_no", "amount"),
    "general_ledger": ("generalLedgerEntries", "ledger_entry", None, "debit - credit"),
}, lines=("open_order_lines", "invoice_lines", "credit_memo_lines", "shipment_lines"),
    quiet=True, windows=("invoices", "credit_memos", "shipments", "item_ledger", "general_ledger"),
    secrets={"bc_secret": "secret-of-the-test-systems"},
    asks_for_tokens=True, outcomes={"an empty page": "whole"})
