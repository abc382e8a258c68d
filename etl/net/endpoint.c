#include "net/endpoint.h"

#include "base/file.h"
#include "net/url.h"

static const struct key tls_keys[] = {
	KEY(struct tls_files, ca, .doc = "a file of authorities to believe instead of the system's"),
	KEY(struct tls_files, certificate, .doc = "a file with our own certificate"),
	KEY(struct tls_files, key, .doc = "and with its private key"),
};

const struct key endpoint_keys[] = {
	KEY(struct endpoint_text, base, .doc = "where its web service is: https://… with a / at the end"),
	KEY(struct endpoint_text, account, .doc = "whose limits and tokens it uses; systems that name the same one share "
		"them; default: its own name"),
	KEY(struct endpoint_text, auth, .doc = "how it is told who asks", .table = auth_keys, .table_count = AUTH_KEYS),
	KEY(struct endpoint_text, headers, .takes = "table of texts", .doc = "sent with each request"),
	KEY(struct endpoint_text, on, .takes = "list of tables", .doc = "what its answers mean, the first that fits"),
	KEY(struct endpoint_text, limit, .takes = "list of tables", .doc = "how fast it may be asked"),
	KEY(struct endpoint_text, retry, .doc = "how often a request is tried again, and how long it may wait",
		.table = retry_keys, .table_count = RETRY_KEYS),
	KEY(struct endpoint_text, tls, .doc = "files, from the project's folder", .table = tls_keys,
		.table_count = KEY_COUNT(tls_keys)),
	KEY(struct endpoint_text, connect, .doc = "how long a connection may take", .def = "30s"),
	KEY(struct endpoint_text, stall, .doc = "how long nothing may come", .def = "60s"),
};
const size_t endpoint_key_count = KEY_COUNT(endpoint_keys);

bool fields_read(struct arena *a, const struct node *table, const char *name, struct http_fields *out,
	struct mistakes *m)
{
	*out = (struct http_fields){0};
	if (!table)
		return true;
	if (!key_table(table, name, m))
		return false;
	for (size_t i = 0; i < table->count; i++) {
		Str value;

		if (!node_scalar(a, table->items[i], &value))
			return mistake(m, table->items[i], "%s must be a text or a number, not %s",
				text_quoted(a, table->items[i]->name), node_kind_name(table->items[i]->kind));
		http_fields_add(a, out, table->items[i]->name, value);
	}
	return true;
}

static const char *file_of(struct arena *a, const char *project, Str path)
{
	return path.at ? path_join(a, project, text_z(a, path)) : NULL;
}

static bool check_base(struct arena *a, const struct node *n, Str base, struct mistakes *m)
{
	struct err e = {0};
	Str url;

	if (!base.at)
		return true;
	if (!text_begins(base, S("https://")) && !text_begins(base, S("http://")))
		return mistake(m, node_place(n, "base"), "\"base\" must begin with https:// or http://");
	if (!text_ends(base, S("/")))
		return mistake(m, node_place(n, "base"), "\"base\" must end in /, so that paths stand behind it");
	if (url_has_user(a, base))
		return mistake(m, node_place(n, "base"), "\"base\" names a user, which is shown with each request; say it in "
			"\"auth\"");
	return url_join(a, base, S("x"), &url, &e) || mistake(m, node_place(n, "base"), "\"base\" is no address");
}

/* Whoever reads the secret on its way there could ask in our name. */
static bool check_token_url(struct arena *a, const struct node *n, const struct endpoint_text *t, struct mistakes *m)
{
	const struct node *at = node_place(node_place(n, "auth"), "token_url");
	struct err e = {0};
	Str url;

	if (!t->base.at || !t->auth.token_url.at)
		return true;
	if (!url_join(a, t->base, t->auth.token_url, &url, &e))
		return mistake(m, at, "\"token_url\" is no address");
	return !text_begins(t->base, S("https://")) || text_begins(url, S("https://"))
	    || mistake(m, at, "\"token_url\" must begin with https://, as \"base\" does");
}

bool endpoint_read(struct arena *a, const struct system *s, const struct endpoint_text *t, const char *project,
	struct endpoint *out, struct mistakes *m)
{
	const struct node *n = s->node;
	size_t before = mistakes_count(m);

	*out = (struct endpoint){.base = t->base, .auth = &t->auth, .retry = t->retry,
		.system = s->name, .account = t->account.len > 0 ? t->account : s->name,
		.trust = {file_of(a, project, t->tls.ca), file_of(a, project, t->tls.certificate),
			file_of(a, project, t->tls.key)},
		.patience = {.connect = t->connect.us, .stall = t->stall.us}};
	check_base(a, n, t->base, m);
	auth_check(a, &t->auth, node_child(n, S("auth")), m);
	check_token_url(a, n, t, m);
	fields_read(a, t->headers, "headers", &out->headers, m);
	rules_on_read(a, t->on, &out->rules, m);
	paces_read(a, t->limit, false, t->retry.most.us, &out->paces, m);
	return mistakes_count(m) == before;
}

void endpoint_describe(struct buf *b)
{
	rules_on_describe(b);
	paces_describe(b);
}
