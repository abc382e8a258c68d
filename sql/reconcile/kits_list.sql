-- reconcile_kits_list: What kits consist of.
create temporary table :"list" on commit drop as
select :kit::text as kit, :component::text as component, :quantity::numeric as quantity, state
from (:rows) v
where state <> 'f'
