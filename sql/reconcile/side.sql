-- reconcile_side:
create temporary view :"view" as
:rows
