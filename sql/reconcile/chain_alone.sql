-- reconcile_chain_alone: Records of a hop of which nothing can be told, and of which no line says so.
create temporary table :"alone" on commit drop as
select v.*
from :"view" v
where v.state = 't' or (v.state in ('r', 'u') and not exists (
	select from :"link" l
	join :"at" p on p.own = l.before
	where l.own = v.key_hash and not exists (select from :"link" g where g.before = l.before and g.state = 'g')))
