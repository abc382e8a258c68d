-- cli_night_part: one extract's rows.
select part.*, :extract::text as "of extract" from (:night) as part
