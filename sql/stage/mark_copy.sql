-- stage_mark_copy
copy pg_temp.stage_mark (key_hash, row, state, was_live) from stdin (format binary)
