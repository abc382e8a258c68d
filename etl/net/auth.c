#include "net/auth.h"

#include "base/base64.h"
#include "config/secret.h"
#include "net/url.h"

static const struct key_name kinds[] = {{"none", AUTH_NONE}, {"header", AUTH_HEADER}, {"query", AUTH_QUERY},
	{"basic", AUTH_BASIC}, {"bearer", AUTH_BEARER}, {0}};

const struct key auth_keys[AUTH_KEYS] = {
	KEY(struct auth, kind, .doc = "how it is told who asks", .def = "none", .names = kinds),
	KEY(struct auth, name, .doc = "of a header or a query parameter"),
	KEY(struct auth, value, .doc = "of that; names its secret as ${secret:NAME}"),
	KEY(struct auth, user, .doc = "for \"basic\""),
	KEY(struct auth, password, .doc = "for \"basic\", such as \"${secret:NAME}\""),
	KEY(struct auth, token, .doc = "for \"bearer\", such as \"${secret:NAME}\""),
};

/* Of each kind the keys that it needs; it knows no others. */
static const struct {
	const char *keys[2];
} needs[] = {
	[AUTH_NONE] = {{NULL}},
	[AUTH_HEADER] = {{"name", "value"}},
	[AUTH_QUERY] = {{"name", "value"}},
	[AUTH_BASIC] = {{"user", "password"}},
	[AUTH_BEARER] = {{"token"}},
};

static bool is_needed(const struct auth *auth, const char *key)
{
	for (size_t i = 0; i < 2 && needs[auth->kind].keys[i]; i++)
		if (strcmp(needs[auth->kind].keys[i], key) == 0)
			return true;
	return false;
}

bool auth_check(struct arena *a, const struct auth *auth, const struct node *n, struct mistakes *m)
{
	bool good = true;

	for (size_t i = 1; n && i < AUTH_KEYS; i++) {
		const char *key = auth_keys[i].name;
		const struct node *given = node_child(n, text(key));

		if (is_needed(auth, key) && !given)
			good = mistake(m, n, "\"%s\" is missing: %s needs it", key, text_quoted(a, text(kinds[auth->kind].name)));
		if (!is_needed(auth, key) && given)
			good = mistake(m, given, "\"%s\" is of another kind than %s", key,
				text_quoted(a, text(kinds[auth->kind].name)));
	}
	return good;
}

static bool basic(struct arena *a, const struct auth *auth, Str *value, struct err *e)
{
	Str user, password;

	if (!secret_fill(a, auth->user, &user, e) || !secret_fill(a, auth->password, &password, e))
		return false;
	*value = base64_encoded(a, text(arena_print(a, "%.*s:%.*s", WHOLE(user), WHOLE(password))));
	*value = text(arena_print(a, "Basic %.*s", WHOLE(*value)));
	return true;
}

bool auth_apply(struct arena *a, const struct auth *auth, struct http_request *request, struct err *e)
{
	Str value = {0};

	switch ((enum auth_kind)auth->kind) {
	case AUTH_NONE:
		break;
	case AUTH_HEADER:
		if (!secret_fill(a, auth->value, &value, e))
			return false;
		http_fields_add(a, &request->fields, auth->name, value);
		break;
	case AUTH_QUERY:
		if (!secret_fill(a, auth->value, &value, e))
			return false;
		request->url = url_with(a, request->url, auth->name, value);
		break;
	case AUTH_BASIC:
		if (!basic(a, auth, &value, e))
			return false;
		http_fields_add(a, &request->fields, S("Authorization"), value);
		break;
	case AUTH_BEARER:
		if (!secret_fill(a, auth->token, &value, e))
			return false;
		http_fields_add(a, &request->fields, S("Authorization"), text(arena_print(a, "Bearer %.*s", WHOLE(value))));
		break;
	}
	return true;
}
