-- reconcile_sum_index:
create index on :"table" (key_hash)
