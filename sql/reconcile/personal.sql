-- reconcile_personal: $1 rule, $2 names of the personal fields that it may name.
insert into recon.personal (rule_id, names) values ($1, $2::text[])
on conflict (rule_id) do update set names = excluded.names
where recon.personal.names is distinct from excluded.names
