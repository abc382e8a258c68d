-- db_claim_fence: the next fence; waits for a load that is about to commit under the last one.
insert into ops.fence as f (name, fence) values ($1, 1)
on conflict (name) do update set fence = f.fence + 1
returning fence
