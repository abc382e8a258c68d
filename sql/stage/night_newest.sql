-- stage_night_newest
select :columns from :"live" where source = :source
