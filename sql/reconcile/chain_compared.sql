-- reconcile_chain_compared: Followed rows of which something could be told all the way.
select (select count(*) from :"at") - (
	select count(distinct c.origin)
	from chain_lack c
	where c.status = 'not comparable' and not exists (
		select from chain_lack b where b.origin = c.origin and b.status in ('broken', 'waiting')))
