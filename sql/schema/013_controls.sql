-- What files stated of themselves in a trailer or summary row, and what was read of them: [{"member", "name", "stated",
-- "found", "checked"}].  Empty in snapshots from before it was recorded.
set local role counterfoil_owner;

alter table ops.snapshot add column controls jsonb not null default '[]';
