-- What a run's report is made of beside its answers, so that it can be written again when its job is no longer
-- configured: the job's title and zone, the rules that it was to answer, in their order, and what was to be written.
set local role counterfoil_owner;

alter table ops.run
	add title text not null default '',
	add timezone text not null default 'UTC',
	add rules text[] not null default '{}',
	add formats text[] not null default '{html,csv,json}';
update ops.run u set title = job, rules = (select coalesce(array_agg(distinct r.rule_id order by r.rule_id), '{}')
	from recon.rule_run r where r.run_id = u.run_id);
