#include "net/auth_sign.h"

#include "base/clock.h"
#include "base/signature.h"
#include "config/secret.h"
#include "net/sign_aws4.h"
#include "net/url.h"

/* ── what is written ───────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_jwt(const struct auth *auth)
{
	return auth->kind == AUTH_JWT || auth_has_assertion(auth);
}

static bool check_algorithm(const struct auth *auth, const struct node *n, struct mistakes *m)
{
	const struct node *at = node_place(n, "algorithm");

	if (auth->kind == AUTH_HMAC && auth->algorithm >= ALGORITHM_JWT)
		return mistake(m, at, "\"algorithm\" is one of a token; \"hmac\" knows \"sha1\", \"sha256\" and \"sha512\"");
	if (is_jwt(auth) && node_child(n, S("algorithm")) && auth->algorithm < ALGORITHM_JWT)
		return mistake(m, at, "\"algorithm\" is one of \"hmac\"; a token knows \"HS256\", \"RS256\" and \"ES256\"");
	return true;
}

static struct jwt jwt_of(const struct auth *auth)
{
	return (struct jwt){.algorithm = auth->algorithm - ALGORITHM_JWT, .key = auth->key, .claims = auth->claims,
		.header = auth->header, .lifetime = auth->lives.us};
}

/* Texts, numbers and switches become texts; anything else is a mistake. */
static bool headers_of(struct arena *a, const struct node *table, struct http_fields *fields, struct mistakes *m)
{
	if (!key_table(table, "headers", m))
		return false;
	for (size_t i = 0; i < table->count; i++) {
		Str value;

		if (!node_scalar(a, table->items[i], &value))
			return mistake(m, table->items[i], "%s must be a text or a number, not %s",
				text_quoted(a, table->items[i]->name), node_kind_name(table->items[i]->kind));
		http_fields_add(a, fields, table->items[i]->name, value);
	}
	return true;
}

static bool check_hmac(struct arena *a, const struct auth *auth, const struct node *n, struct mistakes *m)
{
	struct hmac h = {.what = auth->sign};

	if (!auth->headers || !auth->sign.at)
		return false;
	return headers_of(a, auth->headers, &h.headers, m)
	    && hmac_check(a, &h, node_place(n, "sign"), auth->headers, m);
}

static bool check_jwt(struct arena *a, const struct auth *auth, struct mistakes *m)
{
	struct jwt j = jwt_of(auth);

	return (!auth->claims || key_table(auth->claims, "claims", m))
	    && (!auth->header || key_table(auth->header, "header", m))
	    && jwt_check(a, &j, m);
}

/* A request without a token is signed, too (RFC 5849, 3.1), so that a token which is forgotten would be a refusal. */
static bool check_oauth1(const struct auth *auth, const struct node *n, struct mistakes *m)
{
	const char *alone = auth->token.at ? "token" : "token_secret";
	bool good = true;

	if (!auth->token.at != !auth->token_secret.at)
		good = mistake(m, node_place(n, alone), "\"token\" and \"token_secret\" go together: only \"%s\" is here",
			alone);
	if (auth->place == OAUTH1_QUERY && auth->realm.at)
		good = mistake(m, node_place(n, "realm"), "\"realm\" is of a header");
	return good;
}

bool auth_sign_check(struct arena *a, const struct auth *auth, const struct node *n, struct mistakes *m)
{
	bool good = check_algorithm(auth, n, m);

	if (auth->kind == AUTH_HMAC)
		return check_hmac(a, auth, n, m) && good;
	if (auth->kind == AUTH_OAUTH1)
		return check_oauth1(auth, n, m) && good;
	return (!is_jwt(auth) || check_jwt(a, auth, m)) && good;
}

/* ── what is signed ────────────────────────────────────────────────────────────────────────────────────────────── */

/* Each text in its place, its secrets filled in. */
static bool fill(struct arena *a, Str *const *texts, size_t count, struct err *e)
{
	for (size_t i = 0; i < count; i++)
		if (texts[i]->at && !secret_fill(a, *texts[i], texts[i], e))
			return false;
	return true;
}

/* A link that the system wrote may hold what we said when we asked for the page before. */
static Str without_own(struct arena *a, const struct auth *auth, Str url)
{
	struct texts names = auth_parameters(a, auth);

	return url_without(a, url, &names);
}

static bool sign_oauth1(struct arena *a, const struct auth *auth, struct http_request *request, struct err *e)
{
	struct oauth1 o = {.method = auth->method, .place = auth->place, .consumer = auth->consumer,
		.consumer_secret = auth->consumer_secret, .token = auth->token, .token_secret = auth->token_secret,
		.realm = auth->realm};
	Str *const texts[] = {&o.consumer, &o.consumer_secret, &o.token, &o.token_secret};
	Str nonce;

	if (!fill(a, texts, sizeof texts / sizeof *texts, e) || !nonce_new(a, &nonce, e))
		return false;
	request->url = without_own(a, auth, request->url);
	return oauth1_sign(a, &o, nonce, clock_now(), request, e);
}

static bool sign_hmac(struct arena *a, const struct auth *auth, struct http_request *request, struct err *e)
{
	struct hmac h = {.algorithm = auth->algorithm, .encoding = auth->encoding, .clock = auth->timestamp,
		.key = auth->key, .what = auth->sign};
	Str *const texts[] = {&h.key};
	Str nonce, value;

	for (size_t i = 0; i < auth->headers->count; i++)
		if (node_scalar(a, auth->headers->items[i], &value))
			http_fields_add(a, &h.headers, auth->headers->items[i]->name, value);
	return fill(a, texts, 1, e) && nonce_new(a, &nonce, e) && hmac_sign(a, &h, nonce, clock_now(), request, e);
}

static bool sign_aws4(struct arena *a, const struct auth *auth, struct http_request *request, struct err *e)
{
	struct aws4 o = {.access_key = auth->access_key, .secret_key = auth->secret_key,
		.session_token = auth->session_token, .region = auth->region, .service = auth->service};
	Str *const texts[] = {&o.access_key, &o.secret_key, &o.session_token};

	return fill(a, texts, sizeof texts / sizeof *texts, e) && aws4_sign(a, &o, clock_now(), request, e);
}

bool auth_sign(struct arena *a, const struct auth *auth, struct http_request *request, struct err *e)
{
	if (auth->kind == AUTH_OAUTH1)
		return sign_oauth1(a, auth, request, e);
	return auth->kind == AUTH_HMAC ? sign_hmac(a, auth, request, e) : sign_aws4(a, auth, request, e);
}

bool auth_jwt(struct arena *a, const struct auth *auth, Str *token, struct err *e)
{
	struct jwt j = jwt_of(auth);
	Str *const texts[] = {&j.key};
	Str id;

	return fill(a, texts, 1, e) && nonce_new(a, &id, e) && jwt_make(a, &j, id, clock_now(), token, e);
}
