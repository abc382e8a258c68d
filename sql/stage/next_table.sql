-- stage_next_table: takes the changed rows, and becomes the live table if they are many.
create table :"next" (like :"live" including defaults including storage including compression) with (fillfactor = 90)
