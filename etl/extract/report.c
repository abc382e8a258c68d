#include "extract/report_making.h"

#include "base/card.h"
#include "base/log.h"

/* ── the one that was asked for ────────────────────────────────────────────────────────────────────────────────── */

static instant youngest(const struct reporting *g)
{
	instant since = g->now - g->report->reuse.us;

	return g->whole_at != INSTANT_NONE && g->whole_at <= g->now && g->whole_at > since ? g->whole_at : since;
}

static bool begin(struct making *k, struct err *e)
{
	struct digester *d = digester_new(k->memory);
	struct reporting *g = k->g;
	struct ask ask;

	if (!making_request(k->memory, g, &g->report->create, &k->words, NULL, &ask, e))
		return false;
	digester_add_text(d, ask.shown);
	digester_add_text(d, ask.request.body.at ? ask.request.body : S(""));
	k->of = (struct asked_of){g->x->name, g->business_date, digester_end(d)};
	if (!asked_begin(g->pg, g->a, &k->of, g->now, youngest(g), &k->asked, e))
		return false;
	k->was_kept = k->asked.id.at != NULL;
	making_word(k, "key", k->asked.key);
	return true;
}

static bool is_same(struct arena *a, const struct making *k, const struct report_same *same, const struct answer *row)
{
	Str wanted = words_filled(a, &k->words, same->text), said = said_at(a, row, &same->place);
	instant one, other;

	if (!said.at)
		return wanted.len == 0;
	return text_is(said, wanted) || (instant_parse(said, &one) && instant_parse(wanted, &other) && one == other);
}

static bool is_all_same(struct arena *a, const struct making *k, const struct answer *row)
{
	const struct vendor_report *r = k->g->report;

	for (size_t i = 0; i < r->same_count; i++)
		if (!is_same(a, k, &r->same[i], row))
			return false;
	return true;
}

/* Whether a report of the list is the one that is wanted: made for the same, not too old, and not for nothing. */
static bool is_wanted(struct arena *a, const struct making *k, const struct answer *row)
{
	const struct vendor_report *r = k->g->report;
	const struct report_status *status = status_of(r, said_at(a, row, &r->found_status));
	instant created = moment_at(a, row, &r->found_at);

	return said_at(a, row, &r->found_id).at && status
	    && (status->state == MAKING_RUNNING || status->state == MAKING_DONE || status->state == MAKING_EMPTY)
	    && created != INSTANT_NONE && created >= youngest(k->g) && is_all_same(a, k, row);
}

static bool rows_of(struct arena *a, const struct vendor_report *r, const struct answer *answer, struct tree_rows *rows,
	struct err *e)
{
	*rows = (struct tree_rows){0};
	if (!answer->tree)
		return err_set(e, ERR_INCOMPLETE, "the list of reports is no JSON");
	tree_rows(a, answer->tree, r->found.steps, r->found.count, rows);
	return true;
}

static bool named(struct making *k, struct err *e)
{
	return asked_named(k->g->pg, k->memory, &k->of, &k->asked, e);
}

static bool find(struct making *k, struct err *e)
{
	const struct vendor_report *r = k->g->report;
	struct arena *a = arena_new(k->memory);
	struct tree_rows rows;
	struct answer answer;
	struct ask ask;

	if (!making_send(k, a, &r->find, NULL, &answer, &ask, e))
		return false;
	if (!making_is_ok(k))
		return true;
	if (!rows_of(a, r, &answer, &rows, e))
		return err_in(e, "%.*s", STR(ask.shown));
	for (size_t i = 0; i < rows.count; i++) {
		struct answer row = {.head = answer.head, .tree = rows.at[i]->row};

		if (!is_wanted(a, k, &row))
			continue;
		k->asked.id = text_copy(k->g->a, said_at(a, &row, &r->found_id));
		k->asked.at = moment_at(a, &row, &r->found_at);
		making_note(k->g, &ask, &answer, text(arena_print(a, "found %.*s", STR(k->asked.id))));
		return named(k, e);
	}
	return true;
}

static bool create_once(struct making *k, struct err *e)
{
	const struct vendor_report *r = k->g->report;
	struct arena *a = arena_new(k->memory);
	struct answer answer;
	struct ask ask;
	Str id;

	if (!making_send(k, a, &r->create, NULL, &answer, &ask, e) || !making_is_ok(k))
		return e->kind == ERR_NONE;
	id = said_at(a, &answer, &r->created_id);
	if (!id.at)
		return err_set(e, ERR_SOURCE, "%.*s: the answer names no report: nothing is at %.*s", STR(ask.shown),
			STR(r->created_id.written));
	k->asked.id = text_copy(k->g->a, id);
	making_note(k->g, &ask, &answer, text(arena_print(a, "created %.*s", STR(id))));
	return named(k, e);
}

/* What may have been done is looked for before it is asked for again. */
static bool create(struct making *k, struct err *e)
{
	const struct vendor_report *r = k->g->report;
	const struct retry *retry = &k->g->x->endpoint->retry;
	struct err bad = {0};

	for (int tries = 0; !create_once(k, &bad); tries++) {
		if (bad.kind != ERR_TEMPORARY || !r->has_find || tries >= retry->times) {
			*e = bad;
			return false;
		}
		log_debug("extract", "%s; looking whether it was made all the same", bad.message);
		err_clear(&bad);
		if (!retry_wait(retry_pause(retry, tries), e) || !find(k, e))
			return false;
		if (k->asked.id.at || !making_is_ok(k))
			return true;
	}
	return true;
}

/* ── how far it is ─────────────────────────────────────────────────────────────────────────────────────────────── */

static bool poll(struct making *k, enum making_state *state, struct err *e)
{
	const struct vendor_report *r = k->g->report;
	struct arena *a = arena_new(k->memory);
	int64_t waited = 0;
	Str said = S("");

	for (;;) {
		arena_end(a);
		if (!making_poll(k, a, &said, state, e))
			return false;
		if (!making_is_ok(k) || *state != MAKING_RUNNING)
			return true;
		if (waited + r->every.us > r->timeout.us)
			return err_set(e, ERR_INCOMPLETE, "report %s is still %s after %s; the next run goes on with it",
				text_quoted(a, k->asked.id), text_quoted(a, said), duration_text(a, r->timeout.us));
		if (!retry_wait(r->every.us, e))
			return false;
		waited += r->every.us;
	}
}

/* ── one report ────────────────────────────────────────────────────────────────────────────────────────────────── */

static void date_landing(struct making *k)
{
	struct landing *l = k->g->landing;
	instant made = moment_at(k->memory, k->answer, &k->g->report->made_at);
	instant at = made == INSTANT_NONE ? k->asked.at : made;

	if (l->as_of == INSTANT_NONE || at >= l->as_of)
		return;
	l->as_of = at;
	l->as_of_source = S("report");
}

static bool conclude(struct making *k, enum making_state state, struct err *e)
{
	struct reporting *g = k->g;
	const char *id = text_quoted(k->memory, k->asked.id);

	switch (state) {
	case MAKING_DONE:
	case MAKING_EMPTY:
		date_landing(k);
		if (state == MAKING_DONE && !making_fetch(k, &g->report->document_id, e))
			return false;
		g->asked = arena_grow(g->a, g->asked, g->asked_count, sizeof *g->asked);
		g->asked[g->asked_count++] = k->of;
		return true;
	case MAKING_FAILED:
		k->is_lost = true;
		return err_set(e, ERR_SOURCE, "the system could not make report %s: it is %s", id,
			text_quoted(k->memory, said_at(k->memory, k->answer, &g->report->status)));
	case MAKING_CANCELLED:
		k->is_lost = true;
		return err_set(e, ERR_SOURCE, "report %s was cancelled", id);
	case MAKING_RUNNING:
		break;
	}
	return err_set(e, ERR_INTERNAL, "a report that is still being made is none yet");
}

static bool make(struct making *k, struct err *e)
{
	const struct vendor_report *r = k->g->report;
	enum making_state state = MAKING_RUNNING;

	if (!begin(k, e) || (!k->asked.id.at && r->has_find && !find(k, e)))
		return false;
	if (making_is_ok(k) && !k->asked.id.at && !create(k, e))
		return false;
	if (!making_is_ok(k))
		return true;
	making_word(k, "report", k->asked.id);
	return poll(k, &state, e) && (!making_is_ok(k) || conclude(k, state, e));
}

static bool forget(struct making *k, struct err *e)
{
	return asked_forget(k->g->pg, k->memory, &k->of, e);
}

static struct making making_of(struct reporting *g, struct arena *memory, const struct words *words,
	enum action *action, struct answer *answer)
{
	struct making k = {.g = g, .memory = memory, .words = words_copy(memory, words), .answer = answer,
		.action = action};

	if (g->report->query.at)
		words_add(memory, &k.words, S("query"), words_put(memory, words, g->report->query));
	*action = ACTION_OK;
	return k;
}

static bool make_new(struct reporting *g, struct arena *memory, const struct words *words, enum action *action,
	struct answer *answer, struct err *e)
{
	struct making k = making_of(g, memory, words, action, answer);
	struct err bad = {0}, lost = {0};
	bool ok = make(&k, &bad);

	/* Of what is only late something may still come. */
	if ((ok && !making_is_ok(&k)) || (!ok && k.is_lost))
		ok = forget(&k, &lost) && ok;
	if (!ok && lost.kind != ERR_NONE)
		bad = lost;
	/* What an earlier run asked for, and the system does not know, is asked for anew. */
	if (!ok && k.was_kept && k.is_lost && lost.kind == ERR_NONE) {
		log_info("extract", "%.*s: %s; it is asked for anew", STR(g->x->name), bad.message);
		err_clear(&bad);
		k = making_of(g, memory, words, action, answer);
		ok = make(&k, &bad);
	}
	if (!ok)
		*e = bad;
	return ok;
}

/* ── those that the system makes by itself ─────────────────────────────────────────────────────────────────────── */

/* Reports of the list that are wanted, each once. */
struct listed {
	struct arena *a;
	struct answer *at;           /* each as if it were an answer */
	size_t count;
};

/* What is not made yet must come again. */
static bool leave(struct making *k, const struct answer *row, Str said, struct err *e)
{
	struct reporting *g = k->g;
	instant created = moment_at(k->memory, row, &g->report->found_at);

	if (g->is_incremental && created == INSTANT_NONE)
		return err_set(e, ERR_INCOMPLETE, "report %s is still %s, and nothing says when it was asked for, so that the "
			"next run could go on there", text_quoted(k->memory, k->asked.id), text_quoted(k->memory, said));
	if (g->is_incremental && (g->unmade == INSTANT_NONE || created < g->unmade))
		g->unmade = created;
	return true;
}

static bool take_listed(struct making *k, const struct answer *row, struct err *e)
{
	struct reporting *g = k->g;
	const struct vendor_report *r = g->report;
	Str said = said_at(k->memory, row, &r->found_status), id = said_at(k->memory, row, &r->found_id);
	const struct report_status *status = status_of(r, said);

	if (!id.at || !status)
		return err_set(e, ERR_INCOMPLETE, "a report in the list is %s, of which \"map\" says nothing",
			said.at ? text_quoted(k->memory, said) : "without a state");
	k->asked.id = id;
	making_word(k, "report", id);
	if (status->state == MAKING_DONE)
		return making_fetch(k, &r->found_document, e);
	if (status->state != MAKING_EMPTY)
		texts_add(g->a, &g->landing->skipped, text(arena_print(g->a, "report %.*s (%.*s)",
			WHOLE(card_masked(g->a, id)), WHOLE(card_masked(g->a, said)))));
	return status->state != MAKING_RUNNING || leave(k, row, said, e);
}

/* A list that grows while it is read may hold a report twice. */
static bool has(const struct listed *l, const struct answer *row, const struct report_place *id)
{
	Str wanted = said_at(l->a, row, id);

	for (size_t i = 0; wanted.at && i < l->count; i++)
		if (text_is(said_at(l->a, &l->at[i], id), wanted))
			return true;
	return false;
}

static void add_page(const struct making *k, const struct answer *page, const struct tree_rows *rows,
	struct listed *listed)
{
	for (size_t i = 0; i < rows->count; i++) {
		struct answer row = {.head = page->head, .tree = rows->at[i]->row, .received = page->received};

		if (!is_all_same(listed->a, k, &row) || has(listed, &row, &k->g->report->found_id))
			continue;
		listed->at = arena_grow(listed->a, listed->at, listed->count, sizeof *listed->at);
		listed->at[listed->count++] = row;
	}
}

/* One page of the list, into *page; *more: another one follows. */
static bool list_page(struct making *k, struct pager *pager, struct listed *listed, struct answer *page, bool *more,
	struct err *e)
{
	const struct vendor_report *r = k->g->report;
	struct turn turn = pager_turn(k->memory, pager);
	struct page_seen seen = {.answer = page};
	struct tree_rows rows;
	struct ask ask;
	bool ok;

	*more = false;
	k->turn = &turn;
	ok = making_send(k, k->memory, &r->find, "the list", page, &ask, e);
	k->turn = NULL;
	if (!ok || !making_is_ok(k))
		return ok;
	seen.url = ask.request.url;
	if (!page_look(k->memory, &r->found, &seen, &rows, e) || !pager_take(k->memory, pager, &seen, more, e))
		return err_in(e, "%.*s", STR(ask.shown));
	if (said_at(k->memory, page, &r->found_more).at)
		return err_set(e, ERR_INCOMPLETE, "%.*s: the list goes on, by its %.*s; ask for a shorter time",
			STR(ask.shown), STR(r->found_more.written));
	add_page(k, page, &rows, listed);
	return true;
}

/* All of it before the first file: the place where a list goes on may not be known for long. */
static bool take_all(struct reporting *g, struct arena *memory, const struct words *words, enum action *action,
	struct answer *answer, struct err *e)
{
	struct making k = making_of(g, memory, words, action, answer);
	struct pager *pager = pager_new(memory, &g->report->pages, S(""));
	struct listed listed = {.a = memory};
	bool more = true, ok = true;

	while (ok && more)
		ok = list_page(&k, pager, &listed, answer, &more, e);
	for (size_t i = 0; ok && making_is_ok(&k) && i < listed.count; i++) {
		struct making one = making_of(g, arena_new(memory), words, action, &listed.at[i]);

		ok = take_listed(&one, &listed.at[i], e);
	}
	return ok;
}

/* ── for whoever lands it ──────────────────────────────────────────────────────────────────────────────────────── */

bool vendor_report_ask(struct arena *a, const struct reporting *g, const struct words *words, struct ask *ask,
	struct err *e)
{
	const struct vendor_report *r = g->report;
	struct words all = words_copy(a, words);
	struct turn turn = pager_turn(a, pager_new(a, &r->pages, S("")));

	if (r->query.at)
		words_add(a, &all, S("query"), words_put(a, words, r->query));
	return making_request(a, g, r->has_create ? &r->create : &r->find, &all, &turn, ask, e);
}

bool vendor_report_until(struct reporting *g, struct arena *memory, const struct words *words, instant *until,
	struct err *e)
{
	const struct vendor_report *r = g->report;
	enum action action;
	struct answer answer = {0};
	struct making k = making_of(g, memory, words, &action, &answer);
	struct ask ask;

	*until = INSTANT_NONE;
	if (!r->has_until)
		return true;
	if (!making_send(&k, memory, &r->until, "until when there are data", &answer, &ask, e))
		return false;
	*until = moment_at(memory, &answer, &r->until_at);
	return (making_is_ok(&k) && *until != INSTANT_NONE)
	    || err_set(e, ERR_INCOMPLETE, "%.*s: status %d: it does not say until when there are data, at %.*s",
		STR(ask.shown), answer.head.status, STR(r->until_at.written));
}

bool vendor_report_fetch(struct reporting *g, struct arena *memory, const struct words *words, enum action *action,
	struct answer *answer, struct err *e)
{
	return g->report->has_create ? make_new(g, memory, words, action, answer, e)
		: take_all(g, memory, words, action, answer, e);
}

bool vendor_report_landed(struct reporting *g, struct err *e)
{
	for (size_t i = 0; i < g->asked_count; i++)
		if (!asked_forget(g->pg, g->a, &g->asked[i], e))
			return false;
	g->asked_count = 0;
	return true;
}
