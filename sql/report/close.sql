-- report_close: $1 close.
select company, title, month, number, zone, verdict, engine, encode(config_digest, 'hex'), closed_at
from recon.close where close_id = $1
