-- Runs are numbered on from the reports that lie there already: a database that was made anew, or brought back from a
-- backup, gives no number twice.
set local role counterfoil_owner;

grant select, update on sequence ops.run_run_id_seq to counterfoil_etl;
