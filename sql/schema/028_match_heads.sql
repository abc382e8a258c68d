-- Nearly every match is of one line and one line: they stand in its row.  Where it has several lines of a list, the one
-- with the least key stands there, and all of them in recon.match_several.
set local role counterfoil_owner;

drop view recon.match_line_shown;
alter table recon.match_line rename to match_several;
alter table recon.match add first_hash uuid, add first_key text[], add second_hash uuid, add second_key text[];

update recon.match m set first_hash = h.key_hash, first_key = h.key
from (select distinct on (rule_run_id, match_no) * from recon.match_several where list = 0
	order by rule_run_id, match_no, key) h
where h.rule_run_id = m.rule_run_id and h.match_no = m.match_no;
update recon.match m set second_hash = h.key_hash, second_key = h.key
from (select distinct on (rule_run_id, match_no) * from recon.match_several where list = 1
	order by rule_run_id, match_no, key) h
where h.rule_run_id = m.rule_run_id and h.match_no = m.match_no;
delete from recon.match_several l using recon.match m
where m.rule_run_id = l.rule_run_id and m.match_no = l.match_no
	and case l.list when 0 then m.first_lines else m.second_lines end = 1;

create view recon.match_line as
select rule_run_id, match_no, 0::smallint as list, first_hash as key_hash, first_key as key, first as amount
from recon.match where first_lines = 1
union all
select rule_run_id, match_no, 1::smallint, second_hash, second_key, second from recon.match where second_lines = 1
union all
select rule_run_id, match_no, list, key_hash, key, amount from recon.match_several;

create view recon.match_line_shown as
select l.rule_run_id, l.match_no, l.list, recon.masked(l.key, n.key_names, p.names) as key, l.amount
from recon.match_line l
join recon.match_list n using (rule_run_id, list)
join recon.rule_run r using (rule_run_id)
left join recon.personal p on p.rule_id = r.rule_id;

-- Keys may be of personal fields: auditors see them masked.
revoke select on recon.match from counterfoil_auditor;
grant select (rule_run_id, match_no, stage, alternatives, currency, first, second, first_lines, second_lines)
	on recon.match to counterfoil_auditor;
grant select on recon.match_line, recon.match_line_shown to counterfoil_etl, counterfoil_finance;
grant select on recon.match_line_shown to counterfoil_auditor;
