#include "reconcile/view.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/grouped.h"
#include "reconcile/kits.h"
#include "reconcile/moment.h"

/* ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static Str quoted(struct arena *a, Str name)
{
	struct buf *b = buf_new(a, 1024);

	buf_byte(b, '"');
	for (size_t i = 0; i < name.len; i++) {
		if (name.at[i] == '"')
			buf_byte(b, '"');
		buf_byte(b, name.at[i]);
	}
	buf_byte(b, '"');
	return buf_str(b);
}

Str view_name(struct arena *a, const struct side *side, int number)
{
	return text(arena_print(a, "side_%d_%.*s", number, WHOLE(side->name)));
}

Str view_column(struct arena *a, const struct entity *n, int field)
{
	return quoted(a, text(arena_print(a, "f_%.*s", WHOLE(n->fields[field].name))));
}

static Str parent_column(struct arena *a, const struct parent *by)
{
	return quoted(a, text(arena_print(a, "%.*s_hash", WHOLE(by->name))));
}

Str view_field(struct arena *a, const char *alias, const struct entity *n, int field)
{
	return text(arena_print(a, "%s.%.*s", alias, WHOLE(view_column(a, n, field))));
}

static Str table_of(struct arena *a, const struct account *account, const char *suffix)
{
	return quoted_identifier(a, text(arena_print(a, "stage.%.*s_%.*s%s", WHOLE(account->system),
						     WHOLE(account->entity->name), suffix)));
}

/* ── one account ───────────────────────────────────────────────────────────────────────────────────────────────── */

/* Rows of the snapshot, or of the last before one that is not available: the live table for the newest, live and
 * history for an older one, what stands aside for one that was staged after later dates. */
static Str snapshot_rows(struct arena *a, const struct input *in, Str columns)
{
	Str live = table_of(a, in->account, "");
	int32_t number = in->available ? in->snapshot_no : in->last;

	if (in->aside)
		return text(arena_print(a, "select %.*s from %.*s where source = %d and snapshot_no = %d", WHOLE(columns),
			WHOLE(table_of(a, in->account, "_aside")), in->source, in->snapshot_no));
	if (in->newest)
		return text(arena_print(a, "select %.*s from %.*s where source = %d", WHOLE(columns), WHOLE(live), in->source));
	return text(arena_print(a, "select %.*s from %.*s where source = %d and seen_from <= %d union all "
		"select %.*s from %.*s where source = %d and seen_from <= %d and seen_until > %d",
		WHOLE(columns), WHOLE(live), in->source, number,
		WHOLE(columns), WHOLE(table_of(a, in->account, "_history")), in->source, number, number));
}

static void state_add(struct buf *b, struct arena *a, const struct input *in)
{
	const struct entity *n = in->account->entity;

	if (!in->available) {
		buf_add(b, S("'x'::\"char\""));
		return;
	}
	if (in->missing_parts.count == 0 || in->account->scope_field < 0) {
		buf_add(b, in->missing_parts.count ? S("'x'::\"char\"") : S("state"));
		return;
	}
	buf_print(b, "case when %.*s in (", WHOLE(quoted(a, n->fields[in->account->scope_field].name)));
	for (size_t i = 0; i < in->missing_parts.count; i++)
		buf_print(b, "%s%.*s", i ? ", " : "", WHOLE(quoted_literal(a, in->missing_parts.at[i])));
	buf_add(b, S(") then 'x'::\"char\" else state end"));
}

/* Whether its rows have a value of it. */
static bool has_field(const struct input *in, int field)
{
	Str name = in->account->entity->fields[field].name;

	return texts_has(&in->account->mapped, name) && texts_has(&in->columns, name);
}

static const char *const place_columns = "seen_from, landing, part::integer as part, record::bigint as record, "
	"place_offset, place_length";

/* The columns that a view needs of a table; those of live and history stand in different order. */
static Str table_columns(struct arena *a, const struct input *in, const struct parent *by)
{
	const struct entity *n = in->account->entity;
	struct buf *b = buf_new(a, 1 << 20);

	buf_add(b, S("key_hash, state, company, channel, seen_from, landing, part, record, place_offset, place_length"));
	if (by)
		buf_print(b, ", %s%.*s", texts_has(&in->columns, text(arena_print(a, "%.*s_hash", WHOLE(by->name)))) ? ""
			: "null::uuid as ", WHOLE(parent_column(a, by)));
	for (int i = 0; i < (int)n->field_count; i++)
		if (has_field(in, i))
			buf_print(b, ", %.*s", WHOLE(quoted(a, n->fields[i].name)));
	return buf_str(b);
}

/* The key of a row, or that of its parent. */
static Str key_sql(struct arena *a, const struct entity *n, const struct parent *by)
{
	struct buf *b = buf_new(a, 1 << 16);

	buf_add(b, S("array["));
	for (size_t i = 0; i < (by ? by->entity->key_count : n->key_count); i++) {
		int field = by ? by->fields[i] : n->key[i];

		buf_print(b, "%s%.*s::text", i ? ", " : "", WHOLE(quoted(a, n->fields[field].name)));
	}
	buf_byte(b, ']');
	return buf_str(b);
}

/* Its hash is that of no key of another row. */
static Str alone_sql(void)
{
	return S("md5('alone ' || key_hash::text)::uuid");
}

static void key_add(struct buf *b, struct arena *a, const struct entity *n, const struct parent *by)
{
	Str own = key_sql(a, n, NULL);

	if (!by) {
		buf_print(b, "select key_hash, %.*s as key, key_hash as own_hash, false as alone, ", WHOLE(own));
		return;
	}
	buf_print(b, "select coalesce(%.*s, %.*s) as key_hash, case when %.*s is null then %.*s else %.*s end as key, "
		"key_hash as own_hash, %.*s is null as alone, ", WHOLE(parent_column(a, by)), WHOLE(alone_sql()),
		WHOLE(parent_column(a, by)), WHOLE(own), WHOLE(key_sql(a, n, by)), WHOLE(parent_column(a, by)));
}

static void fields_add(struct buf *b, struct arena *a, const struct input *in)
{
	const struct entity *n = in->account->entity;

	for (int i = 0; i < (int)n->field_count; i++) {
		Str column = view_column(a, n, i);

		if (has_field(in, i))
			buf_print(b, ", %.*s as %.*s", WHOLE(quoted(a, n->fields[i].name)), WHOLE(column));
		else
			buf_print(b, ", null::%s as %.*s", field_types[n->fields[i].type].column, WHOLE(column));
	}
}

static Str account_sql(struct arena *a, const struct input *in, const struct parent *by)
{
	struct buf *b = buf_new(a, 1 << 20);

	key_add(b, a, in->account->entity, by);
	state_add(b, a, in);
	buf_print(b, " as state, %d as account, company, channel, %s", in->number, place_columns);
	fields_add(b, a, in);
	buf_print(b, " from (%.*s) r", WHOLE(snapshot_rows(a, in, table_columns(a, in, by))));
	return buf_str(b);
}

/* ── a side ────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* No rows, but the columns: an account of which nothing was ever staged has no tables. */
static Str nothing_sql(struct arena *a, const struct entity *n)
{
	struct buf *b = buf_new(a, 1 << 20);

	buf_add(b, S("select null::uuid as key_hash, null::text[] as key, null::uuid as own_hash, false as alone, "
		"'g'::\"char\" as state, 0 as account, "
		"null::text as company, null::text as channel, 0 as seen_from, 0 as landing, 0 as part, 0::bigint as record, "
		"0::bigint as place_offset, 0 as place_length"));
	for (int i = 0; i < (int)n->field_count; i++)
		buf_print(b, ", null::%s as %.*s", field_types[n->fields[i].type].column, WHOLE(view_column(a, n, i)));
	buf_add(b, S(" where false"));
	return buf_str(b);
}

/* The union of the accounts; of a key that stands in several, the row of the last counts, unless they are summed. */
static Str union_sql(struct arena *a, const struct side *side, const struct inputs *inputs, const struct parent *by)
{
	struct buf *b = buf_new(a, 8 << 20);
	bool last_counts = side->account_count > 1 && !side->group;

	buf_add(b, nothing_sql(a, side->accounts[0]->entity));
	for (size_t i = 0; i < side->account_count; i++) {
		const struct input *in = input_of(inputs, side, i);
		bool any = false;

		if (!in->staged)
			continue;
		buf_print(b, " union all select u.* from (");
		buf_add(b, account_sql(a, in, by));
		buf_add(b, S(") u"));
		for (size_t j = i + 1; last_counts && j < side->account_count; j++) {
			const struct input *later = input_of(inputs, side, j);

			if (!later->staged)
				continue;
			buf_print(b, " %s not exists (select from (", any ? "and" : "where");
			any = true;
			buf_add(b, snapshot_rows(a, later, S("key_hash")));
			buf_add(b, S(") l where l.key_hash = u.own_hash)"));
		}
	}
	return buf_str(b);
}

static Str currency_of(struct arena *a, const struct entity *n, int field)
{
	if (field < 0 || n->fields[field].currency < 0)
		return S("null::text");
	return text(arena_print(a, "u.%.*s::text", WHOLE(view_column(a, n, n->fields[field].currency))));
}

/* What a row of u says of the field, or must say by contract. */
static Str field_sql(struct arena *a, const struct rule *rule, const struct side *side, int field)
{
	if (side->contract && side->contract->field == field)
		return contract_sql(a, rule, side->contract, "u");
	return view_field(a, "u", side->accounts[0]->entity, field);
}

static Str value_of(struct arena *a, const struct rule *rule, const struct side *side, int field, bool negative)
{
	if (field < 0)
		return S("null::numeric");
	return text(arena_print(a, "%s%.*s::numeric", negative ? "-" : "", WHOLE(field_sql(a, rule, side, field))));
}

/* Of a field in the key, or in the parent's; 0 if it is in none. */
static int key_position(const struct entity *n, const struct parent *by, int field)
{
	for (size_t i = 0; i < (by ? by->entity->key_count : n->key_count); i++)
		if ((by ? by->fields[i] : n->key[i]) == field)
			return (int)i + 1;
	return 0;
}

/* By the lists of its rows alone. */
static Str rows_provable(struct arena *a, const struct side *side, const struct inputs *inputs,
	const struct parent *by, const char *alias)
{
	struct buf *b = buf_new(a, 1 << 20);

	buf_add(b, S("true"));
	for (size_t i = 0; i < side->account_count; i++) {
		const struct input *in = input_of(inputs, side, i);
		int scope = in->account->scope_field, position = scope < 0 ? 0 : key_position(in->account->entity, by, scope);

		if (!in->available || (in->missing_parts.count > 0 && position == 0))
			return S("false");
		if (in->missing_parts.count == 0)
			continue;
		buf_print(b, " and %s.key[%d] not in (", alias, position);
		for (size_t j = 0; j < in->missing_parts.count; j++)
			buf_print(b, "%s%.*s", j ? ", " : "", WHOLE(quoted_literal(a, in->missing_parts.at[j])));
		buf_byte(b, ')');
	}
	return buf_str(b);
}

/* FROM item d: of each key that stands twice in the snapshot, its records beside the first.  What the list had twice on
 * an earlier night is kept, and of no matter. */
static Str twice_rows(struct arena *a, const struct input *in)
{
	return text(arena_print(a, "(select * from (select *, rank() over (partition by key_hash order by snapshot_no "
		"desc) as newest from %.*s where source = %d and snapshot_no <= %d) n where newest = 1 "
		"and (select state from (%.*s) r where r.key_hash = n.key_hash) = 't') d",
		WHOLE(table_of(a, in->account, "_duplicate")), in->source, in->snapshot_no,
		WHOLE(snapshot_rows(a, in, S("key_hash, state")))));
}

/* SELECT of key and account of what stands twice and meets the side's conditions in a record beside the first. */
static Str again_wanted(struct arena *a, const struct side *side, const struct inputs *inputs)
{
	Str wanted = conditions_sql(a, &side->where, side->accounts[0]->entity, "v");
	struct buf *b = buf_new(a, 8 << 20);

	buf_add(b, S("select null::uuid, 0 where false"));
	for (size_t i = 0; i < side->account_count; i++) {
		const struct input *in = input_of(inputs, side, i);

		if (!in->staged || !in->available)
			continue;
		buf_print(b, " union all select v.key_hash, %d from (select key_hash", in->number);
		fields_add(b, a, in);
		buf_print(b, " from %.*s) v where %.*s", WHOLE(twice_rows(a, in)), WHOLE(wanted));
	}
	return buf_str(b);
}

/* What the side's conditions leave out is none of its rows.  Where that cannot be told of a record, it is one; what
 * stands twice is one by any of its records. */
static Str wanted_rows(struct arena *a, const struct side *side, const struct inputs *inputs, const struct parent *by)
{
	Str rows = union_sql(a, side, inputs, by);
	struct buf *b = buf_new(a, 8 << 20);

	if (side->where.count == 0)
		return rows;
	buf_add(b, S("select w.* from ("));
	buf_add(b, rows);
	buf_print(b, ") w where w.state not in ('g', 't') or (%.*s) or (w.state = 't' and (w.own_hash, w.account) in (",
		WHOLE(conditions_sql(a, &side->where, side->accounts[0]->entity, "w")));
	buf_add(b, again_wanted(a, side, inputs));
	buf_add(b, S("))"));
	return buf_str(b);
}

/* Rows of the side under one key each, before their moment and what they are worth. */
Str view_rows(struct arena *a, const struct rule *rule, const struct side *side, const struct inputs *inputs,
	const struct parent *by, int worth)
{
	Str rows = wanted_rows(a, side, inputs, by);

	return side->group ? grouped_sql(a, rule, side, rows, worth, rows_provable(a, side, inputs, NULL, "g")) : rows;
}

Str view_sql(struct arena *a, const struct rule *rule, const struct side *side, const struct inputs *inputs,
	const struct parent *by, int worth, bool negative)
{
	const struct entity *n = side->accounts[0]->entity;
	Str rows = view_rows(a, rule, side, inputs, by, worth), happened = moment_sql(a, rule, side, inputs);
	struct buf *b = buf_new(a, 8 << 20);

	if (side->kits)
		rows = kits_beside(a, rule, side, rows);
	buf_add(b, S("select u.key_hash, u.key, u.own_hash, u.alone, "));
	buf_add(b, moment_state(a, rule, side, inputs));
	buf_print(b, " as state, u.account, u.company, u.channel, %.*s as happened_at, ", WHOLE(happened));
	buf_add(b, value_of(a, rule, side, worth, negative));
	buf_print(b,
		" as value, %.*s as currency, u.seen_from, u.landing, u.part, u.record, u.place_offset, u.place_length",
		WHOLE(currency_of(a, n, worth)));
	for (int i = 0; i < (int)n->field_count; i++)
		buf_print(b, ", %.*s as %.*s", WHOLE(field_sql(a, rule, side, i)), WHOLE(view_column(a, n, i)));
	buf_add(b, S(" from ("));
	buf_add(b, rows);
	buf_add(b, S(") u"));
	return buf_str(b);
}

Str view_duplicates_sql(struct arena *a, const struct side *side, const struct inputs *inputs, int worth,
	bool negative)
{
	const struct entity *n = side->accounts[0]->entity;
	struct buf *b = buf_new(a, 1 << 20);

	buf_print(b, "select null::uuid as key_hash, 0 as account, null::numeric as value, 0 as seen_from, 0 as landing, "
		"0 as part, 0::bigint as record, 0::bigint as place_offset, 0 as place_length where false");
	for (size_t i = 0; i < side->account_count; i++) {
		const struct input *in = input_of(inputs, side, i);
		bool mapped = worth >= 0 && has_field(in, worth);

		if (!in->staged)
			continue;
		buf_print(b, " union all select key_hash, %d, %s%.*s::numeric, %s from %.*s", in->number,
			mapped && negative ? "-" : "", WHOLE(mapped ? quoted(a, n->fields[worth].name) : S("null")),
			place_columns, WHOLE(twice_rows(a, in)));
	}
	return buf_str(b);
}

Str view_named_again(struct arena *a, const struct side *side, const struct inputs *inputs, const struct parent *by,
	int at)
{
	const struct entity *n = side->accounts[0]->entity;
	Str wanted = side->where.count == 0 ? S("") : text(arena_print(a, " where key_hash in (select w.own_hash from "
		"(%.*s) w where w.state = 't')", WHOLE(wanted_rows(a, side, inputs, NULL))));
	struct buf *b = buf_new(a, 1 << 20);

	buf_add(b, S("select null::uuid as key_hash, null::uuid as own_hash, null::timestamptz as at, 0 as account, "
		"0 as seen_from where false"));
	for (size_t i = 0; i < side->account_count; i++) {
		const struct input *in = input_of(inputs, side, i);

		if (in->staged)
			buf_print(b, " union all select %.*s, key_hash, %.*s, %d, snapshot_no from %.*s%.*s",
				WHOLE(parent_column(a, by)),
				WHOLE(has_field(in, at) ? quoted(a, n->fields[at].name) : S("null")), in->number,
				WHOLE(twice_rows(a, in)), WHOLE(wanted));
	}
	return buf_str(b);
}

/* ── what rows may belong to beside what they say ──────────────────────────────────────────────────────────────── */

/* The second records of each key, by what they name. */
static Str moved_sql(struct arena *a, const struct input *in, const struct parent *by, int worth, bool negative,
	Str rows)
{
	const struct entity *n = in->account->entity;
	int currency = n->fields[worth].currency;
	Str duplicates = text(arena_print(a, "select %.*s as key_hash, %.*s as key, key_hash as own_hash, %d as account, "
		"%.*s::text as currency, %s%.*s::numeric as amount, %s from %.*s",
		WHOLE(parent_column(a, by)), WHOLE(key_sql(a, n, by)), in->number,
		WHOLE(currency < 0 ? S("null") : quoted(a, n->fields[currency].name)), negative ? "-" : "",
		WHOLE(quoted(a, n->fields[worth].name)), place_columns, WHOLE(twice_rows(a, in))));

	return text(STATEMENT(a, sql_reconcile_sum_moved, {"duplicates", duplicates}, {"rows", rows}));
}

static Str last_parent_sql(struct arena *a, const struct input *in, const struct parent *by, const char *table)
{
	return text(STATEMENT(a, sql_reconcile_sum_last_parent, {"table", text(table)},
		{"account", text(arena_print(a, "%d", in->number))}, {"parent", parent_column(a, by)},
		{"key", key_sql(a, in->account->entity, by)}, {"history", table_of(a, in->account, "_history")},
		{"source", text(arena_print(a, "%d", in->source))},
		{"number", text(arena_print(a, "%d", in->snapshot_no))}));
}

void view_doubts_add(struct buf *b, struct arena *a, const struct side *side, const struct inputs *inputs,
	const struct parent *by, int worth, bool negative, Str rows, const char *table)
{
	for (size_t i = 0; by && i < side->account_count; i++) {
		const struct input *in = input_of(inputs, side, i);

		if (!in->staged || !in->available || in->aside)
			continue;
		buf_print(b, "%s%.*s union all %.*s", b->len > 0 ? " union all " : "",
			WHOLE(last_parent_sql(a, in, by, table)), WHOLE(moved_sql(a, in, by, worth, negative, rows)));
	}
}

/* ── what can be told ──────────────────────────────────────────────────────────────────────────────────────────── */

bool side_maps(const struct side *side, int field)
{
	if (side->contract && side->contract->field == field)
		return true;
	for (size_t i = 0; i < side->account_count; i++)
		if (!texts_has(&side->accounts[i]->mapped, side->accounts[i]->entity->fields[field].name))
			return false;
	return true;
}

Str view_provable(struct arena *a, const struct side *side, const struct inputs *inputs, const struct parent *by,
	const char *alias)
{
	/* Without the list of components it is not known either what is no kit. */
	if (side->kits && !side_is_whole(side->kits->list, inputs))
		return S("false");
	return rows_provable(a, side, inputs, by, alias);
}

/* Of each version of a key when the list was made that it came with, and when the one before it. */
static Str seen_sql(struct arena *a, const struct input *in)
{
	return text(arena_print(a, "select v.key_hash, p.as_of, p.before from (select key_hash, seen_from from %.*s "
		"where source = %d union all select key_hash, seen_from from %.*s where source = %d) v join "
		"(select snapshot_no, as_of, coalesce(lag(as_of) over (order by snapshot_no), '-infinity') as before "
		"from ops.snapshot where dataset = %.*s and source = %d and state = 'live') p "
		"on p.snapshot_no = v.seen_from and p.as_of <= '%s'::timestamptz",
		WHOLE(table_of(a, in->account, "")), in->source, WHOLE(table_of(a, in->account, "_history")), in->source,
		WHOLE(quoted_literal(a, in->account->dataset)), in->source, instant_text(a, in->as_of)));
}

Str view_versions(struct arena *a, const struct side *side, const struct inputs *inputs, const struct parent *by)
{
	Str key = by ? parent_column(a, by) : S("key_hash");
	struct buf *b = buf_new(a, 1 << 20);

	buf_add(b, S("select null::uuid as key_hash, '' as extract, 0 as seen_from, 0 as seen_until where false"));
	for (size_t i = 0; i < side->account_count; i++) {
		const struct input *in = input_of(inputs, side, i);

		if (!in->staged)
			continue;
		for (int past = 0; past < 2; past++)
			buf_print(b, " union all select %.*s, %.*s, seen_from, %s from %.*s where source = %d and state = 'g'",
				WHOLE(key), WHOLE(quoted_literal(a, in->account->extract)), past ? "seen_until" : "null",
				WHOLE(table_of(a, in->account, past ? "_history" : "")), in->source);
	}
	return buf_str(b);
}

Str view_first_seen(struct arena *a, const struct side *side, const struct inputs *inputs)
{
	struct buf *b = buf_new(a, 1 << 20);

	for (size_t i = 0; i < side->account_count; i++) {
		const struct input *in = input_of(inputs, side, i);

		if (in->staged && in->available)
			buf_print(b, "%s%.*s", b->len > 0 ? " union all " : "", WHOLE(seen_sql(a, in)));
	}
	return b->len > 0 ? buf_str(b)
	     : S("select null::uuid as key_hash, null::timestamptz as as_of, null::timestamptz as before where false");
}

/* Whether another list of the side is older than this one. */
static bool is_overtaken(const struct side *side, const struct inputs *inputs, const struct input *in)
{
	for (size_t i = 0; i < side->account_count; i++) {
		const struct input *other = input_of(inputs, side, i);

		if (other != in && other->available && other->as_of < in->as_of)
			return true;
	}
	return false;
}

Str view_moved(struct arena *a, const struct side *side, const struct inputs *inputs, const char *alias)
{
	struct buf *b = buf_new(a, 1 << 20);

	buf_add(b, S("false"));
	for (size_t i = 0; i < side->account_count; i++) {
		const struct input *in = input_of(inputs, side, i);

		if (in->available && !in->aside && is_overtaken(side, inputs, in))
			buf_print(b,
				" or exists (select from %.*s h where h.key_hash = %s.key_hash and h.source = %d "
				"and h.seen_from <= %d and h.seen_until > %d and h.seen_until <= %d)",
				WHOLE(table_of(a, in->account, "_history")), alias, in->source, in->before, in->before,
				in->snapshot_no);
	}
	return buf_str(b);
}

Str view_absence_reason(struct arena *a, const struct side *side, const struct inputs *inputs)
{
	for (size_t i = 0; i < side->account_count; i++) {
		const struct input *in = input_of(inputs, side, i);

		if (in->reason && (!in->available || in->missing_parts.count > 0))
			return quoted_literal(a, text(arena_print(a, "%.*s: %s", WHOLE(in->account->extract), in->reason)));
	}
	return side->kits ? view_absence_reason(a, side->kits->list, inputs) : S("null::text");
}

/* Which input is not there; a row of a grouped side is of all of them. */
static Str unread_sql(struct arena *a, const struct side *side, const struct inputs *inputs, const char *alias)
{
	struct buf *b = buf_new(a, 1 << 20);

	if (side->group)
		return view_absence_reason(a, side, inputs);
	buf_print(b, "case %s.account", alias);
	for (size_t i = 0; i < side->account_count; i++) {
		const struct input *in = input_of(inputs, side, i);

		buf_print(b, " when %d then %.*s", in->number, WHOLE(quoted_literal(a, text(arena_print(a, "%.*s: %s",
			WHOLE(in->account->extract), in->reason ? in->reason : "not available")))));
	}
	buf_add(b, S(" end"));
	return buf_str(b);
}

Str view_reason(struct arena *a, const struct side *side, const struct inputs *inputs, const char *alias)
{
	struct buf *b = buf_new(a, 1 << 20);

	buf_print(b, "case %s.state when 'r' then %.*s when 'c' then %.*s when 't' then %.*s when 'u' then %.*s "
		"when 'f' then %.*s when 'n' then %.*s when 'x' then %.*s end", alias,
		WHOLE(quoted_literal(a, text(arena_print(a, "unreadable record in %.*s", WHOLE(side->name))))),
		WHOLE(quoted_literal(a, text(arena_print(a, "amounts in several currencies in %.*s", WHOLE(side->name))))),
		WHOLE(quoted_literal(a, text(arena_print(a, "twice in %.*s", WHOLE(side->name))))),
		WHOLE(quoted_literal(a, text(arena_print(a, "unconfirmed in %.*s, where a record has no readable key",
						     WHOLE(side->name))))),
		WHOLE(quoted_literal(a, text(arena_print(a, "filtered in %.*s", WHOLE(side->name))))),
		WHOLE(quoted_literal(a, text(arena_print(a, "not tracked in %.*s", WHOLE(side->name))))),
		WHOLE(unread_sql(a, side, inputs, alias)));
	return buf_str(b);
}
