-- run_crosswalk_diff: $1 crosswalk, $2 system, $3 its pairs now: the newest version, and each word that has another
-- meaning now, none on either side being null.  One row without a word if it is the same; none if there is no version.
select k.version, d.word, d.before, d.after
from (
	select version, pairs from ops.crosswalk_version where crosswalk = $1 and system = $2 order by version desc limit 1
) k
left join lateral (
	select coalesce(o.key, n.key) as word, o.value as before, n.value as after
	from jsonb_each_text(k.pairs) o
	full join jsonb_each_text($3::jsonb) n on n.key = o.key
	where o.value is distinct from n.value
) d on true
order by d.word collate "C"
