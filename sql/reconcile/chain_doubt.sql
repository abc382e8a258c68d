-- reconcile_chain_doubt: Whether a hop has records that cannot be read nor whose they are, whether it has any of which
-- nothing can be told, whether the hop before has records of which it cannot be read what names them, and whether what
-- came to it has no moments.
select exists (select from :"link" where state = 'r' and nameless),
	exists (select from :"link" where state in ('r', 'u', 't')),
	exists (select from :"before" b where b.state = 'r' and (:nameless)),
	exists (select from :"at" where moment is null)
