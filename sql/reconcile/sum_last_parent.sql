-- reconcile_sum_last_parent: Rows of one account that name no parent and could not be read, with the one that they
-- named last.
select h.parent_hash as key_hash, h.key, s.currency, s.state, s.worth as amount, s.own_hash,
	s.account, s.seen_from, s.landing, s.part, s.record, s.place_offset, s.place_length, s.total
from (select * from :"table" where alone is not null and state = 'r' and account = :account) s
join (
	select distinct on (key_hash) key_hash, :parent as parent_hash, :key as key
	from :history
	where source = :source and seen_from <= :number and :parent is not null
	order by key_hash, seen_from desc
) h on h.key_hash = s.own_hash
