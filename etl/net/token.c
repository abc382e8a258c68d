#include "net/token.h"

#include "base/base64.h"
#include "base/clock.h"
#include "base/seal.h"
#include "config/secret.h"
#include "net/auth_sign.h"
#include "embedded.h"
#include "format/json.h"
#include "format/window.h"
#include "net/ask.h"
#include "net/reason.h"
#include "net/url.h"

#include <pthread.h>

enum { ANSWER_MOST_BYTES = 256 << 10, LIVES_MOST_S = 10 * 365 * 86400 };

struct token {
	Str value, refresh;          /* NULL: none */
	int64_t lasts;               /* microseconds from now on, until another one should be asked for */
};

struct tokens {
	struct arena *a;
	const struct endpoint *to;
	struct askers *all;
	pthread_mutex_t lock;        /* guards what follows, and the asking */
	struct json *json;
	struct arena *kept;          /* of the token */
	Str token;                   /* NULL: none yet */
	int64_t ends;                /* clock_monotonic() */
	bool was_refused;
};

static void finish(void *subject)
{
	struct tokens *t = subject;

	pthread_mutex_destroy(&t->lock);
}

struct tokens *tokens_new(struct arena *a, const struct endpoint *to, struct askers *all)
{
	struct tokens *t = arena_new_of(a, struct tokens);

	*t = (struct tokens){.a = a, .to = to, .all = all, .json = json_new(a), .kept = arena_new(a)};
	pthread_mutex_init(&t->lock, NULL);
	arena_defer(a, finish, t);
	return t;
}

bool tokens_refused(struct tokens *t, Str token)
{
	pthread_mutex_lock(&t->lock);
	t->was_refused = t->was_refused || (t->token.at && text_is(t->token, token));
	pthread_mutex_unlock(&t->lock);
	return auth_has_token(t->to->auth);
}

/* ── asking for one ────────────────────────────────────────────────────────────────────────────────────────────── */

/* One use of an account: all of it in memory that ends with the try. */
struct asking {
	struct arena *a;
	const struct tokens *t;
	struct http *http;
	const struct auth *auth;
	struct http_request request;
	struct buf *form;
	Str place;                   /* as messages call it */
	Str sent, asserted;          /* the refresh token, and the token of our own; NULL: none */
};

static void form_add(struct asking *g, Str name, Str value)
{
	buf_print(g->form, "%s%.*s=%.*s", g->form->len > 0 ? "&" : "", WHOLE(url_escaped(g->a, name)),
		WHOLE(url_escaped(g->a, value)));
}

static bool form_add_all(struct asking *g, const struct node *table, struct err *e)
{
	for (size_t i = 0; table && i < table->count; i++) {
		Str value, filled;

		if (!node_scalar(g->a, table->items[i], &value) || !secret_fill(g->a, value, &filled, e))
			return false;
		form_add(g, table->items[i]->name, filled);
	}
	return true;
}

static bool headers_add(struct asking *g, struct err *e)
{
	const struct node *table = g->auth->headers;

	http_fields_add(g->a, &g->request.fields, S("Accept"), S("application/json"));
	for (size_t i = 0; table && i < table->count; i++) {
		Str value, filled;

		if (!node_scalar(g->a, table->items[i], &value) || !secret_fill(g->a, value, &filled, e))
			return false;
		http_fields_add(g->a, &g->request.fields, table->items[i]->name, filled);
	}
	return true;
}

/* RFC 7523, 2.2. */
static bool assertion_add(struct asking *g, struct err *e)
{
	Str assertion;

	if (!auth_jwt(g->a, g->auth, &assertion, e))
		return false;
	form_add(g, S("client_assertion_type"), S("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
	form_add(g, S("client_assertion"), assertion);
	g->asserted = assertion;
	return true;
}

/* RFC 6749, 2.3.1: both are escaped as in a form before they are put together. */
static bool client_add(struct asking *g, struct err *e)
{
	Str id, secret;

	if (!secret_fill(g->a, g->auth->id, &id, e) || !secret_fill(g->a, g->auth->secret, &secret, e))
		return false;
	if (g->auth->client_auth == CLIENT_BASIC) {
		http_fields_add(g->a, &g->request.fields, S("Authorization"),
			auth_basic(g->a, url_escaped(g->a, id), url_escaped(g->a, secret)));
		return true;
	}
	form_add(g, S("client_id"), id);
	if (g->auth->client_auth == CLIENT_ASSERTION)
		return assertion_add(g, e);
	form_add(g, S("client_secret"), secret);
	return true;
}

/* A grant that the form names is asked for instead of the client's own, such as RFC 6749, 4.3. */
static bool grant_add(struct asking *g, Str refresh, struct err *e)
{
	if (refresh.at || !g->auth->form || !node_child(g->auth->form, S("grant_type")))
		form_add(g, S("grant_type"), refresh.at ? S("refresh_token") : S("client_credentials"));
	if (refresh.at)
		form_add(g, S("refresh_token"), refresh);
	if (g->auth->scope.at)
		form_add(g, S("scope"), g->auth->scope);
	if (g->auth->audience.at)
		form_add(g, S("audience"), g->auth->audience);
	return client_add(g, e);
}

static bool secrets_fill(struct arena *a, struct node *n, struct err *e)
{
	if (n->kind == NODE_TEXT && !secret_fill(a, n->text, &n->text, e))
		return false;
	for (size_t i = 0; i < n->count; i++)
		if (!secrets_fill(a, n->items[i], e))
			return false;
	return true;
}

static bool json_add(struct asking *g, struct err *e)
{
	struct node *body = node_copy(g->a, g->auth->json);
	struct buf *b = buf_new(g->a, ANSWER_MOST_BYTES);
	struct json_out j;

	if (!secrets_fill(g->a, body, e))
		return false;
	json_begin(&j, b, false);
	node_json(g->a, body, &j);
	g->request.body = buf_str(b);
	http_fields_add(g->a, &g->request.fields, S("Content-Type"), S("application/json"));
	return true;
}

/* refresh: NULL where there is none. */
static bool request_of(struct asking *g, Str refresh, struct err *e)
{
	const struct endpoint *to = g->t->to;

	g->form = buf_new(g->a, ANSWER_MOST_BYTES);
	g->sent = refresh;
	g->request.method = S("POST");
	g->request.is_once = true;
	if (!url_join(g->a, to->base, g->auth->token_url, &g->request.url, e) || !headers_add(g, e))
		return false;
	g->place = url_place(g->a, g->request.url);
	if (g->auth->json)
		return json_add(g, e);
	if ((g->auth->kind != AUTH_EXCHANGE && !grant_add(g, refresh, e)) || !form_add_all(g, g->auth->form, e))
		return false;
	http_fields_add(g->a, &g->request.fields, S("Content-Type"), S("application/x-www-form-urlencoded"));
	g->request.body = g->form->len > 0 ? buf_str(g->form) : S("");
	return true;
}

/* ── what comes of it ──────────────────────────────────────────────────────────────────────────────────────────── */

static bool body_read(struct asking *g, Str *body, struct err *e)
{
	struct buf *b = buf_new(g->a, ANSWER_MOST_BYTES + WINDOW_PADDING);
	Str piece;

	do {
		if (!http_body(g->http, &piece, e))
			return false;
		buf_add(b, piece);
		if (b->len > ANSWER_MOST_BYTES || buf_is_over(b))
			return err_set(e, ERR_SOURCE, "%.*s: the answer is longer than any token's", STR(g->place));
	} while (piece.len > 0);
	memset(buf_room(b, WINDOW_PADDING), 0, WINDOW_PADDING);
	*body = buf_str(b);
	return true;
}

static const struct tree *tree_of(struct asking *g, Str body)
{
	struct json_result result = {0};

	if (text_trim(body).len == 0)
		return NULL;
	json_parse(g->t->json, g->a, body, &result);
	return result.error || result.fault ? NULL : result.tree;
}

static Str text_at(struct asking *g, const struct tree *tree, Str written)
{
	struct tree_context row = {.row = tree};
	struct cell cell = {.kind = CELL_MISSING};
	struct err e = {0};
	struct path path;

	if (tree && path_parse(g->a, written, &path, &e))
		tree_find(g->a, &row, &path, &cell);
	return cell.kind == CELL_TEXT || cell.kind == CELL_NUMBER ? cell.text : (Str){0};
}

/* One of the words of RFC 6749, 5.2, or of the system's own. */
static Str error_word(struct asking *g, const struct tree *tree)
{
	Str word = text_at(g, tree, S("error"));

	for (size_t i = 0; i < word.len; i++)
		if (!(word.at[i] == '_' || (word.at[i] >= 'a' && word.at[i] <= 'z')))
			return (Str){0};
	return word.len <= 60 ? word : (Str){0};
}

/* Why, in the system's own words, if that is more than the word. */
static const char *reason_said(struct asking *g, const struct answer *answer, Str word)
{
	Str said = reason_find(g->a, answer), scheme, rest;
	Str credentials = http_field(&g->request.fields, "Authorization");
	struct texts secrets = {0};

	if (text_is(said, word))
		return "";
	reason_secrets(g->a, &g->t->to->secrets, &secrets);
	texts_add(g->a, &secrets, g->sent);
	texts_add(g->a, &secrets, g->asserted);
	if (text_cut(credentials, ' ', &scheme, &rest))
		texts_add(g->a, &secrets, rest);
	return reason_quoted(g->a, said, &secrets);
}

static bool refused(struct asking *g, int status, Str body, const struct tree *tree, struct err *e)
{
	struct answer answer = {.head.status = status, .body = body, .tree = tree};
	Str word = error_word(g, tree);
	bool may_pass = status == 408 || status == 425 || status == 429 || status >= 500;

	return err_set(e, may_pass ? ERR_TEMPORARY : ERR_SOURCE, "%.*s: no token was given: status %d%s%.*s%s%s",
		STR(g->place), status, word.len > 0 ? ", " : "", WHOLE(word), reason_said(g, &answer, word),
		text_is(word, S("invalid_grant")) ? "; someone must consent again" : "");
}

static bool is_sendable(Str token)
{
	for (size_t i = 0; i < token.len; i++)
		if (token.at[i] <= ' ' || token.at[i] > '~')
			return false;
	return token.len > 0;
}

/* Of a short life a margin is half of it at most. */
static int64_t life(struct asking *g, const struct tree *tree)
{
	Str stated = text_at(g, tree, g->auth->expires_at);
	int64_t whole = g->auth->lives.us, margin = g->auth->margin.us;
	uint64_t seconds;

	if (stated.at && text_uint(stated, &seconds) && seconds <= LIVES_MOST_S)
		whole = (int64_t)seconds * SECOND;
	return whole - (margin < whole / 2 ? margin : whole / 2);
}

static bool take(struct asking *g, const struct tree *tree, Str body, struct token *token, struct err *e)
{
	bool is_whole = g->auth->token_at.len == 0;

	token->value = is_whole ? tree ? tree->text : text_trim(body) : text_at(g, tree, g->auth->token_at);
	token->refresh = text_at(g, tree, S("refresh_token"));
	token->lasts = life(g, tree);
	return is_sendable(token->value)
	    || err_set(e, ERR_SOURCE, "%.*s: the answer holds no token%s%.*s", STR(g->place), is_whole ? "" : " at ",
		    STR(g->auth->token_at));
}

static bool ask(struct asking *g, Str refresh, struct token *token, struct err *e)
{
	const struct tree *tree;
	struct http_head head;
	Str body = {0};

	if (!request_of(g, refresh, e) || !http_send(g->http, g->a, &g->request, &head, e) || !body_read(g, &body, e))
		return false;
	tree = tree_of(g, body);
	return head.status >= 200 && head.status < 300 ? take(g, tree, body, token, e)
		: refused(g, head.status, body, tree, e);
}

/* ── what is kept ──────────────────────────────────────────────────────────────────────────────────────────────── */

static bool key_of(struct asking *g, Str *key, struct err *e)
{
	return secret_read(g->a, S("token_key"), key, e) || err_in(e, "refresh tokens are kept sealed");
}

/* Four lines: which first token these began with, the refresh token, the token, and until when it should be used. */
static bool unpack(struct asking *g, Str key, Str packed, Str begun, struct token *token, struct err *e)
{
	Str plain, line, bytes;
	uint64_t ends;

	if (!base64_decoded(g->a, packed, &bytes))
		return err_set(e, ERR_DATABASE, "ops.token: what is kept for %.*s is not as it was", STR(g->t->to->account));
	if (!seal_open(g->a, key, g->t->to->account, bytes, &plain, e))
		return err_in(e, "ops.token, %.*s", STR(g->t->to->account)) || err_hint(e, "give back the secret token_key "
			"that it was sealed with, or consent again and give the new refresh token");
	text_cut(plain, '\n', &line, &plain);
	if (!text_is(line, begun))
		return true;                   /* someone has consented again */
	text_cut(plain, '\n', &token->refresh, &plain);
	text_cut(plain, '\n', &token->value, &plain);
	token->lasts = text_uint(plain, &ends) ? (int64_t)ends - clock_now() : 0;
	return true;
}

static Str pack(struct asking *g, Str key, Str begun, const struct token *token)
{
	long long ends = clock_now() + token->lasts;
	Str plain = text(arena_print(g->a, "%.*s\n%.*s\n%.*s\n%lld", WHOLE(begun), WHOLE(token->refresh),
		WHOLE(token->value), ends));

	return base64_encoded(g->a, sealed(g->a, key, g->t->to->account, plain));
}

/* Another process may have been given one since ours was refused. */
static bool is_good(const struct tokens *t, const struct token *token)
{
	bool is_refused = t->was_refused && t->token.at && text_is(token->value, t->token);

	return token->value.at && token->lasts > 0 && !is_refused;
}

/* With the account's row locked: what is kept, unless it is used up; then what is given for it, and that is kept. */
static bool renew(struct asking *g, struct pg *pg, Str key, Str first, struct token *token, struct err *e)
{
	Str begun = text(digest_text(g->a, digest_of(first))), refresh;
	struct rows *r;

	if (!pg_query(pg, g->a, sql_net_token_lock, P(g->t->to->account), &r, e)
	    || (!rows_is_null(r, 0, 0) && !unpack(g, key, rows_at(r, 0, 0), begun, token, e)))
		return false;
	if (is_good(g->t, token))
		return true;
	refresh = token->refresh.at ? token->refresh : first;
	if (!ask(g, refresh, token, e))
		return false;
	if (!token->refresh.at)
		token->refresh = refresh;      /* it may be used again (RFC 6749, 6) */
	return pg_run(pg, sql_net_token_keep, P(g->t->to->account, pack(g, key, begun, token)), NULL, e);
}

static bool kept(struct asking *g, struct token *token, struct err *e)
{
	Str key, first;
	struct pg *pg;

	if (!key_of(g, &key, e) || !secret_fill(g->a, g->auth->refresh, &first, e)
	    || !askers_session(g->t->all, &pg, e) || !pg_begin(pg, READ_COMMITTED, e))
		return false;
	if (renew(g, pg, key, first, token, e) && pg_commit(pg, e))
		return true;
	pg_rollback(pg);
	return false;
}

/* Under the lock: what another thread was given meanwhile serves this one too. */
static bool get(struct tokens *t, struct asking *g, struct err *e)
{
	struct token found = {0};

	if (t->token.at && !t->was_refused && clock_monotonic() < t->ends)
		return true;
	if (!(g->auth->kind == AUTH_OAUTH2_REFRESH ? kept(g, &found, e) : ask(g, (Str){0}, &found, e)))
		return false;
	arena_end(t->kept);
	t->token = text_copy(t->kept, found.value);
	t->ends = clock_monotonic() + found.lasts;
	t->was_refused = false;
	return true;
}

bool tokens_get(struct tokens *t, struct http *http, struct arena *try, Str *token, struct err *e)
{
	struct asking g = {.a = try, .t = t, .http = http, .auth = t->to->auth};
	bool got;

	*token = S("");
	if (!auth_has_token(g.auth))
		return true;
	pthread_mutex_lock(&t->lock);
	got = get(t, &g, e);
	if (got)
		*token = text_copy(try, t->token);
	pthread_mutex_unlock(&t->lock);
	return got;
}
