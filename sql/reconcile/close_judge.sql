-- reconcile_close_judge: $1 close, $2 position. What is wrong comes before what is on its way.
update recon.close_position p
set verdict = case
	when exists (select from recon.close_reason r where r.close_id = p.close_id and r.position_no = p.position_no)
		then 'incomplete'
	when exists (select from recon.close_item i where i.close_id = p.close_id and i.position_no = p.position_no
			and i.kind not in ('cut-off', 'between midnights'))
		or exists (select from recon.close_line l where l.close_id = p.close_id and l.position_no = p.position_no
			and not l.declared)
		then 'discrepancies'
	when exists (select from recon.close_item i where i.close_id = p.close_id and i.position_no = p.position_no
			and i.kind = 'cut-off')
		then 'pending'
	else 'agreed' end
where p.close_id = $1 and p.position_no = $2
