select max(snapshot_id) from ops.snapshot where state = 'live' and extract = 'erp.orders';
