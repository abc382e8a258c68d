#include "reconcile/timing.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/kits.h"
#include "reconcile/sum_term.h"
#include "reconcile/view.h"

enum { SQL_LIMIT = 16 << 20 };

const struct entity *rule_key_entity(const struct rule *rule)
{
	const struct entity *n = rule->entity;

	for (size_t i = 0; n && i < n->parent_count; i++)
		if (text_is(n->parents[i].name, rule->whole.parent))
			return n->parents[i].entity;
	return n;
}

/* ── the two moments ───────────────────────────────────────────────────────────────────────────────────────────── */

/* parts: of those parts that are not of the whole's own moment, INSTANT_NONE if all of them are.  Lists of one side
 * that were made at several moments have no one moment: of a key in one of them its absence in another counts too. */
struct moments {
	instant whole, parts;
	bool one;                        /* of each side */
};

/* False if the side's lists were made at two other moments. */
static bool moment_take(const struct inputs *inputs, const struct side *side, instant other, instant *moment)
{
	for (size_t i = 0; i < side->account_count; i++) {
		const struct input *in = input_of(inputs, side, i);

		if (!in->available || in->as_of == other || in->as_of == *moment)
			continue;
		if (*moment != INSTANT_NONE)
			return false;
		*moment = in->as_of;
	}
	return true;
}

static struct moments moments_of(const struct rule *rule, const struct inputs *inputs)
{
	struct moments m = {INSTANT_NONE, INSTANT_NONE, false};

	m.one = moment_take(inputs, &rule->whole.side, INSTANT_NONE, &m.whole);
	for (size_t i = 0; m.one && i < rule->part_count; i++)
		m.one = rule->parts[i].kits || moment_take(inputs, &rule->parts[i].side, m.whole, &m.parts);
	return m;
}

static bool has_window(const struct moments *m)
{
	return m->one && m->whole != INSTANT_NONE && m->parts != INSTANT_NONE;
}

static instant earlier_of(const struct moments *m)
{
	return m->whole < m->parts ? m->whole : m->parts;
}

static instant later_of(const struct moments *m)
{
	return m->whole < m->parts ? m->parts : m->whole;
}

static Str sign_of(struct arena *a, const struct moments *m)
{
	return param_int(a, m->parts > m->whole ? 1 : -1);
}

/* "2026-03-31 02:00"; on a day that was said before, "02:00". */
static const char *moment_said(struct arena *a, struct zone *zone, instant t, date before)
{
	int32_t offset;
	struct wall w = zone_wall(zone, t, &offset);
	date day = zone_date(zone, t);
	const char *clock = w.second == 0 ? arena_print(a, "%02d:%02d", w.hour, w.minute)
		: arena_print(a, "%02d:%02d:%02d", w.hour, w.minute, w.second);

	return day == before ? clock : arena_print(a, "%s %s", date_text(a, day), clock);
}

static Str between_said(struct arena *a, const struct rule *rule, const struct moments *m)
{
	struct zone *zone = rule_zone(rule);
	instant earlier = earlier_of(m), later = later_of(m);

	return text(arena_print(a, "between %s and %s", moment_said(a, zone, earlier, DATE_NONE),
		moment_said(a, zone, later, zone_date(zone, earlier))));
}

/* ── what moved ────────────────────────────────────────────────────────────────────────────────────────────────── */

static Str own_key_sql(struct arena *a, const struct entity *n)
{
	struct buf *b = buf_new(a, 1 << 16);

	for (size_t i = 0; i < n->key_count; i++)
		buf_print(b, "%s%.*s::text", i == 0 ? "array[" : ", ", WHOLE(view_field(a, "v", n, n->key[i])));
	buf_byte(b, ']');
	return buf_str(b);
}

static bool movements_fill(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	const struct moments *m, struct err *e)
{
	const struct term *t = &rule->timing.movements;
	const struct entity *n = t->side.accounts[0]->entity;

	return pg_run(pg, STATEMENT(a, sql_reconcile_timing_fill, {"own_key", own_key_sql(a, n)},
			{"at", view_field(a, "v", n, rule->timing.at)},
			{"rows", view_sql(a, rule, &t->side, inputs, sum_parent(t), t->amount, false)},
			{"again", view_named_again(a, &t->side, inputs, sum_parent(t), rule->timing.at)},
			{"kits", kits_made_of(rule)}),
		P(param_instant(a, earlier_of(m)), param_instant(a, later_of(m))), NULL, e);
}

/* ── what can be told ──────────────────────────────────────────────────────────────────────────────────────────── */

/* SQL over f, a finding: whether a list of what moved is not there for it, or not the part of it. */
static Str unread_sql(struct arena *a, const struct rule *rule, const struct inputs *inputs)
{
	return text(arena_print(a, "not (%.*s)", WHOLE(view_provable(a, &rule->timing.movements.side, inputs,
		sum_parent(&rule->timing.movements), "f"))));
}

/* What of a list that is there keeps all of it from being told; .at == NULL: nothing. */
static Str untold(struct arena *a, const struct rule *rule, const struct inputs *inputs, const struct moments *m)
{
	const struct side *side = &rule->timing.movements.side;

	for (size_t i = 0; i < side->account_count; i++) {
		const struct input *in = input_of(inputs, side, i);

		if (in->available && in->as_of < later_of(m))
			return text(arena_print(a, "%.*s knows it until %s", WHOLE(in->account->extract),
				moment_said(a, rule_zone(rule), in->as_of, zone_date(rule_zone(rule), earlier_of(m)))));
		if (in->keyless > 0)
			return text(arena_print(a, "a record of %.*s has no readable key", WHOLE(in->account->extract)));
	}
	return PARAM_NULL;
}

static bool judge(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	const struct moments *m, struct err *e)
{
	return pg_run(pg, STATEMENT(a, sql_reconcile_timing_judge, {"unread", unread_sql(a, rule, inputs)},
			{"unread_reason", view_absence_reason(a, &rule->timing.movements.side, inputs)},
			{"kits", kits_made_of(rule)}),
		P(between_said(a, rule, m), untold(a, rule, inputs, m)), NULL, e);
}

/* ── the rule ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool window_keep(struct arena *a, struct pg *pg, const struct rule *rule, const struct moments *m,
	int64_t rule_run, struct err *e)
{
	struct texts names = entity_key_names(a, rule_key_entity(rule));
	struct texts movements = entity_key_names(a, rule->timing.movements.side.accounts[0]->entity);

	return pg_run(pg, sql_reconcile_timing_window,
		P(param_int(a, rule_run), m->one ? param_instant(a, m->whole) : PARAM_NULL,
		  m->one ? param_instant(a, m->parts) : PARAM_NULL, param_texts(a, &names), param_texts(a, &movements)),
		NULL, e);
}

bool timing_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	int64_t rule_run, struct err *e)
{
	struct moments m = moments_of(rule, inputs);

	if (!rule->timing.given)
		return true;
	if (!window_keep(a, pg, rule, &m, rule_run, e))
		return false;
	if (!m.one)
		return pg_run(pg, sql_reconcile_timing_several, NO_PARAMS, NULL, e);
	return !has_window(&m)
	    || (pg_run(pg, sql_reconcile_timing_table, NO_PARAMS, NULL, e)
		&& movements_fill(a, pg, rule, inputs, &m, e)
		&& pg_run(pg, STATEMENT(a, sql_reconcile_timing_moved, {"kits", kits_made_of(rule)}), P(sign_of(a, &m)),
			NULL, e)
		&& judge(a, pg, rule, inputs, &m, e)
		&& pg_run(pg, sql_reconcile_timing_keep, P(param_int(a, rule_run)), NULL, e)
		&& pg_run(pg, STATEMENT(a, sql_reconcile_timing_keep_movements, {"kits", kits_made_of(rule)}),
			P(param_int(a, rule_run)), NULL, e));
}
