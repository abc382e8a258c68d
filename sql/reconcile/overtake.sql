-- reconcile_overtake: $1 rule, $2 business date, which is answered now: later dates whose runs compared nothing are
-- open again, since what these carried is no longer what stood open before them.
with overtaken as (
	update recon.rule_run set state = 'overtaken'
	where rule_id = $1 and business_date > $2::date and state = 'current'
	returning business_date
)
select max(business_date) from overtaken
