-- reconcile_match_totals: $1 rule run.
insert into recon.match_total (rule_run_id, stage, currency, matches, made, certain, first_lines, second_lines, first,
	second)
select $1, k.stage, k.currency, count(*), count(*) filter (where not m.standing),
	count(*) filter (where k.alternatives = 0), sum(k.first_lines), sum(k.second_lines), sum(k.first), sum(k.second)
from made m
join recon.match k using (rule_run_id, match_no)
group by k.stage, k.currency
