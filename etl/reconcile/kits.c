#include "reconcile/kits.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/sum_term.h"
#include "reconcile/view.h"

enum { SQL_LIMIT = 16 << 20 };

/* What is common to the kits of a side and of the parts of a sum.  Of SQL: stock, SELECT of key_hash, key, state,
 * tracked (it has its quantities), first (it is on hand), counted, places and fields; known, SELECT of the keys of all
 * lists; fields, what a kit has of each, over u (what it needs), c (of a component) and o (of itself). */
struct making {
	struct arena *a;
	struct pg *pg;
	const struct rule *rule;
	const struct inputs *inputs;
	const struct kits *kits;
	const char *name;                /* of its tables */
	const char *where;               /* in words, where a component stands */
	Str stock, known, fields;
	bool own;                        /* what stands of the kit itself is added here */
};

static const char *const places = "account, company, channel, seen_from, landing, part, record, place_offset, "
	"place_length";

/* ── tables ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static const char *name_of_side(struct arena *a, size_t side)
{
	return arena_print(a, "kits_%zu", side);
}

static Str table(const struct making *m, const char *suffix)
{
	return text(arena_print(m->a, "%s%s", m->name, suffix));
}

static Str list_field(const struct making *m, int field)
{
	return view_field(m->a, "v", m->kits->list->accounts[0]->entity, field);
}

static bool list_make(const struct making *m, struct err *e)
{
	return pg_run(m->pg, STATEMENT(m->a, sql_reconcile_kits_list, {"list", table(m, "_list")},
			{"kit", list_field(m, m->kits->kit)}, {"component", list_field(m, m->kits->component)},
			{"quantity", list_field(m, m->kits->quantity)},
			{"rows", view_sql(m->a, m->rule, m->kits->list, m->inputs, NULL, -1, false)}), NO_PARAMS, NULL, e);
}

static Str item(const struct making *m)
{
	return text(arena_print(m->a, "%zu", m->kits->item));
}

static bool stock_make(const struct making *m, struct err *e)
{
	return pg_run(m->pg, STATEMENT(m->a, sql_reconcile_kits_stock, {"stock_table", table(m, "_stock")},
			{"list", table(m, "_list")}, {"stock", m->stock}, {"item", item(m)}), NO_PARAMS, NULL, e);
}

/* Why nothing can be told of any kit, as SQL text; null if something can. */
static Str list_doubt(const struct making *m)
{
	const struct side *list = m->kits->list;

	if (!side_is_whole(list, m->inputs))
		return view_absence_reason(m->a, list, m->inputs);
	for (size_t i = 0; i < list->account_count; i++)
		if (input_of(m->inputs, list, i)->keyless > 0)
			return quoted_literal(m->a, text(arena_print(m->a, "a record of %.*s has no readable key",
				STR(list->accounts[i]->extract))));
	return S("null::text");
}

static bool use_make(const struct making *m, struct err *e)
{
	return pg_run(m->pg, STATEMENT(m->a, sql_reconcile_kits_use, {"use", table(m, "_use")},
			{"list", table(m, "_list")}, {"stock", table(m, "_stock")}, {"known", m->known}, {"item", item(m)},
			{"doubt", list_doubt(m)}, {"whole", side_is_whole(m->kits->list, m->inputs) ? S("true") : S("false")},
			{"where", quoted_literal(m->a, text(m->where))}), NO_PARAMS, NULL, e);
}

static bool fill(const struct making *m, struct err *e)
{
	return pg_run(m->pg, STATEMENT(m->a, sql_reconcile_kits_fill, {"table", text(m->name)}, {"use", table(m, "_use")},
			{"stock", table(m, "_stock")}, {"own", m->own ? S("true") : S("false")}, {"fields", m->fields}),
		NO_PARAMS, NULL, e);
}

static bool make(const struct making *m, struct err *e)
{
	return list_make(m, e) && stock_make(m, e) && use_make(m, e) && fill(m, e);
}

/* ── of a side ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_counted(const struct entity *n, int field)
{
	return field >= 0 && (n->fields[field].type == TYPE_INTEGER || n->fields[field].type == TYPE_DECIMAL);
}

/* The quantities that the rule asks for, each with what stands before it. */
static Str asked(struct arena *a, const struct rule *rule, const char *before, const char *after)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (size_t i = 0; i <= rule->compare_count; i++) {
		int field = i == 0 ? rule->value : rule->compare[i - 1].field;

		if (is_counted(rule->entity, field))
			buf_print(b, "%s%.*s%s", before, WHOLE(view_field(a, "r", rule->entity, field)), after);
	}
	return buf_str(b);
}

static Str side_stock(const struct making *m, size_t side)
{
	struct buf *b = buf_new(m->a, SQL_LIMIT);

	buf_add(b, S("select r.*, true"));
	for (size_t i = 0; i <= m->rule->compare_count; i++) {
		int field = i == 0 ? m->rule->value : m->rule->compare[i - 1].field;

		if (is_counted(m->rule->entity, field) && side_maps(&m->rule->sides[side], field))
			buf_print(b, " and %.*s is not null", WHOLE(view_field(m->a, "r", m->rule->entity, field)));
	}
	buf_print(b, " as tracked, true as first, coalesce(%.*snull::numeric) as counted from (",
		WHOLE(asked(m->a, m->rule, "", "::numeric, ")));
	buf_add(b, view_rows(m->a, m->rule, &m->rule->sides[side], m->inputs, NULL, m->rule->value));
	buf_add(b, S(") r"));
	return buf_str(b);
}

static Str keys_of_sides(const struct making *m)
{
	struct buf *b = buf_new(m->a, SQL_LIMIT);

	for (size_t i = 0; i < m->rule->side_count; i++) {
		buf_print(b, "%sselect key_hash, key from (", i > 0 ? " union all " : "");
		buf_add(b, view_rows(m->a, m->rule, &m->rule->sides[i], m->inputs, NULL, m->rule->value));
		buf_print(b, ") s%zu", i);
	}
	return buf_str(b);
}

/* What a kit says that is no quantity: what it says itself, else what its components say if they all say the same. */
static void word_add(struct buf *b, Str column)
{
	buf_print(b, ", coalesce((array_agg(o.%.*s))[1], case when count(distinct c.%.*s) = 1 then (array_agg(c.%.*s) "
		"filter (where c.%.*s is not null))[1] end) as %.*s", WHOLE(column), WHOLE(column), WHOLE(column),
		WHOLE(column), WHOLE(column));
}

static void field_add(struct buf *b, struct arena *a, const struct entity *n, int i)
{
	Str column = view_column(a, n, i);
	enum field_type type = n->fields[i].type;

	if (is_counted(n, i))
		buf_print(b, ", (case when bool_and(u.state = 'g' and c.%.*s is not null) then floor(min(c.%.*s / u.quantity)) "
			"+ coalesce(min(o.%.*s), 0) end)::%s as %.*s", WHOLE(column), WHOLE(column), WHOLE(column),
			field_types[type].column, WHOLE(column));
	else if (type == TYPE_MONEY)
		buf_print(b, ", coalesce(min(o.%.*s), case when bool_and(c.%.*s is not null) then sum(c.%.*s * u.quantity) "
			"end) as %.*s", WHOLE(column), WHOLE(column), WHOLE(column), WHOLE(column));
	else if (type == TYPE_TIMESTAMP || type == TYPE_DATE)
		buf_print(b, ", greatest(max(c.%.*s), max(o.%.*s)) as %.*s", WHOLE(column), WHOLE(column), WHOLE(column));
	else
		word_add(b, column);
}

static size_t key_position(const struct entity *n, int field)
{
	for (size_t i = 0; i < n->key_count; i++)
		if (n->key[i] == field)
			return i + 1;
	return 0;
}

static Str side_fields(struct arena *a, const struct entity *n)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (int i = 0; i < (int)n->field_count; i++)
		if (key_position(n, i) > 0)
			buf_print(b, ", u.key[%zu]::%s as %.*s", key_position(n, i), field_types[n->fields[i].type].column,
				WHOLE(view_column(a, n, i)));
		else
			field_add(b, a, n, i);
	return buf_str(b);
}

bool kits_of_side(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs, size_t side,
	struct err *e)
{
	const struct side *s = &rule->sides[side];
	struct making m = {a, pg, rule, inputs, s->kits, name_of_side(a, side),
		arena_print(a, "in %.*s", STR(s->name)), .own = true};

	if (!s->kits)
		return true;
	m.stock = side_stock(&m, side);
	m.known = keys_of_sides(&m);
	m.fields = side_fields(a, rule->entity);
	return make(&m, e);
}

Str kits_beside(struct arena *a, const struct rule *rule, const struct side *side, Str rows)
{
	const char *name = name_of_side(a, (size_t)(side - rule->sides));
	struct buf *b = buf_new(a, SQL_LIMIT), *fields = buf_new(a, SQL_LIMIT);

	for (int i = 0; i < (int)rule->entity->field_count; i++)
		buf_print(fields, ", %.*s", WHOLE(view_column(a, rule->entity, i)));
	buf_print(b, "select key_hash, key, own_hash, alone, state, %s%.*s from (", places, WHOLE(buf_str(fields)));
	buf_add(b, rows);
	buf_print(b, ") b where not exists (select from %s k where k.key_hash = b.key_hash) union all "
		"select key_hash, key, key_hash, false, state, %s%.*s from %s", name, places, WHOLE(buf_str(fields)), name);
	return buf_str(b);
}

/* ── of the parts of a sum ─────────────────────────────────────────────────────────────────────────────────────── */

static const struct term *kits_part(const struct rule *rule)
{
	const struct term *last = rule->part_count > 0 ? &rule->parts[rule->part_count - 1] : NULL;

	return last && last->kits ? last : NULL;
}

/* What a component comes to over all parts. */
static Str parts_stock(const struct making *m)
{
	struct buf *b = buf_new(m->a, SQL_LIMIT);

	for (size_t i = 0; i + 1 < m->rule->part_count; i++) {
		buf_print(b, "%sselect t.*, %s as first from (", i > 0 ? " union all " : "", i == 0 ? "true" : "false");
		buf_add(b, sum_term_sql(m->a, m->rule, &m->rule->parts[i], m->inputs));
		buf_add(b, S(") t"));
	}
	return text(STATEMENT(m->a, sql_reconcile_kits_parts, {"rows", buf_str(b)}));
}

static Str keys_of_terms(const struct making *m)
{
	struct buf *b = buf_new(m->a, SQL_LIMIT);

	for (size_t i = 0; i < m->rule->part_count; i++) {
		const struct term *term = i == 0 ? &m->rule->whole : &m->rule->parts[i - 1];

		buf_print(b, "%sselect key_hash, key from (", i > 0 ? " union all " : "");
		buf_add(b, sum_term_sql(m->a, m->rule, term, m->inputs));
		buf_print(b, ") t%zu where alone is null", i);
	}
	return buf_str(b);
}

bool kits_of_parts(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs, struct err *e)
{
	const struct term *part = kits_part(rule);
	struct making m = {a, pg, rule, inputs, part ? part->kits : NULL, "kits_parts", "among the parts",
		.fields = S(", case when bool_and(u.state = 'g') then floor(min(c.counted / u.quantity)) end as amount")};

	if (!part)
		return true;
	m.stock = parts_stock(&m);
	m.known = keys_of_terms(&m);
	return make(&m, e);
}

Str kits_term_sql(struct arena *a, const struct term *term)
{
	return text(arena_print(a, "select key_hash, key, '' as currency, state, amount, company, channel, "
		"null::timestamptz as happened_at, account, seen_from, landing, part, record, place_offset, place_length, "
		"key_hash as own_hash, account as origin, null::text as alone, null::text[] as names, %d as line_no, "
		"'' as told_by, key as own_key, null::text[] as original, false as is_original from kits_parts", term->line));
}

Str kits_made_of(const struct rule *rule)
{
	if (!kits_part(rule))
		return S("select null::uuid as key_hash, null::uuid as component_hash, null::numeric as quantity, "
			"null::numeric as counted where false");
	return S("select u.key_hash, u.component_hash, u.quantity, c.counted from kits_parts_use u "
		"join kits_parts p on p.key_hash = u.key_hash join kits_parts_stock c on c.key_hash = u.component_hash "
		"where p.state = 'g'");
}

/* ── what is said of them ──────────────────────────────────────────────────────────────────────────────────────── */

static bool say(struct arena *a, struct pg *pg, const char *name, Str of, struct err *e)
{
	return pg_run(pg, STATEMENT(a, sql_reconcile_kits_say, {"table", text(name)}, {"of", of}), NO_PARAMS, NULL, e);
}

bool kits_say(struct arena *a, struct pg *pg, const struct rule *rule, struct err *e)
{
	bool ok = true;

	for (size_t i = 0; i < rule->side_count && ok; i++) {
		Str side = quoted_literal(a, rule->sides[i].name), truth = quoted_literal(a, rule->sides[rule->truth].name);
		Str of = text(arena_print(a, "f.side = %.*s or coalesce(f.truth_side, %.*s) = %.*s", WHOLE(side), WHOLE(truth),
			WHOLE(side)));

		ok = !rule->sides[i].kits || say(a, pg, name_of_side(a, i), of, e);
	}
	return ok && (!kits_part(rule) || say(a, pg, "kits_parts", S("true"), e));
}
