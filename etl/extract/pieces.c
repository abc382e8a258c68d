#include "extract/fetch.h"

/* ── one piece ─────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Where the slice ends that begins there: answers may have moved the end of the reach. */
static instant end_of(struct fetch *f, const struct piece *p, instant from, int64_t width)
{
	instant end;

	pthread_mutex_lock(&f->lock);
	end = f->reach.span.to < p->span.to ? f->reach.span.to : p->span.to;
	end = slice_end(&f->web->window, from, width, end);
	pthread_mutex_unlock(&f->lock);
	return end;
}

static bool halve(struct fetch *f, struct span *span, struct err *e)
{
	const struct time_window *w = &f->web->window;
	instant middle;
	bool ok;

	pthread_mutex_lock(&f->lock);
	ok = slice_half(w, span, &middle)
	    || err_set(e, ERR_INCOMPLETE, "%s is more than the system gives at once, and cannot be made smaller",
		slice_said(f->a, w, span));
	pthread_mutex_unlock(&f->lock);
	if (ok)
		span->to = middle;
	return ok;
}

/* What was too much once is asked for in small slices, which grow again. */
static bool piece_fetch(struct hand *h, struct piece *p, struct err *e)
{
	const struct time_window *w = &h->f->web->window;
	struct span span = p->span;
	int64_t width = 0;
	bool ok = true;

	while (ok && span.from < span.to) {
		enum outcome came;

		ok = slice_fetch(h, p, &span, &came, e);
		if (ok && came == SLICE_TOO_MUCH) {
			ok = halve(h->f, &span, e);
			width = span.to - span.from;
		} else if (ok) {
			span.from = span.to;
			width = w->step == 0 || 2 * width < w->step ? 2 * width : 0;
			span.to = end_of(h->f, p, span.from, width);
		}
	}
	return ok;
}

/* ── all of them ───────────────────────────────────────────────────────────────────────────────────────────────── */

/* Under the lock; NULL at the end. */
static struct piece *piece_next(struct fetch *f)
{
	const struct fan *fan = &f->web->fan;
	size_t count = fan->is_given ? f->values.count : 1;
	bool is_first = f->next_from == f->reach.span.from;
	struct piece *p;

	if (!is_first && f->next_from >= f->reach.span.to) {
		f->next_value += fan->is_given ? (size_t)fan->batch : 1;
		f->next_from = f->reach.span.from;
		is_first = true;
	}
	if (f->has_failed || f->next_value >= count || f->next_from >= f->reach.span.to)
		return NULL;
	p = arena_new_of(f->a, struct piece);
	p->over = fan->is_given ? fan_joined(f->a, fan, &f->values, f->next_value) : (Str){0};
	p->span.from = f->next_from;
	p->span.to = f->next_from = slice_end(&f->web->window, f->next_from, 0, f->reach.span.to);
	p->is_first = is_first;
	f->pieces = arena_grow(f->a, f->pieces, f->piece_count, sizeof(struct piece *));
	f->pieces[f->piece_count++] = p;
	return p;
}

static struct piece *next(struct fetch *f, size_t *number)
{
	struct piece *p;

	pthread_mutex_lock(&f->lock);
	p = piece_next(f);
	*number = f->piece_count;
	pthread_mutex_unlock(&f->lock);
	return p;
}

static void *work(void *subject)
{
	struct hand *h = subject;
	struct fetch *f = h->f;
	struct piece *p;
	size_t number;

	while (h->failed == 0 && (p = next(f, &number)))
		if (!piece_fetch(h, p, &h->err)) {
			pthread_mutex_lock(&f->lock);
			h->failed = number;
			f->has_failed = true;
			pthread_mutex_unlock(&f->lock);
		}
	return NULL;
}

/* Of several the first in the order of the pieces is the reason. */
static bool came_of(struct fetch *f, const struct hand *hands, size_t count, struct err *e)
{
	const struct hand *first = NULL;

	for (size_t i = 0; i < count; i++) {
		f->waits.count += hands[i].waits.count;
		f->waits.us += hands[i].waits.us;
		if (hands[i].failed > 0 && (!first || hands[i].failed < first->failed))
			first = &hands[i];
	}
	if (first)
		*e = first->err;
	return !first;
}

static void steps_land(struct fetch *f, const struct piece *p)
{
	struct landing *l = f->landing;

	for (size_t i = 0; i < p->step_count; i++) {
		l->steps = arena_grow(f->a, l->steps, l->step_count, sizeof *l->steps);
		l->steps[l->step_count++] = p->steps[i];
	}
}

/* Those that begin behind what the system knows were asked for before it said so. */
static void land(struct fetch *f)
{
	for (size_t i = 0; i < f->piece_count; i++) {
		const struct piece *p = f->pieces[i];

		if (!p->is_first && p->span.from >= f->reach.span.to)
			continue;
		landing_give(f->draft, p->parts, p->part_count);
		for (size_t s = 0; s < p->skipped.count; s++)
			texts_add(f->a, &f->landing->skipped, p->skipped.at[s]);
		steps_land(f, p);
	}
}

/* Without threads it is only slower. */
bool pieces_fetch(struct fetch *f, struct err *e)
{
	size_t count = (size_t)f->web->parallel;
	struct hand *hands = arena_array(f->a, count, struct hand);
	struct asker *asker = f->asker;

	f->next_from = f->reach.span.from;
	for (size_t i = 0; i < count; i++) {
		hands[i] = (struct hand){.f = f, .asker = asker, .memory = arena_new(f->a)};
		asker = i + 1 < count ? asker_beside(asker) : NULL;
	}
	for (size_t i = 1; i < count; i++)
		hands[i].is_running = pthread_create(&hands[i].thread, NULL, work, &hands[i]) == 0;
	work(&hands[0]);
	for (size_t i = 1; i < count; i++)
		if (hands[i].is_running)
			pthread_join(hands[i].thread, NULL);
	if (!came_of(f, hands, count, e))
		return false;
	land(f);
	return true;
}
