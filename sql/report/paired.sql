-- report_paired: $1 rule run: what it held together, by how its lines were found to be one, and currency.
select stage, currency, matches, made, certain, first_lines, second_lines, first, second
from recon.match_total
where rule_run_id = $1
order by currency collate "C",
	array_position(array['confirmed', 'reference', 'group', 'text', 'different', 'amount'], stage)
