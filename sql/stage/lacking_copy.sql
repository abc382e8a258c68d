-- stage_lacking_copy
copy pg_temp.stage_lacking (key_hash) from stdin (format binary)
