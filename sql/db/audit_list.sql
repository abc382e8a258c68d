-- db_audit_list: the chain in order, with its head beside every entry: one statement, so that both are of one moment.
select h.no, encode(h.digest, 'hex'), a.no, encode(a.prev, 'hex'),
	to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), a.kind, a.actor, a.detail::text,
	encode(a.digest, 'hex')
from (select max(no) as no, (array_agg(digest))[1] as digest from ops.audit_head) as h
	left join ops.audit as a on true
order by a.no
