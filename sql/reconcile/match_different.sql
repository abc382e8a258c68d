-- reconcile_match_different: Lines that are one and differ in their amounts; the key is that of the first of the first
-- list.
insert into finding
select 'different', :field, :side, l.key_hash, l.key, 'open', null, null, nullif(k.currency, ''), k.second - k.first,
	abs(k.second - k.first), k.first::text, k.second::text, l.company, l.channel, l.happened_at, null,
	round(k.second / nullif(k.first, 0), 4), null,
	l.account, l.seen_from, l.landing, l.part, l.record, l.place_offset, l.place_length,
	o.account, o.seen_from, o.landing, o.part, o.record, o.place_offset, o.place_length,
	null, null
from made m
join recon.match k using (rule_run_id, match_no)
cross join lateral (
	select v.* from recon.match_line p join :"first" v on v.key_hash = p.key_hash
	where p.rule_run_id = k.rule_run_id and p.match_no = k.match_no and p.list = 0 order by v.key limit 1
) l
left join lateral (
	select v.* from recon.match_line p join :"second" v on v.key_hash = p.key_hash
	where p.rule_run_id = k.rule_run_id and p.match_no = k.match_no and p.list = 1 order by v.key limit 1
) o on true
where k.first <> k.second
