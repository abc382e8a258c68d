-- reconcile_match_unreadable: $1 list: whether it holds lines of which nothing can be told.
select exists (
	select from :"view" v
	where v.state in ('r', 't', 'u')
		and not exists (select from standing s where s.list = $1::smallint and s.key_hash = v.key_hash))
