-- stage_reject_copy
copy pg_temp.stage_reject from stdin (format binary)
