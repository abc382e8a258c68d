-- reconcile_timing_several: Where a side was read at several moments, what moved between them belongs to which of its
-- lists nobody knows.
update finding set reason = concat_ws('; ', reason, 'its lists are of several moments: movements cannot explain it')
where status = 'open' and field = '' and kind in ('residual', 'counted twice', 'rounding', 'missing', 'unexpected')
