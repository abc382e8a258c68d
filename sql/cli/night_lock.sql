-- cli_night_lock: so that no table is swapped in while a night is read.
lock table :"live" in access share mode
