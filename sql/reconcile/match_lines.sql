-- reconcile_match_lines: One list, in the order of its keys: the amount in units of the last digit, the day, the
-- text, the group and the references.
copy (
	select key_hash, key, ((:worth) * :units)::bigint, coalesce(currency, ''), state, (:day)::date, :text,
		:group:references
	from :"view" v
	where v.state in ('g', 'y', 'o', 'x') and v.value is not null and (:exact)
	order by key_hash
) to stdout (format binary)
