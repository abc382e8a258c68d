-- stage_known: every live row of the source, as the index holds it.
copy (select key_hash, row_hash:more from :"live" where source = :source) to stdout (format binary)
