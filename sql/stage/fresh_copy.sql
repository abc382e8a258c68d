-- stage_fresh_copy
copy pg_temp.stage_fresh (key_hash) from stdin (format binary)
