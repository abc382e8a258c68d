-- cli_night_rows: of all extracts together.
select :cells from (:nights) as night order by :order
