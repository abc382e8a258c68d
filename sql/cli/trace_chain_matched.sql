-- cli_trace_chain_matched: $1 rule run. Of each hop the answer of a match rule by which it was reached; 0: none.
select coalesce(matched_by, 0) from recon.hop where rule_run_id = $1 order by hop_no
