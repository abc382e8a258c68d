#include "extract/request.h"

#include "base/card.h"
#include "net/url.h"

/* ── as it is declared ─────────────────────────────────────────────────────────────────────────────────────────── */

static const struct key_name methods[] = {{"GET", 0}, {"POST", 0}, {0}};

const struct key request_keys[REQUEST_KEYS] = {
	KEY(struct request_text, method, .doc = "of the request; POST if it has a body", .names = methods),
	KEY(struct request_text, safe, .doc = "of a POST: it changes nothing and may be asked again", .def = "false"),
	KEY(struct request_text, query, .takes = "table of texts", .doc = "parameters; words in braces, such as {from}, "
		"are replaced in all texts of a request"),
	KEY(struct request_text, headers, .takes = "table of texts", .doc = "sent with this list's requests, beside the "
		"system's"),
	KEY(struct request_text, json, .takes = "table", .doc = "the body of a POST, as JSON"),
	KEY(struct request_text, form, .takes = "table of texts", .doc = "the body of a POST, as a form"),
	KEY(struct request_text, graphql, .doc = "a query in GraphQL, which is sent as it stands here; it is safe, unless "
		"it is a mutation"),
	KEY(struct request_text, variables, .takes = "table", .doc = "the variables of that query"),
};

static bool check_json(struct arena *a, const struct node *n, const struct texts *known, struct mistakes *m)
{
	bool good = n->kind != NODE_TEXT || words_check(a, n, n->text, known, false, m);

	for (size_t i = 0; i < n->count; i++)
		good = check_json(a, n->items[i], known, m) && good;
	return good;
}

static bool read_fields(struct arena *a, const struct node *n, const char *key, const struct texts *known,
	struct http_fields *fields, struct mistakes *m)
{
	const struct node *table = node_child(n, text(key));
	bool good = fields_read(a, table, key, fields, m);

	for (size_t i = 0; good && i < fields->count; i++)
		good = words_check(a, table, fields->at[i].value, known, strcmp(key, "headers") == 0, m);
	return good;
}

static bool check_body(const struct node *n, const struct request_text *t, struct mistakes *m)
{
	int bodies = (t->json != NULL) + (t->form != NULL) + (t->graphql.at != NULL);

	if (bodies > 1)
		return mistake(m, n, "\"json\", \"form\" and \"graphql\" are each a whole body; keep one of them");
	if (t->variables && !t->graphql.at)
		return mistake(m, node_child(n, S("variables")), "\"variables\" belong to \"graphql\"");
	return bodies == 0 || !text_is(t->method, S("GET"))
	    || mistake(m, node_child(n, S("method")), "a GET has no body; say method = \"POST\"");
}

static bool is_mutation(Str graphql)
{
	return text_begins(text_trim(graphql), S("mutation"));
}

bool request_read(struct arena *a, const struct node *n, const struct request_text *t, const struct texts *known,
	struct request *r, struct mistakes *m)
{
	size_t before = mistakes_count(m);
	bool has_body = t->json || t->form || t->graphql.at;

	*r = (struct request){.method = t->method, .path = t->path, .graphql = t->graphql,
		.safe = t->safe || (t->graphql.at && !is_mutation(t->graphql)), .json = t->json ? t->json : t->variables};
	if (!r->method.at)
		r->method = has_body ? S("POST") : S("GET");
	check_body(n, t, m);
	words_check(a, node_place(n, "path"), t->path, known, false, m);
	read_fields(a, n, "query", known, &r->query, m);
	read_fields(a, n, "headers", known, &r->headers, m);
	read_fields(a, n, "form", known, &r->form, m);
	if (r->json && key_table(r->json, t->json ? "json" : "variables", m))
		check_json(a, r->json, known, m);
	return mistakes_count(m) == before;
}

/* ── as it is sent ─────────────────────────────────────────────────────────────────────────────────────────────── */

static void fill(struct arena *a, struct node *n, const struct words *words)
{
	if (n->kind == NODE_TEXT)
		n->text = words_filled(a, words, n->text);
	for (size_t i = 0; i < n->count; i++)
		fill(a, n->items[i], words);
}

/* Makes the tables that lead to the value; what stands in their way gives way. */
static void place(struct arena *a, struct node *table, const struct path *path, struct node *value)
{
	for (size_t i = 0; i < path->count; i++) {
		bool is_last = i + 1 == path->count;
		struct node *child = node_child(table, path->steps[i].name);

		if (!child) {
			child = node_new(a, NODE_TABLE, value);
			child->name = path->steps[i].name;
			node_add(a, table, child);
		}
		child->kind = is_last ? value->kind : NODE_TABLE;
		if (is_last)
			child->text = value->text;
		table = child;
	}
}

/* Digits of any length are a number as they stand. */
static void put_turn(struct arena *a, struct node *body, const struct turn *turn)
{
	struct node value = {.kind = turn->is_number ? NODE_FLOAT : NODE_TEXT, .text = turn->value};

	if (turn->value.at && turn->slot->kind == SLOT_BODY)
		place(a, body, &turn->slot->path, &value);
}

static struct node *empty_table(struct arena *a)
{
	return arena_new_of(a, struct node);
}

/* Of GraphQL the declared body is its variables. */
static Str json_body(struct arena *a, const struct request *r, const struct words *words, const struct turn *turn)
{
	struct node *body = r->json ? node_copy(a, r->json) : empty_table(a);
	struct buf *to = buf_new(a, SIZE_MAX);
	struct json_out j;

	fill(a, body, words);
	put_turn(a, body, turn);
	json_begin(&j, to, false);
	if (r->graphql.at) {
		json_object(&j);
		json_put_text(&j, "query", r->graphql);
		json_name(&j, "variables");
	}
	node_json(a, body, &j);
	if (r->graphql.at)
		json_object_end(&j);
	return buf_str(to);
}

static Str form_body(struct arena *a, const struct request *r, const struct words *words)
{
	struct buf *b = buf_new(a, SIZE_MAX);

	for (size_t i = 0; i < r->form.count; i++)
		buf_print(b, "%s%.*s=%.*s", i > 0 ? "&" : "", WHOLE(url_escaped(a, r->form.at[i].name)),
			WHOLE(url_escaped(a, words_filled(a, words, r->form.at[i].value))));
	return buf_str(b);
}

static void put_body(struct arena *a, const struct request *r, const struct words *words, const struct turn *turn,
	struct http_request *out)
{
	if (r->json || r->graphql.at) {
		out->body = json_body(a, r, words, turn);
		http_fields_add(a, &out->fields, S("Content-Type"), S("application/json"));
	} else if (r->form.count > 0) {
		out->body = form_body(a, r, words);
		http_fields_add(a, &out->fields, S("Content-Type"), S("application/x-www-form-urlencoded"));
	}
}

/* As it may be shown: what tells who asks has no place in it, also where the system has written it into a link. */
static Str shown(struct arena *a, const struct endpoint *to, const struct http_request *request)
{
	struct texts names = auth_parameters(a, to->auth);
	Str url = url_without(a, request->url, &names);

	return card_masked(a, text(arena_print(a, "%.*s %.*s", STR(request->method), WHOLE(url))));
}

static bool is_left_out(const struct turn *turn, Str parameter)
{
	bool is_other = false;

	for (size_t i = 0; i < turn->on_next->count; i++)
		is_other = is_other || text_is(turn->on_next->at[i].name, parameter);
	return turn->is_further && (is_other || texts_has(turn->first_only, parameter));
}

static bool address(struct arena *a, const struct request *r, const struct endpoint *to, const struct words *words,
	const struct turn *turn, Str *url, struct err *e)
{
	struct words escaped = words_escaped(a, words);

	if (!url_join(a, to->base, words_filled(a, &escaped, r->path), url, e))
		return false;
	if (turn->address.at)
		return url_join(a, *url, turn->address, url, e);
	for (size_t i = 0; i < r->query.count; i++)
		if (!is_left_out(turn, r->query.at[i].name))
			*url = url_with(a, *url, r->query.at[i].name, words_filled(a, words, r->query.at[i].value));
	for (size_t i = 0; turn->is_further && i < turn->on_next->count; i++)
		*url = url_with(a, *url, turn->on_next->at[i].name, words_filled(a, words, turn->on_next->at[i].value));
	if (turn->size.at && turn->size_param.at)
		*url = url_with(a, *url, turn->size_param, turn->size);
	if (turn->value.at && turn->slot->kind == SLOT_QUERY)
		*url = url_with(a, *url, turn->slot->name, turn->value);
	return true;
}

bool request_ask(struct arena *a, const struct request *r, const struct endpoint *to, const struct words *words,
	const struct turn *turn, struct ask *ask, struct err *e)
{
	struct words all = words_copy(a, words);
	struct http_request *out = &ask->request;

	*ask = (struct ask){.request = {.method = r->method}, .is_safe = r->safe};
	if (turn->word.at)
		words_add(a, &all, turn->word, turn->value.at ? turn->value : S(""));
	if (turn->id.at)
		words_add(a, &all, S("after_id"), turn->id);
	if (turn->size.at)
		words_add(a, &all, S("size"), turn->size);
	if (!address(a, r, to, &all, turn, &out->url, e))
		return false;
	for (size_t i = 0; i < r->headers.count; i++)
		http_fields_add(a, &out->fields, r->headers.at[i].name, words_filled(a, &all, r->headers.at[i].value));
	if (turn->value.at && turn->slot->kind == SLOT_HEADER)
		http_fields_add(a, &out->fields, turn->slot->name, turn->value);
	put_body(a, r, &all, turn, out);
	ask->shown = shown(a, to, out);
	return true;
}

/* No cookies, and nothing that may hold a token. */
static const char *const kept_fields[] = {"Date", "Content-Type", "Last-Modified", "ETag", "X-Request-Id", "Request-Id",
	"Deprecation", "Sunset", "Warning", "X-Total-Count"};

struct http_fields request_kept(struct arena *a, const struct http_fields *fields)
{
	struct http_fields kept = {0};

	for (size_t i = 0; i < sizeof kept_fields / sizeof *kept_fields; i++) {
		Str value = http_field(fields, kept_fields[i]);

		if (value.at)
			http_fields_add(a, &kept, text(kept_fields[i]), text_copy(a, value));
	}
	return kept;
}
