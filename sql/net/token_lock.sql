-- token_lock: what is kept for an account, null if nothing is yet; its row stays locked until the transaction ends.
insert into ops.token as t (account) values ($1)
on conflict (account) do update set account = excluded.account
returning t.sealed
