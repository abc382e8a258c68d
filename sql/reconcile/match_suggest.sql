-- reconcile_match_suggest: $1 rule run. Of the lines that are reported tonight, not of those that only wait.
insert into recon.suggestion (rule_run_id, suggestion_no, first_hash, first_key, second_hash, second_key, rank, score,
	currency, first, second, days)
select $1, row_number() over (order by a.key, s.rank), s.first_hash, a.key, s.second_hash, b.key, s.rank, s.score,
	coalesce(a.currency, ''), a.value, b.value, (b.happened_at::date - a.happened_at::date)
from suggested s
join :"first" a on a.key_hash = s.first_hash
join :"second" b on b.key_hash = s.second_hash
where a.state = 'g' and b.state = 'g'
