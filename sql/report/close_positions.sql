-- report_close_positions: $1 close.
select p.position_no, p.id, p.name, p.title, p.owner, p.kind, p.verdict, encode(p.digest, 'hex'), p.text, c.number,
	c.month
from recon.close_position p
left join recon.close c on c.close_id = p.previous
where p.close_id = $1
order by p.position_no
