#include "extract/web.h"

#include "base/card.h"
#include "base/log.h"
#include "base/progress.h"
#include "extract/landing_write.h"
#include "extract/reach.h"

/* One list on its way into a landing. */
struct fetch {
	struct arena *a;
	const struct extract *x;
	const struct web *web;
	struct waits *waits;         /* for limits, in all */
	struct asker *asker;
	struct words words;          /* of all slices */
	struct reach reach;
	struct landing_draft *draft;
	struct texts *skipped;
	struct progress *progress;
	struct reporting reporting;
	uint64_t pages;
};

/* One slice of it: of one of the values that it fans out over. */
struct piece {
	struct span span;
	Str over;                    /* NULL: there are none */
	const struct words *words;
	struct pager *pager;
};

/* What came of asking for one. */
enum outcome { SLICE_WHOLE, SLICE_TOO_MUCH, SLICE_LEFT_OUT, SLICE_AGAIN };

/* ── the request ───────────────────────────────────────────────────────────────────────────────────────────────── */

static struct words piece_words(struct arena *a, const struct fetch *f, const struct piece *p)
{
	struct words words = words_copy(a, &f->words);

	slice_words(a, &f->web->window, &p->span, &words);
	if (p->over.at)
		words_add(a, &words, S("over"), p->over);
	return words;
}

static bool page_request(struct arena *a, const struct fetch *f, const struct piece *p, struct ask *ask, struct err *e)
{
	struct turn turn = pager_turn(a, p->pager);

	if (!request_ask(a, &f->web->request, f->x->endpoint, p->words, &turn, ask, e))
		return false;
	ask->rules = &f->web->rules;
	ask->paces = &f->web->paces;
	ask->op = f->x->name;
	ask->waits = f->waits;
	return true;
}

/* ── the answers ───────────────────────────────────────────────────────────────────────────────────────────────── */

/* An answer to one value alone is a part. */
static Str part_of(const struct fetch *f, const struct piece *p)
{
	return p->over.at && f->web->fan.batch == 1 ? card_masked(f->a, p->over) : S("");
}

static bool put(struct fetch *f, const struct piece *p, const struct answer *answer, const struct ask *ask,
	struct err *e)
{
	struct landing_part part = {.name = text_copy(f->a, ask->shown),
		.part = part_of(f, p), .changed = answer->received,
		.sent = text_copy(f->a, card_masked(f->a, ask->request.body)), .status = answer->head.status,
		.fields = request_kept(f->a, &answer->head.fields)};

	return landing_put(f->draft, &part, answer->body, e);
}

static struct digest content_of(struct arena *a, const struct tree_rows *rows)
{
	struct digester *d = digester_new(a);

	for (size_t i = 0; i < rows->count; i++) {
		digester_add(d, tree_source(a, rows->at[i]->row));
		digester_add(d, S("\n"));
	}
	return digester_end(d);
}

/* Records of one answer, by the rows of its format. */
static bool items_of(struct arena *a, const struct fetch *f, const struct answer *answer, struct page_seen *seen,
	struct err *e)
{
	struct tree_rows rows = {0};

	if (!answer->tree)
		return err_set(e, ERR_INCOMPLETE, "the answer is no JSON%s%s", answer->why_no_tree ? ": " : "",
			answer->why_no_tree ? answer->why_no_tree : "");
	tree_rows(a, answer->tree, f->web->items.steps, f->web->items.count, &rows);
	seen->items = rows.count;
	seen->content = content_of(a, &rows);
	seen->last = rows.count > 0 ? rows.at[rows.count - 1]->row : NULL;
	return true;
}

/* One answer that is to be landed; *more: another page follows. */
static bool take(struct arena *page_memory, struct fetch *f, const struct piece *p, const struct ask *ask,
	const struct answer *answer, bool *more, struct err *e)
{
	struct page_seen seen = {.answer = answer, .url = ask->request.url};

	if (answer->body.len == 0)
		return err_set(e, ERR_INCOMPLETE, "an empty answer, of status %d", answer->head.status);
	return items_of(page_memory, f, answer, &seen, e)
	    && reach_heed(f->a, &f->reach, answer, e)
	    && pager_take(page_memory, p->pager, &seen, more, e)
	    && (pager_is_capped(p->pager) || put(f, p, answer, ask, e));
}

static void skip(struct fetch *f, const struct piece *p, enum action action, const struct answer *answer)
{
	const char *slice = slice_said(f->a, &f->web->window, &p->span);

	if (action == ACTION_SKIP_SLICE && p->over.at)
		slice = arena_print(f->a, "%.*s, %s", WHOLE(card_masked(f->a, p->over)), slice);
	texts_add(f->a, f->skipped, text(arena_print(f->a, "%.*s (status %d)",
		WHOLE(action == ACTION_SKIP_SLICE ? text(slice) : card_masked(f->a, p->over)), answer->head.status)));
}

/* What an answer means; *more: something of the slice is still to be asked for. */
static bool heed(struct arena *page_memory, struct fetch *f, const struct piece *p, enum action action,
	const struct ask *ask, const struct answer *answer, enum outcome *came, bool *more, struct err *e)
{
	*more = false;
	switch (action) {
	case ACTION_OK:
		if (!take(page_memory, f, p, ask, answer, more, e))
			return false;
		*came = pager_is_capped(p->pager) ? SLICE_TOO_MUCH : SLICE_WHOLE;
		return true;
	case ACTION_SHRINK:
		*more = pager_shrink(p->pager);
		return *more || err_set(e, ERR_INCOMPLETE, "status %d: a page that is too much, and there is no smaller one",
			answer->head.status);
	case ACTION_SPLIT:
		*came = SLICE_TOO_MUCH;
		return true;
	case ACTION_SKIP_RECORD:
	case ACTION_SKIP_SLICE:
		skip(f, p, action, answer);
		*came = SLICE_LEFT_OUT;
		return true;
	case ACTION_RESTART:
		*came = SLICE_AGAIN;
		return true;
	case ACTION_END:
	case ACTION_RETRY:
	case ACTION_RATE_LIMITED:
	case ACTION_REFRESH_AUTH:
	case ACTION_FAIL:
		break;
	}
	return true;
}

static bool pages_fetch(struct fetch *f, struct arena *memory, struct piece *p, enum outcome *came, struct err *e)
{
	struct arena *page_memory = arena_new(memory);
	bool more = true, ok = true;

	p->pager = pager_new(memory, &f->web->page, f->reach.resume);
	*came = SLICE_WHOLE;
	while (ok && more) {
		struct answer answer;
		enum action action;
		struct ask ask;

		arena_end(page_memory);
		ok = page_request(page_memory, f, p, &ask, e)
		    && asker_send(f->asker, page_memory, &ask, &answer, &action, e);
		if (ok && !heed(page_memory, f, p, action, &ask, &answer, came, &more, e))
			ok = err_in(e, "%.*s", STR(ask.shown));
		progress_at(f->progress, ++f->pages);
	}
	return ok;
}

/* ── its slices ────────────────────────────────────────────────────────────────────────────────────────────────── */

/* A report in place of pages. */
static bool report_make(struct fetch *f, struct arena *memory, struct piece *p, enum outcome *came, struct err *e)
{
	struct answer answer = {0};
	enum action action;
	bool more;

	f->reporting.part = part_of(f, p);
	if (!vendor_report_fetch(&f->reporting, memory, p->words, &action, &answer, e))
		return false;
	progress_at(f->progress, ++f->pages);
	if (action == ACTION_OK) {
		*came = SLICE_WHOLE;
		return reach_heed(f->a, &f->reach, &answer, e);
	}
	return heed(memory, f, p, action, NULL, &answer, came, &more, e);
}

/* Only what counts stays in the landing. */
static bool slice_fetch(struct fetch *f, struct piece *p, enum outcome *came, struct err *e)
{
	enum { RESTARTS = 5 };
	struct arena *memory = arena_new(f->a);
	struct words words = piece_words(memory, f, p);
	size_t before, after;
	bool ok = true;

	p->words = &words;
	landing_parts(f->draft, &before);
	*came = SLICE_AGAIN;
	for (int i = 0; ok && *came == SLICE_AGAIN && i <= RESTARTS; i++) {
		ok = f->web->report.is_given ? report_make(f, memory, p, came, e) : pages_fetch(f, memory, p, came, e);
		landing_parts(f->draft, &after);
		while (*came != SLICE_WHOLE && after > before)
			landing_drop(f->draft, --after);
	}
	arena_end(memory);
	if (ok && *came == SLICE_AGAIN)
		return err_set(e, ERR_INCOMPLETE, "%s was begun again %d times", slice_said(f->a, &f->web->window, &p->span),
			RESTARTS);
	return ok;
}

static bool halve(struct fetch *f, struct piece *p, struct err *e)
{
	instant middle;

	if (!slice_half(&f->web->window, &p->span, &middle))
		return err_set(e, ERR_INCOMPLETE, "%s is more than the system gives at once, and cannot be made smaller",
			slice_said(f->a, &f->web->window, &p->span));
	p->span.to = middle;
	return true;
}

/* One slice after the other to the end of the reach, which answers may move; what was too much once is asked for in
 * small pieces, which grow again. */
static bool slices_fetch(struct fetch *f, Str over, struct err *e)
{
	const struct time_window *w = &f->web->window;
	struct piece p = {.over = over, .span = f->reach.span};
	int64_t width = 0;
	bool ok = true;

	p.span.to = slice_end(w, p.span.from, width, f->reach.span.to);
	while (ok && p.span.from < p.span.to) {
		enum outcome came;

		ok = slice_fetch(f, &p, &came, e);
		if (ok && came == SLICE_TOO_MUCH) {
			ok = halve(f, &p, e);
			width = p.span.to - p.span.from;
		} else if (ok) {
			p.span.from = p.span.to;
			width = w->step == 0 || 2 * width < w->step ? 2 * width : 0;
			p.span.to = slice_end(w, p.span.from, width, f->reach.span.to);
		}
	}
	return ok;
}

static bool all_fetch(struct fetch *f, const struct land_options *o, struct err *e)
{
	const struct fan *fan = &f->web->fan;
	struct texts values;
	bool ok = true;

	if (!fan->is_given)
		return slices_fetch(f, (Str){0}, e);
	if (!fan_values(f->a, fan, o->project, &o->staged, &values, e))
		return false;
	for (size_t i = 0; ok && i < values.count; i += (size_t)fan->batch)
		ok = slices_fetch(f, fan_joined(f->a, fan, &values, i), e);
	return ok;
}

/* ── a look ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool fetch_begin(struct arena *a, const struct extract *x, const struct land_options *o, struct fetch *f,
	struct err *e)
{
	*f = (struct fetch){.a = a, .x = x, .web = x->source.web, .waits = arena_new_of(a, struct waits)};
	words_add(a, &f->words, S("business_date"), text(date_text(a, o->business_date)));
	if (o->askers)
		f->asker = askers_of(o->askers, x->endpoint);
	f->reporting = (struct reporting){.a = a, .x = x, .report = &f->web->report, .asker = f->asker,
		.landings = o->landings, .rules = &f->web->rules, .paces = &f->web->paces, .waits = f->waits,
		.business_date = o->business_date, .now = o->now, .whole_at = extract_end_of(x, o->business_date)};
	return reach_begin(a, x, o, &f->reach, e);
}

/* The business date's first slice; over what, where nothing has been read yet, is left open. */
static bool first_piece(struct arena *a, struct fetch *f, const struct land_options *o, struct piece *p, struct err *e)
{
	const struct fan *fan = &f->web->fan;
	struct words *words = arena_new_of(a, struct words);
	struct texts values = {0};

	*p = (struct piece){.span = f->reach.span, .words = words};
	p->span.to = slice_end(&f->web->window, p->span.from, 0, p->span.to);
	if (fan->is_given && !fan_values(a, fan, o->project, &o->staged, &values, e))
		return false;
	if (fan->is_given && values.count == 0 && f->asker)
		return err_set(e, ERR_USAGE, "%.*s is read over values, and there are none to look at one with%s",
			STR(f->x->name), fan->dataset.at ? ": only a run knows what is staged" : "");
	if (fan->is_given)
		p->over = values.count > 0 ? fan_joined(a, fan, &values, 0) : S("…");
	*words = piece_words(a, f, p);
	p->pager = pager_new(a, &f->web->page, f->reach.resume);
	return true;
}

static bool first_request(struct arena *a, struct fetch *f, const struct land_options *o, struct ask *ask,
	struct err *e)
{
	struct piece p;

	if (!first_piece(a, f, o, &p, e))
		return false;
	return f->web->report.is_given ? vendor_report_ask(a, &f->reporting, p.words, ask, e)
	    : page_request(a, f, &p, ask, e);
}

static Str shown_first(struct arena *a, const struct fetch *f, const struct ask *ask)
{
	if (!f->web->report.is_given)
		return ask->shown;
	return text(arena_print(a, "%.*s, %s", WHOLE(ask->shown), vendor_report_said(a, &f->web->report)));
}

Str web_request(struct arena *a, const struct extract *x, const struct land_options *o)
{
	struct err unusable = {0};
	struct fetch f;
	struct ask ask;

	if (fetch_begin(a, x, o, &f, &unusable) && first_request(a, &f, o, &ask, &unusable))
		return shown_first(a, &f, &ask);
	err_clear(&unusable);
	return f.web->report.is_given ? f.web->report.create.path : f.web->request.path;
}

/* It is waited for too, but nothing of it is kept. */
static bool report_look(struct arena *a, struct fetch *f, const struct land_options *o, struct web_seen *seen,
	struct err *e)
{
	struct answer answer = {0};
	enum action action;
	struct piece p;

	f->reporting.landing = extract_landing(a, f->x, o);
	f->reporting.looked = &seen->file;
	return first_piece(a, f, o, &p, e) && vendor_report_fetch(&f->reporting, a, p.words, &action, &answer, e);
}

bool web_look(struct arena *a, const struct extract *x, const struct land_options *o, struct web_seen *seen,
	struct err *e)
{
	struct answer answer;
	enum action action;
	struct ask ask;
	struct fetch f;

	*seen = (struct web_seen){0};
	if (!fetch_begin(a, x, o, &f, e) || !first_request(a, &f, o, &ask, e))
		return false;
	seen->request = ask.shown;
	if (x->source.web->report.is_given)
		return report_look(a, &f, o, seen, e);
	if (!asker_send(f.asker, a, &ask, &answer, &action, e))
		return false;
	seen->body = answer.body;
	return true;
}

/* ── the landing ───────────────────────────────────────────────────────────────────────────────────────────────── */

static void waits_say(const struct fetch *f, const struct land_options *o)
{
	const char *waited;

	if (f->waits->count == 0)
		return;
	waited = arena_print(f->a, "waited for limits %lld times, %lld.%03lld s in all", (long long)f->waits->count,
		(long long)(f->waits->us / SECOND), (long long)(f->waits->us % SECOND / 1000));
	log_info("extract", "%.*s: %s", STR(f->x->name), waited);
	if (o->waited)
		*o->waited = waited;
}

static bool fetch(struct fetch *f, const struct land_options *o, struct landing *l, struct err *e)
{
	bool ok;

	f->skipped = &l->skipped;
	f->progress = progress_begin(f->a, text_z(f->a, f->x->name), "pages", 0);
	ok = all_fetch(f, o, e);
	progress_end(f->progress, NULL);
	waits_say(f, o);
	return ok && reach_close(f->a, &f->reach, l, e);
}

/* Where it is written what was asked for and has not come yet. */
static bool keep_reports(struct fetch *f, const struct land_options *o, struct landing *l, struct err *e)
{
	f->reporting.draft = f->draft;
	f->reporting.landing = l;
	return !f->web->report.is_given || askers_session(o->askers, &f->reporting.pg, e);
}

bool web_land(struct arena *a, const struct extract *x, const struct land_options *o, struct landing **landing,
	struct err *e)
{
	struct landing *l = extract_landing(a, x, o);
	struct fetch f;

	/* What cannot be whole yet is not asked for. */
	if (!fetch_begin(a, x, o, &f, e) || (!f.reach.is_incremental && !reach_close(a, &f.reach, l, e)))
		return false;
	if (!asker_granted(f.asker, e))
		return false;
	if (!landing_begin(a, o->landings, &f.draft, e) || !keep_reports(&f, o, l, e) || !fetch(&f, o, l, e)
	    || !landing_seal(f.draft, o->run, l, e) || !vendor_report_landed(&f.reporting, e))
		return false;
	*landing = l;
	return true;
}
