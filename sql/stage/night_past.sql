-- stage_night_past: versions are half open, [seen_from, seen_until).
select :columns from :"live" where source = :source and seen_from <= :number
union all
select :columns from :"history" where source = :source and seen_from <= :number and seen_until > :number
