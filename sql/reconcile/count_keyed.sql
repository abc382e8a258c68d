-- reconcile_count_keyed: Keys that stand with good rows on the leading side and on another.
select count(*)
from :"truth" t
where t.state = 'g' and :compared
