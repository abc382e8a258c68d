-- reconcile_match_lines: One list: what its rows come to, the day, the text, the group and the references.
copy (
	select v.key_hash, v.state, v.key, :worth, coalesce(v.currency, ''), (:day)::date, :text, :group:references
	from :"view" v
) to stdout (format binary)
