#include "extract/page.h"

/* As it is written. */
struct stop_text {
	bool short_page, empty_page;
	Str field_true, field_false, field_missing, total, total_pages;
};

struct page_text {
	int kind, start, size, most, cap, on_cap, total_of, empty;
	bool behind;
	Str rel, path, from, id, to, size_param, total, state, resume;
	struct texts first, first_only;
	const struct node *stop, *shrink, *on_next, *count;
};

struct count_text {
	Str path, at;
	const struct node *query;
};

static const struct key_name kinds[] = {{"none", PAGE_NONE}, {"link_header", PAGE_LINK}, {"next_url", PAGE_NEXT_URL},
	{"cursor", PAGE_CURSOR}, {"page", PAGE_NUMBER}, {"offset", PAGE_OFFSET},
	{"keyset", PAGE_KEYSET}, {0}};
static const struct key_name pages[] = {{"last", false}, {"first", true}, {0}};
static const struct key_name empties[] = {{"ok", false}, {"fail", true}, {0}};
static const struct key_name caps[] = {{"fail", false}, {"split_window", true}, {0}};

static const struct key keys[] = {
	KEY(struct page_text, kind, .doc = "how the next page is found", .def = "none", .names = kinds),
	KEY(struct page_text, rel, .doc = "for \"link_header\": of the link that leads on", .def = "next"),
	KEY(struct page_text, path, .doc = "for \"next_url\": where the answer holds the next page's address"),
	KEY(struct page_text, from, .doc = "for \"cursor\": a path in the answer, \"header:NAME\", or \"last:PATH\" in its "
		"last record"),
	KEY(struct page_text, id, .doc = "for \"keyset\": where the last record holds what tells it from others that are "
		"alike in \"from\""),
	KEY(struct page_text, first, .doc = "for \"keyset\": what {after}, and {after_id}, are for the first page"),
	KEY(struct page_text, to, .doc = "where the cursor, the page's number or the offset is put: \"query:PARAMETER\", "
		"\"header:NAME\", \"body:PATH\" (in GraphQL of its variables), or \"word\": where a text names {cursor}, "
		"{page}, {offset} or {after}"),
	KEY(struct page_text, start, .doc = "the first page's number, or the first record's", .def = "1", .least = 0,
		.most = 1),
	KEY(struct page_text, size_param, .doc = "the query parameter that takes how many records a page is to have"),
	KEY(struct page_text, size, .doc = "how many records a page is to have", .least = 1, .most = 1000000),
	KEY(struct page_text, most, .doc = "how many pages there may be; more are a fault", .def = "100000", .least = 1,
		.most = 100000000),
	KEY(struct page_text, first_only, .doc = "parameters that further pages are asked for without"),
	KEY(struct page_text, on_next, .takes = "table of texts", .doc = "parameters that only further pages are asked for "
		"with, or with other values than the first"),
	KEY(struct page_text, shrink, .takes = "list of integers", .doc = "smaller sizes for a page that is too much, by "
		"an answer that means \"shrink_page\": [250, 100]"),
	KEY(struct page_text, cap, .doc = "as many records as the system lists at most, whatever there are", .least = 1,
		.most = 1000000000),
	KEY(struct page_text, on_cap, .doc = "what reaching them means: the list is incomplete, or it is asked for in "
		"smaller windows", .def = "fail", .names = caps),
	KEY(struct page_text, state, .doc = "where an answer says how an incremental extract is to be read on; then that "
		"is its cursor, and not a moment"),
	KEY(struct page_text, resume, .doc = "where it is told so the next time: \"query:PARAMETER\" and the like; what is "
		"in \"first_only\" is left out then"),
	KEY(struct page_text, stop, .takes = "text, or table", .doc = "what proves that a page is the last: "
		"\"short_page\", \"empty_page\", or one of the keys below"),
	KEY(struct page_text, total, .doc = "where the system says how many records there are in all; with any other "
		"number the list is incomplete"),
	KEY(struct page_text, total_of, .doc = "which page's word that is: \"first\" where a page says how many there are "
		"from it on; else all pages must say the same", .def = "last", .names = pages),
	KEY(struct page_text, empty, .doc = "what a page without records means that was announced, or announces another "
		"one: nothing, or, of a system whose pages never are, that the list is incomplete", .def = "ok",
		.names = empties),
	KEY(struct page_text, behind, .doc = "for \"page\" and \"offset\", whose end is a page that is short or empty: the "
		"page behind it is asked for too, and the list is incomplete if it has records", .def = "false"),
	KEY(struct page_text, count, .takes = "table", .doc = "a request of its own, when all pages have come, that says "
		"how many records there are; with any other number the list is incomplete"),
};

static const struct key count_keys[] = {
	KEY(struct count_text, path, .doc = "of the request; default: that of the pages"),
	KEY(struct count_text, query, .takes = "table of texts", .doc = "its parameters, beside those of the pages or in "
		"place of them"),
	KEY(struct count_text, at, .doc = "where its answer says how many", .required = true),
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

static bool check_keyset(const struct node *n, const struct page_text *t, struct mistakes *m)
{
	if (!t->from.at)
		return mistake(m, n, "\"from\" is missing: the field of the last record that the list is ordered by, such as "
			"\"last:id\"");
	if (!t->to.at && t->first.count == 0)
		return mistake(m, n, "\"first\" is missing: what {after} is for the first page");
	return t->first.count == 0 || t->first.count == 1U + (t->id.at != NULL)
	    || mistake(m, node_place(n, "first"), "\"first\" must have a value for \"from\", and one for \"id\" if there "
		"is one");
}

/* Smaller and smaller. */
static bool read_shrink(struct arena *a, const struct node *n, const struct page_text *t, struct page *page,
	struct mistakes *m)
{
	int64_t *list, before = t->size;

	if (!n)
		return true;
	list = arena_array(a, n->count + 1, int64_t);
	for (size_t i = 0; i < n->count; i++) {
		const struct node *item = n->items[i];

		if (item->kind != NODE_INTEGER || item->integer < 1 || item->integer >= before)
			break;
		before = list[page->shrink_count++] = item->integer;
	}
	page->shrink = list;
	return (n->kind == NODE_ARRAY && n->count > 0 && page->shrink_count == n->count)
	    || mistake(m, n, "\"shrink\" must be a list of sizes, each smaller than the one before, the first smaller than "
		"\"size\"");
}

/* Of each kind the keys that it needs. */
static bool check_kind(const struct node *n, const struct page_text *t, struct mistakes *m)
{
	bool good = true;

	if (t->kind == PAGE_NEXT_URL && !t->path.at)
		good = mistake(m, n, "\"path\" is missing: where the answer holds the next page's address");
	if (t->kind == PAGE_CURSOR && !t->from.at)
		good = mistake(m, n, "\"from\" is missing: where the cursor is found");
	if (t->kind == PAGE_KEYSET)
		good = check_keyset(n, t, m) && good;
	if ((t->kind == PAGE_CURSOR || t->kind == PAGE_NUMBER || t->kind == PAGE_OFFSET) && !t->to.at)
		good = mistake(m, n, "\"to\" is missing: what says where a page begins, such as \"query:page\"");
	return good;
}

static bool read_count(struct arena *a, const struct node *n, struct page *page, struct mistakes *m)
{
	struct count_text t = {0};

	if (!n)
		return true;
	if (!key_table(n, "count", m) || !keys_read(a, n, count_keys, KEY_COUNT(count_keys), &t, m))
		return false;
	page->count_path = t.path;
	return read_place(a, node_place(n, "at"), t.at, &page->counted, m)
	    && fields_read(a, t.query, "query", &page->count, m);
}

/* An end that is an empty page is none that fails; and what is behind other than numbered pages cannot be asked for. */
static bool check_end(const struct node *n, const struct page_text *t, const struct page *page, struct mistakes *m)
{
	bool is_numbered = t->kind == PAGE_NUMBER || t->kind == PAGE_OFFSET;
	bool ends_empty = page->stop.short_page || page->stop.empty_page;
	bool good = true;

	if (t->empty && ends_empty)
		good = mistake(m, node_place(n, "empty"), "\"empty\" has nothing to say: a page without records is the end, "
			"by \"stop\"; say behind = true, count or total");
	if (t->behind && (!is_numbered || !ends_empty))
		good = mistake(m, node_place(n, "behind"), "\"behind\" is of pages of kind \"page\" or \"offset\" whose end is "
			"a \"short_page\" or \"empty_page\"");
	return good;
}

/* Where one of them has nothing to do. */
static bool check_rest(const struct node *n, const struct page_text *t, const struct page *page, struct mistakes *m)
{
	const char *kind = kinds[t->kind].name;
	bool good = true;

	if ((t->kind == PAGE_NUMBER || t->kind == PAGE_NONE) && page->shrink_count > 0)
		good = mistake(m, node_place(n, "shrink"), "\"shrink\" is of pages that begin where the one before ended: of "
			"kind \"%s\", smaller pages would leave records out", kind);
	if (page->on_next.count > 0 && (t->kind == PAGE_LINK || t->kind == PAGE_NEXT_URL || t->kind == PAGE_NONE))
		good = mistake(m, node_place(n, "on_next"), "\"on_next\" has no place in pages of kind \"%s\"", kind);
	if (t->kind != PAGE_NONE && !has_stop(&page->stop))
		good = mistake(m, n, "\"stop\" is missing: what proves that a page of kind \"%s\" is the last one", kind);
	if ((t->state.at != NULL) != (t->resume.at != NULL))
		good = mistake(m, n, "\"state\" and \"resume\" belong together: where the system says how to go on, and where "
			"it is told so");
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
		.size = t.size, .most = t.most, .first = t.first, .first_only = t.first_only, .cap = t.cap,
		.splits_at_cap = t.on_cap, .total_is_first = t.total_of && t.total.at, .empty_fails = t.empty,
		.behind = t.behind};
	good = read_place(a, node_place(table, t.path.at ? "path" : "from"), t.path.at ? t.path : t.from, &page->from, m)
	    && read_place(a, node_place(table, "total"), t.total, &page->total, m)
	    && read_place(a, node_place(table, "id"), t.id, &page->id, m)
	    && read_slot(a, node_place(table, "to"), t.to, &page->to, m)
	    && read_place(a, node_place(table, "state"), t.state, &page->state, m)
	    && read_slot(a, node_place(table, "resume"), t.resume, &page->resume, m)
	    && read_shrink(a, t.shrink, &t, page, m)
	    && fields_read(a, t.on_next, "on_next", &page->on_next, m)
	    && read_count(a, t.count, page, m)
	    && (!t.stop || read_stop(a, t.stop, &page->stop, m));
	good = check_kind(table, &t, m) && check_end(table, &t, page, m) && good;
	return check_rest(table, &t, page, m) && good;
}

void page_describe(struct buf *b)
{
	keys_describe(b, "extract.SYSTEM.NAME.source.page", &(struct key_section){keys, KEY_COUNT(keys), NULL}, 1);
	keys_describe(b, "extract.SYSTEM.NAME.source.page.count",
		&(struct key_section){count_keys, KEY_COUNT(count_keys), NULL}, 1);
	keys_describe(b, "extract.SYSTEM.NAME.source.page.stop",
		&(struct key_section){stop_keys, KEY_COUNT(stop_keys), NULL}, 1);
}
