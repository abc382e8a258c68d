-- reconcile_close_position: $1 close, $2 number, $3 id, $4 name, $5 title, $6 owner, $7 kind, $8 digest, $9 text,
-- $10 the close before it.
insert into recon.close_position (close_id, position_no, id, name, title, owner, kind, verdict, digest, text, previous)
values ($1, $2, $3, $4, $5, $6, $7, 'incomplete', $8, $9, $10)
