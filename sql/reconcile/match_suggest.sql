-- reconcile_match_suggest: $1 rule run. Of lines that are there tonight.
insert into recon.suggestion (rule_run_id, suggestion_no, first_hash, first_key, second_hash, second_key, rank, score,
	currency, first, second, days)
select $1, row_number() over (order by k.first, s.score desc, k.second), s.first_hash, a.key, s.second_hash, b.key,
	row_number() over (partition by s.first_hash order by s.score desc, k.second), s.score, coalesce(a.currency, ''),
	a.value, b.value, b.happened_at::date - a.happened_at::date
from suggested s
join :"first" a on a.key_hash = s.first_hash
join :"second" b on b.key_hash = s.second_hash
cross join lateral (
	select array_to_string(a.key, chr(31), '') collate "C" as first,
		array_to_string(b.key, chr(31), '') collate "C" as second
) k
where a.state = 'g' and b.state = 'g'
