-- stage_live_lock: before anything is written about the table into the catalog, where who cleans it up would wait for us
-- with what we come to need.
lock table :"live" in share update exclusive mode
