-- stage_keep_others: other extracts' rows.
insert into :"next" (:columns)
select :live_columns
from :"live" l
where l.source <> :source
