#include "extract/web.h"

#include "base/card.h"
#include "base/log.h"
#include "base/progress.h"
#include "extract/landing_write.h"

/* One list on its way into a landing. */
struct fetch {
	struct arena *a;
	const struct extract *x;
	const struct web *web;
	struct words words;
	struct waits *waits;         /* for limits, in all */
	struct landing_draft *draft;
};

/* ── the request ───────────────────────────────────────────────────────────────────────────────────────────────── */

static Str moment_text(struct arena *a, const struct window_span *w, instant t)
{
	switch ((enum moment_form)w->form) {
	case MOMENT_EPOCH_S:
		return text(arena_print(a, "%lld", (long long)(t / SECOND)));
	case MOMENT_EPOCH_MS:
		return text(arena_print(a, "%lld", (long long)(t / (SECOND / 1000))));
	case MOMENT_RFC3339:
		break;
	}
	return text(instant_text(a, t));
}

static void words_find(struct fetch *f, date business_date)
{
	const struct window_span *w = &f->web->window;
	instant from = extract_end_of(f->x, business_date - 1) - w->lookback.us, to = extract_end_of(f->x, business_date);

	words_add(f->a, &f->words, S("business_date"), text(date_text(f->a, business_date)));
	words_add(f->a, &f->words, S("from"), moment_text(f->a, w, from));
	words_add(f->a, &f->words, S("to"), moment_text(f->a, w, to));
}

static bool page_request(struct arena *a, const struct fetch *f, const struct pager *pager, struct ask *ask,
	struct err *e)
{
	struct turn turn = pager_turn(a, pager);

	if (!request_ask(a, &f->web->request, f->x->endpoint, &f->words, &turn, ask, e))
		return false;
	ask->rules = &f->web->rules;
	ask->paces = &f->web->paces;
	ask->op = f->x->name;
	ask->waits = f->waits;
	return true;
}

/* ── the answers ───────────────────────────────────────────────────────────────────────────────────────────────── */

/* What an auditor may ask an answer for later; no cookies, and nothing that may hold a token. */
static const char *const kept_fields[] = {"Date", "Content-Type", "Last-Modified", "ETag", "X-Request-Id", "Request-Id",
	"Deprecation", "Sunset", "Warning", "X-Total-Count"};

static bool put(struct fetch *f, const struct answer *answer, const struct ask *ask, struct err *e)
{
	struct landing_part part = {.name = text_copy(f->a, ask->shown), .part = S(""), .changed = answer->received,
		.sent = text_copy(f->a, card_masked(f->a, ask->request.body)), .status = answer->head.status};

	for (size_t i = 0; i < sizeof kept_fields / sizeof *kept_fields; i++) {
		Str value = http_field(&answer->head.fields, kept_fields[i]);

		if (value.at)
			http_fields_add(f->a, &part.fields, text(kept_fields[i]), text_copy(f->a, value));
	}
	return landing_put(f->draft, &part, answer->body, e);
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
	seen->last = rows.count > 0 ? rows.at[rows.count - 1]->row : NULL;
	return true;
}

/* One answer that is to be landed; *more: another page follows. */
static bool take(struct arena *page_memory, struct fetch *f, struct pager *pager, const struct ask *ask,
	const struct answer *answer, bool *more, struct err *e)
{
	struct page_seen seen = {.answer = answer, .url = ask->request.url};

	if (answer->body.len == 0)
		return err_set(e, ERR_INCOMPLETE, "an empty answer, of status %d", answer->head.status);
	return items_of(page_memory, f, answer, &seen, e)
	    && pager_take(page_memory, pager, &seen, more, e)
	    && put(f, answer, ask, e);
}

static bool pages_fetch(struct fetch *f, struct asker *asker, struct err *e)
{
	struct pager *pager = pager_new(f->a, &f->web->page);
	struct progress *progress = progress_begin(f->a, text_z(f->a, f->x->name), "pages", 0);
	struct arena *memory = arena_new(f->a);
	bool more = true, ok = true;

	for (uint64_t pages = 1; ok && more; pages++) {
		struct answer answer;
		enum action action;
		struct ask ask;

		arena_end(memory);
		ok = page_request(memory, f, pager, &ask, e) && asker_send(asker, memory, &ask, &answer, &action, e);
		more = ok && action == ACTION_OK;
		if (more && !take(memory, f, pager, &ask, &answer, &more, e))
			ok = err_in(e, "%.*s", STR(ask.shown));
		progress_at(progress, pages);
	}
	progress_end(progress, NULL);
	return ok;
}

static bool pages_fetch_all(struct fetch *f, const struct land_options *o, struct err *e)
{
	bool ok = pages_fetch(f, askers_of(o->askers, f->x->endpoint), e);
	const char *waited;

	if (f->waits->count == 0)
		return ok;
	waited = arena_print(f->a, "waited for limits %lld times, %lld.%03lld s in all", (long long)f->waits->count,
		(long long)(f->waits->us / SECOND), (long long)(f->waits->us % SECOND / 1000));
	log_info("extract", "%.*s: %s", STR(f->x->name), waited);
	if (o->waited)
		*o->waited = waited;
	return ok;
}

static void fetch_begin(struct arena *a, const struct extract *x, date business_date, struct fetch *f)
{
	*f = (struct fetch){.a = a, .x = x, .web = x->source.web, .waits = arena_new_of(a, struct waits)};
	words_find(f, business_date);
}

Str web_request(struct arena *a, const struct extract *x, date business_date)
{
	struct err unusable = {0};
	struct fetch f;
	struct ask ask;

	fetch_begin(a, x, business_date, &f);
	return page_request(a, &f, pager_new(a, &f.web->page), &ask, &unusable) ? ask.shown : f.web->request.path;
}

bool web_look(struct arena *a, const struct extract *x, struct askers *askers, date business_date, Str *request,
	Str *body, struct err *e)
{
	struct answer answer;
	enum action action;
	struct ask ask;
	struct fetch f;

	fetch_begin(a, x, business_date, &f);
	if (!page_request(a, &f, pager_new(a, &f.web->page), &ask, e)
	    || !asker_send(askers_of(askers, x->endpoint), a, &ask, &answer, &action, e))
		return false;
	*request = ask.shown;
	*body = answer.body;
	return true;
}

/* ── the landing ───────────────────────────────────────────────────────────────────────────────────────────────── */

bool web_land(struct arena *a, const struct extract *x, const struct land_options *o, struct landing **landing,
	struct err *e)
{
	struct landing *l = extract_landing(a, x, o);
	struct fetch f;

	fetch_begin(a, x, o->business_date, &f);
	if (!landing_begin(a, o->landings, &f.draft, e)
	    || !pages_fetch_all(&f, o, e)
	    || !landing_seal(f.draft, o->run, l, e))
		return false;
	*landing = l;
	return true;
}
