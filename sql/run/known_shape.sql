-- run_known_shape: what an extract's records consisted of on the nights before a business date, each path behind the
-- one that it hangs under.  $1 extract, $2 date, $3 at most so many.
select h.path, h.under, h.step, h.name, string_agg(distinct h.kind, ' '), bool_or(h.mapped)
from ops.shape h
join ops.snapshot s using (snapshot_id)
where s.extract = $1 and s.business_date < $2 and s.state in ('live', 'aside')
group by h.path, h.under, h.step, h.name
order by length(h.path), h.path collate "C"
limit $3
