from kind import Kind

KIND = Kind("pay", "stripe", """
[system.pay]
like = "stripe"
company = "DE01"
base = "http://127.0.0.1:PORT/v1/"
retry = { base = "0s", times = 3 }
stall = "4s"
[extract.pay.payout_lines.source.report]
every = "1s"
download = { host = "http://localhost:PORT/" }
[extract.pay.payout_lines.source.window]
step = "40d"
""", {
    "charges": ("charges", "charge", "charge_id", "amount * 100"),
    "refunds": ("refunds", "refund", "refund_id", "amount * 100"),
    "disputes": ("disputes", "dispute", "dispute_id", "amount * 100"),
    "payouts": ("payouts", "payout", "payout_id", "amount * 100"),
    "balance_transactions": ("balance_transactions", "transaction", "transaction_id", "gross * 100"),
    "payout_lines": ("balance_transactions", "transaction", "transaction_id", "gross * 100"),
}, quiet=True, windows=("charges", "refunds", "disputes", "balance_transactions", "payout_lines"),
    routes={"payout_lines": "file"}, single=("payout_lines",),
    secrets={"pay_key": "sk_test_of_the_test_systems"})
