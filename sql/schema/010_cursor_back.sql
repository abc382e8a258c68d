-- How far each snapshot had read, so that one that is rolled back gives the cursor of the one before it back.
set local role counterfoil_owner;

alter table ops.snapshot add cursor text;
update ops.snapshot s set cursor = c.value from ops.cursor c where c.snapshot_id = s.snapshot_id;
