-- stage_prepare_column: without a default, so that no row is written again.
alter table :"table" add column if not exists :"column" :type
