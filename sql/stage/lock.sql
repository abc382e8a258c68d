-- stage_lock: one snapshot of a dataset at a time, from its first row to the commit.
select last_snapshot from ops.dataset where dataset = $1 for update
