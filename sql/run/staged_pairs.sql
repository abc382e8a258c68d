-- run_staged_pairs: $1 most: what the good rows of a dataset hold in one field, by its bytes, and in another.
select :by::text, min(:give::text)
from (select state, :columns from :"table") r
where r.state = 'g' and :by is not null and :give is not null
group by 1
having min(:give::text) = max(:give::text)
order by :by::text collate "C"
limit $1::bigint
