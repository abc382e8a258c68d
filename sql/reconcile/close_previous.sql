-- reconcile_close_previous: $1 company, $2 the month before, $3 id of a position. The newest close of it.
select c.close_id, p.position_no
from recon.close c
join recon.close_position p using (close_id)
where c.company = $1 and c.month = $2::date and p.id = $3
order by c.number desc
limit 1
