-- run_close_find: $1 company, $2 first day of the month, $3 number, or null for the newest.
select close_id, number from recon.close
where company = $1 and month = $2::date and ($3::integer is null or number = $3::integer)
order by number desc
limit 1
