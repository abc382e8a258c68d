-- $1 landing.
select name, part, bytes, encode(digest, 'hex')
from ops.landing_part
where landing_id = $1
order by part_no
