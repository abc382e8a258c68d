select count(*) || ' without'
from recon.observation
where (mirror_text is null or truth_text is null) and rule_run_id = (select max(rule_run_id) from recon.rule_run)
