#include "extract/fetch.h"

#include "base/card.h"
#include "extract/manifest.h"
#include "extract/report_making.h"

/* One slice while it is asked for. */
struct reading {
	struct hand *h;
	struct fetch *f;
	const struct piece *piece;
	const struct span *span;
	struct words words;
	struct pager *pager;
	struct digester *records;    /* over those of its pages that have some */
	bool has_records;
	struct landing_part *parts;
	size_t part_count;
	struct landing noted;        /* what was left out, and what was asked beside its pages */
};

static void lock(struct fetch *f)
{
	pthread_mutex_lock(&f->lock);
}

static void unlock(struct fetch *f)
{
	pthread_mutex_unlock(&f->lock);
}

/* ── the request ───────────────────────────────────────────────────────────────────────────────────────────────── */

struct words slice_words_of(struct arena *a, const struct fetch *f, Str over, const struct span *span)
{
	struct words words = words_copy(a, &f->words);

	slice_words(a, &f->web->window, span, &words);
	if (over.at)
		words_add(a, &words, S("over"), over);
	return words;
}

bool slice_request(struct arena *a, struct fetch *f, const struct words *words, struct pager *pager, struct ask *ask,
	struct err *e)
{
	struct turn turn = pager_turn(a, pager);

	if (!request_ask(a, &f->web->request, f->x->endpoint, words, &turn, ask, e))
		return false;
	ask->rules = &f->web->rules;
	ask->paces = &f->web->paces;
	ask->op = f->x->name;
	ask->at_once = f->web->parallel;
	return true;
}

/* ── the answers ───────────────────────────────────────────────────────────────────────────────────────────────── */

/* An answer to one value alone is a part. */
static Str part_of(const struct fetch *f, const struct piece *p)
{
	return p->over.at && f->web->fan.batch == 1 ? card_masked(f->a, p->over) : S("");
}

static const char *said(const struct fetch *f, const struct span *span)
{
	return slice_said(f->a, &f->web->window, span);
}

/* Under the lock. */
static void parts_add(struct fetch *f, struct landing_part **parts, size_t *count, const struct landing_part *more,
	size_t more_count)
{
	for (size_t i = 0; i < more_count; i++) {
		*parts = arena_grow(f->a, *parts, *count, sizeof **parts);
		(*parts)[(*count)++] = more[i];
	}
}

static void parts_take(struct reading *r)
{
	size_t count;
	const struct landing_part *put = landing_take(r->f->draft, &count);

	parts_add(r->f, &r->parts, &r->part_count, put, count);
}

static bool put(struct reading *r, const struct answer *answer, const struct ask *ask, struct err *e)
{
	struct fetch *f = r->f;
	struct landing_part part;
	bool ok;

	lock(f);
	part = (struct landing_part){.name = text_copy(f->a, ask->shown), .part = part_of(f, r->piece),
		.changed = answer->received, .sent = text_copy(f->a, card_masked(f->a, ask->request.body)),
		.status = answer->head.status, .fields = request_kept(f->a, &answer->head.fields)};
	ok = landing_put(f->draft, &part, answer->body, e);
	parts_take(r);
	unlock(f);
	return ok;
}

static bool heed_reach(struct fetch *f, const struct answer *answer, struct err *e)
{
	bool ok;

	lock(f);
	ok = reach_heed(f->a, &f->reach, answer, e);
	unlock(f);
	return ok;
}

/* One answer that is to be landed; *more: another page follows. */
static bool take(struct arena *page_memory, struct reading *r, const struct ask *ask, const struct answer *answer,
	bool *more, struct err *e)
{
	struct page_seen seen = {.answer = answer, .url = ask->request.url};
	struct tree_rows rows;

	if (answer->body.len == 0)
		return err_set(e, ERR_INCOMPLETE, "an empty answer, of status %d", answer->head.status);
	if (!page_look(page_memory, &r->f->web->items, &seen, &rows, e) || !heed_reach(r->f, answer, e)
	    || !pager_take(page_memory, r->pager, &seen, more, e))
		return false;
	if (seen.items > 0)
		digester_add(r->records, (Str){(const char *)seen.content.bytes, sizeof seen.content.bytes});
	r->has_records = r->has_records || seen.items > 0;
	return pager_is_capped(r->pager) || put(r, answer, ask, e);
}

static void skip(struct reading *r, enum action action, const struct answer *answer)
{
	struct fetch *f = r->f;
	Str over = r->piece->over;
	const char *what;

	lock(f);
	what = said(f, r->span);
	if (action == ACTION_SKIP_SLICE && over.at)
		what = arena_print(f->a, "%.*s, %s", WHOLE(card_masked(f->a, over)), what);
	texts_add(f->a, &r->noted.skipped, text(arena_print(f->a, "%.*s (status %d)",
		WHOLE(action == ACTION_SKIP_SLICE ? text(what) : card_masked(f->a, over)), answer->head.status)));
	unlock(f);
}

/* What an answer means; *more: something of the slice is still to be asked for. */
static bool heed(struct arena *page_memory, struct reading *r, enum action action, const struct ask *ask,
	const struct answer *answer, enum outcome *came, bool *more, struct err *e)
{
	*more = false;
	switch (action) {
	case ACTION_OK:
		if (!take(page_memory, r, ask, answer, more, e))
			return false;
		*came = pager_is_capped(r->pager) ? SLICE_TOO_MUCH : SLICE_WHOLE;
		return true;
	case ACTION_SHRINK:
		*more = pager_shrink(r->pager);
		return *more || err_set(e, ERR_INCOMPLETE, "status %d: a page that is too much, and there is no smaller one",
			answer->head.status);
	case ACTION_SPLIT:
		*came = SLICE_TOO_MUCH;
		return true;
	case ACTION_SKIP_RECORD:
	case ACTION_SKIP_SLICE:
		skip(r, action, answer);
		*came = SLICE_LEFT_OUT;
		return true;
	case ACTION_RESTART:
		*came = SLICE_AGAIN;
		return true;
	case ACTION_END:
		return pager_end(r->pager, e);
	case ACTION_RETRY:
	case ACTION_RATE_LIMITED:
	case ACTION_REFRESH_AUTH:
	case ACTION_FAIL:
		break;
	}
	return true;
}

/* With the parameters of the pages, but for those that are its own. */
static struct request counting(struct arena *a, const struct web *web)
{
	struct request count = web->request;

	count.query = (struct http_fields){0};
	for (size_t i = 0; i < web->page.count.count; i++)
		http_fields_add(a, &count.query, web->page.count.at[i].name, web->page.count.at[i].value);
	if (web->page.count_path.at)
		count.path = web->page.count_path;
	for (size_t i = 0; i < web->request.query.count; i++)
		if (!http_field(&web->page.count, text_z(a, web->request.query.at[i].name)).at)
			http_fields_add(a, &count.query, web->request.query.at[i].name, web->request.query.at[i].value);
	return count;
}

/* Whether as many came as the system says, where it is asked that. */
static bool count_agrees(struct reading *r, struct err *e)
{
	struct fetch *f = r->f;
	struct arena *memory = r->h->memory;
	struct request count = counting(memory, f->web);
	struct reporting noting = f->reporting;
	struct answer answer;
	enum action action;
	struct ask ask;

	if (!f->web->page.counted.written.at)
		return true;
	if (!making_request(memory, &noting, &count, &r->words, NULL, &ask, e))
		return false;
	ask.waits = &r->h->waits;
	ask.at_once = f->web->parallel;
	if (!asker_send(r->h->asker, memory, &ask, &answer, &action, e))
		return false;
	if (action != ACTION_OK)
		return err_set(e, ERR_INCOMPLETE, "%.*s: status %d, and how many there are is not known", STR(ask.shown),
			answer.head.status);
	lock(f);
	noting.landing = &r->noted;
	making_note(&noting, &ask, &answer, S("how many there are"));
	unlock(f);
	return pager_count(memory, r->pager, &answer, e) || err_in(e, "%.*s", STR(ask.shown));
}

static void note_page(struct fetch *f)
{
	lock(f);
	progress_at(f->progress, ++f->pages);
	unlock(f);
}

static bool pages_fetch(struct reading *r, enum outcome *came, struct err *e)
{
	struct arena *memory = r->h->memory, *page_memory = arena_new(memory);
	bool more = true, ok = true;

	r->pager = pager_new(memory, &r->f->web->page, r->f->reach.resume);
	*came = SLICE_WHOLE;
	while (ok && more) {
		struct answer answer;
		enum action action;
		struct ask ask;

		arena_end(page_memory);
		ok = slice_request(page_memory, r->f, &r->words, r->pager, &ask, e);
		ask.waits = &r->h->waits;
		ok = ok && asker_send(r->h->asker, page_memory, &ask, &answer, &action, e);
		if (ok && !heed(page_memory, r, action, &ask, &answer, came, &more, e))
			ok = err_in(e, "%.*s", STR(ask.shown));
		note_page(r->f);
	}
	return ok && (*came != SLICE_WHOLE || count_agrees(r, e));
}

/* A report in place of pages. */
static bool report_make(struct reading *r, enum outcome *came, struct err *e)
{
	struct fetch *f = r->f;
	struct answer answer = {0};
	enum action action;
	bool more;

	f->reporting.part = part_of(f, r->piece);
	if (!vendor_report_fetch(&f->reporting, r->h->memory, &r->words, &action, &answer, e))
		return false;
	parts_take(r);
	note_page(f);
	if (f->reporting.unmade != INSTANT_NONE)
		reach_hold(f->a, &f->reach, f->reporting.unmade, "a report is still being made");
	if (action == ACTION_OK) {
		*came = SLICE_WHOLE;
		return heed_reach(f, &answer, e);
	}
	return heed(r->h->memory, r, action, NULL, &answer, came, &more, e);
}

/* Only what counts stays. */
static bool ask_for(struct reading *r, enum outcome *came, struct err *e)
{
	enum { RESTARTS = 5 };
	bool ok = true;

	*came = SLICE_AGAIN;
	for (int i = 0; ok && *came == SLICE_AGAIN && i <= RESTARTS; i++) {
		r->records = digester_new(r->h->memory);
		r->has_records = false;
		r->part_count = 0;
		r->parts = NULL;
		r->noted = (struct landing){0};
		ok = r->f->web->report.is_given ? report_make(r, came, e) : pages_fetch(r, came, e);
	}
	if (*came != SLICE_WHOLE)
		r->part_count = 0;
	if (!ok || *came != SLICE_AGAIN)
		return ok;
	lock(r->f);
	err_set(e, ERR_INCOMPLETE, "%s was begun again %d times", said(r->f, r->span), RESTARTS);
	unlock(r->f);
	return false;
}

/* ── what is whole ─────────────────────────────────────────────────────────────────────────────────────────────── */

/* What else it could be that was asked for: of any of these another list comes. */
static struct digest key_of(struct arena *a, const struct reading *r)
{
	const struct fetch *f = r->f;
	struct digester *d = digester_new(a);

	digester_add_text(d, text(digest_text(a, f->o->configuration)));
	digester_add_text(d, f->x->endpoint->base);
	digester_add_text(d, text(date_text(a, f->o->business_date)));
	digester_add_text(d, text(arena_print(a, "%lld %lld", (long long)r->span->from, (long long)r->span->to)));
	digester_add_text(d, r->piece->over.at ? r->piece->over : S(""));
	digester_add_text(d, f->reach.resume);
	return digester_end(d);
}

/* Two windows have no record in common.  A system that gives the second what it gave the first, heeds no window. */
static bool is_new(struct reading *r, struct digest records, struct err *e)
{
	struct fetch *f = r->f;
	struct digester *d = digester_new(r->h->memory);
	uint64_t before;

	digester_add_text(d, r->piece->over.at ? r->piece->over : S(""));
	digester_add(d, (Str){(const char *)records.bytes, sizeof records.bytes});
	before = met_before(f->a, &f->met, digester_end(d), f->met_count + 1);
	if (before == 0) {
		f->met_said = arena_grow(f->a, f->met_said, f->met_count, sizeof *f->met_said);
		f->met_said[f->met_count++] = said(f, r->span);
		return true;
	}
	f->has_doubles = true;
	err_set(e, ERR_INCOMPLETE, "%s has the same records as %s", said(f, r->span), f->met_said[before - 1]);
	return err_hint(e, "the system does not heed the window, or \"bounds\" are not what it counts by");
}

/* Under the lock: into the piece. */
static void add(struct reading *r, struct piece *p, const struct landing_part *parts, size_t count,
	const struct landing *noted)
{
	struct arena *a = r->f->a;

	parts_add(r->f, &p->parts, &p->part_count, parts, count);
	for (size_t i = 0; i < noted->skipped.count; i++)
		texts_add(a, &p->skipped, noted->skipped.at[i]);
	for (size_t i = 0; i < noted->step_count; i++) {
		p->steps = arena_grow(a, p->steps, p->step_count, sizeof *p->steps);
		p->steps[p->step_count++] = noted->steps[i];
	}
}

/* Under the lock: what an earlier run got, if it did. */
static bool take_up(struct reading *r, struct piece *p, struct digest key, bool *taken, struct err *e)
{
	struct fetch *f = r->f;
	struct landing *l = f->landing;
	const struct kept_slice *k = f->kept ? kept_find(f->a, f->kept, key) : NULL;
	static const struct digest none;

	*taken = k != NULL;
	if (!k)
		return true;
	if (!digest_is(k->records, none) && !is_new(r, k->records, e))
		return false;
	add(r, p, k->landing.parts, k->landing.part_count, &k->landing);
	if (k->landing.cursor.len > 0)
		f->reach.state = k->landing.cursor;
	if (l->resumed++ == 0 || k->landing.landed_at < l->resumed_from)
		l->resumed_from = k->landing.landed_at;
	return true;
}

/* Under the lock.  What lies behind the time until which the system knows everything is not whole yet. */
static bool keep(struct reading *r, struct digest key, struct digest records, struct err *e)
{
	struct fetch *f = r->f;
	struct kept_slice s = {*f->landing, records};

	if (!f->kept || r->span->to > f->reach.span.to)
		return true;
	s.landing.resumed = 0;
	s.landing.cursor = f->reach.state;
	s.landing.parts = r->parts;
	s.landing.part_count = r->part_count;
	s.landing.skipped = r->noted.skipped;
	s.landing.steps = r->noted.steps;
	s.landing.step_count = r->noted.step_count;
	s.landing.content = manifest_content(r->h->memory, &s.landing);
	return kept_add(f->kept, key, &s, e);
}

/* Under the lock. */
static bool conclude(struct reading *r, struct piece *p, struct digest key, struct err *e)
{
	struct digest records = {0};

	if (r->has_records)
		records = digester_end(r->records);
	if (r->has_records && !is_new(r, records, e))
		return false;
	add(r, p, r->parts, r->part_count, &r->noted);
	return keep(r, key, records, e);
}

static bool slice_of(struct reading *r, struct piece *p, enum outcome *came, struct err *e)
{
	struct fetch *f = r->f;
	struct arena *memory = r->h->memory;
	struct digest key = key_of(memory, r);
	bool taken, ok;

	lock(f);
	r->words = slice_words_of(memory, f, p->over, r->span);
	ok = take_up(r, p, key, &taken, e);
	unlock(f);
	*came = SLICE_WHOLE;
	if (!ok || taken)
		return ok;
	if (!ask_for(r, came, e))
		return false;
	lock(f);
	ok = *came == SLICE_TOO_MUCH || conclude(r, p, key, e);
	unlock(f);
	return ok;
}

bool slice_fetch(struct hand *h, struct piece *p, const struct span *span, enum outcome *came, struct err *e)
{
	struct reading r = {.h = h, .f = h->f, .piece = p, .span = span};
	bool ok = slice_of(&r, p, came, e);

	arena_end(h->memory);
	return ok;
}
