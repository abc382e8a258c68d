-- stage_live_lock: before anything about the table is written into the catalog.  Who cleans it up would wait for
-- that, and hold what we come to need.
lock table :"live" in share update exclusive mode
