-- The newest list of payouts.
select max(snapshot_id) from ops.snapshot where extract = 'pay.payouts';
