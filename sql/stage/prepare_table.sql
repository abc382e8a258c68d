-- stage_prepare_table: room in each page, so that a row that changes stays where it is (HOT).
create table :"table" (:definitions) with (fillfactor = 90)
