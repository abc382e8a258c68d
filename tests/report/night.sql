-- Four nights of a small business, as staging and rules would have left them: orders with every kind of difference
-- in two
-- currencies, payouts that do not add up, stock counted in pieces with one part missing, and a rule that agrees.

insert into ops.run (job, business_date, attempt, state, started_at, ended_at, exit_code, engine, config_digest,
	host, pid)
select 'nightly', d, 1, 'done', d + interval '1 day 2 hours 30 minutes', d + interval '1 day 2 hours 31 minutes', 0,
	'0.1.0',
	sha256('configuration'), 'host', 1
from unnest(array['2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31']::date[]) d
order by d;

insert into ops.landing (extract, run_id, business_date, landed_at, manifest, seal, content, bytes, as_of,
	as_of_source, proof,
	missing_parts)
select x.extract, r.run_id, r.business_date, r.started_at + interval '10 seconds', 'm',
	sha256(convert_to(x.extract || r.run_id, 'UTF8')),
	sha256(convert_to(x.extract || r.business_date, 'UTF8')), x.bytes, r.business_date + interval '22 hours',
		'name', x.proof,
	case when x.extract = 'wms.stock' then array['HAM'] else '{}' end
from ops.run r, (values (1, 'shop_de.orders', 1843200, 'structure'), (2, 'erp.orders', 921600, 'trailer'),
	(3, 'gateway.payouts', 10240, 'none'), (4, 'gateway.balance', 409600, 'count'), (5, 'wms.stock', 20480,
		'structure'),
	(6, 'shop_de.stock', 30720, 'structure')) x (n, extract, bytes, proof)
order by r.run_id, x.n;

insert into ops.landing_part (landing_id, part_no, name, part, bytes, digest, changed)
select landing_id, 0, 'fixtures/demo/' || business_date || '/' || replace(extract, '.', '/') || '.jsonl.gz',
	case when extract = 'wms.stock' then 'BER' else '' end, bytes, content, landed_at
from ops.landing order by landing_id;

insert into ops.dataset (dataset, system, entity, live, last_snapshot)
values ('shop_de.order', 'shop_de', 'order', 'stage.shop_de_order', 4), ('erp.order', 'erp', 'order',
	'stage.erp_order', 4),
	('gateway.payout', 'gateway', 'payout', 'stage.gateway_payout', 4), ('gateway.balance', 'gateway', 'balance',
		'stage.g', 4),
	('wms.stock', 'wms', 'stock', 'stage.wms_stock', 4), ('shop_de.stock', 'shop_de', 'stock',
		'stage.shop_de_stock', 4);

insert into ops.snapshot (dataset, snapshot_no, extract, source, landing_id, run_id, business_date, as_of,
	as_of_source, state, cause,
	mode, scope, reader_digest, map_digest, entity_digest, crosswalk_digest, read, staged, rejected, filtered,
		repeated,
	duplicate, stale, keyless, inserted, updated, deleted, unchanged, unconfirmed, totals, committed_at, limits)
select case l.extract when 'erp.orders' then 'erp.order' when 'shop_de.orders' then 'shop_de.order'
		when 'gateway.payouts' then 'gateway.payout' else l.extract end,
	l.run_id, l.extract, 1, l.landing_id, l.run_id, l.business_date, l.as_of, l.as_of_source, 'live',
	case when l.extract = 'erp.orders' and l.run_id = 4 then 'map' else 'source' end, 'full', '{}', sha256('reader'),
	sha256('map'), sha256('entity'), sha256('crosswalk'),
	3018, 3004, 5, 4, 2, 2, 1, 1, 41, 17, 3, 2960, 1,
	'[{"field": "total", "currency": "EUR", "sum": 184213.55, "count": 2411}, {"field": "total", "currency":'
		' "PLN", "sum": 61204.00, "count": 593}]',
	l.landed_at,
	case when l.extract = 'gateway.payouts' then '{}' else jsonb_build_object('max_delete', '5%', 'max_change', '300',
		'at_least', '20', 'on_empty', 'fail', 'reject_limit', '1%', 'on_reject_limit', 'load') end
from ops.landing l order by l.landing_id;

update ops.snapshot
set controls = '[
	{"member": "orders.zip!orders.csv", "name": "records", "stated": "3 018", "found": "3018", "checked": true},
	{"member": "orders.zip!orders.csv", "name": "total", "stated": "245388,55 EUR", "found": "245388.55",
		"checked": false}]'
where extract = 'erp.orders';

insert into ops.reject (snapshot_id, reject_no, part, member, record, line, key, key_plain, faults, text)
select s.snapshot_id, v.n, 0, v.member, v.n * 11, v.n * 11 + 1, v.key, v.key, v.faults::jsonb,
	'never shown: anna@example.org'
from ops.snapshot s, (values
	(1, 'orders.csv', array['de', '2044'], '[{"field": "total", "value": "12,345.6.7", "reason": "not an amount"}]'),
	(2, 'orders.csv', array['de', '2045'], '[{"field": "email", "value": "anna@example.org", "reason": "too'
		' long"}, {"field": "status", "value": "??", "reason": "status is not known"}]'),
	(3, 'orders.csv', null, '[{"field": "order_no", "value": "", "reason": "the key is empty"}]')) v (n, member,
		key, faults)
where s.extract = 'erp.orders' and s.run_id = 4;

insert into ops.reject_count (snapshot_id, field, reason, warning, count)
select s.snapshot_id, v.*
from ops.snapshot s, (values ('total', 'not an amount', false, 1), ('email', 'too long', false, 1), ('status',
	'status is not known', false, 1),
	('order_no', 'the key is empty', false, 2), ('placed_at', 'time falls into the hour that exists twice', true,
		3)) v
where s.extract = 'erp.orders' and s.run_id = 4;

insert into ops.unknown_value (snapshot_id, field, value, count)
select s.snapshot_id, 'status', '??', 1 from ops.snapshot s where s.extract = 'erp.orders' and s.run_id = 4;

insert into ops.drift (snapshot_id, drift, path, word, what, example, count, part, member, record, line)
select s.snapshot_id, d.drift, d.path, d.word, d.what, d.example, d.count, 0, 'orders.jsonl', d.record, d.record
from ops.snapshot s
cross join (values ('new_field', 'gift.<b>note</b>', 'warn', 'text', 'Xxxx 9', 417, 31),
	('new_field', '', 'warn', '', '', 90210, 77),
	('type_change', 'total', 'reject', 'text, where number was', 'n/a', 3, 12),
	('new_value', 'status', 'accept', '', '??', 1, 8)) as d (drift, path, word, what, example, count, record)
where s.extract = 'erp.orders' and s.run_id = 4;

insert into recon.rule (rule_id, digest, name, kind, text, recorded_at)
values ('R-ORD', sha256('orders'), 'orders', 'keyed',
	E'[reconcile.orders]\nid = "R-ORD"\nkind = "keyed"\nentity = "order"\n'
		'sides = { shop = ["shop_de.orders"], erp = ["erp.orders"] }\n'
		'compare = { total = { tolerance = "0.01" }, status = {}, email = {} }\nvalue = "total"\n',
		'2026-03-28 02:30Z'),
	('R-SUM', sha256('sums'), 'payout_sums', 'sum', E'[reconcile.payout_sums]\nid = "R-SUM"\nkind = "sum"\n',
		'2026-03-28 02:30Z'),
	('R-STK', sha256('stock'), 'stock', 'keyed', E'[reconcile.stock]\nid = "R-STK"\nunit = "pcs"\n',
		'2026-03-28 02:30Z'),
	('R-REF', sha256('refunds'), 'refunds', 'keyed', E'[reconcile.refunds]\nid = "R-REF"\n', '2026-03-28 02:30Z');

insert into recon.personal (rule_id, names) select distinct rule_id, array['email'] from recon.rule;

insert into recon.rule_run (run_id, rule_id, digest, business_date, cut, verdict, state, previous, compared, agreed,
	too_young,
	opening, decided_at)
select r.run_id, u.rule_id, u.digest, r.business_date, r.business_date + interval '22 hours',
	case u.rule_id when 'R-ORD' then 'discrepancies' when 'R-SUM' then 'discrepancies' when 'R-STK'
		then 'incomplete' else 'agreed' end,
	'current', null, 2987, 2961, 4, 12, r.started_at + interval '20 seconds'
from ops.run r, (select rule_id, digest, array_position(array['R-ORD', 'R-SUM', 'R-STK', 'R-REF'],
	rule_id) as n from recon.rule) u
order by r.run_id, u.n;
update recon.rule_run set verdict = 'incomplete', why = '1 key could not be compared: unreadable record in erp.orders'
where rule_id = 'R-ORD' and run_id = 4;
update recon.rule_run set why = 'shop_de.stock: same bytes as the landing of 30 March'
where rule_id = 'R-STK' and run_id = 4;
update recon.rule_run r set previous = p.rule_run_id, reported = p.rule_run_id
from recon.rule_run p where p.rule_id = r.rule_id and p.run_id = r.run_id - 1;

insert into recon.input (rule_run_id, side, extract, snapshot_id, status, proven, reason)
select r.rule_run_id, v.side, v.extract, s.snapshot_id, v.status, v.proven, v.reason
from recon.rule_run r
join (values ('R-ORD', 'shop', 'shop_de.orders', 'fresh', true, null), ('R-ORD', 'erp', 'erp.orders', 'fresh', true,
	null),
	('R-SUM', 'whole', 'gateway.payouts', 'fresh', false, null), ('R-SUM', 'parts', 'gateway.balance', 'fresh',
		true, null),
	('R-SUM', 'parts 2', 'gateway.balance', 'fresh', true, null), ('R-STK', 'warehouse', 'wms.stock', 'partial',
		true, 'without HAM'),
	('R-STK', 'shop', 'shop_de.stock', 'stale', true, 'same bytes as the landing of 30 March'),
	('R-REF', 'shop', 'shop_de.orders', 'fresh', true, null)) v (rule_id, side, extract, status, proven, reason)
		on v.rule_id = r.rule_id
left join ops.snapshot s on s.extract = v.extract and s.run_id = r.run_id and v.status <> 'stale';

-- One line a discrepancy: rule, key, kind, field, side, currency, first and last night, amount, value, leading,
-- mirror, status.
create temporary table planted (n integer, rule_id text, key text[], kind text, field text, side text,
	currency text, a date, z date,
	amount numeric, value numeric, truth text, mirror text, status text, event text, reason text, due timestamptz,
		grp integer, company text, channel text);
insert into planted values
	(1, 'R-ORD', '{de,1001}', 'missing', '', 'erp', 'EUR', '2026-03-28', '2026-03-31',
		-1249.90, 1249.90, '1249.90', null, 'open', 'continued', null, null, null, 'DE01', 'web'),
	(2, 'R-ORD', '{de,1007}', 'different', 'total', 'erp', 'EUR', '2026-03-31', '2026-03-31',
		-4.99, 4.99, '104.98', '99.99', 'open', 'opened', null, null, 1, 'DE01', 'web'),
	(3, 'R-ORD', '{de,1012}', 'different', 'status', 'shop', '', '2026-03-31', '2026-03-31',
		null, 59.00, 'dispatched', 'pending', 'open', 'opened', null, null, null, 'DE01', 'web'),
	(4, 'R-ORD', '{pl,1001}', 'different', 'total', 'erp', 'PLN', '2026-03-29', '2026-03-31',
		120.00, 120.00, '480.00', '600.00', 'open', 'changed', null, null, null, 'PL01', 'web'),
	(5, 'R-ORD', '{pl,1033}', 'unexpected', '', 'erp', 'PLN', '2026-03-30', '2026-03-31',
		89.00, 89.00, null, '89.00', 'open', 'reopened', null, null, null, 'PL01', 'web'),
	(6, 'R-ORD', '{de,1040}', 'different', 'email', 'erp', '', '2026-03-31', '2026-03-31',
		null, 75.00, 'anna@example.org', 'ana@example.org', 'open', 'opened', null, null, null, 'DE01', 'web'),
	(7, 'R-ORD', '{de,1050}', 'twice', '', 'erp', 'EUR', '2026-03-31', '2026-03-31',
		310.00, 310.00, '310.00', '311.00', 'open', 'opened', null, null, null, 'DE01', 'shop'),
	(8, 'R-ORD', '{de,1061}', 'missing', '', 'erp', 'EUR', '2026-03-31', '2026-03-31',
		-45.10, 45.10, '45.10', null, 'pending', 'none',
		'within normal delay of 1d', '2026-04-01 21:14Z', null, 'DE01', 'web'),
	(9, 'R-ORD', '{de,1062}', 'missing', '', 'erp', 'EUR', '2026-03-31', '2026-03-31',
		-18.20, 18.20, '18.20', null, 'pending', 'none',
		'within normal delay of 1d', '2026-04-01 20:02Z', null, 'DE01', 'web'),
	(10, 'R-ORD', '{de,1070}', 'look alike', '', 'shop', 'EUR', '2026-03-31', '2026-03-31',
		24.00, 24.00, '24.00', null, 'warning', 'opened', 'like de 1069', null, null, 'DE01', 'web'),
	(11, 'R-ORD', '{de,1081}', 'missing', '', 'erp', 'EUR', '2026-03-31', '2026-03-31',
		null, 230.00, '230.00', null, 'not comparable', 'none',
		'unreadable record in erp.orders', null, null, 'DE01', 'web'),
	(12, 'R-ORD', '{de,"=cmd|''/c calc''!A0"}', 'currency', '', 'erp', '', '2026-03-31', '2026-03-31',
		null, 99.00, 'EUR', 'PLN', 'open', 'opened', null, null, null, 'DE01', '+shop'),
	(13, 'R-ORD', '{de,"<b>1090</b> & \"co\""}', 'different', 'status', 'shop', '', '2026-03-30', '2026-03-31',
		null, 12.00, 'paid', null, 'open', 'carried', 'not comparable tonight', null, null, 'DE01', 'web'),
	(14, 'R-ORD', '{de,1003}', 'missing', '', 'erp', 'EUR', '2026-03-29', '2026-03-30',
		-77.70, 77.70, '77.70', null, 'open', 'opened', null, null, null, 'DE01', 'web'),
	(15, 'R-ORD', '{pl,1004}', 'different', 'total', 'erp', 'PLN', '2026-03-28', '2026-03-30',
		-10.00, 10.00, '200.00', '190.00', 'open', 'opened', null, null, null, 'PL01', 'web'),
	(20, 'R-SUM', '{po_8841}', 'residual', '', 'parts', 'EUR', '2026-03-30', '2026-03-31',
		-0.35, 8412.65, '8412.65', '8412.30', 'open', 'continued', null, null, null, 'DE01', null),
	(21, 'R-SUM', '{po_8850}', 'missing', '', 'parts', 'JPY', '2026-03-31', '2026-03-31',
		-120000, 120000, '120000', null, 'open', 'opened', null, null, null, 'DE01', null),
	(30, 'R-STK', '{BER,SKU-0042}', 'different', 'quantity', 'shop', '', '2026-03-31', '2026-03-31',
		1200, 1200, '0', '1200', 'open', 'opened', null, null, null, 'DE01', null);
insert into planted
select 100 + g, 'R-ORD', array['de', (2000 + g)::text], 'different', 'total', 'erp', 'EUR', '2026-03-31',
	'2026-03-31', -4.99, 4.99,
	(50 + g * 1.37)::numeric(10,2)::text, (50 + g * 1.37 - 4.99)::numeric(10,2)::text, 'open', 'opened', null, null,
		1, 'DE01', 'web'
from generate_series(1, 37) g;

insert into recon.discrepancy
select recon.identity(rule_id, key, case kind when 'different' then field else kind end, side, currency),
	recon.case_identity(rule_id, key),
	rule_id, key, case rule_id when 'R-ORD' then array['shop', 'order_no'] when 'R-STK' then array['place', 'sku']
		else array['payout_id'] end,
	gen_random_uuid(), kind, field, side, currency
from planted order by n;

insert into recon.observation (rule_run_id, discrepancy_id, status, event, amount, value, truth_side, truth_value,
	mirror_value, company,
	channel, due_at, opened_on, first_on, case_opened_on, reason, kind, group_no, truth_snapshot, truth_landing,
		truth_part, truth_record,
	mirror_snapshot, mirror_landing, mirror_part, mirror_record)
select r.rule_run_id, recon.identity(p.rule_id, p.key, case p.kind when 'different' then p.field else p.kind end,
	p.side, p.currency), p.status,
	case when r.business_date = p.z then p.event else 'opened' end, p.amount, p.value,
	case p.rule_id when 'R-ORD' then case when p.field = 'status' or p.kind = 'twice' then 'erp' else 'shop' end
		when 'R-STK' then 'warehouse' else 'whole' end, p.truth, p.mirror,
		p.company, p.channel, p.due,
	case when p.status in ('open', 'warning') then p.a end, case when p.status in ('open', 'warning') then case p.n
		when 5 then '2026-03-28'::date else p.a end end,
	case when p.status in ('open', 'warning') then case p.n when 2 then '2026-03-30'::date else p.a end end,
		p.reason, p.kind, p.grp,
	case when p.truth is not null then t.snapshot_id end, case when p.truth is not null then t.landing_id end, case
		when p.truth is not null then 0 end,
	case when p.truth is not null then p.n * 7 end,
	case when p.mirror is not null then m.snapshot_id end, case when p.mirror is not null then m.landing_id end,
		case when p.mirror is not null then 0 end,
	case when p.mirror is not null then p.n * 5 end
from planted p
join recon.rule_run r on r.rule_id = p.rule_id and r.business_date between p.a and p.z
left join ops.snapshot t on t.run_id = r.run_id and t.extract = case p.rule_id when 'R-ORD' then case
	when p.field = 'status' or p.kind = 'twice' then 'erp.orders' else 'shop_de.orders' end
	when 'R-STK' then 'wms.stock' else 'gateway.payouts' end
left join ops.snapshot m on m.run_id = r.run_id and m.extract = case p.rule_id when 'R-ORD' then case p.field
	when 'status' then 'shop_de.orders' else 'erp.orders' end when 'R-STK' then 'shop_de.stock'
	else 'gateway.balance' end;

insert into recon.cleared (rule_run_id, discrepancy_id, amount, opened_on)
select r.rule_run_id, o.discrepancy_id, o.amount, o.opened_on
from recon.rule_run r
join recon.observation o on o.rule_run_id = r.previous and o.status = 'open'
where not exists (select from recon.observation n where n.rule_run_id = r.rule_run_id
	and n.discrepancy_id = o.discrepancy_id and n.status = 'open');

insert into recon.balance (rule_run_id, currency, line, number, amount)
select o.rule_run_id, d.currency, v.line, count(*), coalesce(sum(o.amount), 0)
from recon.observation o
join recon.discrepancy d using (discrepancy_id)
cross join lateral (values ('open'), (case when o.event in ('opened', 'reopened') then o.event end)) v (line)
where o.status = 'open' and v.line is not null
group by o.rule_run_id, d.currency, v.line
union all
select r.rule_run_id, d.currency, 'before', count(*), coalesce(sum(o.amount), 0)
from recon.rule_run r
join recon.observation o on o.rule_run_id = r.previous and o.status = 'open'
join recon.discrepancy d using (discrepancy_id)
group by r.rule_run_id, d.currency
union all
select c.rule_run_id, d.currency, 'cleared', count(*), coalesce(sum(c.amount), 0)
from recon.cleared c
join recon.discrepancy d using (discrepancy_id)
group by c.rule_run_id, d.currency
union all
select r.rule_run_id, 'PLN', 'changed', 0, 15.00 from recon.rule_run r where r.rule_id = 'R-ORD' and r.run_id = 4;

insert into recon.cause_group (rule_run_id, group_no, title, signature, currency, count, gross, net)
select r.rule_run_id, 1, 'total in erp differs by exactly the shipping', 'alike|total|erp|shipping|EUR', 'EUR', 38,
	189.62, -189.62
from recon.rule_run r where r.rule_id = 'R-ORD' and r.run_id = 4;

insert into recon.not_comparable (rule_run_id, reason, cause, side, currency, count, amount)
select r.rule_run_id, v.reason, v.cause, v.side, v.currency, v.count, v.amount
from recon.rule_run r
join (values ('R-ORD', 'unreadable record in erp.orders', 'unreadable', 'erp', 'EUR', 1, 230.00),
	('R-STK', 'wms.stock: without HAM', 'input', 'warehouse', '', 804, 15233),
	('R-STK', 'shop_de.stock: same bytes as the landing of 30 March', 'input', 'shop', '', 12, 88)) v (rule_id, reason,
		cause, side, currency, count, amount)
	on v.rule_id = r.rule_id
where r.run_id = 4;

insert into recon.tolerance_use (rule_run_id, field, currency, count, sum, budget)
select r.rule_run_id, 'total', 'EUR', 100, 1.00, 5.00 from recon.rule_run r where r.rule_id = 'R-ORD'
	and r.run_id = 4;

insert into recon.term (rule_run_id, term_no, title, currency, count, sum)
select r.rule_run_id, v.*
from recon.rule_run r, (values (0, 'Payout', 'EUR', 12, 48210.30), (1, 'Payments and refunds', 'EUR', 12, 49700.00),
	(2, 'Fees', 'EUR', 12, -1490.05),
	(0, 'Payout', 'JPY', 1, 120000)) v
where r.rule_id = 'R-SUM' and r.run_id = 4;

insert into recon.line (rule_run_id, line_no, title, currency, count, sum)
select r.rule_run_id, v.*
from recon.rule_run r, (values (1, 'Sales', 'EUR', 10, 51200.00), (2, 'Refunds & disputes', 'EUR', 2, -1500.00),
	(3, 'Fees', 'EUR', 12, -1480.05), (0, 'reserve_hold', 'EUR', 1, -12.50), (-1, '', 'EUR', 1, 2.50)) v
where r.rule_id = 'R-SUM' and r.run_id = 4;

update recon.line l set elsewhere_count = 1, elsewhere_sum = -1200.00
from recon.rule_run r
where r.rule_run_id = l.rule_run_id and r.rule_id = 'R-SUM' and r.run_id = 4 and l.line_no = 2;
insert into recon.given_back (rule_run_id, own_hash, line_no, title, currency, amount, key_names, key, original,
	whole_names, whole, original_whole)
select r.rule_run_id, md5(v.key)::uuid, 2, 'Refunds & disputes', 'EUR', v.amount, array['transaction_id'], array[v.key],
	v.original::text[], array['payout_id'], array['po_8841'], v.whole::text[]
from recon.rule_run r, (values ('txn_7', -1200.00, '{txn_2}', '{po_8839}'), ('txn_8', -12.50, null, null))
	v (key, amount, original, whole)
where r.rule_id = 'R-SUM' and r.run_id = 4;

insert into recon.whole_line (rule_run_id, key_hash, key, key_names, currency, line_no, title, count, sum)
select r.rule_run_id, md5(v.key)::uuid, array[v.key], array['payout_id'], v.currency, v.line_no, v.title, v.count, v.sum
from recon.rule_run r, (values ('po_0841', 'EUR', 1, 'Sales', 2, 8500.00), ('po_0841', 'EUR', 3, 'Fees', 2, -87.70),
	('po_0841', 'EUR', -2, 'Payout', 1, 8412.65),
	('po_0850', 'JPY', -2, 'Payout', 1, 120000)) v (key, currency, line_no, title, count, sum)
where r.rule_id = 'R-SUM' and r.run_id = 4;

insert into recon.timing_window (rule_run_id, whole_at, parts_at, key_names, movement_names)
select rule_run_id, '2026-04-01 01:10+00', '2026-04-01 00:00+00', '{payout_id}', '{transaction_id}'
from recon.rule_run where rule_id = 'R-SUM' and run_id = 4;
insert into recon.timing (rule_run_id, key_hash, key, currency, difference, movements, moved, explained)
select r.rule_run_id, v.hash::uuid, v.key::text[], 'EUR', v.difference, v.movements, v.moved, v.explained
from recon.rule_run r, (values ('00000000-0000-0000-0000-000000000001', '{po_8839}', -37.15, 2, -37.15, true),
	('00000000-0000-0000-0000-000000000002', '{po_8841}', 12.5, 0, 0, false)) v
	(hash, key, difference, movements, moved, explained)
where r.rule_id = 'R-SUM' and r.run_id = 4;
insert into recon.timing_movement (rule_run_id, key_hash, currency, own_hash, own_key, moved_at, amount)
select r.rule_run_id, '00000000-0000-0000-0000-000000000001', 'EUR', v.own::uuid, v.key::text[], v.at::timestamptz,
	v.amount
from recon.rule_run r, (values ('00000000-0000-0000-0000-000000000011', '{txn_1}', '2026-04-01 00:30+00', 40.15),
	('00000000-0000-0000-0000-000000000012', '{txn_2}', '2026-04-01 01:10+00', -3)) v (own, key, at, amount)
where r.rule_id = 'R-SUM' and r.run_id = 4;
insert into recon.at_risk (rule_run_id, kind, currency, count, units, money)
select r.rule_run_id, v.*
from recon.rule_run r, (values ('oversell', 'EUR', 3, 17, 1204.5), ('dead', '', 2, 9, null)) v
where r.rule_id = 'R-SUM' and r.run_id = 4;

insert into recon.arrival (rule_run_id, side, currency, channel, lag, due, due_amount, arrived, arrived_amount, late,
	late_amount, unknown, median, most)
select r.rule_run_id, v.*
from recon.rule_run r, (values ('erp', 'EUR', 'shop', '1d', 577, 34213.50, 577, 34213.50, 0, 0, 12, 21600, 79200),
	('erp', 'EUR', 'web', '1d', 1834, 150000.05, 1832, 149770.05, 7, 411.11, 80, 43200, 108300),
	('erp', 'PLN', 'web', '1d', 593, 61204.00, 593, 61204.00, 0, 0, 593, null, null)) v
where r.rule_id = 'R-ORD' and r.run_id = 4;

insert into recon.standing (rule_run_id, line, currency, count, whole, parts)
select r.rule_run_id, v.*
from recon.rule_run r, (values ('agreed', 'EUR', 11, 39797.65, 39797.65), ('residual', 'EUR', 1, 8412.65, 8412.30),
	('missing', 'JPY', 1, 120000, 0)) v
where r.rule_id = 'R-SUM' and r.run_id = 4;
