-- reconcile_table_hold: as a reader, until the transaction ends.
lock table :"table" in access share mode
