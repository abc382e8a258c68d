-- reconcile_record_account:
insert into account (account, side, extract, dataset, snapshot_id) values ($1, $2, $3, $4, $5)
