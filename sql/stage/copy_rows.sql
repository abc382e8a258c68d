-- stage_copy_rows: rows as they come.
copy :"table" (:columns) from stdin (:options)
