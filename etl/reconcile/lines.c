#include "reconcile/lines.h"

#include "db/copy.h"
#include "db/statement.h"
#include "embedded.h"
#include "reconcile/match.h"
#include "reconcile/references.h"
#include "reconcile/view.h"

#include <stdlib.h>

/* The columns of sql/reconcile/match_lines.sql; behind them the references. */
enum { OF_HASH, OF_KEY, OF_AMOUNT, OF_CURRENCY, OF_STATE, OF_DAY, OF_TEXT, OF_GROUP, COLUMNS };

enum { SQL_LIMIT = 1 << 20 };

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

/* The power of ten that makes the amounts integers. */
static bool units_find(struct lines *l, struct err *e)
{
	struct rows *r;

	if (!pg_query(l->pg, l->a, STATEMENT(l->a, sql_reconcile_match_scale, {"first", list_view(l->a, l->rule, 0)},
			{"second", list_view(l->a, l->rule, 1)}), NO_PARAMS, &r, e))
		return false;
	l->scale = (int)rows_int(r, 0, 0);
	return true;
}

static Str units_sql(const struct lines *l)
{
	return decimal_text(l->a, decimal_shift(decimal_of(l->a, 1), l->scale));
}

/* Many of them can be added in 64 bits, without a rest. */
Str line_exact(const struct lines *l, int list)
{
	Str worth = line_worth(l->a, l->rule, list), units = units_sql(l);

	return text(arena_print(l->a, "v.value is null or (abs((%.*s) * %.*s) < 1e15 and mod((%.*s) * %.*s, 1) = 0)",
		WHOLE(worth), WHOLE(units), WHOLE(worth), WHOLE(units)));
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
	struct pairing_line line = {.amount = binary_int(fields[OF_AMOUNT]),
		.currency = currency_number(l, fields[OF_CURRENCY]),
		.day = fields[OF_DAY].at ? (date)binary_int(fields[OF_DAY]) + COPY_EPOCH : DATE_NONE,
		.text = fields[OF_TEXT].len > 0 ? text_copy(l->a, fields[OF_TEXT]) : (Str){0},
		.group = fields[OF_GROUP].len > 0 ? reference_token(fields[OF_GROUP]) : 0};

	references_take(l, &line, &fields[COLUMNS], references);
	return line;
}

/* Of what was only last known nothing new is told, but what stands of it stands. */
static struct pairing_line last_known(struct lines *l, const Str *fields)
{
	return (struct pairing_line){.amount = binary_int(fields[OF_AMOUNT]),
		.currency = currency_number(l, fields[OF_CURRENCY]), .day = DATE_NONE};
}

static void line_add(struct lines *l, int list, const Str *fields, size_t references)
{
	struct pairing_list *to = &l->pairing.lists[list];
	bool known = !text_is(fields[OF_STATE], S("x"));

	to->lines = arena_grow(l->a, to->lines, to->count, sizeof *to->lines);
	l->keys[list] = arena_grow(l->a, l->keys[list], to->count, sizeof *l->keys[list]);
	l->keys[list][to->count] = (struct line_key){binary_hash(fields[OF_HASH]), text_copy(l->a, fields[OF_KEY])};
	to->lines[to->count++] = known ? line_of(l, fields, references) : last_known(l, fields);
}

static bool list_read(struct lines *l, int list, struct err *e)
{
	const struct rule *rule = l->rule;
	size_t references = rule->lists[list].reference_count;
	Str *fields = arena_array(l->a, COLUMNS + references, Str);
	struct copy_out *c;

	if (!copy_out_open(l->pg, l->a, STATEMENT(l->a, sql_reconcile_match_lines, {"view", list_view(l->a, rule, list)},
			{"worth", line_worth(l->a, rule, list)}, {"units", units_sql(l)}, {"day", day_sql(l->a, rule, list)},
			{"text", text_sql(l->a, rule, list)}, {"group", group_sql(l->a, rule, list)},
			{"references", references_sql(l->a, rule, list)}, {"exact", line_exact(l, list)}), &c, e))
		return false;
	while (copy_out_next(c, fields, COLUMNS + references, e))
		line_add(l, list, fields, references);
	return e->kind == ERR_NONE;
}

static int by_key(const void *a, const void *b)
{
	const struct line_key *x = a, *y = b;

	if (x->hash.high != y->hash.high)
		return x->hash.high < y->hash.high ? -1 : 1;
	return (x->hash.low > y->hash.low) - (x->hash.low < y->hash.low);
}

int64_t line_with(const struct lines *l, int list, struct hash key)
{
	size_t count = l->pairing.lists[list].count;
	struct line_key sought = {.hash = key};
	const struct line_key *found = count == 0 ? NULL : bsearch(&sought, l->keys[list], count, sizeof sought, by_key);

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
	return units_find(l, e) && list_read(l, 0, e) && list_read(l, 1, e) && standing_read(l, e);
}

/* ── writing ───────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Of one list the lines that have a match, or contest one. */
static bool pairs_copy(const struct lines *l, struct copy_in *c, int list, struct err *e)
{
	const struct pairing_list *all = &l->pairing.lists[list];
	bool good = true;

	for (size_t i = 0; good && i < all->count; i++) {
		if (!all->lines[i].match && !all->lines[i].contested)
			continue;
		copy_row(c, 3);
		copy_int2(c, (int16_t)list);
		copy_hash(c, l->keys[list][i].hash);
		copy_bool(c, all->lines[i].match != 0);
		good = copy_in_check(c, e);
	}
	return good;
}

static bool pairs_write(struct lines *l, struct err *e)
{
	struct copy_in *c;

	return copy_in_open(l->pg, l->a, sql_reconcile_match_pair_copy, &c, e) && pairs_copy(l, c, 0, e)
	    && pairs_copy(l, c, 1, e) && copy_in_end(c, NULL, e);
}

/* Where a match is kept. */
static struct kept_match kept(const struct lines *l, size_t match)
{
	return match < l->standing_count ? l->standing[match]
	     : (struct kept_match){l->rule_run, l->numbers[match - l->standing_count]};
}

static bool made_write(struct lines *l, struct err *e)
{
	struct copy_in *c;
	bool good = true;

	if (!copy_in_open(l->pg, l->a, sql_reconcile_match_made_copy, &c, e))
		return false;
	for (size_t i = 0; good && i < l->pairing.match_count; i++) {
		struct kept_match k = kept(l, i);

		if (k.match_no == 0)
			continue;
		copy_row(c, 3);
		copy_int8(c, k.rule_run);
		copy_int8(c, k.match_no);
		copy_bool(c, l->pairing.matches[i].standing);
		good = copy_in_check(c, e);
	}
	return good && copy_in_end(c, NULL, e);
}

static bool tables_write(struct lines *l, struct err *e)
{
	return pg_run(l->pg, sql_reconcile_match_pair, NO_PARAMS, NULL, e)
	    && pg_run(l->pg, sql_reconcile_match_made, NO_PARAMS, NULL, e)
	    && pairs_write(l, e) && made_write(l, e)
	    && pg_run(l->pg, sql_reconcile_match_pair_index, NO_PARAMS, NULL, e)
	    && pg_run(l->pg, sql_reconcile_match_pair_analyze, NO_PARAMS, NULL, e);
}

/* ── what is new ───────────────────────────────────────────────────────────────────────────────────────────────── */

/* A line of a new match. */
struct belonging {
	size_t match;                    /* among the new ones, by its place there */
	int list;
	size_t line;
};

static int key_order(Str x, Str y)
{
	int order = memcmp(x.at, y.at, x.len < y.len ? x.len : y.len);

	return order != 0 ? order : (x.len > y.len) - (x.len < y.len);
}

/* A new match by the least key of its first list. */
struct named_match {
	size_t match;
	Str key;
};

static int by_name(const void *a, const void *b)
{
	return key_order(((const struct named_match *)a)->key, ((const struct named_match *)b)->key);
}

/* New matches are numbered in the order of their keys, from 1; one that nothing is left of gets none. */
static void number(struct lines *l)
{
	size_t count = l->pairing.match_count - l->standing_count, named = 0;
	struct named_match *names = arena_array(l->a, count, struct named_match);

	l->numbers = arena_array(l->a, count, int64_t);
	for (size_t i = 0; i < l->pairing.lists[0].count; i++) {
		size_t match = l->pairing.lists[0].lines[i].match;
		Str key = l->keys[0][i].key;

		if (match <= l->standing_count)
			continue;
		match -= l->standing_count + 1;
		if (!names[match].key.at || key_order(key, names[match].key) < 0)
			names[match] = (struct named_match){match, key};
	}
	for (size_t i = 0; i < count; i++)
		if (names[i].key.at)
			names[named++] = names[i];
	qsort(names, named, sizeof *names, by_name);
	for (size_t i = 0; i < named; i++)
		l->numbers[names[i].match] = (int64_t)i + 1;
}

static int by_match(const void *a, const void *b)
{
	const struct belonging *x = a, *y = b;

	if (x->match != y->match)
		return x->match < y->match ? -1 : 1;
	if (x->list != y->list)
		return x->list - y->list;
	return (x->line > y->line) - (x->line < y->line);
}

/* All lines of new matches, by the matches' numbers. */
static size_t belongings(struct lines *l, struct belonging **out)
{
	size_t room = l->pairing.lists[0].count + l->pairing.lists[1].count, count = 0;
	struct belonging *all = arena_array(l->a, room, struct belonging);

	for (int list = 0; list < 2; list++)
		for (size_t i = 0; i < l->pairing.lists[list].count; i++) {
			size_t match = l->pairing.lists[list].lines[i].match;

			if (match > l->standing_count)
				all[count++] = (struct belonging){(size_t)l->numbers[match - l->standing_count - 1], list, i};
		}
	qsort(all, count, sizeof *all, by_match);
	*out = all;
	return count;
}

static void amount_copy(struct copy_in *c, struct arena *row, int64_t units, int scale)
{
	copy_numeric(c, decimal_shift(decimal_of(row, units), -scale), scale);
}

static bool lines_keep(struct lines *l, const struct belonging *all, size_t count, struct err *e)
{
	struct arena *row = arena_new(l->a);
	struct copy_in *c;
	bool good = true;

	if (!copy_in_open(l->pg, l->a, sql_reconcile_match_keep_lines, &c, e))
		return false;
	for (size_t i = 0; good && i < count; i++) {
		const struct line_key *key = &l->keys[all[i].list][all[i].line];

		copy_row(c, 6);
		copy_int8(c, l->rule_run);
		copy_int8(c, (int64_t)all[i].match);
		copy_int2(c, (int16_t)all[i].list);
		copy_hash(c, key->hash);
		copy_bytes(c, key->key);
		amount_copy(c, row, l->pairing.lists[all[i].list].lines[all[i].line].amount, l->scale);
		arena_end(row);
		good = copy_in_check(c, e);
	}
	return good && copy_in_end(c, NULL, e);
}

/* What the lines of one match come to, in units. */
static struct decimal sum_of(struct lines *l, struct arena *row, const struct belonging *of, size_t count, int list,
	int64_t *lines)
{
	struct decimal sum = decimal_of(row, 0);

	*lines = 0;
	for (size_t i = 0; i < count; i++)
		if (of[i].list == list) {
			sum = decimal_add(row, sum, decimal_of(row, l->pairing.lists[list].lines[of[i].line].amount));
			++*lines;
		}
	return decimal_shift(sum, -l->scale);
}

static void match_copy(struct lines *l, struct copy_in *c, struct arena *row, const struct belonging *of, size_t count)
{
	const struct pairing_line *head = &l->pairing.lists[of->list].lines[of->line];
	const struct pairing_match *m = &l->pairing.matches[head->match - 1];
	int64_t lines[2];
	struct decimal sums[2];

	for (int list = 0; list < 2; list++)
		sums[list] = sum_of(l, row, of, count, list, &lines[list]);
	copy_row(c, 9);
	copy_int8(c, l->rule_run);
	copy_int8(c, (int64_t)of->match);
	copy_text(c, text(stage_name(m->stage)));
	copy_int8(c, m->alternatives);
	copy_text(c, l->currencies.at[head->currency]);
	copy_numeric(c, sums[0], l->scale);
	copy_numeric(c, sums[1], l->scale);
	copy_int8(c, lines[0]);
	copy_int8(c, lines[1]);
}

static bool matches_keep(struct lines *l, const struct belonging *all, size_t count, struct err *e)
{
	struct arena *row = arena_new(l->a);
	struct copy_in *c;
	bool good = true;

	if (!copy_in_open(l->pg, l->a, sql_reconcile_match_keep, &c, e))
		return false;
	for (size_t i = 0, next; good && i < count; i = next) {
		for (next = i; next < count && all[next].match == all[i].match; next++)
			;
		match_copy(l, c, row, &all[i], next - i);
		arena_end(row);
		good = copy_in_check(c, e);
	}
	return good && copy_in_end(c, NULL, e);
}

bool lines_write(struct lines *l, struct err *e)
{
	struct belonging *all;
	size_t count;

	number(l);
	count = belongings(l, &all);
	return tables_write(l, e) && matches_keep(l, all, count, e) && lines_keep(l, all, count, e);
}
