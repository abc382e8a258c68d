-- stage_settled_count
select count(*) filter (where change = 'changed'), count(*) filter (where change = 'added'),
	count(*) filter (where change = 'removed')
from pg_temp.stage_settled
