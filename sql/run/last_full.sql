-- run_last_full: $1 extract: the newest date that was read in full.
select max(business_date) from ops.snapshot where extract = $1 and state = 'live' and mode = 'full'
having max(business_date) is not null
