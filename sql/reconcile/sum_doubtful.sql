-- reconcile_sum_doubtful: Whether rows of a side may belong elsewhere than they say: some that name nothing and could
-- not be read, some that stand twice.
select exists (select from :"table" where alone is not null and state = 'r'), exists (select from :"table" where twice)
