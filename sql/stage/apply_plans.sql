-- stage_apply_plans: an index that is read from end to end costs more than a hash of its table.  For this transaction
-- only; do, because one statement is one.
do $$
begin
	set local work_mem = '128MB';
	set local enable_mergejoin = off;
	set local default_statistics_target = 20;
end
$$
