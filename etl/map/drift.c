#include "base/card.h"
#include "map/spec.h"

#include <stdlib.h>

/* What departs from the contract: counted once a record, with the first one's place. */

const char *const drift_names[DRIFTS] = {"new_field", "missing_field", "type_change", "new_value"};
const char *const drift_words[] = {"accept", "warn", "reject", "fail"};

enum { EXAMPLE_MOST = 40 };

struct found {
	struct departure is;
	uint64_t record;             /* the last that was counted */
	const char *reason;
	struct found *next;
};

struct drift_list {
	struct arena *run;
	enum drift_word words[DRIFTS];
	struct found *first;
};

struct drift_list *drift_list_new(struct arena *run, const struct map *m, bool released)
{
	struct drift_list *l = arena_new_of(run, struct drift_list);

	l->run = run;
	for (int i = 0; i < DRIFTS; i++)
		l->words[i] = released && m->contract[i] > DRIFT_WARN ? DRIFT_WARN : m->contract[i];
	return l;
}

enum drift_word drift_word_of(const struct drift_list *l, enum drift drift)
{
	return l->words[drift];
}

Str map_contract(struct arena *a, const struct map *m)
{
	struct buf *b = buf_new(a, 200);

	for (int i = 0; m->has_contract && i < DRIFTS; i++)
		buf_print(b, "%s%s = %s", i > 0 ? ", " : "", drift_names[i], drift_words[m->contract[i]]);
	return buf_str(b);
}

/* ── examples ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static char masked(char c)
{
	if (byte_is_digit(c))
		return '9';
	if (c >= 'A' && c <= 'Z')
		return 'X';
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80 ? 'x' : c;
}

/* Letters and digits as X, x and 9: what form it has, and nothing of what it says.  A character of several bytes is
 * one x. */
static Str pattern(struct arena *a, Str s)
{
	struct buf *b = buf_new(a, EXAMPLE_MOST);

	for (size_t i = 0; i < s.len && b->len < EXAMPLE_MOST; i++)
		if (((unsigned char)s.at[i] & 0xC0) != 0x80)
			buf_byte(b, (unsigned char)s.at[i] < ' ' ? ' ' : masked(s.at[i]));
	return buf_str(b);
}

static Str shown(struct arena *a, const struct departs *d)
{
	Str s = d->value;

	if (!d->plain || text_fault(s))
		return pattern(a, s);
	s = card_masked(a, text_head(s, SHOWN_MOST));
	if (s.len > EXAMPLE_MOST)
		for (s.len = EXAMPLE_MOST; s.len > 0 && ((unsigned char)s.at[s.len] & 0xC0) == 0x80;)
			s.len--;
	return text_copy(a, s);
}

/* ── noting ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static const char *reason_of(struct arena *a, const struct departs *d)
{
	switch (d->drift) {
	case DRIFT_NEW_FIELD:
		return "a field that no earlier night had";
	case DRIFT_MISSING_FIELD:
		return "missing, though every record of the earlier nights had it";
	default:
		return arena_print(a, "another kind than on the earlier nights: %s", d->what);
	}
}

static struct found *found_new(struct work *w, const struct departs *d)
{
	struct drift_list *l = w->recall->drifts;
	struct found *f = arena_new_of(l->run, struct found);

	f->is = (struct departure){.drift = d->drift, .word = l->words[d->drift], .path = text_copy(l->run, d->path),
		.what = text_copy(l->run, text(d->what)), .example = shown(l->run, d), .first = w->record->place};
	f->is.first.member = text_copy(l->run, card_masked(w->batch, w->record->place.member));
	f->reason = reason_of(l->run, d);
	f->next = l->first;
	l->first = f;
	return f;
}

/* Whether it is the first time in this record. */
static bool count(struct work *w, struct found **found, const struct departs *d)
{
	if (!*found)
		*found = found_new(w, d);
	if ((*found)->record == w->tally->records)
		return false;
	(*found)->record = w->tally->records;
	(*found)->is.count++;
	return true;
}

void drift_note(struct work *w, struct found **found, const struct departs *d)
{
	if (count(w, found, d) && (*found)->is.word == DRIFT_REJECT)
		reject_path(w, (*found)->is.path, (*found)->reason);
}

/* Fields are few. */
static struct found *value_of(const struct drift_list *l, Str field)
{
	struct found *f = l->first;

	while (f && !(f->is.drift == DRIFT_NEW_VALUE && text_is(f->is.path, field)))
		f = f->next;
	return f;
}

bool drift_value(struct work *w, const struct spec *s, const char *reason)
{
	struct drift_list *l = w->recall->drifts;
	struct found *f;

	if (!l || w->silent)
		return true;
	f = value_of(l, s->name);
	count(w, &f, &(struct departs){DRIFT_NEW_VALUE, s->name, "", s->personal ? S("") : w->raw, !s->personal});
	return l->words[DRIFT_NEW_VALUE] != DRIFT_REJECT || reject(w, s, reason);
}

/* ── what it came to ───────────────────────────────────────────────────────────────────────────────────────────── */

static int order(const void *left, const void *right)
{
	const struct departure *a = left, *b = right;

	return a->drift != b->drift ? (a->drift > b->drift) - (a->drift < b->drift)
		: text_compare(a->path, b->path);
}

/* Those past the first of a drift become one, without a path. */
static size_t kept(struct departure *all, size_t count)
{
	size_t out = 0, of_drift = 0;

	for (size_t i = 0; i < count; i++) {
		of_drift = i > 0 && all[i].drift == all[i - 1].drift ? of_drift + 1 : 1;
		if (of_drift <= DEPARTURES_KEPT)
			all[out++] = all[i];
		else if (of_drift == DEPARTURES_KEPT + 1)
			all[out++] = (struct departure){.drift = all[i].drift, .word = all[i].word, .count = all[i].count,
				.first = all[i].first};
		else
			all[out - 1].count += all[i].count;
	}
	return out;
}

const struct departure *map_departures(struct arena *a, const struct map_tally *tally, size_t *count)
{
	const struct drift_list *l = tally->recall->drifts;
	struct departure *all = NULL;

	*count = 0;
	for (const struct found *f = l ? l->first : NULL; f; f = f->next) {
		all = arena_grow(a, all, *count, sizeof *all);
		all[(*count)++] = f->is;
	}
	if (*count > 0)
		qsort(all, *count, sizeof *all, order);
	*count = kept(all, *count);
	return all;
}
