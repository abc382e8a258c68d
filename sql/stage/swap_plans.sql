-- stage_swap_plans: both tables are read from end to end; without statistics of the new one the planner would jump
-- about in them.  For this transaction only; do, because one statement is one.
do $$
begin
	set local work_mem = '128MB';
	set local enable_mergejoin = off;
	set local enable_nestloop = off;
	set local default_statistics_target = 20;
end
$$
