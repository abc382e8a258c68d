-- reconcile_sum_worst: A record that could not be read has perhaps no currency: it makes the whole key not
-- comparable, in every currency.
update :"table" s set state = b.state
from :"table" b
where b.key_hash = s.key_hash and b.state in ('r', 'u', 't', 'x') and s.state not in ('r', 'u', 't', 'x')
