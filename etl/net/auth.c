#include "net/auth.h"

#include "base/base64.h"
#include "config/secret.h"
#include "format/path.h"
#include "net/url.h"

static const struct key_name kinds[] = {{"none", AUTH_NONE}, {"header", AUTH_HEADER}, {"query", AUTH_QUERY},
	{"basic", AUTH_BASIC}, {"bearer", AUTH_BEARER}, {"oauth2_client", AUTH_OAUTH2_CLIENT},
	{"oauth2_refresh", AUTH_OAUTH2_REFRESH}, {"exchange", AUTH_EXCHANGE}, {0}};

static const struct key_name clients[] = {{"basic", CLIENT_BASIC}, {"body", CLIENT_BODY}, {0}};
static const struct key_name places[] = {{"header", SEND_HEADER}, {"query", SEND_QUERY}, {0}};

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
	KEY(struct auth, token, .doc = "for \"bearer\", such as \"${secret:NAME}\""),
	KEY(struct auth, token_url, .doc = "where a token is asked for, from the system's base on"),
	KEY(struct auth, id, .doc = "of the client, for \"oauth2_client\" and \"oauth2_refresh\""),
	KEY(struct auth, secret, .doc = "of the client"),
	KEY(struct auth, client_auth, .doc = "how the client says who it is", .def = "basic", .names = clients),
	KEY(struct auth, scope, .doc = "what the token is for"),
	KEY(struct auth, audience, .doc = "whom the token is for"),
	KEY(struct auth, refresh, .doc = "for \"oauth2_refresh\": the refresh token to begin with; one that follows it is "
		"kept in the database, sealed with the secret token_key"),
	KEY(struct auth, form, .takes = "table of texts", .doc = "more that is sent when a token is asked for; of "
		"\"exchange\" all that is"),
	KEY(struct auth, json, .takes = "table", .doc = "for \"exchange\": what is sent, as JSON"),
	KEY(struct auth, headers, .takes = "table of texts", .doc = "headers that are sent with it"),
	KEY(struct auth, token_at, .doc = "where the answer holds the token; \"\": it is the token itself",
		.def = "access_token"),
	KEY(struct auth, expires_at, .doc = "where the answer says how many seconds it lives", .def = "expires_in"),
	KEY(struct auth, lives, .doc = "how long a token lives whose answer does not say it", .def = "1h"),
	KEY(struct auth, margin, .doc = "how long before its end another one is asked for", .def = "1m"),
	KEY(struct auth, send, .doc = "where the token goes in a request", .table = send_keys,
		.table_count = KEY_COUNT(send_keys)),
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
};

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

	return !send || !auth_has_token(auth) || text_find(auth->send.format, S("{token}")) < auth->send.format.len
	    || mistake(m, node_place(send, "format"), "\"format\" has no place for the token: {token}");
}

static bool check_path(struct arena *a, const struct node *n, Str written, struct mistakes *m)
{
	struct err e = {0};
	struct path path;

	return written.len == 0 || path_parse(a, written, &path, &e) || mistake(m, n, "%s", e.message);
}

bool auth_check(struct arena *a, const struct auth *auth, const struct node *n, struct mistakes *m)
{
	const char *kind = text_quoted(a, text(kinds[auth->kind].name));
	bool good = true;

	for (size_t i = 1; n && i < AUTH_KEYS; i++) {
		const char *key = auth_keys[i].name;
		const struct node *given = node_child(n, text(key));
		bool is_needed = names(rows[auth->kind].needs, key);

		if (is_needed && !given)
			good = mistake(m, n, "\"%s\" is missing: %s needs it", key, kind);
		if (given && !is_needed && !names(rows[auth->kind].knows, key))
			good = mistake(m, given, "\"%s\" is of another kind than %s", key, kind);
	}
	if (!check_path(a, node_place(n, "token_at"), auth->token_at, m)
	    || !check_path(a, node_place(n, "expires_at"), auth->expires_at, m))
		good = false;
	if (auth->form && auth->json)
		good = mistake(m, auth->json, "\"json\" and \"form\" are each a whole body; keep one of them");
	return check_send(auth, n, m) && good;
}

bool auth_has_token(const struct auth *auth)
{
	return auth->kind == AUTH_OAUTH2_CLIENT || auth->kind == AUTH_OAUTH2_REFRESH || auth->kind == AUTH_EXCHANGE;
}

Str auth_parameter(const struct auth *auth)
{
	if (auth->kind == AUTH_QUERY)
		return auth->name;
	return auth_has_token(auth) && auth->send.in == SEND_QUERY ? auth->send.name : (Str){0};
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
	case AUTH_OAUTH2_CLIENT:
	case AUTH_OAUTH2_REFRESH:
	case AUTH_EXCHANGE:
		put(a, auth->send.in, auth->send.name, with_token(a, auth->send.format, token), request);
		break;
	}
	return true;
}
