select reason from recon.not_comparable join recon.rule_run using (rule_run_id) where state = 'current';
