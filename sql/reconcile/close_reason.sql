-- reconcile_close_reason: $1 close, $2 position, $3 number, $4 reason.
insert into recon.close_reason values ($1, $2, $3, $4)
