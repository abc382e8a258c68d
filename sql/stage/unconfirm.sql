-- stage_unconfirm: lacking beside a record without a readable key: the row waits, as it was last known.
insert into :"next" (:columns)
select :live_columns
from :"live" l
join pg_temp.stage_lacking k on k.key_hash = l.key_hash
where l.source = :source and l.state <> 'u'
