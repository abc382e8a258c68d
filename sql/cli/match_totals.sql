-- cli_match_totals: $1 rule run: what it held together, by stage and currency.
select stage, currency, matches, made, certain, first_lines, second_lines, first, second
from recon.match_total
where rule_run_id = $1
order by array_position(array['confirmed', 'reference', 'group', 'text', 'different', 'amount'], stage), currency
