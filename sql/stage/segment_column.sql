-- stage_segment_column: a default that no row is written for.
alter table :"live" add column seen_until integer not null default :number
