-- stage_next_table: takes the changed rows, and becomes the live table if they are many.
create table :"next" (:definitions) with (fillfactor = 90)
