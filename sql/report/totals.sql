-- $1 snapshot.
select t.field, coalesce(t.currency, ''), t.sum, coalesce(t.count, 0)
from ops.snapshot s, jsonb_to_recordset(s.totals) as t (field text, currency text, sum numeric, count bigint)
where s.snapshot_id = $1
order by t.field collate "C", coalesce(t.currency, '') collate "C"
