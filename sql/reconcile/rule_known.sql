-- reconcile_rule_known:
insert into recon.rule (rule_id, digest, name, kind, text, recorded_at) values ($1, $2, $3, $4, $5, $6)
on conflict (rule_id, digest) do nothing
