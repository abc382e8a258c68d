-- run_is_staged: $1 dataset: whether anything ever was.
select exists (select from ops.snapshot where dataset = $1 and state = 'live')
