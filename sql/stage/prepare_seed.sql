-- stage_prepare_seed: of the joining hashes.
select value::bigint from ops.setting where name = 'hash_seed'
