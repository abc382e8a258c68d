-- reconcile_chain_link: Rows of a hop, each with the row of the hop before that it names; before is null if it names
-- none that is there. Rows that name one by a parent have its hash, there or not.
create temporary table :"link" on commit drop as
:rows
