#include "extract/web.h"

#include "base/card.h"
#include "base/json_out.h"
#include "base/progress.h"
#include "extract/landing_write.h"
#include "net/ask.h"
#include "net/url.h"

enum { TEXT_MOST = 1 << 20 };

/* One list on its way into a landing. */
struct fetch {
	struct arena *a;
	const struct extract *x;
	const struct web *web;
	date business_date;
	Str from, to;                /* as the window says them */
	Str first;                   /* address of the first page */
	Str body;
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

/* Words in braces are replaced, ${secret:…} is left for the moment of asking. */
static Str filled(const struct fetch *f, Str s)
{
	struct buf *b = buf_new(f->a, TEXT_MOST);
	Str before, rest, word;

	while (text_cut(s, '{', &before, &rest)) {
		bool is_secret = before.len > 0 && before.at[before.len - 1] == '$';

		buf_add(b, before);
		text_cut(rest, '}', &word, &s);
		if (is_secret)
			buf_print(b, "{%.*s}", WHOLE(word));
		else if (text_is(word, S("business_date")))
			buf_add(b, text(date_text(f->a, f->business_date)));
		else
			buf_add(b, text_is(word, S("from")) ? f->from : f->to);
	}
	buf_add(b, s);
	return b->len > 0 ? buf_str(b) : S("");
}

static bool address_first(struct fetch *f, struct err *e)
{
	if (!url_join(f->a, f->x->endpoint->base, filled(f, f->web->path), &f->first, e))
		return false;
	for (size_t i = 0; i < f->web->query.count; i++)
		f->first = url_with(f->a, f->first, f->web->query.at[i].name, filled(f, f->web->query.at[i].value));
	return true;
}

static void put_node(const struct fetch *f, struct json_out *j, const struct node *n)
{
	switch (n->kind) {
	case NODE_TABLE:
		json_object(j);
		for (size_t i = 0; i < n->count; i++) {
			json_name(j, n->items[i]->name.at);
			put_node(f, j, n->items[i]);
		}
		json_object_end(j);
		break;
	case NODE_ARRAY:
		json_array(j);
		for (size_t i = 0; i < n->count; i++)
			put_node(f, j, n->items[i]);
		json_array_end(j);
		break;
	case NODE_INTEGER:
		json_int(j, n->integer);
		break;
	case NODE_BOOLEAN:
		json_bool(j, n->boolean);
		break;
	case NODE_FLOAT:
		json_raw(j, n->text);
		break;
	case NODE_TEXT:
		json_text(j, filled(f, n->text));
		break;
	case NODE_DATE:
	case NODE_TIME:
	case NODE_DATETIME:
		json_text(j, n->text);
		break;
	}
}

static void put_form(const struct fetch *f, struct buf *b)
{
	for (size_t i = 0; i < f->web->form.count; i++) {
		const struct http_field *field = &f->web->form.at[i];

		buf_print(b, "%s%.*s=%.*s", i > 0 ? "&" : "", WHOLE(url_escaped(f->a, field->name)),
			WHOLE(url_escaped(f->a, filled(f, field->value))));
	}
}

static void body_first(struct fetch *f)
{
	struct buf *b = buf_new(f->a, TEXT_MOST);
	struct json_out j;

	json_begin(&j, b, false);
	if (f->web->json)
		put_node(f, &j, f->web->json);
	else
		put_form(f, b);
	if (b->len > 0)
		f->body = buf_str(b);
}

/* As it may be shown: what tells who asks has no place in it, also where the system has written it into a link. */
static Str shown(struct arena *a, const struct fetch *f, Str url)
{
	const struct auth *auth = f->x->endpoint->auth;
	Str name = auth->name;

	if (auth->kind == AUTH_QUERY)
		url = url_without(a, url, &(struct texts){&name, 1});
	return card_masked(a, text(arena_print(a, "%.*s %.*s", STR(f->web->method), WHOLE(url))));
}

static struct ask ask_of(struct arena *a, const struct fetch *f, Str url)
{
	struct ask ask = {.request = {.method = f->web->method, .url = url, .body = f->body}, .rules = &f->web->rules,
		.is_safe = f->web->safe, .shown = shown(a, f, url)};

	for (size_t i = 0; i < f->web->headers.count; i++)
		http_fields_add(a, &ask.request.fields, f->web->headers.at[i].name, filled(f, f->web->headers.at[i].value));
	if (f->web->json)
		http_fields_add(a, &ask.request.fields, S("Content-Type"), S("application/json"));
	else if (f->body.at)
		http_fields_add(a, &ask.request.fields, S("Content-Type"), S("application/x-www-form-urlencoded"));
	return ask;
}

/* ── the answers ───────────────────────────────────────────────────────────────────────────────────────────────── */

/* What an auditor may ask an answer for later; no cookies, and nothing that may hold a token. */
static const char *const kept_fields[] = {"Date", "Content-Type", "Last-Modified", "ETag", "X-Request-Id", "Request-Id",
	"Deprecation", "Sunset", "Warning", "X-Total-Count"};

static bool put(struct fetch *f, const struct answer *answer, Str name, struct err *e)
{
	struct landing_part part = {.name = text_copy(f->a, name), .part = S(""), .changed = answer->received,
		.status = answer->head.status};

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
static bool take(struct arena *page_memory, struct fetch *f, struct pager *pager, const struct answer *answer, Str url,
	bool *more, struct err *e)
{
	struct page_seen seen = {.answer = answer, .url = url};

	if (answer->body.len == 0)
		return err_set(e, ERR_INCOMPLETE, "an empty answer, of status %d", answer->head.status);
	return items_of(page_memory, f, answer, &seen, e)
	    && pager_take(page_memory, pager, &seen, more, e)
	    && put(f, answer, shown(page_memory, f, url), e);
}

/* One page; *ask is what was asked. */
static bool page_ask(struct arena *memory, struct fetch *f, struct asker *asker, const struct pager *pager,
	struct ask *ask, struct answer *answer, enum action *action, struct err *e)
{
	Str url;

	if (!pager_request(memory, pager, f->first, &url, e))
		return false;
	*ask = ask_of(memory, f, url);
	return asker_send(asker, memory, ask, answer, action, e);
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
		ok = page_ask(memory, f, asker, pager, &ask, &answer, &action, e);
		more = ok && action == ACTION_OK;
		if (more && !take(memory, f, pager, &answer, ask.request.url, &more, e))
			ok = err_in(e, "%.*s", STR(ask.shown));
		progress_at(progress, pages);
	}
	progress_end(progress, NULL);
	return ok;
}

static void window_find(struct fetch *f)
{
	const struct window_span *w = &f->web->window;

	f->from = moment_text(f->a, w, extract_end_of(f->x, f->business_date - 1) - w->lookback.us);
	f->to = moment_text(f->a, w, extract_end_of(f->x, f->business_date));
}

static bool fetch_begin(struct arena *a, const struct extract *x, date business_date, struct fetch *f, struct err *e)
{
	*f = (struct fetch){.a = a, .x = x, .web = x->source.web, .business_date = business_date};
	window_find(f);
	body_first(f);
	return address_first(f, e);
}

Str web_request(struct arena *a, const struct extract *x, date business_date)
{
	struct err unusable = {0};
	struct fetch f;
	Str url;

	return fetch_begin(a, x, business_date, &f, &unusable)
	    && pager_request(a, pager_new(a, &f.web->page), f.first, &url, &unusable) ? shown(a, &f, url)
		: x->source.web->path;
}

bool web_look(struct arena *a, const struct extract *x, date business_date, Str *request, Str *body, struct err *e)
{
	struct answer answer;
	enum action action;
	struct ask ask;
	struct fetch f;

	if (!fetch_begin(a, x, business_date, &f, e)
	    || !page_ask(a, &f, askers_of(askers_new(a), x->endpoint), pager_new(a, &f.web->page), &ask, &answer, &action,
		e))
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

	if (!fetch_begin(a, x, o->business_date, &f, e)
	    || !landing_begin(a, o->landings, &f.draft, e)
	    || !pages_fetch(&f, askers_of(o->askers, x->endpoint), e)
	    || !landing_seal(f.draft, o->run, l, e))
		return false;
	*landing = l;
	return true;
}
