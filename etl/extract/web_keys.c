#include "extract/web.h"

static const struct key open_keys[] = {
	KEY(struct open_text, where, .takes = "list of conditions", .doc = "which rows are open: [{ field = \"status\", is "
		"= \"in\", value = [\"pending\", \"in_transit\"] }]"),
	KEY(struct open_text, at, .doc = "the field that holds the time by which the window counts"),
};

const struct key web_keys[] = {
	KEY(struct web_text, on, .takes = "list of tables", .doc = "what answers mean, before what the system says of "
		"them"),
	KEY(struct web_text, limit, .takes = "list of tables", .doc = "how fast it may be asked for this, beside what the "
		"system says of all"),
	KEY(struct web_text, page, .takes = "table", .doc = "how the next page is found, and what proves that one is the "
		"last; required, unless there is a \"report\""),
	KEY(struct web_text, parallel, .doc = "how many windows, or values of \"over\", are asked for at once, where the "
		"limits allow; each answer may then have its share of 32 MiB", .def = "1", .least = 1, .most = 16),
	KEY(struct web_text, keep, .doc = "a run that takes up a list which broke off does not ask again for windows, and "
		"values of \"over\", that a run begun no longer ago than this has got whole; 0s: it asks for all of them",
		.def = "6h"),
	KEY(struct web_text, report, .takes = "table", .doc = "in place of a request and its pages: a report that the "
		"system is asked to make, whose file is read"),
	KEY(struct web_text, window, .doc = "the time that is asked for: the business date's day, or of an incremental "
		"extract what it has not read yet", .table = window_keys, .table_count = WINDOW_KEYS),
	KEY(struct web_text, open, .doc = "of an incremental extract whose objects change without the window seeing it: it "
		"is read again from the oldest row on that is open", .table = open_keys, .table_count = KEY_COUNT(open_keys)),
};
const size_t web_key_count = KEY_COUNT(web_keys);

static bool open_read(struct arena *a, const struct node *n, const struct open_text *t, const struct entity *entity,
	struct still_open *open, struct mistakes *m)
{
	enum field_type type;

	*open = (struct still_open){.is_given = n != NULL};
	if (!n || !entity)
		return true;
	if (!t->where || !t->at.at)
		return mistake(m, n, "\"open\" needs \"where\", which rows are open, and \"at\", their time");
	open->at = entity_field_named(a, entity, t->at, node_place(n, "at"), m);
	if (open->at < 0 || !conditions_read(a, t->where, entity, &open->where, m))
		return false;
	type = entity->fields[open->at].type;
	return type == TYPE_TIMESTAMP || type == TYPE_DATE
	    || mistake(m, node_place(n, "at"), "field %s is %s; here it must be a timestamp or a date",
		text_quoted(a, t->at), field_types[type].name);
}

static struct texts words_known(struct arena *a, const struct web *web)
{
	static const char *const always[] = {"from", "business_date", "size", "cursor", "page", "offset", "after",
		"after_id"};
	struct texts known = {0};

	for (size_t i = 0; i < sizeof always / sizeof *always; i++)
		texts_add(a, &known, text(always[i]));
	if (!web->window.open_ended)
		texts_add(a, &known, S("to"));
	if (web->fan.is_given)
		texts_add(a, &known, S("over"));
	return known;
}

/* Those that a report knows: it has no pages. */
static struct texts words_of_reports(struct arena *a, const struct texts *known)
{
	static const char *const names[] = {"from", "to", "business_date", "over"};
	struct texts some = {0};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (texts_has(known, text(names[i])))
			texts_add(a, &some, text(names[i]));
	return some;
}

/* What a report says itself has no place beside it. */
static void check_report(const struct node *source, const struct web_text *t, const struct web *web, struct mistakes *m)
{
	static const char *const others[] = {"path", "method", "safe", "query", "headers", "json", "form", "graphql",
		"variables", "page", "parallel", "keep"};

	for (size_t i = 0; i < sizeof others / sizeof *others && t->report; i++)
		if (node_child(source, text(others[i])))
			mistake(m, node_child(source, text(others[i])), "\"%s\" has no place beside \"report\", whose requests "
				"say it", others[i]);
	if (t->report && (web->window.from_param.at || web->window.to_param.at))
		mistake(m, node_child(source, S("window")), "\"from_param\" and \"to_param\" have no place beside "
			"\"report\", whose requests name {from} and {to}");
	if (!t->report && !t->request.path.at)
		mistake(m, source, "\"path\" is missing: what is asked for");
}

/* What an answer may mean rests on what can be asked for less of. */
static bool check_action(const struct node *n, const struct web *web, enum action action, struct mistakes *m)
{
	if (action == ACTION_SPLIT && web->window.open_ended)
		return mistake(m, n, "\"split_window\" has nothing to split: the window is \"open_ended\"");
	if (action == ACTION_SHRINK && web->page.shrink_count == 0)
		return mistake(m, n, "\"shrink_page\" needs smaller sizes: page = { shrink = [250, 100], … }");
	if (action == ACTION_SKIP_RECORD && (!web->fan.is_given || web->fan.batch != 1))
		return mistake(m, n, "\"skip_record\" leaves out one value of \"over\", asked for alone; here an answer is "
			"of more");
	return true;
}

static void check_actions(const struct node *on, const struct web *web, struct mistakes *m)
{
	for (size_t i = 0; on && i < web->rules.count; i++)
		check_action(node_item(on, i), web, web->rules.at[i].action, m);
}

/* One answer that was meant to be all and one of many pages look alike, so nobody but the user can say which it is. */
static void check_said(const struct node *source, const struct web_text *t, struct mistakes *m)
{
	if (!t->page && !t->report && t->request.path.at)
		mistake(m, source, "\"page\" is missing: how the next page is found, and what proves that one is the last; "
			"where one answer is all that there is, page = { kind = \"none\" }");
}

static void check_page(struct arena *a, const struct node *page, const struct web *web, const struct texts *known,
	struct mistakes *m)
{
	if (web->page.splits_at_cap && web->window.open_ended)
		mistake(m, node_place(page, "on_cap"), "there is nothing to split: the window is \"open_ended\"");
	if (web->page.state.written.at && !web->window.open_ended)
		mistake(m, node_place(page, "state"),
			"what is read on from a state has no end: say window = { open_ended = true }");
	if (web->page.state.written.at && web->fan.is_given)
		mistake(m, node_place(page, "state"),
			"one state is kept of a list; beside \"over\" each value would have one of its own");
	for (size_t i = 0; i < web->page.on_next.count; i++)
		words_check(a, node_place(page, "on_next"), web->page.on_next.at[i].value, known, false, m);
	for (size_t i = 0; i < web->page.count.count; i++)
		words_check(a, node_place(page, "count"), web->page.count.at[i].value, known, false, m);
	if (web->page.count_path.at)
		words_check(a, node_place(page, "count"), web->page.count_path, known, false, m);
}

/* A short form of query = { created_after = "{from}" }. */
static void add_params(struct arena *a, struct web *web)
{
	if (web->window.from_param.at)
		http_fields_add(a, &web->request.query, web->window.from_param, S("{from}"));
	if (web->window.to_param.at)
		http_fields_add(a, &web->request.query, web->window.to_param, S("{to}"));
}

bool web_read(struct arena *a, const struct node *source, const struct web_text *t, const struct web_scene *scene,
	struct web *web, struct mistakes *m)
{
	size_t before = mistakes_count(m);
	struct err e = {0};
	struct texts known;

	*web = (struct web){.parallel = t->parallel, .keep = t->keep};
	window_read(a, node_place(source, "window"), &t->window, scene->zone, &web->window, m);
	fan_read(a, source, &t->fan, scene->entities, &web->fan, m);
	open_read(a, node_child(source, S("open")), &t->open, scene->entity, &web->open, m);
	known = words_known(a, web);
	request_read(a, source, &t->request, &known, &web->request, m);
	add_params(a, web);
	rules_on_read(a, t->on, &web->rules, m);
	check_said(source, t, m);
	page_read(a, t->page, &web->page, m);
	check_page(a, t->page, web, &known, m);
	known = words_of_reports(a, &known);
	vendor_report_read(a, t->report, &known, &web->report, m);
	check_report(source, t, web, m);
	check_actions(t->on, web, m);
	/* A path that is none is said of the format. */
	if (scene->rows.len > 0 && !path_parse(a, scene->rows, &web->items, &e))
		web->items = (struct path){0};
	return mistakes_count(m) == before;
}

void web_describe(struct buf *b)
{
	page_describe(b);
	vendor_report_describe(b);
	fan_describe(b);
}
