-- reconcile_close_lock: One close at a time, so that each has a number of its own.
lock table recon.close in share row exclusive mode
