-- run_number_on: $1 a number; the next run's is higher. No transaction takes it back.
select setval('ops.run_run_id_seq', greatest($1::bigint, (select last_value from ops.run_run_id_seq)))
