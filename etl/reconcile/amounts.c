#include "reconcile/amounts.h"

#include <stdlib.h>

static int by_amount(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;

	if (x->currency != y->currency)
		return x->currency < y->currency ? -1 : 1;
	if (x->amount != y->amount)
		return x->amount < y->amount ? -1 : 1;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

static int worth_order(const struct unit *x, const struct unit *y)
{
	if (x->currency != y->currency)
		return x->currency < y->currency ? -1 : 1;
	return (x->amount > y->amount) - (x->amount < y->amount);
}

/* ── units ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static int by_group(const void *a, const void *b)
{
	const struct grouped_line *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	if (x->currency != y->currency)
		return x->currency < y->currency ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

bool line_is_alone(const struct pairing_line *line)
{
	return line->match == 0 && line->day != DATE_NONE;
}

static void groups_add(struct units *u, const struct pairing_list *list, const struct grouped_line *lines, size_t count)
{
	for (size_t i = 0; i < count;) {
		const struct grouped_line *head = &lines[i];
		struct unit unit = {.currency = head->currency, .day = list->lines[head->line].day, .line = head->line};
		bool over = false;
		size_t from = i;

		for (; i < count && lines[i].group == head->group && lines[i].currency == head->currency; i++) {
			const struct pairing_line *line = &list->lines[lines[i].line];

			unit.day = line->day > unit.day ? line->day : unit.day;
			over = __builtin_add_overflow(unit.amount, line->amount, &unit.amount) || over;
		}
		unit.group = &lines[from];
		unit.group_count = (uint32_t)(i - from);
		if (!over && unit.amount != 0)
			u->at[u->count++] = unit;
	}
}

struct units groups_by_amount(struct arena *a, const struct pairing_list *list)
{
	struct units u = {arena_array(a, list->count, struct unit), 0};
	struct grouped_line *grouped = arena_array(a, list->count, struct grouped_line);
	size_t grouped_count = 0;

	for (uint32_t i = 0; i < list->count; i++) {
		const struct pairing_line *line = &list->lines[i];

		if (!line_is_alone(line))
			continue;
		if (line->group)
			grouped[grouped_count++] = (struct grouped_line){line->group, line->currency, i};
		else if (line->amount != 0)
			u.at[u.count++] = (struct unit){.currency = line->currency, .day = line->day, .amount = line->amount,
				.line = i};
	}
	qsort(grouped, grouped_count, sizeof *grouped, by_group);
	groups_add(&u, list, grouped, grouped_count);
	qsort(u.at, u.count, sizeof *u.at, by_amount);
	return u;
}

struct units lines_by_amount(struct arena *a, const struct pairing_list *list, bool alone)
{
	struct units u = {arena_array(a, list->count, struct unit), 0};

	for (uint32_t i = 0; i < list->count; i++) {
		const struct pairing_line *line = &list->lines[i];

		if (line->day != DATE_NONE && line->amount != 0 && !(alone && line->match))
			u.at[u.count++] = (struct unit){.currency = line->currency, .day = line->day, .amount = line->amount,
				.line = i};
	}
	qsort(u.at, u.count, sizeof *u.at, by_amount);
	return u;
}

/* ── looking up ────────────────────────────────────────────────────────────────────────────────────────────────── */

size_t amounts_position(const struct units *u, uint32_t currency, int64_t amount, date day)
{
	struct unit sought = {.currency = currency, .day = day, .amount = amount};
	size_t low = 0, high = u->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (by_amount(&u->at[middle], &sought) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* ── facing the other list ─────────────────────────────────────────────────────────────────────────────────────── */

/* For each of the first list's units how many of the second's lie in its window.  Both run through once: windows of
 * later days begin and end later. */
static void candidates_of_first(const struct pairing_window *w, struct units *first, const struct units *second)
{
	size_t low = 0, high = 0;

	for (size_t i = 0; i < first->count; i++) {
		struct unit *u = &first->at[i];
		date from = window_from(w, u->day), to = window_to(w, u->day);

		while (low < second->count && (worth_order(&second->at[low], u) < 0
				|| (worth_order(&second->at[low], u) == 0 && second->at[low].day < from)))
			low++;
		high = high < low ? low : high;
		while (high < second->count && (worth_order(&second->at[high], u) < 0
				|| (worth_order(&second->at[high], u) == 0 && second->at[high].day <= to)))
			high++;
		u->candidates = (uint32_t)(high - low);
		u->from = (uint32_t)low;
	}
}

/* For each of the second list's units how many of the first's have it in their windows. */
static void candidates_of_second(const struct pairing_window *w, const struct units *first, struct units *second)
{
	size_t low = 0, high = 0;

	for (size_t i = 0; i < second->count; i++) {
		struct unit *u = &second->at[i];

		while (low < first->count && (worth_order(&first->at[low], u) < 0
				|| (worth_order(&first->at[low], u) == 0 && window_to(w, first->at[low].day) < u->day)))
			low++;
		high = high < low ? low : high;
		while (high < first->count && (worth_order(&first->at[high], u) < 0
				|| (worth_order(&first->at[high], u) == 0 && window_from(w, first->at[high].day) <= u->day)))
			high++;
		u->candidates = (uint32_t)(high - low);
		u->from = (uint32_t)low;
	}
}

void units_face(const struct pairing_window *w, struct units *first, struct units *second)
{
	candidates_of_first(w, first, second);
	candidates_of_second(w, first, second);
}
