-- reconcile_sum_lines: $1 rule run, $2 titles of its lines. Of the same records as the terms of its parts: the lines of
-- a currency add up to them. A movement of which two parts tell is one. Of no
-- declared kind is only what moves anything.
insert into recon.line (rule_run_id, line_no, title, currency, count, sum)
select $1, line_no, title, currency, :count, coalesce(sum(amount), 0)
from (
	select *, case when line_no > 0 then ($2::text[])[line_no] when line_no = 0 then told_by else '' end as title
	from (:rows) r
	where state <> 'f' and (line_no <> 0 or amount <> 0)
) t
group by line_no, title, currency
