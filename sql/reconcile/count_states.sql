-- reconcile_count_states: Rows of one side younger than the cut, and before the rule's first date.
select count(*) filter (where state = 'y'), count(*) filter (where state = 'o'), count(*) filter (where state = 'g')
from :"side_view"
