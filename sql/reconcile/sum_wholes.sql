-- reconcile_sum_wholes: $1 rule run, $2 titles of its lines, $3 names of the key's parts, $4 title of the whole. The
-- lines of each whole that are not those it had when they were last kept. A trial says nothing of what holds.
insert into recon.whole_line (rule_run_id, key_hash, key, key_names, currency, line_no, title, count, sum)
with
told as (
	select key_hash, min(key) as key, currency, line_no, title, :count as count, coalesce(sum(amount), 0) as sum
	from (
		select key_hash, key, currency, origin, own_hash, amount, line_no,
			case when line_no > 0 then ($2::text[])[line_no] when line_no = 0 then told_by else '' end as title
		from (:rows) r
		where state <> 'f' and alone is null and (line_no <> 0 or amount <> 0)
		union all
		select key_hash, key, currency, origin, own_hash, amount, -2, $4
		from (:whole) w
		where state <> 'f' and alone is null
	) t
	where key_hash in (select key_hash from sum_whole)
	group by key_hash, currency, line_no, title
),
kept as (
	select l.*
	from recon.whole_line l
	join (
		select distinct on (k.key_hash) k.key_hash, k.rule_run_id
		from recon.whole_line k
		join recon.rule_run r using (rule_run_id)
		join recon.rule_run t on t.rule_run_id = $1
		where r.rule_id = t.rule_id and r.state = 'current' and r.business_date < t.business_date
		order by k.key_hash, r.business_date desc
	) n using (key_hash, rule_run_id)
),
others as (
	select coalesce(t.key_hash, k.key_hash) as key_hash
	from told t
	full join kept k on k.key_hash = t.key_hash and k.currency = t.currency and k.line_no = t.line_no
		and k.title = t.title
	where t.sum is distinct from k.sum or t.count is distinct from k.count
)
select $1, key_hash, key, $3::text[], currency, line_no, title, count, sum
from told
where key_hash in (select key_hash from others)
	and (select state from recon.rule_run where rule_run_id = $1) = 'current'
