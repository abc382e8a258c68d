-- stage_night_aside
select :columns from :"aside" where source = :source and snapshot_no = :number
