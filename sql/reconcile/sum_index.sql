create index on :"table" (key_hash)
