select s.business_date, read, s.staged, s.stale, s.rejected, t.field, t.currency, t.sum, t.count
from ops.snapshot s, jsonb_to_recordset(s.totals) as t (field text, currency text, sum numeric, count bigint)
where extract = 'erp.orders';
