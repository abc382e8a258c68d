#include "reconcile/lines.h"

#include "db/copy.h"
#include "db/statement.h"
#include "embedded.h"
#include "reconcile/references.h"
#include "reconcile/view.h"

#include <stdlib.h>

/* The columns of sql/reconcile/match_lines.sql; behind them the references. */
enum { OF_HASH, OF_STATE, OF_KEY, OF_AMOUNT, OF_CURRENCY, OF_DAY, OF_TEXT, OF_GROUP, COLUMNS };

enum { SQL_LIMIT = 1 << 20, SCALE_MOST = 6 };

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

/* ── how many, and in which units ──────────────────────────────────────────────────────────────────────────────── */

/* How many rows each list has, and the power of ten that makes what stands integers. */
static bool size_find(struct lines *l, Str standing, int64_t most[2], struct err *e)
{
	int64_t rows;
	struct rows *r;

	if (!pg_query(l->pg, l->a, STATEMENT(l->a, sql_reconcile_match_size, {"first", list_view(l->a, l->rule, 0)},
			{"second", list_view(l->a, l->rule, 1)}, {"standing", standing}), NO_PARAMS, &r, e))
		return false;
	most[0] = rows_int(r, 0, 0);
	most[1] = rows_int(r, 0, 1);
	rows = most[0] + most[1];
	l->scale = (int)rows_int(r, 0, 2);
	return rows <= LINES_MOST || err_set(e, ERR_SOURCE, "rule %.*s: its lists have %lld rows, and %d at most can be "
		"paired at once; say with `where` which of them", STR(l->rule->name), (long long)rows, LINES_MOST);
}

struct decimal line_amount(struct arena *a, const struct lines *l, int64_t units)
{
	return decimal_shift(decimal_of(a, units), -l->scale);
}

/* ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────── */

uint32_t line_currency(struct lines *l, Str currency)
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
	struct pairing_line line = {.currency = line_currency(l, fields[OF_CURRENCY]),
		.day = fields[OF_DAY].at ? (date)binary_int(fields[OF_DAY]) + COPY_EPOCH : DATE_NONE,
		.text = fields[OF_TEXT].len > 0 ? text_copy(l->a, fields[OF_TEXT]) : (Str){0},
		.group = fields[OF_GROUP].len > 0 ? reference_token(fields[OF_GROUP]) : 0};

	references_take(l, &line, &fields[COLUMNS], references);
	return line;
}

/* Of what was only last known nothing new is told, but what stands of it stands. */
static struct pairing_line last_known(struct lines *l, const Str *fields)
{
	return (struct pairing_line){.currency = line_currency(l, fields[OF_CURRENCY]), .day = DATE_NONE};
}

static void other_add(struct lines *l, int list, struct other_row row)
{
	l->others[list] = arena_grow(l->a, l->others[list], l->other_count[list], sizeof **l->others);
	l->others[list][l->other_count[list]++] = row;
}

/* Whether it is paired; *amount and *scale: what it comes to. */
static bool is_line(const Str *fields, struct other_row *row, int64_t *amount, int *scale)
{
	*row = (struct other_row){.hash = binary_hash(fields[OF_HASH]), .state = fields[OF_STATE].at[0]};
	if (!strchr("gyox", row->state))
		return false;
	row->has_no_amount = !fields[OF_AMOUNT].at;
	row->is_long = fields[OF_AMOUNT].at
		    && (!binary_numeric(fields[OF_AMOUNT], amount, scale) || *scale > SCALE_MOST);
	return !row->has_no_amount && !row->is_long;
}

/* A list while it is read; scales: of its lines' amounts. */
struct filling {
	struct lines *l;
	int list;
	size_t most, references;
	uint8_t *scales;
};

static bool row_add(struct filling *f, const Str *fields, struct err *e)
{
	struct pairing_list *to = &f->l->pairing.lists[f->list];
	struct other_row row;
	int64_t amount;
	int scale;

	if (!is_line(fields, &row, &amount, &scale)) {
		other_add(f->l, f->list, row);
		return true;
	}
	if (to->count == f->most)
		return err_set(e, ERR_INTERNAL, "rule %.*s: there are more lines than were counted", STR(f->l->rule->name));
	f->l->keys[f->list][to->count] = (struct line_key){row.hash, text_copy(f->l->a, fields[OF_KEY]), row.state};
	to->lines[to->count] = row.state != 'x' ? line_of(f->l, fields, f->references) : last_known(f->l, fields);
	to->lines[to->count].amount = amount;
	f->scales[to->count++] = (uint8_t)scale;
	f->l->scale = scale > f->l->scale ? scale : f->l->scale;
	return true;
}

static bool list_read(struct filling *f, struct err *e)
{
	struct lines *l = f->l;
	const struct rule *rule = l->rule;
	int list = f->list;
	Str *fields = arena_array(l->a, COLUMNS + f->references, Str);
	struct copy_out *c;

	l->pairing.lists[list].lines = arena_array(l->a, f->most, struct pairing_line);
	l->keys[list] = arena_array(l->a, f->most, struct line_key);
	if (!copy_out_open(l->pg, l->a, STATEMENT(l->a, sql_reconcile_match_lines, {"view", list_view(l->a, rule, list)},
			{"worth", line_worth(l->a, rule, list)}, {"day", day_sql(l->a, rule, list)},
			{"text", text_sql(l->a, rule, list)}, {"group", group_sql(l->a, rule, list)},
			{"references", references_sql(l->a, rule, list)}), &c, e))
		return false;
	while (copy_out_next(c, fields, COLUMNS + f->references, e))
		if (!row_add(f, fields, e))
			return false;
	return e->kind == ERR_NONE;
}

/* All amounts in the same units; a line whose amount is too long for them is none any more. */
static void amounts_scale(struct filling *f)
{
	static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000}, longest = 1000000000000000;
	struct pairing_list *all = &f->l->pairing.lists[f->list];
	struct line_key *keys = f->l->keys[f->list];
	size_t kept = 0;

	for (size_t i = 0; i < all->count; i++) {
		int64_t power = powers[f->l->scale - f->scales[i]], most = (longest - 1) / power;

		if (all->lines[i].amount > most || all->lines[i].amount < -most) {
			other_add(f->l, f->list, (struct other_row){.hash = keys[i].hash, .state = keys[i].state, .is_long = true});
			continue;
		}
		all->lines[kept] = all->lines[i];
		all->lines[kept].amount *= power;
		keys[kept++] = keys[i];
	}
	all->count = kept;
}

/* ── in the order of their keys ────────────────────────────────────────────────────────────────────────────────── */

/* A line's place before they are put in order.  head: what follows that with which all keys begin, as much as fits. */
struct placed {
	uint64_t head;
	Str key;
	uint32_t line;
};

static int by_key(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	int order;

	if (x->head != y->head)
		return x->head < y->head ? -1 : 1;
	order = memcmp(x->key.at, y->key.at, x->key.len < y->key.len ? x->key.len : y->key.len);
	return order != 0 ? order : (x->key.len > y->key.len) - (x->key.len < y->key.len);
}

/* How many bytes all keys of the list begin with. */
static size_t common_head(const struct line_key *keys, size_t count)
{
	size_t same = count > 0 ? keys[0].key.len : 0;

	for (size_t i = 1; i < count; i++) {
		size_t n = 0;

		while (n < same && n < keys[i].key.len && keys[i].key.at[n] == keys[0].key.at[n])
			n++;
		same = n;
	}
	return same;
}

static uint64_t head_of(Str key, size_t from)
{
	uint64_t head = 0;

	for (size_t i = from; i < from + sizeof head; i++)
		head = head << 8 | (i < key.len ? (unsigned char)key.at[i] : 0);
	return head;
}

static bool is_in_order(const struct placed *list, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (by_key(&list[i - 1], &list[i]) > 0)
			return false;
	return true;
}

/* Moves each line to its place, one circle of those that change places with each other after the other. */
static void lines_move(struct lines *l, int list, struct placed *placed)
{
	struct pairing_line *lines = l->pairing.lists[list].lines;
	struct line_key *keys = l->keys[list];

	for (uint32_t i = 0; i < l->pairing.lists[list].count; i++) {
		struct pairing_line line = lines[i];
		struct line_key key = keys[i];
		uint32_t to = i, from;

		for (; (from = placed[to].line) != i; placed[to].line = to, to = from) {
			lines[to] = lines[from];
			keys[to] = keys[from];
		}
		placed[to].line = to;
		lines[to] = line;
		keys[to] = key;
	}
}

/* By their keys, not as they were read or by their hashes, which are others in each installation. */
static void list_order(struct lines *l, int list)
{
	struct arena *here = arena_new(l->a);
	size_t count = l->pairing.lists[list].count, from = common_head(l->keys[list], count);
	struct placed *placed = arena_array(here, count, struct placed);

	for (uint32_t i = 0; i < count; i++)
		placed[i] = (struct placed){head_of(l->keys[list][i].key, from), l->keys[list][i].key, i};
	if (!is_in_order(placed, count)) {
		qsort(placed, count, sizeof *placed, by_key);
		lines_move(l, list, placed);
	}
	arena_end(here);
}

/* ── by their hashes ───────────────────────────────────────────────────────────────────────────────────────────── */

static int hash_order(struct hash x, struct hash y)
{
	if (x.high != y.high)
		return x.high < y.high ? -1 : 1;
	return (x.low > y.low) - (x.low < y.low);
}

static int by_hash(const void *a, const void *b)
{
	return hash_order(((const struct other_row *)a)->hash, ((const struct other_row *)b)->hash);
}

static size_t place_of(const struct lines *l, int list, struct hash key)
{
	return (size_t)(key.high >> (64 - l->bits[list]));
}

/* Hashes lie evenly: about one line begins with the same bits as another. */
static void list_index(struct lines *l, int list)
{
	size_t count = l->pairing.lists[list].count, places;
	uint32_t *end;

	for (l->bits[list] = 1; (size_t)1 << l->bits[list] < count;)
		l->bits[list]++;
	places = (size_t)1 << l->bits[list];
	l->places[list] = arena_array(l->a, places + 2, uint32_t);
	l->by_hash[list] = arena_array(l->a, count, uint32_t);
	end = &l->places[list][1];
	for (size_t i = 0; i < count; i++)
		end[place_of(l, list, l->keys[list][i].hash) + 1]++;
	for (size_t i = 0; i < places; i++)
		end[i + 1] += end[i];
	for (uint32_t i = 0; i < count; i++)
		l->by_hash[list][end[place_of(l, list, l->keys[list][i].hash)]++] = i;
	if (l->other_count[list] > 0)
		qsort(l->others[list], l->other_count[list], sizeof **l->others, by_hash);
}

int64_t line_with(const struct lines *l, int list, struct hash key)
{
	size_t place = place_of(l, list, key);

	for (uint32_t i = l->places[list][place]; i < l->places[list][place + 1]; i++)
		if (hash_order(l->keys[list][l->by_hash[list][i]].hash, key) == 0)
			return l->by_hash[list][i];
	return -1;
}

struct other_row *line_other(const struct lines *l, int list, struct hash key)
{
	struct other_row sought = {.hash = key};

	return l->other_count[list] == 0 ? NULL
	     : bsearch(&sought, l->others[list], l->other_count[list], sizeof sought, by_hash);
}

bool lines_read(struct lines *l, Str standing, struct err *e)
{
	struct arena *here = arena_new(l->a);
	struct filling lists[2];
	int64_t most[2];
	bool ok = size_find(l, standing, most, e);

	for (int list = 0; ok && list < 2; list++) {
		lists[list] = (struct filling){l, list, (size_t)most[list], l->rule->lists[list].reference_count,
			arena_array(here, (size_t)most[list], uint8_t)};
		ok = list_read(&lists[list], e);
	}
	for (int list = 0; ok && list < 2; list++) {
		amounts_scale(&lists[list]);
		list_order(l, list);
		list_index(l, list);
	}
	arena_end(here);
	return ok;
}
