-- cli_sees_texts: whether this role may see records as their sources sent them.
select has_column_privilege('ops.reject', 'text', 'select')
