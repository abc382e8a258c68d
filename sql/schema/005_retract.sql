-- A snapshot that is rolled back takes what was found on it along, whoever rolls it back.
create function recon.retract_rule_runs() returns trigger
	language plpgsql as
$$
begin
	update recon.rule_run set state = 'retracted'
	where state = 'current' and rule_run_id in (select rule_run_id from recon.input where snapshot_id = new.snapshot_id);
	return null;
end
$$;
grant execute on function recon.retract_rule_runs() to counterfoil_etl;

create trigger rolled_back_is_retracted after update of state on ops.snapshot
	for each row when (new.state = 'rolled back' and old.state <> 'rolled back')
	execute function recon.retract_rule_runs();

-- How many rule runs a rolled back snapshot has taken along.
create function ops.retracted(snapshot bigint) returns bigint
	language sql stable
	return (select count(*) from recon.rule_run r
		where r.state = 'retracted' and exists (select from recon.input i
			where i.rule_run_id = r.rule_run_id and i.snapshot_id = snapshot));
grant execute on function ops.retracted(bigint) to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
