-- run_newest_landing: $1 extract, $2 business date or null: the newest landing.
select landing_id, manifest, seal, business_date from ops.landing
where extract = $1 and ($2::date is null or business_date = $2::date)
order by landing_id desc
limit 1
