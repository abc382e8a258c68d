-- stage_lacking_analyze
analyze pg_temp.stage_lacking
