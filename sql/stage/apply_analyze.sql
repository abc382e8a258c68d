-- stage_apply_analyze: without statistics the planner would take the keys of new tables for a few that repeat.
analyze :"next" (key_hash, seen_from)
