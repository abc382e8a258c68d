select max(snapshot_id) from ops.snapshot where state = 'held' and extract = 'erp.orders';
