-- stage_swap_memory: hashes of all keys, for this transaction.
set local work_mem = '128MB'
