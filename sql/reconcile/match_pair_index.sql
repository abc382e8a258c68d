-- reconcile_match_pair_index:
create index on pair (key_hash)
