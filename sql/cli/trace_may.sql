-- cli_trace_may: whether this login may read why records were rejected.
select has_column_privilege('ops.reject', 'faults', 'select')
