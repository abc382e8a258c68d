#include "net/endpoint.h"

#include "base/file.h"
#include "config/secret.h"
#include "net/url.h"

static const struct key tls_keys[] = {
	KEY(struct tls_files, ca, .doc = "a file of authorities to believe instead of the system's"),
	KEY(struct tls_files, certificate, .doc = "a file with our own certificate"),
	KEY(struct tls_files, key, .doc = "and with its private key"),
};

static const struct key ssh_keys[] = {
	KEY(struct ssh_text, known_hosts, .doc = "a file with the keys of its hosts, as ssh-keyscan prints them once their "
		"administrator has said that they are right; no other host is spoken to", .required = true),
	KEY(struct ssh_text, user, .doc = "who we are, with a key or an agent; with a password \"auth\" says it"),
	KEY(struct ssh_text, key, .doc = "a file with our private key: Ed25519 or ECDSA"),
	KEY(struct ssh_text, key_password, .doc = "of that file, such as \"${secret:NAME}\""),
	KEY(struct ssh_text, agent, .doc = "an agent ($SSH_AUTH_SOCK) has our keys", .def = "false"),
};

static const struct key_name styles[] = {{"path", false}, {"host", true}, {0}};

static const struct key s3_keys[] = {
	KEY(struct s3_place, bucket, .doc = "its name", .required = true),
	KEY(struct s3_place, prefix, .doc = "what all keys begin with that are read, with a / at the end; paths stand "
		"behind it"),
	KEY_AS(struct s3_place, by_host, "style", .doc = "where its name stands in an address: first in the path, or in "
		"front of the host", .def = "path", .names = styles),
};

const struct key endpoint_keys[] = {
	KEY(struct endpoint_text, base, .doc = "where it is: https://… with a / at the end; of files sftp://, "
		"ftpes:// (FTP that must speak TLS), ftps:// (TLS from the first byte) or ftp://; here and in all texts of a "
		"system ${env:NAME:otherwise} is a variable that the program is started with"),
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
	KEY(struct endpoint_text, proxy, .doc = "through whom it is asked over HTTP, such as "
		"\"http://proxy.example:3128\", or with a login \"http://${secret:NAME}@proxy.example:3128\"; \"\": "
		"nobody; default: whom the environment names (https_proxy, http_proxy, no_proxy)"),
	KEY(struct endpoint_text, ssh, .doc = "of sftp://: whom we believe and who we are; files, from the project's "
		"folder", .table = ssh_keys, .table_count = KEY_COUNT(ssh_keys)),
	KEY(struct endpoint_text, s3, .doc = "of objects at S3 and what speaks it: the bucket that \"base\" has",
		.table = s3_keys, .table_count = KEY_COUNT(s3_keys)),
	KEY(struct endpoint_text, grants, .doc = "what the key must be allowed to, asked before the first list of a run",
		.table = grants_keys, .table_count = GRANTS_KEYS),
	KEY(struct endpoint_text, expires, .takes = "table of dates", .doc = "the last day of what must be renewed, by "
		"what it is called: { \"API key\" = 2027-03-01 }; each run says so from 30 days before"),
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

static bool is_files(Str base)
{
	static const char *const schemes[] = {"sftp://", "ftp://", "ftpes://", "ftps://"};

	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (text_begins(base, text(schemes[i])))
			return true;
	return false;
}

static bool is_address(struct arena *a, Str base)
{
	struct url_parts parts;
	struct err e = {0};
	Str url;

	return is_files(base) ? url_split(a, base, &parts, &e) && parts.host.len > 0 : url_join(a, base, S("x"), &url, &e);
}

static bool check_base(struct arena *a, const struct node *n, Str base, struct mistakes *m)
{
	if (!base.at)
		return true;
	if (!text_begins(base, S("https://")) && !text_begins(base, S("http://")) && !is_files(base))
		return mistake(m, node_place(n, "base"), "\"base\" must begin with https://, http://, sftp://, ftpes://, "
			"ftps:// or ftp://");
	if (!text_ends(base, S("/")))
		return mistake(m, node_place(n, "base"), "\"base\" must end in /, so that paths stand behind it");
	if (url_has_user(a, base))
		return mistake(m, node_place(n, "base"), "\"base\" names a user, which is shown with each request; say it in "
			"\"auth\"");
	return is_address(a, base) || mistake(m, node_place(n, "base"), "\"base\" is no address");
}

/* A password that stands here is one that everybody reads. */
static bool check_proxy(const struct node *n, const struct endpoint_text *t, struct mistakes *m)
{
	const struct node *at = node_place(n, "proxy");
	Str place, login;

	if (t->proxy.len == 0)
		return true;
	if (!t->base.at || is_files(t->base))
		return mistake(m, at, "\"proxy\" is of a \"base\" that begins with https:// or http://");
	if (!text_begins(t->proxy, S("http://")) && !text_begins(t->proxy, S("https://")))
		return mistake(m, at, "\"proxy\" must begin with http:// or https://");
	if (text_cut(t->proxy, '@', &login, &place) && text_find(login, S("${secret:")) == login.len)
		return mistake(m, at, "\"proxy\" names a user; say \"http://${secret:NAME}@…\", with user:password as "
			"the secret");
	return true;
}

/* ── files at another place ────────────────────────────────────────────────────────────────────────────────────── */

static bool check_ssh_user(const struct endpoint_text *t, const struct node *n, struct mistakes *m)
{
	const struct ssh_text *ssh = &t->ssh;
	bool by_key = ssh->key.at || ssh->agent, by_password = t->auth.kind == AUTH_BASIC;

	if (by_password && (by_key || ssh->user.at))
		return mistake(m, n, "\"auth\" has a user and a password, and \"ssh\" a user with keys; say one");
	if (by_password)
		return true;
	if (!ssh->user.at || !by_key)
		return mistake(m, n, "nobody says who we are: a user with a key or an agent here, or auth = { kind = "
			"\"basic\", … }");
	if (ssh->key.at && ssh->agent)
		return mistake(m, n, "it has a key and an agent; say one");
	return ssh->key.at || !ssh->key_password.at || mistake(m, n, "\"key_password\" is of a key");
}

static bool check_files(const struct endpoint_text *t, const struct node *n, struct mistakes *m)
{
	const struct node *ssh = node_child(n, S("ssh"));
	bool is_sftp = t->base.at && text_begins(t->base, S("sftp://"));
	bool by_files = t->base.at && is_files(t->base);

	if (ssh && !is_sftp)
		return mistake(m, ssh, "\"ssh\" is of a \"base\" that begins with sftp://");
	if (by_files && t->auth.kind != AUTH_NONE && t->auth.kind != AUTH_BASIC)
		return mistake(m, node_place(n, "auth"), "files are asked for with a user and a password (\"basic\"), or by "
			"SFTP with a key");
	if (is_sftp && !ssh)
		return mistake(m, n, "\"ssh\" is missing: known_hosts says which host may be believed");
	return !is_sftp || check_ssh_user(t, ssh, m);
}

static bool is_bucket(Str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!byte_is_digit(name.at[i]) && !(name.at[i] >= 'a' && name.at[i] <= 'z')
		    && !(name.at[i] >= 'A' && name.at[i] <= 'Z') && !memchr("-._", name.at[i], 3))
			return false;
	return name.len > 0;
}

static bool check_s3(struct arena *a, const struct endpoint_text *t, const struct node *n, struct mistakes *m)
{
	const struct node *s3 = node_child(n, S("s3"));
	const struct s3_place *p = &t->s3;

	if (!s3 || !p->bucket.at)
		return true;
	if (!t->base.at || is_files(t->base))
		return mistake(m, s3, "\"s3\" is of a \"base\" that begins with https://: where the service is");
	if (t->auth.kind != AUTH_NONE && (t->auth.kind != AUTH_SIGV4 || !text_is(t->auth.service, S("s3"))))
		return mistake(m, node_place(n, "auth"), "objects are asked for with \"sigv4\" and service = \"s3\", or "
			"without any auth");
	if (!is_bucket(p->bucket))
		return mistake(m, node_place(s3, "bucket"), "%s is no name of a bucket", text_quoted(a, p->bucket));
	return p->prefix.len == 0 || (text_ends(p->prefix, S("/")) && p->prefix.at[0] != '/')
	    || mistake(m, node_place(s3, "prefix"), "\"prefix\" must end in / and not begin with one");
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

static void expires_read(struct arena *a, Str system, const struct node *table, struct expiries *out,
	struct mistakes *m)
{
	if (!table || !key_table(table, "expires", m))
		return;
	for (size_t i = 0; i < table->count; i++) {
		const struct node *n = table->items[i];
		struct day day = {0};

		if (key_day(a, n, text_z(a, n->name), &day, m))
			expiries_add(a, out, system, n->name, day.at);
	}
}

bool endpoint_read(struct arena *a, const struct system *s, const struct endpoint_text *t, const char *project,
	struct endpoint *out, struct mistakes *m)
{
	const struct node *n = s->node;
	size_t before = mistakes_count(m);

	*out = (struct endpoint){.base = t->base, .auth = &t->auth, .retry = t->retry,
		.system = s->name, .account = t->account.len > 0 ? t->account : s->name,
		.trust = {file_of(a, project, t->tls.ca), file_of(a, project, t->tls.certificate),
			file_of(a, project, t->tls.key), t->proxy},
		.ssh = {file_of(a, project, t->ssh.known_hosts), file_of(a, project, t->ssh.key), t->ssh.user,
			t->ssh.key_password, t->ssh.agent},
		.s3 = t->s3,
		.patience = {.connect = t->connect.us, .stall = t->stall.us}};
	check_base(a, n, t->base, m);
	check_proxy(n, t, m);
	auth_check(a, &t->auth, node_child(n, S("auth")), m);
	check_token_url(a, n, t, m);
	check_files(t, n, m);
	check_s3(a, t, n, m);
	fields_read(a, t->headers, "headers", &out->headers, m);
	grants_read(a, node_child(n, S("grants")), &t->grants, &out->grants, m);
	expires_read(a, s->name, t->expires, &out->expires, m);
	secret_names_in(a, n, &out->secrets);
	rules_on_read(a, t->on, &out->rules, m);
	paces_read(a, t->limit, false, t->retry.most.us, &out->paces, m);
	return mistakes_count(m) == before;
}

void endpoint_describe(struct buf *b)
{
	rules_on_describe(b);
	paces_describe(b);
}
