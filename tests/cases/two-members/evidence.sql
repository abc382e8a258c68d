select array_to_string(d.key, '/') || ' ' || e.text
from recon.observation o
join recon.discrepancy d using (discrepancy_id)
join recon.evidence e on e.digest = o.mirror_text
order by 1
