-- reconcile_close_end: $1 close. The worst of its positions' verdicts.
update recon.close c
set verdict = (
	select p.verdict from recon.close_position p where p.close_id = c.close_id
	order by array_position(array['incomplete', 'discrepancies', 'pending', 'agreed'], p.verdict)
	limit 1)
where c.close_id = $1
