-- stage_night_aside
select :columns from :"aside" where :of_source and snapshot_no = :number
