#include "reconcile/lines.h"

#include "db/copy.h"
#include "db/statement.h"
#include "embedded.h"
#include "reconcile/match.h"
#include "reconcile/references.h"
#include "reconcile/view.h"

#include <stdlib.h>

enum { SQL_LIMIT = 1 << 20, COLUMNS = 7 };

static const struct entity *entity_of(const struct rule *rule, int list)
{
	return rule->sides[list].accounts[0]->entity;
}

static Str list_view(struct arena *a, const struct rule *rule, int list)
{
	return view_name(a, &rule->sides[list], list);
}

/* ── a list as SQL ─────────────────────────────────────────────────────────────────────────────────────────────── */

Str line_worth(struct arena *a, const struct rule *rule, int list)
{
	const struct conditions *nothing = &rule->lists[list].nothing;

	if (nothing->count == 0)
		return S("v.value");
	return text(arena_print(a, "case when %.*s then 0 else v.value end",
		WHOLE(conditions_sql(a, nothing, entity_of(rule, list), "v"))));
}

static Str day_sql(struct arena *a, const struct rule *rule, int list)
{
	const struct entity *n = entity_of(rule, list);
	int at = rule->lists[list].at;
	Str column = at < 0 ? S("null") : view_field(a, "v", n, at);

	if (at < 0 || n->fields[at].type == TYPE_DATE)
		return column;
	return text(arena_print(a, "%.*s at time zone %.*s", WHOLE(column),
		WHOLE(quoted_literal(a, text(zone_name(rule_zone(rule)))))));
}

static Str text_sql(struct arena *a, const struct rule *rule, int list)
{
	const struct match_list *l = &rule->lists[list];
	struct buf *b = buf_new(a, SQL_LIMIT);

	if (l->text_count == 0)
		return S("null::text");
	buf_add(b, S("concat_ws(e'\\n'"));
	for (size_t i = 0; i < l->text_count; i++)
		buf_print(b, ", %.*s", WHOLE(view_field(a, "v", entity_of(rule, list), l->texts[i])));
	buf_byte(b, ')');
	return buf_str(b);
}

static Str group_sql(struct arena *a, const struct rule *rule, int list)
{
	int group = rule->lists[list].group;

	if (group < 0)
		return S("null::text");
	return text(arena_print(a, "%.*s::text", WHOLE(view_field(a, "v", entity_of(rule, list), group))));
}

static Str references_sql(struct arena *a, const struct rule *rule, int list)
{
	const struct match_list *l = &rule->lists[list];
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (size_t i = 0; i < l->reference_count; i++)
		buf_print(b, ", %.*s::text", WHOLE(view_field(a, "v", entity_of(rule, list), l->references[i])));
	return buf_str(b);
}

/* ── units ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* The power of ten that makes every amount an integer which many can be added of. */
static bool units_find(const struct lines *l, Str *units, struct err *e)
{
	static const int most_digits = 15;
	struct decimal largest, one = decimal_of(l->a, 1);
	struct rows *r;
	int scale;

	if (!pg_query(l->pg, l->a, STATEMENT(l->a, sql_reconcile_match_scale, {"first", list_view(l->a, l->rule, 0)},
			{"second", list_view(l->a, l->rule, 1)}), NO_PARAMS, &r, e))
		return false;
	scale = (int)rows_int(r, 0, 0);
	decimal_parse(l->a, rows_at(r, 0, 1), &largest);
	if (decimal_compare(decimal_shift(largest, scale), decimal_shift(one, most_digits)) >= 0)
		return err_set(e, ERR_FORMAT, "amounts up to %.*s with %d digits behind the point are too long to be paired",
			STR(decimal_text(l->a, largest)), scale);
	*units = decimal_text(l->a, decimal_shift(one, scale));
	return true;
}

/* ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static uint32_t currency_number(struct lines *l, Str currency)
{
	for (size_t i = 0; i < l->currencies.count; i++)
		if (text_is(l->currencies.at[i], currency))
			return (uint32_t)i;
	texts_add(l->a, &l->currencies, text_copy(l->a, currency));
	return (uint32_t)l->currencies.count - 1;
}

static void references_take(struct lines *l, struct pairing_line *line, const Str *fields, size_t count)
{
	Str *plain = count > 0 ? arena_array(l->a, count, Str) : NULL;

	for (size_t i = 0; i < count; i++) {
		Str one = fields[i].at ? reference_plain(l->a, fields[i]) : (Str){0};

		if (one.len > 0)
			plain[line->reference_count++] = one;
	}
	line->references = plain;
}

static struct pairing_line line_of(struct lines *l, const Str *fields, size_t references)
{
	struct pairing_line line = {.amount = binary_int(fields[1]), .currency = currency_number(l, fields[2]),
		.day = fields[4].at ? (date)binary_int(fields[4]) + COPY_EPOCH : DATE_NONE,
		.text = fields[5].len > 0 ? text_copy(l->a, fields[5]) : (Str){0},
		.group = fields[6].len > 0 ? reference_token(fields[6]) : 0};

	references_take(l, &line, &fields[COLUMNS], references);
	return line;
}

/* Of what was only last known nothing new is told, but what stands of it stands. */
static bool is_known(Str state)
{
	return state.len == 1 && state.at[0] != 'x';
}

/* Lines that are not there tonight are told by their match, which is given to them afterwards. */
static void line_add(struct lines *l, int list, struct hash key, struct pairing_line line)
{
	struct pairing_list *to = &l->pairing.lists[list];

	to->lines = arena_grow(l->a, to->lines, to->count, sizeof *to->lines);
	l->keys[list] = arena_grow(l->a, l->keys[list], to->count, sizeof *l->keys[list]);
	l->keys[list][to->count] = key;
	to->lines[to->count++] = line;
}

static bool list_read(struct lines *l, int list, Str units, struct err *e)
{
	const struct rule *rule = l->rule;
	size_t references = rule->lists[list].reference_count;
	Str *fields = arena_array(l->a, COLUMNS + references, Str);
	struct copy_out *c;

	if (!copy_out_open(l->pg, l->a, STATEMENT(l->a, sql_reconcile_match_lines, {"view", list_view(l->a, rule, list)},
			{"worth", line_worth(l->a, rule, list)}, {"units", units}, {"day", day_sql(l->a, rule, list)},
			{"text", text_sql(l->a, rule, list)}, {"group", group_sql(l->a, rule, list)},
			{"references", references_sql(l->a, rule, list)}), &c, e))
		return false;
	while (copy_out_next(c, fields, COLUMNS + references, e)) {
		struct pairing_line line = line_of(l, fields, references);

		if (!is_known(fields[3]))
			line.day = DATE_NONE, line.reference_count = 0, line.text = (Str){0}, line.group = 0;
		line_add(l, list, binary_hash(fields[0]), line);
	}
	return e->kind == ERR_NONE;
}

static int by_key(const void *a, const void *b)
{
	const struct hash *x = a, *y = b;

	if (x->high != y->high)
		return x->high < y->high ? -1 : 1;
	return (x->low > y->low) - (x->low < y->low);
}

int64_t line_with(const struct lines *l, int list, struct hash key)
{
	size_t count = l->pairing.lists[list].count;
	const struct hash *found = count == 0 ? NULL : bsearch(&key, l->keys[list], count, sizeof key, by_key);

	return found ? found - l->keys[list] : -1;
}

static enum pairing_stage stage_named(Str name)
{
	for (enum pairing_stage stage = STAGE_CONFIRMED; stage <= STAGE_AMOUNT; stage++)
		if (text_is(name, text(stage_name(stage))))
			return stage;
	return STAGE_NONE;
}

static void standing_begin(struct lines *l, int64_t rule_run, int64_t match_no, Str stage)
{
	uint32_t number = match_new(l->a, &l->pairing, stage_named(stage));

	l->pairing.matches[number - 1].standing = true;
	l->standing = arena_grow(l->a, l->standing, l->standing_count, sizeof *l->standing);
	l->standing[l->standing_count++] = (struct kept_match){rule_run, match_no};
}

static bool standing_read(struct lines *l, struct err *e)
{
	Str fields[5];
	struct copy_out *c;

	if (!copy_out_open(l->pg, l->a, sql_reconcile_match_standing_read, &c, e))
		return false;
	while (copy_out_next(c, fields, 5, e)) {
		struct kept_match m = {binary_int(fields[0]), binary_int(fields[1])};
		const struct kept_match *last = l->standing_count > 0 ? &l->standing[l->standing_count - 1] : NULL;
		int list = (int)binary_int(fields[3]);
		int64_t line = line_with(l, list, binary_hash(fields[4]));

		if (!last || last->rule_run != m.rule_run || last->match_no != m.match_no)
			standing_begin(l, m.rule_run, m.match_no, fields[2]);
		if (line >= 0)
			l->pairing.lists[list].lines[line].match = (uint32_t)l->pairing.match_count;
	}
	return e->kind == ERR_NONE;
}

bool lines_read(struct lines *l, struct err *e)
{
	Str units;

	return units_find(l, &units, e) && list_read(l, 0, units, e) && list_read(l, 1, units, e) && standing_read(l, e);
}

/* ── writing ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool pairs_write(struct lines *l, struct err *e)
{
	struct copy_in *c;

	if (!copy_in_open(l->pg, l->a, sql_reconcile_match_pair_copy, &c, e))
		return false;
	for (int list = 0; list < 2; list++)
		for (size_t i = 0; i < l->pairing.lists[list].count; i++) {
			const struct pairing_line *line = &l->pairing.lists[list].lines[i];

			if (!line->match && !line->contested)
				continue;
			copy_row(c, 4);
			copy_int2(c, (int16_t)list);
			copy_hash(c, l->keys[list][i]);
			if (line->match)
				copy_int8(c, line->match);
			else
				copy_null(c);
			copy_bool(c, line->contested);
			if (!copy_in_check(c, e))
				return false;
		}
	return copy_in_end(c, NULL, e);
}

static bool matches_write(struct lines *l, int64_t rule_run, struct err *e)
{
	struct copy_in *c;

	if (!copy_in_open(l->pg, l->a, sql_reconcile_match_made_copy, &c, e))
		return false;
	for (size_t i = 0; i < l->pairing.match_count; i++) {
		const struct pairing_match *m = &l->pairing.matches[i];

		copy_row(c, 6);
		copy_int8(c, (int64_t)i + 1);
		copy_int8(c, m->standing ? l->standing[i].rule_run : rule_run);
		copy_int8(c, m->standing ? l->standing[i].match_no : (int64_t)(i + 1 - l->standing_count));
		copy_text(c, text(stage_name(m->stage)));
		copy_bool(c, m->standing);
		copy_int8(c, m->alternatives);
		if (!copy_in_check(c, e))
			return false;
	}
	return copy_in_end(c, NULL, e);
}

bool lines_write(struct lines *l, int64_t rule_run, struct err *e)
{
	return pg_run(l->pg, sql_reconcile_match_pair, NO_PARAMS, NULL, e)
	    && pg_run(l->pg, sql_reconcile_match_made, NO_PARAMS, NULL, e)
	    && pairs_write(l, e) && matches_write(l, rule_run, e)
	    && pg_run(l->pg, sql_reconcile_match_pair_index, NO_PARAMS, NULL, e)
	    && pg_run(l->pg, sql_reconcile_match_pair_analyze, NO_PARAMS, NULL, e);
}
