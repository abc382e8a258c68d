-- The guard and the reject limit that were in force when a snapshot was staged or held, as the configuration said it:
-- {"max_delete", "max_change", "at_least", "on_empty", "reject_limit", "on_reject_limit"}, all texts.  Empty in
-- snapshots from before they were recorded.
set local role counterfoil_owner;

alter table ops.snapshot add column limits jsonb not null default '{}';
