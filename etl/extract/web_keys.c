#include "extract/web.h"

static const struct key_name methods[] = {{"GET", 0}, {"POST", 0}, {0}};
static const struct key_name forms[] = {{"rfc3339", MOMENT_RFC3339}, {"epoch_s", MOMENT_EPOCH_S},
	{"epoch_ms", MOMENT_EPOCH_MS}, {0}};

static const struct key window_keys[] = {
	KEY_AS(struct window_span, form, "fmt", .doc = "how {from} and {to} are written", .def = "rfc3339", .names = forms),
	KEY(struct window_span, lookback, .doc = "how much earlier {from} lies, for what comes late or changes again",
		.def = "0s"),
};

const struct key web_keys[] = {
	KEY(struct web_text, method, .doc = "of the request", .def = "GET", .names = methods),
	KEY(struct web_text, safe, .doc = "of a POST: it changes nothing and may be asked again", .def = "false"),
	KEY(struct web_text, query, .takes = "table of texts", .doc = "parameters; {from}, {to} and {business_date} are "
		"replaced in all texts of a request"),
	KEY(struct web_text, headers, .takes = "table of texts", .doc = "sent with this list's requests, beside the "
		"system's"),
	KEY(struct web_text, json, .takes = "table", .doc = "the body of a POST, as JSON"),
	KEY(struct web_text, form, .takes = "table of texts", .doc = "the body of a POST, as a form"),
	KEY(struct web_text, on, .takes = "list of tables", .doc = "what answers mean, before what the system says of "
		"them"),
	KEY(struct web_text, page, .takes = "table", .doc = "how the next page is found, and what proves that one is the "
		"last"),
	KEY(struct web_text, window, .doc = "how the day that is asked for is written", .table = window_keys,
		.table_count = KEY_COUNT(window_keys)),
};
const size_t web_key_count = KEY_COUNT(web_keys);

/* The words in braces are those that web.c fills.  A secret in an address or a body would be kept and shown with it. */
static bool check_words(struct arena *a, const struct node *n, Str s, bool may_be_secret, struct mistakes *m)
{
	static const char *const known[] = {"from", "to", "business_date"};
	Str before, rest, word;

	while (text_cut(s, '{', &before, &rest)) {
		bool is_secret = before.len > 0 && before.at[before.len - 1] == '$', good = is_secret;

		if (!text_cut(rest, '}', &word, &s))
			return mistake(m, n, "\"{\" without \"}\" in %s", text_quoted(a, rest));
		if (is_secret && !may_be_secret)
			return mistake(m, n, "a secret has its place in \"headers\", or in \"auth\" of the system");
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			good = good || text_is(word, text(known[i]));
		if (!good)
			return mistake(m, n, "unknown word {%.*s}; known are {from}, {to} and {business_date}", STR(word));
	}
	return true;
}

static bool check_json(struct arena *a, const struct node *n, struct mistakes *m)
{
	bool good = n->kind != NODE_TEXT || check_words(a, n, n->text, false, m);

	for (size_t i = 0; i < n->count; i++)
		good = check_json(a, n->items[i], m) && good;
	return good;
}

static bool check_fields(struct arena *a, const struct node *n, const struct http_fields *fields, bool may_be_secret,
	struct mistakes *m)
{
	bool good = true;

	for (size_t i = 0; i < fields->count; i++)
		good = check_words(a, n, fields->at[i].value, may_be_secret, m) && good;
	return good;
}

static bool read_body(struct arena *a, const struct node *n, const struct web_text *t, struct web *web,
	struct mistakes *m)
{
	bool has_body = t->json || t->form;

	if (t->json && t->form)
		return mistake(m, n, "\"json\" and \"form\" are both its body; remove one of them");
	if (has_body && text_is(t->method, S("GET")))
		return mistake(m, n, "a GET has no body; say method = \"POST\"");
	if (!fields_read(a, t->form, "form", &web->form, m))
		return false;
	web->json = t->json;
	return !t->json || (key_table(t->json, "json", m) && check_json(a, t->json, m));
}

bool web_read(struct arena *a, const struct node *source, const struct web_text *t, Str rows, struct web *web,
	struct mistakes *m)
{
	size_t before = mistakes_count(m);
	struct err e = {0};

	*web = (struct web){.method = t->method, .path = t->path, .safe = t->safe, .window = t->window};
	check_words(a, node_place(source, "path"), t->path, false, m);
	if (fields_read(a, t->query, "query", &web->query, m))
		check_fields(a, node_place(source, "query"), &web->query, false, m);
	if (fields_read(a, t->headers, "headers", &web->headers, m))
		check_fields(a, node_place(source, "headers"), &web->headers, true, m);
	read_body(a, source, t, web, m);
	check_fields(a, node_place(source, "form"), &web->form, false, m);
	rules_on_read(a, t->on, &web->rules, m);
	page_read(a, t->page, &web->page, m);
	/* A path that is none is said of the format. */
	if (rows.len > 0 && !path_parse(a, rows, &web->items, &e))
		web->items = (struct path){0};
	return mistakes_count(m) == before;
}

void web_describe(struct buf *b)
{
	page_describe(b);
}
