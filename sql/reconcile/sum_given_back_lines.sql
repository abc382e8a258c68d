-- reconcile_sum_given_back_lines: $1 rule run. Of which of its lines' movements what they give back stands elsewhere.
update recon.line l set elsewhere_count = b.count, elsewhere_sum = b.sum
from (
	select line_no, title, currency, count(*) as count, sum(amount) as sum
	from sum_given_back
	group by line_no, title, currency
) b
where l.rule_run_id = $1 and l.line_no = b.line_no and l.title = b.title and l.currency = b.currency
