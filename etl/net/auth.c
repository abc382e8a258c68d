#include "net/auth.h"

#include "base/base64.h"
#include "config/secret.h"
#include "format/path.h"
#include "net/auth_sign.h"
#include "net/url.h"

static const struct key_name kinds[] = {{"none", AUTH_NONE}, {"header", AUTH_HEADER}, {"query", AUTH_QUERY},
	{"basic", AUTH_BASIC}, {"bearer", AUTH_BEARER}, {"oauth2_client", AUTH_OAUTH2_CLIENT},
	{"oauth2_refresh", AUTH_OAUTH2_REFRESH}, {"exchange", AUTH_EXCHANGE}, {"oauth1", AUTH_OAUTH1},
	{"hmac", AUTH_HMAC}, {"jwt", AUTH_JWT}, {"sigv4", AUTH_SIGV4}, {0}};

static const struct key_name clients[] = {{"basic", CLIENT_BASIC}, {"body", CLIENT_BODY},
	{"assertion", CLIENT_ASSERTION}, {0}};
static const struct key_name places[] = {{"header", SEND_HEADER}, {"query", SEND_QUERY}, {0}};

static const struct key_name methods[] = {{"hmac-sha256", OAUTH1_HMAC_SHA256}, {"hmac-sha1", OAUTH1_HMAC_SHA1},
	{0}};
static const struct key_name algorithms[] = {{"sha1", MAC_SHA1}, {"sha256", MAC_SHA256}, {"sha512", MAC_SHA512},
	{"HS256", ALGORITHM_JWT + JWT_HS256}, {"RS256", ALGORITHM_JWT + JWT_RS256},
	{"ES256", ALGORITHM_JWT + JWT_ES256}, {0}};
static const struct key_name encodings[] = {{"hex", HMAC_HEX}, {"base64", HMAC_BASE64}, {0}};
static const struct key_name clocks[] = {{"s", HMAC_SECONDS}, {"ms", HMAC_MILLISECONDS}, {"rfc3339", HMAC_RFC3339},
	{0}};

static const struct key send_keys[] = {
	KEY(struct auth_send, in, .doc = "where it goes", .def = "header", .names = places),
	KEY(struct auth_send, name, .doc = "of the header or parameter", .def = "Authorization"),
	KEY(struct auth_send, format, .doc = "what it says", .def = "Bearer {token}"),
};

const struct key auth_keys[AUTH_KEYS] = {
	KEY(struct auth, kind, .doc = "how it is told who asks", .def = "none", .names = kinds),
	KEY(struct auth, name, .doc = "of a header or a query parameter"),
	KEY(struct auth, value, .doc = "of that; names its secret as ${secret:NAME}"),
	KEY(struct auth, user, .doc = "for \"basic\""),
	KEY(struct auth, password, .doc = "for \"basic\", such as \"${secret:NAME}\""),
	KEY(struct auth, token, .doc = "for \"bearer\" and \"oauth1\", such as \"${secret:NAME}\""),
	KEY(struct auth, token_url, .doc = "where a token is asked for, from the system's base on"),
	KEY(struct auth, id, .doc = "of the client, for \"oauth2_client\" and \"oauth2_refresh\""),
	KEY(struct auth, secret, .doc = "of the client"),
	KEY(struct auth, client_auth, .doc = "how the client says who it is", .def = "basic", .names = clients),
	KEY(struct auth, scope, .doc = "what the token is for"),
	KEY(struct auth, audience, .doc = "whom the token is for"),
	KEY(struct auth, refresh, .doc = "for \"oauth2_refresh\": the refresh token to begin with; one that follows it is "
		"kept in the database, sealed with the secret token_key"),
	KEY(struct auth, form, .takes = "table of texts", .doc = "more that is sent when a token is asked for, or a "
		"grant_type of its own, such as \"password\"; of \"exchange\" all that is"),
	KEY(struct auth, json, .takes = "table", .doc = "for \"exchange\": what is sent, as JSON"),
	KEY(struct auth, headers, .takes = "table of texts", .doc = "headers that are sent with it; of \"hmac\" "
		"with the words of \"sign\" and {signature}"),
	KEY(struct auth, token_at, .doc = "where the answer holds the token; \"\": it is the token itself",
		.def = "access_token"),
	KEY(struct auth, expires_at, .doc = "where the answer says how many seconds it lives", .def = "expires_in"),
	KEY(struct auth, lives, .doc = "how long a token lives whose answer does not say it", .def = "1h"),
	KEY(struct auth, margin, .doc = "how long before its end another one is asked for", .def = "1m"),
	KEY(struct auth, send, .doc = "where the token goes in a request", .table = send_keys,
		.table_count = KEY_COUNT(send_keys)),
	KEY(struct auth, consumer, .doc = "for \"oauth1\": its key"),
	KEY(struct auth, consumer_secret, .doc = "and what it shares with the service"),
	KEY(struct auth, token_secret, .doc = "what the token shares with the service"),
	KEY(struct auth, realm, .doc = "for \"oauth1\" in a header"),
	KEY(struct auth, method, .doc = "of \"oauth1\"", .def = "hmac-sha256", .names = methods),
	KEY(struct auth, place, .doc = "where \"oauth1\" says it", .def = "header", .names = places),
	KEY(struct auth, algorithm, .doc = "of \"hmac\" (sha1, sha256, sha512), of \"jwt\" and of an assertion (HS256, "
		"RS256, ES256)", .def = "sha256", .names = algorithms),
	KEY(struct auth, key, .doc = "what is signed with, such as \"${secret:NAME}\"; of RS256 and ES256 a private key in "
		"PEM"),
	KEY(struct auth, sign, .doc = "for \"hmac\": the text that is signed, of {method}, {host}, {path}, {query}, "
		"{body}, {body_sha256}, {timestamp} and {nonce}"),
	KEY(struct auth, encoding, .doc = "of {signature}", .def = "hex", .names = encodings),
	KEY(struct auth, timestamp, .doc = "how {timestamp} is written", .def = "s", .names = clocks),
	KEY(struct auth, claims, .takes = "table", .doc = "of a token that we sign, with {now}, {expires} and {id}; iat "
		"and exp are there always"),
	KEY(struct auth, header, .takes = "table", .doc = "more of its header, such as { kid = \"…\" }"),
	KEY(struct auth, access_key, .doc = "for \"sigv4\""),
	KEY(struct auth, secret_key, .doc = "for \"sigv4\", such as \"${secret:NAME}\""),
	KEY(struct auth, session_token, .doc = "of temporary keys"),
	KEY(struct auth, region, .doc = "such as eu-central-1"),
	KEY(struct auth, service, .doc = "such as s3 or execute-api"),
};

/* Of each kind the keys that it needs, and those that it also knows; it knows no others. */
static const struct {
	const char *needs, *knows;
} rows[] = {
	[AUTH_NONE] = {"", ""},
	[AUTH_HEADER] = {"name value", ""},
	[AUTH_QUERY] = {"name value", ""},
	[AUTH_BASIC] = {"user password", ""},
	[AUTH_BEARER] = {"token", ""},
	[AUTH_OAUTH2_CLIENT] = {"token_url id secret",
		"client_auth scope audience form headers token_at expires_at lives margin send"},
	[AUTH_OAUTH2_REFRESH] = {"token_url id secret refresh",
		"client_auth scope audience form headers token_at expires_at lives margin send"},
	[AUTH_EXCHANGE] = {"token_url", "form json headers token_at expires_at lives margin send"},
	[AUTH_OAUTH1] = {"consumer consumer_secret", "token token_secret method place realm"},
	[AUTH_HMAC] = {"key sign headers", "algorithm encoding timestamp"},
	[AUTH_JWT] = {"key algorithm claims", "header lives send"},
	[AUTH_SIGV4] = {"access_key secret_key region service", "session_token"},
};

/* Instead of what client and service share, the client has a key of its own (RFC 7523, 2.2). */
static const char assertion_needs[] = "key algorithm claims", assertion_knows[] = "header";

static bool names(const char *list, const char *key)
{
	Str rest = text(list), word;

	while (rest.len > 0) {
		text_cut(rest, ' ', &word, &rest);
		if (text_is(word, text(key)))
			return true;
	}
	return false;
}

static bool check_send(const struct auth *auth, const struct node *n, struct mistakes *m)
{
	const struct node *send = node_child(n, S("send"));
	bool has_token = auth_has_token(auth) || auth->kind == AUTH_JWT;

	return !send || !has_token || text_find(auth->send.format, S("{token}")) < auth->send.format.len
	    || mistake(m, node_place(send, "format"), "\"format\" has no place for the token: {token}");
}

static bool check_path(struct arena *a, const struct node *n, Str written, struct mistakes *m)
{
	struct err e = {0};
	struct path path;

	return written.len == 0 || path_parse(a, written, &path, &e) || mistake(m, n, "%s", e.message);
}

static bool needs(const struct auth *auth, const char *key)
{
	bool asserts = auth_has_assertion(auth);

	if (asserts && strcmp(key, "secret") == 0)
		return false;
	return names(rows[auth->kind].needs, key) || (asserts && names(assertion_needs, key));
}

static bool knows(const struct auth *auth, const char *key)
{
	return needs(auth, key) || names(rows[auth->kind].knows, key)
	    || (auth_has_assertion(auth) && names(assertion_knows, key));
}

bool auth_check(struct arena *a, const struct auth *auth, const struct node *n, struct mistakes *m)
{
	const char *kind = text_quoted(a, text(kinds[auth->kind].name));
	bool good = true;

	for (size_t i = 1; n && i < AUTH_KEYS; i++) {
		const char *key = auth_keys[i].name;
		const struct node *given = node_child(n, text(key));

		if (needs(auth, key) && !given)
			good = mistake(m, n, "\"%s\" is missing: %s needs it", key, kind);
		if (given && !knows(auth, key))
			good = mistake(m, given, "\"%s\" is of another kind than %s", key, kind);
	}
	if (!check_path(a, node_place(n, "token_at"), auth->token_at, m)
	    || !check_path(a, node_place(n, "expires_at"), auth->expires_at, m))
		good = false;
	if (auth->form && auth->json)
		good = mistake(m, auth->json, "\"json\" and \"form\" are each a whole body; keep one of them");
	if (!auth_sign_check(a, auth, n, m))
		good = false;
	return check_send(auth, n, m) && good;
}

bool auth_has_token(const struct auth *auth)
{
	return auth->kind == AUTH_OAUTH2_CLIENT || auth->kind == AUTH_OAUTH2_REFRESH || auth->kind == AUTH_EXCHANGE;
}

bool auth_has_assertion(const struct auth *auth)
{
	return (auth->kind == AUTH_OAUTH2_CLIENT || auth->kind == AUTH_OAUTH2_REFRESH)
	    && auth->client_auth == CLIENT_ASSERTION;
}

struct texts auth_parameters(struct arena *a, const struct auth *auth)
{
	struct texts names = {0};

	if (auth->kind == AUTH_QUERY)
		texts_add(a, &names, auth->name);
	if ((auth_has_token(auth) || auth->kind == AUTH_JWT) && auth->send.in == SEND_QUERY)
		texts_add(a, &names, auth->send.name);
	for (size_t i = 0; auth->kind == AUTH_OAUTH1 && oauth1_parameters[i]; i++)
		texts_add(a, &names, text(oauth1_parameters[i]));
	return names;
}

Str auth_basic(struct arena *a, Str user, Str password)
{
	Str both = text(arena_print(a, "%.*s:%.*s", WHOLE(user), WHOLE(password)));

	return text(arena_print(a, "Basic %.*s", WHOLE(base64_encoded(a, both))));
}

static bool put_basic(struct arena *a, const struct auth *auth, struct http_request *request, struct err *e)
{
	Str user, password;

	if (!secret_fill(a, auth->user, &user, e) || !secret_fill(a, auth->password, &password, e))
		return false;
	http_fields_add(a, &request->fields, S("Authorization"), auth_basic(a, user, password));
	return true;
}

static void put(struct arena *a, int in, Str name, Str value, struct http_request *request)
{
	if (in == SEND_HEADER)
		http_fields_add(a, &request->fields, name, value);
	else
		request->url = url_with(a, request->url, name, value);
}

static Str with_token(struct arena *a, Str format, Str token)
{
	size_t at = text_find(format, S("{token}"));

	return text(arena_print(a, "%.*s%.*s%.*s", (int)at, format.at, WHOLE(token),
		WHOLE(text_from(format, at + strlen("{token}")))));
}

bool auth_apply(struct arena *a, const struct auth *auth, Str token, struct http_request *request, struct err *e)
{
	Str value = {0};

	switch ((enum auth_kind)auth->kind) {
	case AUTH_NONE:
		break;
	case AUTH_HEADER:
	case AUTH_QUERY:
		if (!secret_fill(a, auth->value, &value, e))
			return false;
		put(a, auth->kind == AUTH_HEADER ? SEND_HEADER : SEND_QUERY, auth->name, value, request);
		break;
	case AUTH_BASIC:
		return put_basic(a, auth, request, e);
	case AUTH_BEARER:
		if (!secret_fill(a, auth->token, &value, e))
			return false;
		http_fields_add(a, &request->fields, S("Authorization"), with_token(a, S("Bearer {token}"), value));
		break;
	case AUTH_JWT:
		if (!auth_jwt(a, auth, &token, e))
			return false;
		put(a, auth->send.in, auth->send.name, with_token(a, auth->send.format, token), request);
		break;
	case AUTH_OAUTH1:
	case AUTH_HMAC:
	case AUTH_SIGV4:
		return auth_sign(a, auth, request, e);
	case AUTH_OAUTH2_CLIENT:
	case AUTH_OAUTH2_REFRESH:
	case AUTH_EXCHANGE:
		put(a, auth->send.in, auth->send.name, with_token(a, auth->send.format, token), request);
		break;
	}
	return true;
}
