-- reconcile_source: $1 extract.
select source from ops.source where extract = $1
