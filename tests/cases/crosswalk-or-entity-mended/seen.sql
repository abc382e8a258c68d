select snapshot_no, state, cause, updated from ops.snapshot where dataset = 'erp.order' order by 1
