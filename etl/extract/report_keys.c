#include "extract/report.h"

/* As it is written. */
struct download_text {
	Str url, packed, length, host;
	bool auth;
};

struct report_text {
	Str query, count;
	const struct node *until, *create, *find, *poll, *document, *map;
	struct download_text download;
	struct duration every, timeout, reuse;
};

struct create_text {
	Str id;
};

struct find_text {
	Str rows, id, status, created, document, more;
	const struct node *same, *page;
};

struct until_text {
	Str at;
};

struct poll_text {
	Str status, created, document;
};

static const struct key_name states[] = {{"running", MAKING_RUNNING}, {"done", MAKING_DONE}, {"empty", MAKING_EMPTY},
	{"failed", MAKING_FAILED}, {"cancelled", MAKING_CANCELLED}, {0}};

static const struct key path_keys[] = {
	KEY(struct request_text, path, .doc = "of the request, behind the system's base", .required = true),
};

static const struct key download_keys[] = {
	KEY(struct download_text, url, .doc = "where the answer before it (of document, else of poll) says that the file "
		"is: a path in it, or header:NAME", .required = true),
	KEY(struct download_text, auth, .doc = "whether the file is asked for with who asks; addresses that are signed "
		"need nobody's name, and other hosts are not told it", .def = "false"),
	KEY(struct download_text, host, .doc = "with auth: where files lie if not at the base, such as "
		"https://files.example.com/"),
	KEY(struct download_text, packed, .doc = "where the answer says that the file is packed; GZIP is believed if it "
		"is"),
	KEY(struct download_text, length, .doc = "where the answer says how many bytes the file has"),
};

static const struct key report_keys[] = {
	KEY(struct report_text, until, .takes = "table", .doc = "a request that is made first, where the system has what "
		"it reports until some moment only; nothing later is asked for"),
	KEY(struct report_text, create, .takes = "table", .doc = "the request that has it made; without it the system "
		"makes reports by itself, and all in the list are taken"),
	KEY(struct report_text, find, .takes = "table", .doc = "the request for a list of reports, in which one that was "
		"asked for already is found"),
	KEY(struct report_text, poll, .takes = "table", .doc = "the request that says how far it is"),
	KEY(struct report_text, map, .takes = "table of texts", .doc = "what the system calls \"running\", \"done\", "
		"\"empty\" (there is nothing to report), \"failed\" and \"cancelled\": { IN_PROGRESS = \"running\", DONE = "
		"\"done\" }"),
	KEY(struct report_text, every, .doc = "how long to wait before it is asked again", .def = "20s"),
	KEY(struct report_text, timeout, .doc = "how long in all; then the extract is incomplete, and the next run goes on "
		"with the same report", .def = "2h"),
	KEY(struct report_text, reuse, .doc = "how old a report may be that was asked for before and not landed",
		.def = "12h"),
	KEY(struct report_text, document, .takes = "table", .doc = "the request that says where its file is, where that is "
		"not said with its state"),
	KEY(struct report_text, download, .doc = "its file", .table = download_keys,
		.table_count = KEY_COUNT(download_keys)),
	KEY(struct report_text, query, .doc = "what {query} stands for: a query in the system's own words; {from}, {to}, "
		"{over} and {business_date} are replaced in it, other braces stay"),
	KEY(struct report_text, count, .doc = "where the answer of poll says how many records the file holds, of JSON "
		"lines how many lines"),
};

static const struct key create_keys[] = {
	KEY(struct create_text, id, .doc = "where the answer says what the system calls it: {report}", .required = true),
};

static const struct key find_keys[] = {
	KEY(struct find_text, rows, .doc = "where the reports are in the answer, the newest first: reports[*]",
		.required = true),
	KEY(struct find_text, id, .doc = "of such a report: {report}", .required = true),
	KEY(struct find_text, status, .doc = "its state", .required = true),
	KEY(struct find_text, created, .doc = "when it was asked for; needed beside create"),
	KEY(struct find_text, document, .doc = "what is asked for as {document}, if there is no poll"),
	KEY(struct find_text, same, .takes = "table of texts", .doc = "what it must say to be the one that is wanted: "
		"{ reportType = \"GET_ORDERS\", dataStartTime = \"{from}\" }"),
	KEY(struct find_text, page, .takes = "table", .doc = "of a list without create: how its next page is found, as "
		"[extract.SYSTEM.NAME.source.page] says"),
	KEY(struct find_text, more, .doc = "of a list without create and without pages: where the answer says something "
		"if the list goes on; then it is incomplete"),
};

static const struct key until_keys[] = {
	KEY(struct until_text, at, .doc = "where the answer says that moment", .required = true),
};

static const struct key poll_keys[] = {
	KEY(struct poll_text, status, .doc = "its state", .required = true),
	KEY(struct poll_text, created, .doc = "when it was asked for, by the system's clock"),
	KEY(struct poll_text, document, .doc = "what is asked for as {document}"),
};

static bool read_place(struct arena *a, const struct node *n, const char *key, Str written, struct report_place *place,
	struct mistakes *m)
{
	struct err e = {0};

	*place = (struct report_place){.written = written};
	return !written.at || answer_place_parse(a, written, &place->at, &e)
	    || mistake(m, node_place(n, key), "%s", e.message);
}

static struct texts with(struct arena *a, const struct texts *known, const char *const *more)
{
	struct texts all = {0};

	for (size_t i = 0; i < known->count; i++)
		texts_add(a, &all, known->at[i]);
	for (; *more; more++)
		texts_add(a, &all, text(*more));
	return all;
}

/* One of its requests, with keys of its own beside those of all requests. */
static bool read_request(struct arena *a, const struct node *n, const char *name, const struct key_section *own,
	const struct texts *known, struct request *request, struct mistakes *m)
{
	struct request_text t = {0};
	struct key_section sections[] = {{path_keys, KEY_COUNT(path_keys), &t}, {request_keys, REQUEST_KEYS, &t}, *own};

	return key_table(n, name, m) && keys_read_all(a, n, sections, own->keys ? 3 : 2, m)
	    && request_read(a, n, &t, known, request, m);
}

static void read_create(struct arena *a, const struct node *n, const struct texts *known, struct vendor_report *r,
	struct mistakes *m)
{
	struct texts words = with(a, known, (const char *[]){"query", "key", NULL});
	struct create_text t = {0};

	r->has_create = n != NULL;
	if (n && read_request(a, n, "create", &(struct key_section){create_keys, KEY_COUNT(create_keys), &t}, &words,
		&r->create, m))
		read_place(a, n, "id", t.id, &r->created_id, m);
}

static void read_same(struct arena *a, const struct node *n, const struct texts *words, struct vendor_report *r,
	struct mistakes *m)
{
	struct http_fields fields;

	if (!n || !fields_read(a, n, "same", &fields, m))
		return;
	r->same = arena_array(a, fields.count + 1, struct report_same);
	for (size_t i = 0; i < fields.count; i++) {
		struct report_same *same = &r->same[r->same_count++];

		same->text = fields.at[i].value;
		read_place(a, n, text_z(a, fields.at[i].name), fields.at[i].name, &same->place, m);
		words_check(a, n, same->text, words, false, m);
	}
}

/* A list of reports is read to its end, whatever it holds: it is neither cut, nor gone on with another day. */
static void read_pages(struct arena *a, const struct node *n, const struct texts *words, struct page *pages,
	struct mistakes *m)
{
	static const char *const others[] = {"shrink", "cap", "on_cap", "state", "resume"};

	page_read(a, n, pages, m);
	for (size_t i = 0; n && i < sizeof others / sizeof *others; i++)
		if (node_child(n, text(others[i])))
			mistake(m, node_child(n, text(others[i])), "\"%s\" has no place in the pages of a list of reports",
				others[i]);
	for (size_t i = 0; i < pages->on_next.count; i++)
		words_check(a, node_place(n, "on_next"), pages->on_next.at[i].value, words, false, m);
}

static void read_find(struct arena *a, const struct node *n, const struct texts *known, struct vendor_report *r,
	struct mistakes *m)
{
	struct texts words = with(a, known, (const char *[]){"query", "size", "cursor", "page", "offset", "after",
		"after_id", NULL});
	struct find_text t = {0};
	struct err e = {0};

	r->has_find = n != NULL;
	if (!n || !read_request(a, n, "find", &(struct key_section){find_keys, KEY_COUNT(find_keys), &t}, &words, &r->find,
		m))
		return;
	if (!path_parse(a, t.rows, &r->found, &e))
		mistake(m, node_place(n, "rows"), "%s", e.message);
	read_place(a, n, "id", t.id, &r->found_id, m);
	read_place(a, n, "status", t.status, &r->found_status, m);
	read_place(a, n, "created", t.created, &r->found_at, m);
	read_place(a, n, "document", t.document, &r->found_document, m);
	read_place(a, n, "more", t.more, &r->found_more, m);
	read_same(a, t.same, &words, r, m);
	read_pages(a, t.page, &words, &r->pages, m);
}

static void read_until(struct arena *a, const struct node *n, struct vendor_report *r, struct mistakes *m)
{
	struct texts words = with(a, &(struct texts){0}, (const char *[]){"business_date", NULL});
	struct until_text t = {0};

	r->has_until = n != NULL;
	if (n && read_request(a, n, "until", &(struct key_section){until_keys, KEY_COUNT(until_keys), &t}, &words,
		&r->until, m))
		read_place(a, n, "at", t.at, &r->until_at, m);
}

static void read_poll(struct arena *a, const struct node *n, const struct texts *known, struct vendor_report *r,
	struct mistakes *m)
{
	struct texts words = with(a, known, (const char *[]){"report", NULL});
	struct poll_text t = {0};

	r->has_poll = n != NULL;
	if (!n || !read_request(a, n, "poll", &(struct key_section){poll_keys, KEY_COUNT(poll_keys), &t}, &words, &r->poll,
		m))
		return;
	read_place(a, n, "status", t.status, &r->status, m);
	read_place(a, n, "created", t.created, &r->made_at, m);
	read_place(a, n, "document", t.document, &r->document_id, m);
}

static void read_document(struct arena *a, const struct node *n, const struct texts *known, struct vendor_report *r,
	struct mistakes *m)
{
	struct texts words = with(a, known, (const char *[]){"report", "document", NULL});

	r->has_document = n != NULL;
	if (n)
		read_request(a, n, "document", &(struct key_section){0}, &words, &r->document, m);
}

static void read_download(struct arena *a, const struct node *n, const struct download_text *t, struct vendor_report *r,
	struct mistakes *m)
{
	r->as_us = t->auth;
	r->host = t->host;
	read_place(a, n, "url", t->url, &r->url, m);
	read_place(a, n, "packed", t->packed, &r->packed, m);
	read_place(a, n, "length", t->length, &r->length, m);
	if (t->host.at && !t->auth)
		mistake(m, node_place(n, "host"), "\"host\" is where who asks may be told; without auth = true nobody is");
	if (t->host.at && !text_begins(t->host, S("https://")) && !text_begins(t->host, S("http://")))
		mistake(m, node_place(n, "host"), "\"host\" must begin with https://");
}

static bool read_state(struct arena *a, const struct node *n, struct report_status *status, struct mistakes *m)
{
	status->said = n->name;
	for (size_t i = 0; n->kind == NODE_TEXT && states[i].name; i++)
		if (text_is(n->text, text(states[i].name))) {
			status->state = (enum making_state)states[i].value;
			return true;
		}
	return mistake(m, n, "what %s means must be \"running\", \"done\", \"empty\", \"failed\" or \"cancelled\"",
		text_quoted(a, n->name));
}

static void read_map(struct arena *a, const struct node *n, struct vendor_report *r, struct mistakes *m)
{
	bool is_done = false;

	if (!key_table(n, "map", m))
		return;
	r->statuses = arena_array(a, n->count + 1, struct report_status);
	for (size_t i = 0; i < n->count; i++) {
		struct report_status *status = &r->statuses[r->status_count++];

		if (read_state(a, n->items[i], status, m))
			is_done = is_done || status->state == MAKING_DONE;
	}
	if (!is_done)
		mistake(m, n, "\"map\" names nothing that is \"done\"");
}

/* That no second report is made in place of the first needs a list, or a system that knows the key again. */
static void check_created(const struct node *n, const struct vendor_report *r, struct mistakes *m)
{
	if (!r->has_poll)
		mistake(m, n, "\"poll\" is missing: how far the report is");
	if (!r->has_find && !r->create.safe)
		mistake(m, node_place(n, "create"), "nothing keeps a second report from being made: say \"find\", or safe = "
			"true in \"create\" if the same request, with its {key}, makes no other one");
	if (r->has_find && !r->found_at.written.at)
		mistake(m, node_place(n, "find"), "\"created\" is missing: how old a report is that is found");
	if (r->pages.kind != PAGE_NONE)
		mistake(m, node_place(n, "find"), "\"page\" is of a list without \"create\": one that was asked for is among "
			"the newest");
}

static void check_listed(const struct node *n, const struct vendor_report *r, struct mistakes *m)
{
	if (!r->has_find)
		mistake(m, n, "\"create\" is missing, or \"find\": where the report comes from");
	if (r->has_poll)
		mistake(m, node_place(n, "poll"), "\"poll\" belongs to \"create\": the list says what is done");
	if (r->count.written.at)
		mistake(m, node_place(n, "count"), "\"count\" belongs to \"poll\"");
}

static void check(const struct node *n, const struct vendor_report *r, struct mistakes *m)
{
	if (r->has_create)
		check_created(n, r, m);
	else
		check_listed(n, r, m);
	if (r->has_document && !r->document_id.written.at && !r->found_document.written.at
	    && words_name(r->document.path, S("document")))
		mistake(m, node_place(n, "document"), "nothing says what {document} is: \"document\" in \"%s\"",
			r->has_poll ? "poll" : "find");
	if (r->every.us == 0)
		mistake(m, node_place(n, "every"), "\"every\" must be longer than nothing");
}

bool vendor_report_read(struct arena *a, const struct node *table, const struct texts *known, struct vendor_report *r,
	struct mistakes *m)
{
	size_t before = mistakes_count(m);
	struct report_text t = {0};

	*r = (struct vendor_report){.is_given = table != NULL};
	if (!table)
		return true;
	if (!key_table(table, "report", m) || !keys_read(a, table, report_keys, KEY_COUNT(report_keys), &t, m))
		return false;
	r->query = t.query;
	r->every = t.every;
	r->timeout = t.timeout;
	r->reuse = t.reuse;
	read_until(a, t.until, r, m);
	read_create(a, t.create, known, r, m);
	read_find(a, t.find, known, r, m);
	read_poll(a, t.poll, known, r, m);
	read_document(a, t.document, known, r, m);
	read_download(a, node_place(table, "download"), &t.download, r, m);
	read_place(a, table, "count", t.count, &r->count, m);
	if (t.map)
		read_map(a, t.map, r, m);
	else
		mistake(m, table, "\"map\" is missing: what the states of a report mean");
	if (!t.download.url.at && !node_child(table, S("download")))
		mistake(m, table, "\"download\" is missing: where the file is");
	if (mistakes_count(m) == before)
		check(table, r, m);
	return mistakes_count(m) == before;
}

void vendor_report_describe(struct buf *b)
{
	static const struct {
		const char *name;
		const struct key *keys;
		size_t count;
	} tables[] = {
		{"extract.SYSTEM.NAME.source.report.until", until_keys, KEY_COUNT(until_keys)},
		{"extract.SYSTEM.NAME.source.report.create", create_keys, KEY_COUNT(create_keys)},
		{"extract.SYSTEM.NAME.source.report.find", find_keys, KEY_COUNT(find_keys)},
		{"extract.SYSTEM.NAME.source.report.poll", poll_keys, KEY_COUNT(poll_keys)},
		{"extract.SYSTEM.NAME.source.report.document", NULL, 0},
	};

	keys_describe(b, "extract.SYSTEM.NAME.source.report",
		&(struct key_section){report_keys, KEY_COUNT(report_keys), NULL}, 1);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		struct key_section sections[] = {{path_keys, KEY_COUNT(path_keys), NULL}, {request_keys, REQUEST_KEYS, NULL},
			{tables[i].keys, tables[i].count, NULL}};

		keys_describe(b, tables[i].name, sections, tables[i].keys ? 3 : 2);
	}
}

const char *vendor_report_said(struct arena *a, const struct vendor_report *r)
{
	if (!r->has_create)
		return "and the files of the reports that it lists";
	return arena_print(a, "and the file of the report that comes of it, waited for at most %s",
		duration_text(a, r->timeout.us));
}
