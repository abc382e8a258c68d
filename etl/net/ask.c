#include "net/ask.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "config/secret.h"
#include "format/json.h"
#include "format/json_read.h"
#include "format/unpack.h"
#include "net/reason.h"
#include "net/redirect.h"
#include "net/token.h"
#include "net/url.h"

#include <pthread.h>

/* How much longer than nothing may come for it a call is taken to be under way. */
#define LEASE_MORE (30 * SECOND)

struct asker {
	struct asker *next, *beside;
	const struct endpoint *endpoint;
	struct http *http;
	struct pacer *pacer;         /* of its account */
	struct paced paced;          /* that is made, as the pacer counts it */
	struct waits *waits;
	struct tokens *tokens;
	Str token;                   /* of the try; empty: none */
	Str credentials;             /* of the try, as they were sent; NULL: none */
	int at_once;
	struct arena *try;           /* of one try: in it alone the secrets stand */
	struct json *json;
	struct askers *all;
	bool is_granted;
};

struct askers {
	struct arena *a;
	struct asker *first;
	const struct pg *beside;
	struct pg *session;          /* NULL: it was not needed yet */
	struct pool *pool;           /* NULL: there is no database */
	pthread_mutex_t lock;        /* guards what follows */
	struct arena *of_expiries;
	struct expiries expiries;
};

/* Systems of one account have one pacer. */
static struct pacer *pacer_of(const struct askers *all, Str account)
{
	const struct asker *c = all->first;

	while (c && !text_is(c->endpoint->account, account))
		c = c->next;
	return c ? c->pacer : pacer_new(all->a, account, all->pool);
}

static struct asker *asker_new(struct askers *all, const struct endpoint *endpoint, struct pacer *pacer,
	struct tokens *tokens)
{
	struct arena *a = all->a;
	struct asker *c = arena_new_of(a, struct asker);

	*c = (struct asker){.endpoint = endpoint, .http = http_new(a, &endpoint->trust, &endpoint->patience),
		.pacer = pacer, .tokens = tokens, .try = arena_new(a), .json = json_new(a), .all = all};
	return c;
}

struct asker *asker_beside(struct asker *c)
{
	if (!c->beside)
		c->beside = asker_new(c->all, c->endpoint, c->pacer, c->tokens);
	return c->beside;
}

static void finish(void *subject)
{
	struct askers *all = subject;

	pthread_mutex_destroy(&all->lock);
}

struct askers *askers_new(struct arena *a, const struct pg *beside)
{
	struct askers *all = arena_new_of(a, struct askers);

	all->a = a;
	all->beside = beside;
	all->pool = beside ? pool_new(a, pg_conninfo(beside)) : NULL;
	all->of_expiries = arena_new(a);
	pthread_mutex_init(&all->lock, NULL);
	arena_defer(a, finish, all);
	return all;
}

struct asker *askers_of(struct askers *all, const struct endpoint *endpoint)
{
	struct asker *c = all->first;

	while (c && c->endpoint != endpoint)
		c = c->next;
	if (c)
		return c;
	c = asker_new(all, endpoint, pacer_of(all, endpoint->account), tokens_new(all->a, endpoint, all));
	c->next = all->first;
	all->first = c;
	return c;
}

/* With the rights of a run, whoever looks. */
bool askers_session(struct askers *all, struct pg **pg, struct err *e)
{
	if (!all->beside)
		return err_set(e, ERR_USAGE, "this needs the database, in which accounts are shared");
	if (!all->session
	    && (!pg_open(all->a, pg_conninfo(all->beside), &all->session, e)
		|| !pg_role(all->session, "counterfoil_etl", e)))
		return false;
	*pg = all->session;
	return true;
}

const struct expiries *askers_expiries(const struct askers *all)
{
	return &all->expiries;
}

/* ── one try ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool headers_fill(struct asker *c, struct http_fields *fields, const struct http_fields *more, struct err *e)
{
	for (size_t i = 0; i < more->count; i++) {
		Str value;

		if (!secret_fill(c->try, more->at[i].value, &value, e))
			return false;
		http_fields_add(c->try, fields, more->at[i].name, value);
	}
	return true;
}

/* JSON is parsed some bytes at a time, and wants room behind it. */
static void body_pad(struct buf *b, struct answer *answer)
{
	memset(buf_room(b, WINDOW_PADDING), 0, WINDOW_PADDING);
	answer->body = buf_str(b);
}

static size_t share(const struct asker *c, size_t most)
{
	return c->at_once > 1 ? most / (size_t)c->at_once : most;
}

static bool body_read(struct asker *c, struct arena *a, struct answer *answer, struct err *e)
{
	struct buf *b = buf_new(a, ANSWER_MOST + WINDOW_PADDING);
	size_t most = share(c, ANSWER_MOST);
	Str piece;

	do {
		if (!http_body(c->http, &piece, e))
			return false;
		buf_add(b, piece);
		if (b->len > most || buf_is_over(b))
			return err_set(e, ERR_SOURCE, "the answer is longer than %zu MiB; ask for smaller pages", most >> 20);
	} while (piece.len > 0);
	body_pad(b, answer);
	return true;
}

/* A wrong checksum, a wrong length or a cut is found here: libcurl would not see every one. */
static bool body_unpack(struct asker *c, struct arena *a, struct answer *answer, struct err *e)
{
	struct unpack_limits limits = {.depth = 1, .size = share(c, ANSWER_MOST)};
	struct bytes *packed = bytes_of_memory(a, S("the answer"), answer->body, 0);
	struct buf *b = buf_new(a, ANSWER_MOST + WINDOW_PADDING);
	struct unpack *u;
	bool has = false;
	Str name, piece;

	if (!unpack_open(a, packed, &limits, S(""), &u, e) || !unpack_next(u, &name, &has, e))
		return false;
	do {
		if (!unpack_read(u, &piece, e))
			return false;
		buf_add(b, piece);
	} while (piece.len > 0);
	body_pad(b, answer);
	return unpack_next(u, &name, &has, e);
}

static bool body_decode(struct asker *c, struct arena *a, struct answer *answer, struct err *e)
{
	Str coding = http_field(&answer->head.fields, "Content-Encoding");
	struct err bad = {0};

	if (!coding.at || coding.len == 0 || text_is(coding, S("identity")))
		return true;
	if (!text_is(coding, S("gzip")))
		return err_set(e, ERR_SOURCE, "the answer is packed as %s, which was not asked for", text_quoted(a, coding));
	return answer->body.len == 0 || body_unpack(c, a, answer, &bad)
	    || err_set(e, ERR_TEMPORARY, "the answer's gzip is damaged: %s", bad.message);
}

static bool parse(struct asker *c, struct arena *a, struct answer *answer, struct err *e)
{
	Str begin = text_trim(answer->body);
	struct json_result result;

	if (begin.len == 0 || !strchr("{[\"-0123456789", begin.at[0]))
		return true;
	if (json_has_more_values(answer->body, share(c, ANSWER_VALUES)))
		return err_set(e, ERR_SOURCE, "more than %zu values in one answer; ask for smaller pages",
			share(c, ANSWER_VALUES));
	json_parse(c->json, a, answer->body, &result);
	answer->tree = result.tree;
	answer->why_no_tree = result.error ? result.error : result.fault;
	return true;
}

/* The request with who asks; it ends with the try. */
static bool sign(struct asker *c, const struct http_request *plain, Str coding, struct http_request *request,
	struct err *e)
{
	arena_end(c->try);
	c->token = S("");
	c->credentials = (Str){0};
	*request = (struct http_request){.method = plain->method, .url = plain->url, .body = plain->body,
		.is_once = plain->is_once};
	if (!headers_fill(c, &request->fields, &c->endpoint->headers, e)
	    || !headers_fill(c, &request->fields, &plain->fields, e))
		return false;
	http_fields_add(c->try, &request->fields, S("Accept-Encoding"), coding);
	if (!http_field(&request->fields, "User-Agent").at)
		http_fields_add(c->try, &request->fields, S("User-Agent"), S(USER_AGENT));
	if (!tokens_get(c->tokens, c->http, c->try, &c->token, e)
	    || !auth_apply(c->try, c->endpoint->auth, c->token, request, e))
		return false;
	c->credentials = http_field(&request->fields, "Authorization");
	return true;
}

static bool exchange(struct asker *c, struct arena *a, const struct http_request *plain, struct answer *answer,
	struct err *e)
{
	struct http_request request;

	*answer = (struct answer){0};
	if (!sign(c, plain, plain->is_bytes ? S("identity") : S("gzip"), &request, e)
	    || !http_send(c->http, a, &request, &answer->head, e)
	    || !body_read(c, a, answer, e)
	    || (!plain->is_bytes && !body_decode(c, a, answer, e)))
		return false;
	answer->received = clock_now();
	pthread_mutex_lock(&c->all->lock);
	expiries_heed(c->all->of_expiries, &c->all->expiries, c->endpoint->system, answer);
	pthread_mutex_unlock(&c->all->lock);
	return plain->is_bytes || parse(c, a, answer, e);
}

static bool redirected(struct arena *a, struct http_request *request, const struct answer *answer,
	struct err *e)
{
	if (!redirect_follow(a, &answer->head, &request->url, e))
		return false;
	if (answer->head.status < 307 && request->body.at) {
		request->method = S("GET");
		request->body = (Str){0};
	}
	return true;
}

static bool turn(struct asker *c, struct err *e)
{
	return retry_turn(&c->endpoint->retry, c->pacer, &c->paced, c->waits, e);
}

/* A turn that cannot be given back counts for more than what came of it. */
static bool exchange_in_turn(struct asker *c, struct arena *a, const struct http_request *request,
	struct answer *answer, struct err *e)
{
	bool ok = exchange(c, a, request, answer, e);
	struct err lost = {0};

	if (pacer_give(c->pacer, &c->paced, ok ? answer : NULL, &lost))
		return ok;
	*e = lost;
	return false;
}

static bool follow(struct asker *c, struct arena *a, const struct http_request *plain, struct answer *answer,
	struct err *e)
{
	struct http_request request = *plain;

	for (int i = 0; i <= REDIRECTS; i++) {
		if ((i > 0 && !turn(c, e)) || !exchange_in_turn(c, a, &request, answer, e))
			return false;
		if (!redirect_is(answer->head.status))
			return true;
		if (!redirected(a, &request, answer, e))
			return false;
	}
	return redirect_is_endless(e);
}

/* ── until it is answered ──────────────────────────────────────────────────────────────────────────────────────── */

static bool may_repeat(const struct ask *ask)
{
	return ask->is_safe || text_is(ask->request.method, S("GET")) || text_is(ask->request.method, S("HEAD"));
}

const char *asker_reason(struct asker *c, const struct ask *ask, const struct answer *answer, Str also)
{
	Str said = reason_find(c->try, answer), scheme, rest;
	struct texts names = {0}, secrets = {0};

	if (said.len == 0 || ask->is_explained)
		return "";
	for (size_t i = 0; i < c->endpoint->secrets.count; i++)
		texts_add(c->try, &names, c->endpoint->secrets.at[i]);
	for (size_t i = 0; i < ask->request.fields.count; i++)
		secret_names(c->try, ask->request.fields.at[i].value, &names);
	reason_secrets(c->try, &names, &secrets);
	texts_add(c->try, &secrets, c->token);
	texts_add(c->try, &secrets, also);
	texts_add(c->try, &secrets, url_unescaped(c->try, also));
	if (text_cut(c->credentials, ' ', &scheme, &rest))
		texts_add(c->try, &secrets, rest);
	return reason_quoted(c->try, said, &secrets);
}

/* What the answer says. */
static const char *status_said(struct asker *c, struct arena *a, const struct ask *ask, const struct answer *answer,
	const struct rule_on *rule)
{
	return arena_print(a, "status %d%s%s%s", answer->head.status, asker_reason(c, ask, answer, S("")),
		rule && rule->says ? ", by its rule on " : "", rule && rule->says ? rule->says : "");
}

static enum action meaning(struct asker *c, struct arena *a, const struct ask *ask, const struct answer *answer,
	const struct rule_on **rule)
{
	struct rules_on lists[2] = {ask->rules ? *ask->rules : (struct rules_on){0}, c->endpoint->rules};

	*rule = rules_on_find(a, lists, 2, answer);
	return *rule ? (*rule)->action : rules_otherwise(answer->head.status);
}

struct tries {
	int count;
	bool has_refreshed;          /* the token that the system refused */
	int64_t waited;
};

/* Waits before the next try; false if there is none. */
static bool again(struct asker *c, struct tries *t, int64_t asked, const char *why, const struct ask *ask,
	struct err *e)
{
	const struct retry *r = &c->endpoint->retry;
	int64_t wait = asked >= 0 ? asked : retry_pause(r, t->count);

	if (!may_repeat(ask) || t->count >= r->times)
		return err_set(e, ERR_TEMPORARY, "%.*s: %s%s", STR(ask->shown), why,
			may_repeat(ask) ? ", in every try" : "; it may have been done, so it is not asked again");
	if (wait > r->most.us || t->waited + wait > r->in_all.us)
		return err_set(e, ERR_TEMPORARY, "%.*s: %s; to wait for longer than %lld s is left to a later run",
			STR(ask->shown), why, (long long)((wait > r->most.us ? r->most.us : r->in_all.us) / SECOND));
	log_debug("net", "%.*s: %s; again in %lld ms", STR(ask->shown), why, (long long)(wait / 1000));
	t->count++;
	t->waited += wait;
	return retry_wait(wait, e);
}

static bool is_answer(enum action action)
{
	return action != ACTION_RETRY && action != ACTION_RATE_LIMITED;
}

/* A token that the system will not have: once for a request, another one may do. */
static bool refresh(struct asker *c, struct tries *t)
{
	bool first = !t->has_refreshed;

	t->has_refreshed = true;
	return first && tokens_refused(c->tokens, c->token);
}

/* One exchange and what it means; *why is NULL if it is an answer, else why it is to be tried again, after *pause
 * microseconds if that was said (else -1). */
static bool try_once(struct asker *c, struct arena *a, const struct ask *ask, struct answer *answer,
	enum action *action, const char **why, int64_t *pause, struct err *e)
{
	const struct rule_on *rule = NULL;
	struct http_request request = ask->request;
	struct err bad = {0};

	*why = NULL;
	*action = ACTION_RETRY;
	*pause = -1;
	request.is_once = !may_repeat(ask);
	if (!follow(c, a, &request, answer, &bad)) {
		*why = arena_print(a, "%s", bad.message);
		return bad.kind == ERR_TEMPORARY || err_set(e, bad.kind, "%.*s: %s", STR(ask->shown), bad.message);
	}
	*action = meaning(c, a, ask, answer, &rule);
	if (*action == ACTION_FAIL)
		return err_set(e, ERR_SOURCE, "%.*s: %s", STR(ask->shown), status_said(c, a, ask, answer, rule));
	if (is_answer(*action))
		return true;
	*pause = rules_on_wait(a, rule, answer);
	*why = status_said(c, a, ask, answer, rule);
	return true;
}

static bool must_ask_again(struct asker *c, struct tries *t, enum action action)
{
	return action == ACTION_REFRESH_AUTH && refresh(c, t);
}

static void paced_begin(struct asker *c, const struct ask *ask)
{
	const struct http_patience *patience = &c->endpoint->patience;

	c->paced = (struct paced){.paces = {c->endpoint->paces, ask->paces ? *ask->paces : (struct paces){0}},
		.system = c->endpoint->system, .op = ask->op, .lease = patience->connect + patience->stall + LEASE_MORE};
	c->waits = ask->waits;
	c->at_once = ask->at_once;
}

bool asker_send(struct asker *c, struct arena *a, const struct ask *ask, struct answer *answer, enum action *action,
	struct err *e)
{
	struct tries tries = {0};
	const char *why;
	int64_t pause;

	paced_begin(c, ask);
	do {
		if (!turn(c, e))
			return err_in(e, "%.*s", STR(ask->shown));
		if (!try_once(c, a, ask, answer, action, &why, &pause, e))
			return false;
	} while ((why && again(c, &tries, pause, why, ask, e)) || (!why && must_ask_again(c, &tries, *action)));
	if (!why && *action == ACTION_REFRESH_AUTH)
		return err_set(e, ERR_SOURCE, "%.*s: status %d%s%s", STR(ask->shown), answer->head.status,
			asker_reason(c, ask, answer, S("")), auth_has_token(c->endpoint->auth) ? ", with a new token too" : "");
	return why == NULL;
}

bool asker_granted(struct asker *c, struct err *e)
{
	const struct grants *g = &c->endpoint->grants;
	struct arena *a = arena_new(c->all->a);
	struct ask ask = {.request.method = S("GET"), .op = S("grants"), .is_safe = true};
	struct answer answer;
	enum action action;

	if (!g->path.at || c->is_granted)
		return true;
	if (!url_join(a, c->endpoint->base, g->path, &ask.request.url, e))
		return false;
	ask.shown = text(arena_print(a, "GET %.*s", STR(ask.request.url)));
	if (!asker_send(c, a, &ask, &answer, &action, e))
		return false;
	c->is_granted = grants_check(a, g, &answer, e);
	arena_end(a);
	return c->is_granted;
}

/* ── what is too long to be held ───────────────────────────────────────────────────────────────────────────────── */

const struct endpoint *asker_endpoint(const struct asker *c)
{
	return c->endpoint;
}

bool asker_begin(struct asker *c, struct arena *a, const struct ask *ask, struct http_head *head, struct err *e)
{
	struct http_request request;
	struct err ignored = {0};

	paced_begin(c, ask);
	if (!turn(c, e))
		return false;
	if (sign(c, &ask->request, S("identity"), &request, e) && http_send(c->http, a, &request, head, e))
		return true;
	if (!pacer_give(c->pacer, &c->paced, NULL, &ignored))
		err_clear(&ignored);
	return false;
}

bool asker_body(struct asker *c, Str *bytes, struct err *e)
{
	return http_body(c->http, bytes, e);
}

bool asker_end(struct asker *c, struct err *e)
{
	return pacer_give(c->pacer, &c->paced, NULL, e);
}
