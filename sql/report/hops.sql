-- $1 rule run.  The hops of a chain.
select hop_no, after_no, name, title, optional from recon.hop where rule_run_id = $1 order by hop_no
