-- reconcile_close_input: $1 close, $2 position, $3 number, $4 part, $5 extract, $6 title, $7 snapshot, $8 its number,
-- $9 moment, $10 status, $11 reason, $12 whether it is proven to be whole.
insert into recon.close_input
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
