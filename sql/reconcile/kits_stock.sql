-- reconcile_kits_stock: What there is of kits and of their components.
create temporary table :"stock_table" on commit drop as
select s.*
from (:stock) s
where s.key[:item] in (select kit from :"list" union select component from :"list")
