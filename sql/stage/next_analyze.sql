-- stage_next_analyze: rules are planned on it at once.
analyze :"next"
