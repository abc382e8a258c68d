-- stage_next_alter: what all its rows have in common.
alter table :"next" :actions
