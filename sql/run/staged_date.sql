-- run_staged_date: $1 extract, $2 date: whether its content was staged by an earlier run.
select exists (select from ops.snapshot s
	where s.extract = $1 and s.business_date = $2::date and s.state in ('live', 'aside'))
