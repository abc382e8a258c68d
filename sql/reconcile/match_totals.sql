-- reconcile_match_totals: What is held together, by how it was found to be one and by currency.
copy recon.match_total (rule_run_id, stage, currency, matches, made, certain, first_lines, second_lines, first, second)
from stdin (format binary)
