-- stage_known: every live row of the source, as the index holds it.
copy (select l.key_hash, l.row_hash:more from :"live" l:join where :mine) to stdout (format binary)
