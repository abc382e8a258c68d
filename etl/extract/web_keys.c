#include "extract/web.h"

static const struct key_name forms[] = {{"rfc3339", MOMENT_RFC3339}, {"epoch_s", MOMENT_EPOCH_S},
	{"epoch_ms", MOMENT_EPOCH_MS}, {0}};

static const struct key window_keys[] = {
	KEY_AS(struct window_span, form, "fmt", .doc = "how {from} and {to} are written", .def = "rfc3339", .names = forms),
	KEY(struct window_span, lookback, .doc = "how much earlier {from} lies, for what comes late or changes again",
		.def = "0s"),
};

const struct key web_keys[] = {
	KEY(struct web_text, on, .takes = "list of tables", .doc = "what answers mean, before what the system says of "
		"them"),
	KEY(struct web_text, limit, .takes = "list of tables", .doc = "how fast it may be asked for this, beside what the "
		"system says of all"),
	KEY(struct web_text, page, .takes = "table", .doc = "how the next page is found, and what proves that one is the "
		"last"),
	KEY(struct web_text, window, .doc = "how the day that is asked for is written", .table = window_keys,
		.table_count = KEY_COUNT(window_keys)),
};
const size_t web_key_count = KEY_COUNT(web_keys);

bool web_read(struct arena *a, const struct node *source, const struct web_text *t, Str rows, struct web *web,
	struct mistakes *m)
{
	Str words[] = {S("from"), S("to"), S("business_date"), S("cursor"), S("page"), S("offset")};
	struct texts known = {words, sizeof words / sizeof *words};
	size_t before = mistakes_count(m);
	struct err e = {0};

	*web = (struct web){.window = t->window};
	request_read(a, source, &t->request, &known, &web->request, m);
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
