-- cli_uncounted: answers for a date that do not count: trials, and what was taken back or overtaken.  $1 date, $2 rule
-- (id or name) or null.
select r.run_id, r.rule_id, r.verdict, r.state
from recon.rule_run r
join recon.rule u on u.rule_id = r.rule_id and u.digest = r.digest
where r.business_date = $1::date and r.state <> 'current' and ($2::text is null or r.rule_id = $2 or u.name = $2)
order by r.rule_id collate "C", r.rule_run_id desc
