-- net_pace_begin: an account that is asked for the first time.
insert into ops.pacer (account) values ($1) on conflict (account) do nothing
