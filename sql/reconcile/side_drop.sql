-- reconcile_side_drop:
drop view :"view"
