-- stage_live_unname: the next table's index takes the name.
alter index stage.:"live_index" rename to :"old_index"
