-- reconcile_plans: whole sides are laid beside each other, some of them loaded a moment ago and without statistics.  A
-- nested loop that was planned for a few rows takes minutes where there are thousands; a hash is never far off.  For
-- this transaction only; do, because one statement is one.
do $$
begin
	set local enable_nestloop = off;
	set local work_mem = '64MB';
end
$$
