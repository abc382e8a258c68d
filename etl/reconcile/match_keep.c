#include "reconcile/match_keep.h"

#include "db/copy.h"
#include "embedded.h"
#include "reconcile/match.h"

/* What a match consists of tonight, by its number less 1; of one that stood before what it consisted of then. */
struct content {
	int64_t sums[2];                 /* in units; pairing.h lets none be made that has too many */
	int64_t heads[2];                /* of each list the line with the least key; -1: none, or it stood before */
	int64_t number;                  /* under which it is kept; 0 if it is not new, or nothing is left of it */
};

struct keeping {
	struct lines *l;
	const struct standing *s;
	int64_t rule_run;
	struct content *of;
	size_t *numbered;                /* new matches in the order of their numbers */
	size_t numbered_count;
};

static const struct pairing_match *match_at(const struct keeping *k, size_t match)
{
	return &k->l->pairing.matches[match];
}

static bool is_new(const struct keeping *k, size_t match)
{
	return match >= k->s->count;
}

/* Whether it holds anything together tonight. */
static bool is_there(const struct keeping *k, size_t match)
{
	return is_new(k, match) ? k->of[match].number > 0 : !k->s->at[match].ended;
}

static size_t lines_in(const struct keeping *k, size_t match, int list)
{
	return is_new(k, match) ? match_at(k, match)->lines[list] : k->s->at[match].lines[list];
}

/* ── what they consist of ──────────────────────────────────────────────────────────────────────────────────────── */

static void line_count(struct keeping *k, int list, size_t line)
{
	const struct pairing_line *one = &k->l->pairing.lists[list].lines[line];
	struct content *c = &k->of[one->match - 1];

	c->sums[list] += one->amount;
	if (c->heads[list] < 0)
		c->heads[list] = (int64_t)line;
}

/* New matches are numbered from 1 in the order of their keys, as the lines are. */
static void matches_number(struct keeping *k)
{
	const struct pairing_list *first = &k->l->pairing.lists[0];

	k->numbered = arena_array(k->l->a, k->l->pairing.match_count - k->s->count, size_t);
	for (size_t i = 0; i < first->count; i++) {
		uint32_t match = first->lines[i].match;

		if (match == 0 || !is_new(k, match - 1) || k->of[match - 1].heads[0] != (int64_t)i)
			continue;
		k->numbered[k->numbered_count++] = match - 1;
		k->of[match - 1].number = (int64_t)k->numbered_count;
	}
}

static void contents_find(struct keeping *k)
{
	struct pairing *p = &k->l->pairing;

	k->of = arena_array(k->l->a, p->match_count, struct content);
	for (size_t i = 0; i < p->match_count; i++)
		k->of[i].heads[0] = k->of[i].heads[1] = -1;
	for (size_t i = 0; i < k->s->count; i++)
		memcpy(k->of[i].sums, k->s->at[i].sums, sizeof k->of[i].sums);
	for (int list = 0; list < 2; list++)
		for (size_t i = 0; i < p->lists[list].count; i++)
			if (p->lists[list].lines[i].match && is_new(k, p->lists[list].lines[i].match - 1))
				line_count(k, list, i);
	matches_number(k);
}

/* ── matches ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static void amount_copy(struct copy_in *c, struct arena *row, const struct lines *l, int64_t units)
{
	copy_numeric(c, line_amount(row, l, units), l->scale);
}

static uint32_t currency_of(const struct keeping *k, size_t match)
{
	return is_new(k, match) ? k->l->pairing.lists[0].lines[k->of[match].heads[0]].currency : k->s->at[match].currency;
}

static void match_copy(struct keeping *k, struct copy_in *c, struct arena *row, size_t match)
{
	const struct pairing_match *m = match_at(k, match);
	const struct content *of = &k->of[match];

	copy_row(c, 13);
	copy_int8(c, k->rule_run);
	copy_int8(c, of->number);
	copy_text(c, text(stage_name(m->stage)));
	copy_int8(c, m->alternatives);
	copy_text(c, k->l->currencies.at[currency_of(k, match)]);
	for (int list = 0; list < 2; list++) {
		amount_copy(c, row, k->l, of->sums[list]);
		copy_int8(c, m->lines[list]);
		copy_hash(c, k->l->keys[list][of->heads[list]].hash);
		copy_bytes(c, k->l->keys[list][of->heads[list]].key);
	}
}

static bool matches_write(struct keeping *k, struct err *e)
{
	struct arena *row = arena_new(k->l->a);
	struct copy_in *c;
	bool good = true;

	if (!copy_in_open(k->l->pg, k->l->a, sql_reconcile_match_keep, &c, e))
		return false;
	for (size_t i = 0; good && i < k->numbered_count; i++) {
		match_copy(k, c, row, k->numbered[i]);
		arena_end(row);
		good = copy_in_check(c, e);
	}
	return good && copy_in_end(c, NULL, e);
}

/* The lines of those that have several of one list. */
static bool several_write(struct keeping *k, struct err *e)
{
	struct arena *row = arena_new(k->l->a);
	struct copy_in *c;
	bool good = true;

	if (!copy_in_open(k->l->pg, k->l->a, sql_reconcile_match_keep_several, &c, e))
		return false;
	for (int list = 0; list < 2; list++)
		for (size_t i = 0; good && i < k->l->pairing.lists[list].count; i++) {
			const struct pairing_line *line = &k->l->pairing.lists[list].lines[i];

			if (line->match == 0 || !is_new(k, line->match - 1) || match_at(k, line->match - 1)->lines[list] < 2)
				continue;
			copy_row(c, 6);
			copy_int8(c, k->rule_run);
			copy_int8(c, k->of[line->match - 1].number);
			copy_int2(c, (int16_t)list);
			copy_hash(c, k->l->keys[list][i].hash);
			copy_bytes(c, k->l->keys[list][i].key);
			amount_copy(c, row, k->l, line->amount);
			arena_end(row);
			good = copy_in_check(c, e);
		}
	return good && copy_in_end(c, NULL, e);
}

/* ── totals ────────────────────────────────────────────────────────────────────────────────────────────────────── */

struct total {
	int64_t matches, made, certain, lines[2];
	int64_t units[2];                /* what came since sums was last added to */
	struct decimal sums[2];
};

enum { STAGES = STAGE_AMOUNT + 1 };

static uint32_t alternatives_of(const struct keeping *k, size_t match)
{
	return is_new(k, match) ? match_at(k, match)->alternatives : k->s->at[match].alternatives;
}

static void sum_add(struct keeping *k, struct total *t, int list, int64_t units)
{
	struct arena *a = k->l->a;
	int64_t sum;

	if (__builtin_add_overflow(t->units[list], units, &sum)) {
		t->sums[list] = decimal_add(a, t->sums[list], line_amount(a, k->l, t->units[list]));
		sum = units;
	}
	t->units[list] = sum;
}

static void total_add(struct keeping *k, struct total *t, size_t match)
{
	t->matches++;
	t->made += is_new(k, match);
	t->certain += alternatives_of(k, match) == 0;
	for (int list = 0; list < 2; list++) {
		t->lines[list] += (int64_t)lines_in(k, match, list);
		sum_add(k, t, list, k->of[match].sums[list]);
	}
}

static void total_copy(struct keeping *k, struct copy_in *c, const struct total *t, enum pairing_stage stage,
	Str currency)
{
	struct arena *a = k->l->a;

	copy_row(c, 10);
	copy_int8(c, k->rule_run);
	copy_text(c, text(stage_name(stage)));
	copy_text(c, currency);
	copy_int8(c, t->matches);
	copy_int8(c, t->made);
	copy_int8(c, t->certain);
	for (int list = 0; list < 2; list++)
		copy_int8(c, t->lines[list]);
	for (int list = 0; list < 2; list++)
		copy_numeric(c, decimal_add(a, t->sums[list], line_amount(a, k->l, t->units[list])), k->l->scale);
}

/* By stage and currency. */
static struct total *totals_of(struct keeping *k, int64_t *compared)
{
	struct total *all = arena_array(k->l->a, STAGES * k->l->currencies.count, struct total);

	*compared = 0;
	for (size_t i = 0; i < STAGES * k->l->currencies.count; i++)
		all[i].sums[0] = all[i].sums[1] = decimal_of(k->l->a, 0);
	for (size_t i = 0; i < k->l->pairing.match_count; i++) {
		if (!is_there(k, i))
			continue;
		total_add(k, &all[currency_of(k, i) * STAGES + match_at(k, i)->stage], i);
		*compared += (int64_t)lines_in(k, i, 0);
	}
	return all;
}

static bool totals_write(struct keeping *k, int64_t *compared, struct err *e)
{
	const struct total *all = totals_of(k, compared);
	struct copy_in *c;

	if (!copy_in_open(k->l->pg, k->l->a, sql_reconcile_match_totals, &c, e))
		return false;
	for (size_t i = 0; i < STAGES * k->l->currencies.count; i++)
		if (all[i].matches > 0)
			total_copy(k, c, &all[i], (enum pairing_stage)(i % STAGES), k->l->currencies.at[i / STAGES]);
	return copy_in_end(c, NULL, e);
}

/* ── what is found of them ─────────────────────────────────────────────────────────────────────────────────────── */

static void own_copy(struct copy_in *c, int list, struct hash key, char state, const char *reason)
{
	copy_row(c, 4);
	copy_int2(c, (int16_t)list);
	copy_hash(c, key);
	copy_char(c, state);
	copy_text(c, reason ? text(reason) : (Str){0});
}

static bool list_own(struct keeping *k, struct copy_in *c, int list, struct err *e)
{
	const struct pairing_list *all = &k->l->pairing.lists[list];
	bool good = true;

	for (size_t i = 0; good && i < all->count; i++) {
		const struct pairing_line *line = &all->lines[i];
		const struct line_key *key = &k->l->keys[list][i];

		if (line->match)
			continue;
		own_copy(c, list, key->hash, line->amount == 0 ? '0' : key->state,
			line->contested ? "contests a match by amount that stands" : NULL);
		good = copy_in_check(c, e);
	}
	for (size_t i = 0; good && i < k->l->other_count[list]; i++) {
		const struct other_row *o = &k->l->others[list][i];

		if (!o->has_no_amount && !o->is_long)
			continue;
		own_copy(c, list, o->hash, o->state, o->is_long ? "its amount is too long to be paired" : NULL);
		good = copy_in_check(c, e);
	}
	return good;
}

static bool own_write(struct keeping *k, struct err *e)
{
	struct copy_in *c;

	return pg_run(k->l->pg, sql_reconcile_match_own, NO_PARAMS, NULL, e)
	    && copy_in_open(k->l->pg, k->l->a, sql_reconcile_match_own_copy, &c, e)
	    && list_own(k, c, 0, e) && list_own(k, c, 1, e) && copy_in_end(c, NULL, e)
	    && pg_run(k->l->pg, sql_reconcile_match_own_analyze, NO_PARAMS, NULL, e);
}

static void head_copy(struct keeping *k, struct copy_in *c, size_t match, int list)
{
	copy_hash(c, is_new(k, match) ? k->l->keys[list][k->of[match].heads[list]].hash : k->s->at[match].heads[list]);
}

static bool unequal_write(struct keeping *k, size_t *count, struct err *e)
{
	struct arena *row = arena_new(k->l->a);
	struct copy_in *c;
	bool good = pg_run(k->l->pg, sql_reconcile_match_unequal, NO_PARAMS, NULL, e)
		 && copy_in_open(k->l->pg, k->l->a, sql_reconcile_match_unequal_copy, &c, e);

	for (size_t i = 0; good && i < k->l->pairing.match_count; i++) {
		const int64_t *sums = k->of[i].sums;

		if (!is_there(k, i) || sums[0] == sums[1])
			continue;
		++*count;
		copy_row(c, 5);
		copy_text(c, k->l->currencies.at[currency_of(k, i)]);
		for (int list = 0; list < 2; list++) {
			head_copy(k, c, i, list);
			amount_copy(c, row, k->l, sums[list]);
		}
		arena_end(row);
		good = copy_in_check(c, e);
	}
	return good && copy_in_end(c, NULL, e);
}

bool match_keep(struct lines *l, const struct standing *s, int64_t rule_run, struct match_kept *kept, struct err *e)
{
	struct keeping k = {.l = l, .s = s, .rule_run = rule_run};

	*kept = (struct match_kept){0};
	contents_find(&k);
	return matches_write(&k, e) && several_write(&k, e) && totals_write(&k, &kept->compared, e) && own_write(&k, e)
	    && unequal_write(&k, &kept->unequal, e);
}
