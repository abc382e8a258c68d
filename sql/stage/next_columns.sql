-- stage_next_columns: what a table must be made of to take the live table's place, but for the columns in $2.
select string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
		'collate ' || case when a.attcollation <> t.typcollation then a.attcollation::regcollation end,
		'compression ' || case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end,
		'default ' || case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
		case when a.attnotnull then 'not null' end), ', ' order by a.attnum)
from pg_attribute a
join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped and a.attname <> all ($2::text[])
