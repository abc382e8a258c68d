-- reconcile_kits_say: What is said of a kit, with what is found of it.
update finding f set reason = case when f.status = 'not comparable' then k.doubt
	else concat_ws('; ', k.story, f.reason) end
from :"table" k
where k.key_hash = f.key_hash and f.names is null and (:of)
	and case when f.status = 'not comparable' then k.doubt is not null and f.cause = recon.cause(k.state)
		else k.doubt is null and k.story is not null end
