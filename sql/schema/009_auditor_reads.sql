-- What an auditor sees of records that could not be mapped: where they stand, why, and their key but for what is personal
-- in it.  Of a personal field no value was ever kept beside the record's own text.
set local role counterfoil_owner;

-- The key with NULL for each personal part.
alter table ops.reject add key_plain text[];

grant select (key_plain, faults) on ops.reject to counterfoil_auditor;
grant select (value) on ops.unknown_value to counterfoil_auditor;
