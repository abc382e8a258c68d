/*
 * The naive model that random histories of staging are held against: a plain copy of what each night should hold, by
 * the words of the design.  It knows nothing of hashes, deltas or versions.
 */
#ifndef UNIT_STAGE_MODEL_H
#define UNIT_STAGE_MODEL_H

#include "stage/intake.h"

#include <stdio.h>
#include <string.h>

enum { PLACES = 3, NUMBERS = 8, KEYS = PLACES * NUMBERS, LINE = 64 };

static const char *const places[PLACES + 1] = {"BER", "HAM", "MUC", NULL};
static const char *const written[] = {"1.00", "2.50", "10.00", "2.50", "-3.00"};
static const char *const statuses[] = {"open", "paid"};

/* What is known of a key on one night; state 0: nothing. */
struct known_item {
	char state;
	int amount, status, note;    /* indexes; -1 is NULL */
	int64_t version;
	date unconfirmed_on;
};

struct model {
	struct known_item at[KEYS];
};

/* A record as the model sees it. */
struct record_of {
	int key;                     /* -1: keyless */
	struct known_item item;
};

static inline bool is_same_item(const struct known_item *a, const struct known_item *b)
{
	const char *x = a->amount < 0 ? "" : written[a->amount], *y = b->amount < 0 ? "" : written[b->amount];

	return a->state == b->state && strcmp(x, y) == 0 && a->status == b->status && a->note == b->note
	    && a->version == b->version;
}

/* The row that the records of one key come to; state 0: no record, or all of them older than what is known. */
static inline struct known_item item_of(const struct record_of *records, size_t count, int key, int64_t known_version,
	bool *spoken)
{
	struct known_item row = {0};
	int64_t newest = 0;

	for (size_t i = 0; i < count; i++)
		if (records[i].key == key) {
			*spoken = true;
			newest = records[i].item.version > newest ? records[i].item.version : newest;
		}
	if (newest < known_version)
		return row;
	for (size_t i = 0; i < count; i++) {
		const struct known_item *r = &records[i].item;

		if (records[i].key != key || r->version < newest)
			continue;
		if (row.state == 0 || (row.state == ROW_FILTERED && r->state != ROW_FILTERED))
			row = *r;
		else if (r->state == ROW_REJECTED && row.state != ROW_REJECTED && row.state != ROW_FILTERED)
			row.state = ROW_REJECTED;
		else if (r->state == ROW_GOOD && row.state == ROW_GOOD && !is_same_item(r, &row))
			row.state = ROW_TWICE;
	}
	return row;
}

static inline bool is_in_scope(const struct intake *intake, int key, const bool *missing)
{
	return intake->scope != SCOPE_PART || !missing[key / NUMBERS];
}

static inline void advance(const struct intake *intake, struct model *m, const struct record_of *records, size_t count,
	date day, const bool *missing)
{
	size_t keyless = 0;

	for (size_t i = 0; i < count; i++)
		keyless += records[i].key < 0;
	for (int key = 0; key < KEYS; key++) {
		struct known_item *known = &m->at[key], tonight;
		bool spoken = false;

		tonight = item_of(records, count, key, known->state ? known->version : 0, &spoken);
		if (tonight.state)
			*known = tonight;
		if (spoken || !known->state || intake->mode != MODE_FULL || !is_in_scope(intake, key, missing))
			continue;
		if (keyless == 0 || (known->state == ROW_UNCONFIRMED && known->unconfirmed_on < day)) {
			*known = (struct known_item){0};
		} else if (known->state != ROW_UNCONFIRMED) {
			known->state = ROW_UNCONFIRMED;
			known->unconfirmed_on = day;
		}
	}
}

static inline Str model_text(struct arena *a, const struct model *m)
{
	struct buf *b = buf_new(a, KEYS * LINE);

	for (int key = 0; key < KEYS; key++) {
		const struct known_item *k = &m->at[key];

		if (!k->state)
			continue;
		buf_print(b, "%s%s|%d", b->len > 0 ? " " : "", places[key / NUMBERS], key % NUMBERS);
		if (k->amount >= 0)
			buf_print(b, "|%s", written[k->amount]);
		buf_print(b, "|%s", statuses[k->status]);
		if (k->note > 0)
			buf_print(b, "|note%d", k->note);
		buf_print(b, "|%c", k->state);
	}
	return buf_str(b);
}

/* ── the past, and numbers ─────────────────────────────────────────────────────────────────────────────────────── */

/* What became of a key between two nights: nothing is said of what is not readable on both, or has no moment. */
static inline const char *change_of(const struct known_item *was, const struct known_item *is)
{
	bool was_good = was->state == ROW_GOOD && was->version > 0, is_good = is->state == ROW_GOOD && is->version > 0;

	if (was_good && is_good)
		return is_same_item(was, is) ? NULL : "changed";
	if (was_good && !is->state)
		return "removed";
	return is_good && !was->state ? "added" : NULL;
}

static inline Str changes_text(struct arena *a, const struct model *before, const struct model *after)
{
	struct buf *b = buf_new(a, KEYS * LINE);

	for (int key = 0; key < KEYS; key++) {
		const char *change = change_of(&before->at[key], &after->at[key]);

		if (change)
			buf_print(b, "%s%s|%d %s", b->len > 0 ? " " : "", places[key / NUMBERS], key % NUMBERS, change);
	}
	return buf_str(b);
}

/* "BER 0-7 of 5: 2-3 5-5" */
static inline void series_text(struct buf *b, const struct known_item *items, const char *place)
{
	int first = -1, last = -1, count = 0;

	for (int n = 0; n < NUMBERS; n++)
		if (items[n].state) {
			first = first < 0 ? n : first;
			last = n;
			count++;
		}
	if (count == 0)
		return;
	buf_print(b, "%s%s # %d-%d of %d:", b->len > 0 ? " " : "", place, first, last, count);
	for (int n = first, before = first; n <= last; n++)
		if (items[n].state) {
			if (n > before + 1)
				buf_print(b, " %d-%d", before + 1, n - 1);
			before = n;
		}
}

static inline Str sequences_text(struct arena *a, const struct model *m)
{
	struct buf *b = buf_new(a, KEYS * LINE);

	for (int place = 0; place < PLACES; place++)
		series_text(b, &m->at[place * NUMBERS], places[place]);
	return buf_str(b);
}

#endif
