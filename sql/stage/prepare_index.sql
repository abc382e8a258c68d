-- stage_prepare_index: rows come in the order of their snapshots, so a few pages of index find a night.
create index on :"table" using brin (:more)
