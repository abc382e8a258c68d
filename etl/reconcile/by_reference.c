#include "reconcile/by_reference.h"

#include "reconcile/references.h"

#include <stdlib.h>

/* A line names a token.  node: its number, those of the second list behind those of the first. */
struct mention {
	uint64_t token;
	uint32_t currency, node;
	bool in_text;
};

struct mentions {
	struct arena *a;
	struct mention *at;
	size_t count, room;
};

static const struct pairing_line *line_of(const struct pairing *p, uint32_t node)
{
	size_t first = p->lists[0].count;

	return node < first ? &p->lists[0].lines[node] : &p->lists[1].lines[node - first];
}

static bool is_second(const struct pairing *p, uint32_t node)
{
	return node >= p->lists[0].count;
}

/* ── who names what ────────────────────────────────────────────────────────────────────────────────────────────── */

static void mention_add(struct mentions *m, struct mention one)
{
	m->at = arena_grow(m->a, m->at, m->count, sizeof *m->at);
	m->at[m->count++] = one;
}

static void references_add(struct mentions *m, const struct pairing_line *line, uint32_t node)
{
	for (uint32_t i = 0; i < line->reference_count; i++)
		mention_add(m, (struct mention){reference_token(line->references[i]), line->currency, node, false});
}

/* The tokens of one list's references: a table of a power of two places, at most half of them taken; 0 is free. */
struct tokens {
	uint64_t *at;
	size_t places, count;
};

static void token_put(struct tokens *t, uint64_t token)
{
	size_t place = token & (t->places - 1);

	while (t->at[place] && t->at[place] != token)
		place = (place + 1) & (t->places - 1);
	t->at[place] = token;
}

static struct tokens tokens_of(struct arena *a, const struct pairing_list *list)
{
	struct tokens t = {.places = 2};

	for (size_t i = 0; i < list->count; i++)
		t.count += list->lines[i].match ? 0 : list->lines[i].reference_count;
	while (t.places < 2 * t.count)
		t.places *= 2;
	t.at = arena_array(a, t.places, uint64_t);
	for (size_t i = 0; i < list->count; i++)
		for (uint32_t k = 0; !list->lines[i].match && k < list->lines[i].reference_count; k++)
			token_put(&t, reference_token(list->lines[i].references[k]));
	return t;
}

static bool is_token(uint64_t token, const void *subject)
{
	const struct tokens *t = subject;
	size_t place = token & (t->places - 1);

	while (t->at[place] && t->at[place] != token)
		place = (place + 1) & (t->places - 1);
	return t->at[place] == token;
}

/* Where the tokens found in one line's text go. */
struct reading_text {
	struct mentions *m;
	uint32_t currency, node;
};

static void take_token(uint64_t token, void *into)
{
	const struct reading_text *r = into;

	mention_add(r->m, (struct mention){token, r->currency, r->node, true});
}

static void text_add(struct mentions *m, const struct pairing_line *line, uint32_t node, const struct tokens *others)
{
	struct reading_text r = {m, line->currency, node};

	if (others->count > 0)
		references_in(line->text, is_token, others, take_token, &r);
}

static void line_add(struct mentions *m, const struct pairing_line *line, uint32_t node, enum pairing_stage stage,
	const struct tokens *others)
{
	if (line->match)
		return;
	if (stage == STAGE_GROUP) {
		if (line->group)
			mention_add(m, (struct mention){line->group, line->currency, node, false});
		return;
	}
	references_add(m, line, node);
	if (stage == STAGE_TEXT)
		text_add(m, line, node, others);
}

static int by_token(const void *a, const void *b)
{
	const struct mention *x = a, *y = b;

	if (x->token != y->token)
		return x->token < y->token ? -1 : 1;
	if (x->currency != y->currency)
		return x->currency < y->currency ? -1 : 1;
	return (x->node > y->node) - (x->node < y->node);
}

/* A power of two of places, about one for each. */
static int place_bits(size_t count)
{
	int bits = 1;

	while (bits < 32 && (size_t)1 << bits < count)
		bits++;
	return bits;
}

/* Tokens lie evenly: each mention goes to the place of its first bits, and those of one place are put in order. */
static void mentions_order(struct mentions *m)
{
	int bits = place_bits(m->count);
	size_t places = (size_t)1 << bits;
	uint32_t *end = arena_array(m->a, places + 1, uint32_t);
	struct mention *sorted = arena_array(m->a, m->count, struct mention);

	for (size_t i = 0; i < m->count; i++)
		end[(m->at[i].token >> (64 - bits)) + 1]++;
	for (size_t i = 0; i < places; i++)
		end[i + 1] += end[i];
	for (size_t i = 0; i < m->count; i++)
		sorted[end[m->at[i].token >> (64 - bits)]++] = m->at[i];
	for (size_t i = 0, from = 0; i < places; from = end[i++])
		if (end[i] > from + 1)
			qsort(&sorted[from], end[i] - from, sizeof *sorted, by_token);
	m->at = sorted;
}

static struct mentions mentions_of(struct arena *a, const struct pairing *p, enum pairing_stage stage)
{
	struct mentions m = {.a = a};
	uint32_t node = 0;

	for (int side = 0; side < 2; side++) {
		struct tokens others = stage == STAGE_TEXT ? tokens_of(a, &p->lists[1 - side]) : (struct tokens){0};

		for (size_t i = 0; i < p->lists[side].count; i++)
			line_add(&m, &p->lists[side].lines[i], node++, stage, &others);
	}
	mentions_order(&m);
	return m;
}

/* ── what hangs together ───────────────────────────────────────────────────────────────────────────────────────── */

/* Sets of nodes: each points to another of its set, the root to itself. */
static uint32_t root_of(uint32_t *parents, uint32_t node)
{
	while (parents[node] != node)
		node = parents[node] = parents[parents[node]];
	return node;
}

static void join(uint32_t *parents, uint32_t one, uint32_t other)
{
	uint32_t x = root_of(parents, one), y = root_of(parents, other);

	if (x < y)
		parents[y] = x;
	else
		parents[x] = y;
}

/* Whether those who name one token are of both lists, and not all of them by their texts. */
static bool is_link(const struct pairing *p, const struct mention *run, size_t count)
{
	bool named[2] = {false, false}, any[2] = {false, false};

	for (size_t i = 0; i < count; i++) {
		bool second = is_second(p, run[i].node);

		any[second] = true;
		named[second] = named[second] || !run[i].in_text;
	}
	return (named[0] && any[1]) || (any[0] && named[1]);
}

static size_t run_length(const struct mentions *m, size_t from)
{
	size_t end = from;

	while (end < m->count && m->at[end].token == m->at[from].token && m->at[end].currency == m->at[from].currency)
		end++;
	return end - from;
}

struct member {
	uint32_t root, node;
};

/* All nodes that are linked, in the order of their roots, and of each root in their own. */
static size_t members_put(struct arena *a, uint32_t *parents, const bool *linked, size_t nodes, struct member *members)
{
	uint32_t *end = arena_array(a, nodes + 1, uint32_t);

	for (uint32_t i = 0; i < nodes; i++)
		if (linked[i])
			end[root_of(parents, i) + 1]++;
	for (size_t i = 0; i < nodes; i++)
		end[i + 1] += end[i];
	for (uint32_t i = 0; i < nodes; i++)
		if (linked[i]) {
			uint32_t root = root_of(parents, i);

			members[end[root]++] = (struct member){root, i};
		}
	return end[nodes];
}

/* All nodes that are linked, by the set that they are in; each once. */
static size_t members_of(struct arena *a, const struct pairing *p, const struct mentions *m, struct member **out)
{
	size_t nodes = p->lists[0].count + p->lists[1].count;
	uint32_t *parents = arena_array(a, nodes, uint32_t);
	bool *linked = arena_array(a, nodes, bool);

	for (uint32_t i = 0; i < nodes; i++)
		parents[i] = i;
	for (size_t i = 0, length; i < m->count; i += length) {
		length = run_length(m, i);
		if (!is_link(p, &m->at[i], length))
			continue;
		for (size_t k = i; k < i + length; k++) {
			join(parents, m->at[i].node, m->at[k].node);
			linked[m->at[k].node] = true;
		}
	}
	*out = arena_array(a, m->count, struct member);
	return members_put(a, parents, linked, nodes, *out);
}

/* ── one set ───────────────────────────────────────────────────────────────────────────────────────────────────── */

struct set {
	struct arena *a;
	struct pairing *p;
	enum pairing_stage stage;
	const struct member *at;
	size_t count, first;             /* all, and of the first list, which stand before the others */
};

static bool sum(const struct set *s, size_t from, size_t to, int64_t *total)
{
	*total = 0;
	for (size_t i = from; i < to; i++)
		if (__builtin_add_overflow(*total, line_of(s->p, s->at[i].node)->amount, total))
			return false;
	return true;
}

static struct pairing_line *line_at(const struct set *s, size_t i)
{
	size_t first = s->p->lists[0].count;
	uint32_t node = s->at[i].node;

	return node < first ? &s->p->lists[0].lines[node] : &s->p->lists[1].lines[node - first];
}

/* Of how many others of the set's other side a line has the amount; which the last of them is. */
static size_t equals(const struct set *s, size_t line, size_t *other)
{
	size_t from = line < s->first ? s->first : 0, to = line < s->first ? s->count : s->first, found = 0;

	for (size_t i = from; i < to; i++)
		if (line_at(s, i)->amount == line_at(s, line)->amount) {
			*other = i;
			found++;
		}
	return found;
}

/* What does not come to the same in all may still hold pairs that nothing else in it could be.  Each line is held
 * against each; what shares one reference by the thousand is named by something else than its references. */
static void pairs_take(const struct set *s)
{
	enum { LARGEST = 1000 };
	size_t second, back;

	for (size_t i = 0; s->count <= LARGEST && i < s->first; i++) {
		if (line_at(s, i)->match || equals(s, i, &second) != 1 || equals(s, second, &back) != 1 || back != i)
			continue;
		if (s->stage == STAGE_GROUP || lines_share(line_at(s, i), line_at(s, second), s->stage == STAGE_TEXT))
			line_at(s, i)->match = line_at(s, second)->match = match_new(s->a, s->p, s->stage);
	}
}

static void set_take(const struct set *s)
{
	uint32_t number = match_new(s->a, s->p, s->stage);

	for (size_t i = 0; i < s->count; i++)
		line_at(s, i)->match = number;
}

static void set_settle(const struct set *s)
{
	bool one = s->first == 1 || s->count - s->first == 1;
	int64_t first, second;

	if (s->stage == STAGE_DIFFERENT) {
		if (s->count == 2)
			set_take(s);
		return;
	}
	if (sum(s, 0, s->first, &first) && sum(s, s->first, s->count, &second) && first == second
	    && (one || s->stage != STAGE_TEXT))
		set_take(s);
	else
		pairs_take(s);
}

/* What of a list a stage goes by. */
struct naming {
	bool reference, group, text;
};

static struct naming naming_of(const struct pairing_list *list)
{
	struct naming n = {0};

	for (size_t i = 0; i < list->count; i++) {
		const struct pairing_line *line = &list->lines[i];

		n.reference = n.reference || (!line->match && line->reference_count > 0);
		n.group = n.group || (!line->match && line->group);
		n.text = n.text || (!line->match && line->text.len > 0);
	}
	return n;
}

/* Whether both lists have what the stage goes by. */
static bool is_possible(const struct pairing *p, enum pairing_stage stage)
{
	struct naming first = naming_of(&p->lists[0]), second = naming_of(&p->lists[1]);

	if (stage == STAGE_GROUP)
		return first.group && second.group;
	if (stage == STAGE_TEXT)
		return (first.reference && second.text) || (first.text && second.reference);
	return first.reference && second.reference;
}

static void sets_settle(struct arena *a, struct pairing *p, enum pairing_stage stage)
{
	struct arena *here = arena_new(a);
	struct mentions m = mentions_of(here, p, stage);
	struct member *members;
	size_t count = members_of(here, p, &m, &members);

	for (size_t i = 0; i < count;) {
		struct set s = {a, p, stage, &members[i], 0, 0};

		for (; i < count && members[i].root == s.at->root; i++, s.count++)
			s.first += !is_second(p, members[i].node);
		set_settle(&s);
	}
	arena_end(here);
}

void pair_by_reference(struct arena *a, struct pairing *p, enum pairing_stage stage)
{
	if (is_possible(p, stage))
		sets_settle(a, p, stage);
}

/* ── what is left ──────────────────────────────────────────────────────────────────────────────────────────────── */

struct links {
	struct arena *a;
	struct link *at;
	size_t count;
};

/* Those of the first list stand before those of the second. */
static void run_links(struct links *l, const struct pairing *p, const struct mention *run, size_t count)
{
	enum { FEW = 5 };
	size_t first = 0;

	while (first < count && !is_second(p, run[first].node))
		first++;
	for (size_t i = 0; i < first && i < FEW; i++)
		for (size_t k = first; k < count && k < first + FEW; k++) {
			if (run[i].in_text && run[k].in_text)
				continue;
			l->at = arena_grow(l->a, l->at, l->count, sizeof *l->at);
			l->at[l->count++] = (struct link){run[i].node, run[k].node - (uint32_t)p->lists[0].count};
		}
}

size_t links_left(struct arena *a, const struct pairing *p, struct link **out)
{
	struct links l = {.a = a};
	struct mentions m = mentions_of(a, p, STAGE_TEXT);

	for (size_t i = 0, length; i < m.count; i += length) {
		length = run_length(&m, i);
		run_links(&l, p, &m.at[i], length);
	}
	*out = l.at;
	return l.count;
}

/* ── two lines ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_reference(uint64_t token, const void *subject)
{
	const struct pairing_line *line = subject;

	for (uint32_t i = 0; i < line->reference_count; i++)
		if (reference_token(line->references[i]) == token)
			return true;
	return false;
}

static void note_found(uint64_t token, void *into)
{
	(void)token;
	*(bool *)into = true;
}

bool lines_share(const struct pairing_line *one, const struct pairing_line *other, bool in_text)
{
	bool found = false;

	for (uint32_t i = 0; i < other->reference_count; i++)
		if (is_reference(reference_token(other->references[i]), one))
			return true;
	if (in_text) {
		references_in(other->text, is_reference, one, note_found, &found);
		references_in(one->text, is_reference, other, note_found, &found);
	}
	return found;
}

static void text_likeness(const struct pairing_line *named, const struct pairing_line *other, double *best)
{
	for (uint32_t i = 0; other->text.len > 0 && i < named->reference_count; i++) {
		double like = reference_in(named->references[i], other->text);

		*best = like > *best ? like : *best;
	}
}

double lines_likeness(const struct pairing_line *one, const struct pairing_line *other)
{
	double best = -1;

	for (uint32_t i = 0; i < one->reference_count; i++)
		for (uint32_t k = 0; k < other->reference_count; k++) {
			double like = reference_likeness(one->references[i], other->references[k]);

			best = like > best ? like : best;
		}
	text_likeness(one, other, &best);
	text_likeness(other, one, &best);
	return best;
}
