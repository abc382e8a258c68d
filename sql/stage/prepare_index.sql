-- stage_prepare_index: history, duplicate and aside may hold a key more than once.
create index on :"table" (key_hash)
