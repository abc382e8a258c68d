-- token_keep: what was given to an account, which is locked.
update ops.token set sealed = $2, changed_at = clock_timestamp() where account = $1
