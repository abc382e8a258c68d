-- cli_trace_parents: what the rows of the keys $1 have ever pointed to.
select :"column" from :"live" where key_hash = any ($1::uuid[]) and :"column" is not null
union
select :"column" from :"history" where key_hash = any ($1::uuid[]) and :"column" is not null
