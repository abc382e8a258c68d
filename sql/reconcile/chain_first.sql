-- reconcile_chain_first: The rows that are followed.
insert into :"at" (origin, line, own, money, currency, moment)
select key_hash, key_hash, key_hash, value, coalesce(currency, ''), happened_at
from :"view"
where state = 'g'
