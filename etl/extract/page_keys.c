#include "extract/page.h"

/* As it is written. */
struct stop_text {
	bool short_page, empty_page;
	Str field_true, field_false, field_missing, total, total_pages;
};

struct page_text {
	int kind, start, size, most;
	Str rel, path, from, to, size_param, total;
	struct texts first_only;
	const struct node *stop;
};

static const struct key_name kinds[] = {{"none", PAGE_NONE}, {"link_header", PAGE_LINK}, {"next_url", PAGE_NEXT_URL},
	{"cursor", PAGE_CURSOR}, {"page", PAGE_NUMBER}, {"offset", PAGE_OFFSET}, {0}};

static const struct key keys[] = {
	KEY(struct page_text, kind, .doc = "how the next page is found", .def = "none", .names = kinds),
	KEY(struct page_text, rel, .doc = "for \"link_header\": of the link that leads on", .def = "next"),
	KEY(struct page_text, path, .doc = "for \"next_url\": where the answer holds the next page's address"),
	KEY(struct page_text, from, .doc = "for \"cursor\": a path in the answer, \"header:NAME\", or \"last:PATH\" in its "
		"last record"),
	KEY(struct page_text, to, .doc = "where the cursor, the page's number or the offset is put: \"query:PARAMETER\", "
		"\"header:NAME\", \"body:PATH\" (in GraphQL of its variables), or \"word\": where a text names {cursor}, "
		"{page} or {offset}"),
	KEY(struct page_text, start, .doc = "the first page's number, or the first record's", .def = "1", .least = 0,
		.most = 1),
	KEY(struct page_text, size_param, .doc = "the query parameter that takes how many records a page is to have"),
	KEY(struct page_text, size, .doc = "how many records a page is to have", .least = 1, .most = 1000000),
	KEY(struct page_text, most, .doc = "how many pages there may be; more are a fault", .def = "100000", .least = 1,
		.most = 100000000),
	KEY(struct page_text, first_only, .doc = "parameters that further pages are asked for without"),
	KEY(struct page_text, stop, .takes = "text, or table", .doc = "what proves that a page is the last: "
		"\"short_page\", \"empty_page\", or one of the keys below"),
	KEY(struct page_text, total, .doc = "where the system says how many records there are in all; with any other "
		"number the list is incomplete"),
};

static const struct key stop_keys[] = {
	KEY(struct stop_text, short_page, .doc = "a page with fewer records than its size", .def = "false"),
	KEY(struct stop_text, empty_page, .doc = "a page without records", .def = "false"),
	KEY(struct stop_text, field_true, .doc = "a path that leads to true"),
	KEY(struct stop_text, field_false, .doc = "a path that leads to false"),
	KEY(struct stop_text, field_missing, .doc = "a path that leads to nothing, or to null"),
	KEY(struct stop_text, total, .doc = "as many records came as it says there"),
	KEY(struct stop_text, total_pages, .doc = "as many pages came as it says there"),
};

static bool read_place(struct arena *a, const struct node *n, Str written, struct page_place *place, struct mistakes *m)
{
	struct err e = {0};
	Str rest = written;

	*place = (struct page_place){.written = written};
	if (!written.at)
		return true;
	place->of_last = text_begins(written, S("last:"));
	if (place->of_last)
		rest = text_from(written, strlen("last:"));
	return answer_place_parse(a, rest, &place->at, &e) || mistake(m, n, "%s", e.message);
}

/* The path of a body leads by names alone. */
static bool read_path(struct arena *a, const struct node *n, Str written, struct path *path, struct mistakes *m)
{
	struct err e = {0};

	if (!path_parse(a, written, path, &e))
		return mistake(m, n, "%s", e.message);
	for (size_t i = 0; i < path->count; i++)
		if (path->up > 0 || path->steps[i].kind != STEP_NAME)
			return mistake(m, n, "\"to\" leads by names alone, such as \"body:variables.after\"");
	return true;
}

static bool read_slot(struct arena *a, const struct node *n, Str written, struct slot *slot, struct mistakes *m)
{
	Str place, name;

	*slot = (struct slot){.kind = SLOT_WORD};
	if (!written.at || text_is(written, S("word")))
		return true;
	if (!text_cut(written, ':', &place, &name) || name.len == 0)
		return mistake(m, n, "\"to\" must be \"query:PARAMETER\", \"header:NAME\", \"body:PATH\" or \"word\"");
	slot->name = name;
	slot->kind = text_is(place, S("query")) ? SLOT_QUERY : text_is(place, S("header")) ? SLOT_HEADER : SLOT_BODY;
	if (slot->kind != SLOT_BODY)
		return true;
	return text_is(place, S("body")) ? read_path(a, n, name, &slot->path, m)
		: mistake(m, n, "\"to\" must be \"query:PARAMETER\", \"header:NAME\", \"body:PATH\" or \"word\"");
}

static bool read_word(const struct node *n, struct stop_text *t, struct mistakes *m)
{
	t->short_page = text_is(n->text, S("short_page"));
	t->empty_page = text_is(n->text, S("empty_page"));
	return t->short_page || t->empty_page
	    || mistake(m, n, "\"stop\" must be \"short_page\", \"empty_page\" or a table such as "
			"{ field_false = \"has_more\" }");
}

static bool read_stop(struct arena *a, const struct node *n, struct stop *stop, struct mistakes *m)
{
	struct stop_text t = {0};
	struct {
		const char *key;
		Str *written;
		struct page_place *place;
	} places[] = {{"field_true", &t.field_true, &stop->field_true}, {"field_false", &t.field_false, &stop->field_false},
		{"field_missing", &t.field_missing, &stop->field_missing}, {"total", &t.total, &stop->total},
		{"total_pages", &t.total_pages, &stop->total_pages}};
	bool good = n->kind == NODE_TEXT ? read_word(n, &t, m)
		: key_table(n, "stop", m) && keys_read(a, n, stop_keys, KEY_COUNT(stop_keys), &t, m);

	stop->short_page = t.short_page;
	stop->empty_page = t.empty_page;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		good = read_place(a, node_place(n, places[i].key), *places[i].written, places[i].place, m) && good;
	return good;
}

static bool has_stop(const struct stop *s)
{
	return s->short_page || s->empty_page || s->field_true.written.at || s->field_false.written.at
	    || s->field_missing.written.at || s->total.written.at || s->total_pages.written.at;
}

/* Of each kind the keys that it needs. */
static bool check_kind(const struct node *n, const struct page_text *t, const struct page *page, struct mistakes *m)
{
	const char *kind = kinds[t->kind].name;
	bool good = true;

	if (t->kind == PAGE_NEXT_URL && !t->path.at)
		good = mistake(m, n, "\"path\" is missing: where the answer holds the next page's address");
	if (t->kind == PAGE_CURSOR && !t->from.at)
		good = mistake(m, n, "\"from\" is missing: where the cursor is found");
	if ((t->kind == PAGE_CURSOR || t->kind == PAGE_NUMBER || t->kind == PAGE_OFFSET) && !t->to.at)
		good = mistake(m, n, "\"to\" is missing: what says where a page begins, such as \"query:page\"");
	if (t->kind != PAGE_NONE && !has_stop(&page->stop))
		good = mistake(m, n, "\"stop\" is missing: what proves that a page of kind \"%s\" is the last one", kind);
	if (page->stop.short_page && t->size == 0)
		good = mistake(m, node_place(n, "stop"), "\"short_page\" needs \"size\": fewer records than how many");
	return good;
}

bool page_read(struct arena *a, const struct node *table, struct page *page, struct mistakes *m)
{
	struct page_text t = {.kind = PAGE_NONE};
	bool good;

	*page = (struct page){0};
	if (!table)
		return true;
	if (!key_table(table, "page", m) || !keys_read(a, table, keys, KEY_COUNT(keys), &t, m))
		return false;
	*page = (struct page){.kind = t.kind, .rel = t.rel, .start = t.start, .size_param = t.size_param,
		.size = t.size, .most = t.most, .first_only = t.first_only};
	good = read_place(a, node_place(table, t.path.at ? "path" : "from"), t.path.at ? t.path : t.from, &page->from, m)
	    && read_place(a, node_place(table, "total"), t.total, &page->total, m)
	    && read_slot(a, node_place(table, "to"), t.to, &page->to, m)
	    && (!t.stop || read_stop(a, t.stop, &page->stop, m));
	return check_kind(table, &t, page, m) && good;
}

void page_describe(struct buf *b)
{
	keys_describe(b, "extract.SYSTEM.NAME.source.page", &(struct key_section){keys, KEY_COUNT(keys), NULL}, 1);
	keys_describe(b, "extract.SYSTEM.NAME.source.page.stop",
		&(struct key_section){stop_keys, KEY_COUNT(stop_keys), NULL}, 1);
}
