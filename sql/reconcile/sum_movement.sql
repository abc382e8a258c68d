-- reconcile_sum_movement: Movements that were warned of on the night before, as they stand tonight.
create temporary table sum_movement on commit drop as
select own_hash as key_hash, state
from (:rows) r
where own_hash in (select key_hash from previous where kind = 'undeclared')
