-- reconcile_not_comparable: $1 rule run, $2 whether the rule compares each currency of a key by itself. Keys, not
-- findings: a key that cannot be compared with two mirrors is one key. Of several causes one that leaves something
-- unknown counts, and of these that a whole input is not there; of several sides' findings one that says what the key
-- is worth.
insert into recon.not_comparable (rule_run_id, reason, cause, side, currency, count, amount)
select $1, reason, cause, side, currency, count(*), coalesce(sum(value), 0)
from (
	select distinct on (key_hash, names, case when $2::boolean then currency end) reason, cause, side,
		coalesce(currency, '') as currency, abs(value) as value
	from found
	where status = 'not comparable'
	order by key_hash, names, case when $2::boolean then currency end, cause in ('filtered', 'twice'),
		cause <> 'input', side, value is null, reason, currency, abs(value) desc
) k
group by reason, cause, side, currency
