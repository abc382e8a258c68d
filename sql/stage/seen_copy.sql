-- stage_seen_copy
copy pg_temp.stage_seen (key_hash) from stdin (format binary)
