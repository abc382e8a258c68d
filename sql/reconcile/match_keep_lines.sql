-- reconcile_match_keep_lines: $1 list.
insert into recon.match_line (rule_run_id, match_no, list, key_hash, key, amount)
select m.rule_run_id, m.match_no, p.list, v.key_hash, v.key, (:worth)
from pair p
join made m using (number)
join :"view" v on v.key_hash = p.key_hash
where p.list = $1::smallint and not m.standing
