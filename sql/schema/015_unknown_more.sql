-- How often values that no crosswalk knows came, past those of ops.unknown_value.

set local role counterfoil_owner;

alter table ops.snapshot add column unknown_more bigint not null default 0 check (unknown_more >= 0);
