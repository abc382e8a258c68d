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
