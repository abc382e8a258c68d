-- reconcile_close_row_fill: One amount of one list; what a map's own filter left out is none.
insert into close_row
select r.*
from (
	select :side, :list, v.key_hash, :key, v.state, :day as day, :at, coalesce(:line, ''), :line_no, :declared,
		:reference,
		coalesce(:currency, ''), :amount, :original as original, :original_currency
	from (:rows) v
	where v.state <> 'f' and (:counts) and :own
) r
where :within
