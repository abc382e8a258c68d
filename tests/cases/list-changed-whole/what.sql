-- What there is of both lists, and in how many versions.
select string_agg(concat_ws(' ', source, rows, pieces), ', ' order by source)
	|| '; ended ' || (select count(*) from stage.depot_stock_history)
from (select source, count(*) as rows, sum(pieces) as pieces from stage.depot_stock group by source) s
