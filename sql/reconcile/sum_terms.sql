-- reconcile_sum_terms: $1 rule run, $2 number of the term, $3 title. All records but those that the map's declared
-- filter left out, whether they can be compared or not: recon.standing says what became of them.
insert into recon.term (rule_run_id, term_no, title, currency, count, sum)
select $1, $2, $3, currency, count(*), coalesce(sum(amount), 0)
from (:term) t
where state <> 'f'
group by currency
