-- cli_trace_chain_stands: $1 rule run, $2 followed rows, $3 how many at most: where their chains break or wait.
select array_to_string(d.key, '/', ''), d.side, o.kind, o.status, o.amount, nullif(d.currency, ''), o.opened_on,
	o.due_at, o.reason, count(*) over ()
from recon.observation_shown o
join recon.discrepancy_shown d using (discrepancy_id)
where o.rule_run_id = $1 and d.key_hash = any ($2::uuid[])
	and o.kind in ('broken', 'residual', 'currency', 'not comparable')
order by abs(o.amount) desc nulls last, d.key collate "C", d.side collate "C", d.currency
limit $3::bigint
