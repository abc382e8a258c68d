#include "net/rules.h"

#include "base/log.h"
#include "net/told.h"

static const struct key_name actions[] = {{"ok", ACTION_OK}, {"retry", ACTION_RETRY},
	{"rate_limited", ACTION_RATE_LIMITED}, {"refresh_auth", ACTION_REFRESH_AUTH}, {"end", ACTION_END},
	{"fail", ACTION_FAIL}, {"split_window", ACTION_SPLIT}, {"shrink_page", ACTION_SHRINK},
	{"skip_record", ACTION_SKIP_RECORD}, {"skip_slice", ACTION_SKIP_SLICE}, {"restart", ACTION_RESTART}, {0}};

struct rule_text {
	const struct node *status, *is;
	Str header, body, re;
	bool exists;
	int action, wait_unit;
	struct duration wait;
	Str wait_at;
};

static const struct key keys[] = {
	KEY(struct rule_text, status, .takes = "integer, or list of them", .doc = "the answer's status; default: any"),
	KEY(struct rule_text, header, .doc = "a header of the answer"),
	KEY(struct rule_text, body, .doc = "a path in the answer's JSON"),
	KEY(struct rule_text, is, .takes = "text, or list of texts", .doc = "what must stand there, one of them"),
	KEY(struct rule_text, re, .doc = "a regular expression that must match there"),
	KEY(struct rule_text, exists, .doc = "whether something must stand there, or must not", .def = "true"),
	KEY_AS(struct rule_text, action, "do", .doc = "what it means", .names = actions, .required = true),
	KEY(struct rule_text, wait, .doc = "how long to wait before it is tried again"),
	KEY(struct rule_text, wait_at, .doc = "or where the answer says how long: header:NAME, which counts before "
		"Retry-After, or a path in its JSON, which counts behind it"),
	KEY(struct rule_text, wait_unit, .doc = "how that is written", .def = "s", .names = told_units),
};

static bool read_statuses(struct arena *a, const struct node *n, struct rule_on *rule, struct mistakes *m)
{
	size_t count = n->kind == NODE_ARRAY ? n->count : 1;
	int64_t *list = arena_array(a, count, int64_t);

	for (size_t i = 0; i < count; i++) {
		const struct node *item = node_item(n, i);

		if (item->kind != NODE_INTEGER || item->integer < 100 || item->integer > 599)
			return mistake(m, item, "\"status\" must be an integer from 100 to 599");
		list[i] = item->integer;
	}
	rule->statuses = list;
	rule->status_count = count;
	return true;
}

static bool read_place(struct arena *a, const struct node *n, const struct rule_text *t, struct rule_on *rule,
	struct mistakes *m)
{
	struct err e = {0};

	if (t->header.at && t->body.at)
		return mistake(m, n, "\"header\" and \"body\" both say where to look; write two rules");
	rule->has_place = t->header.at || t->body.at;
	if (!rule->has_place && (t->is || t->re.at || node_child(n, S("exists"))))
		return mistake(m, n, "neither \"header\" nor \"body\" says where to look");
	rule->place.header = t->header;
	rule->says = t->header.at ? t->header.at : t->body.at;
	if (t->body.at && !path_parse(a, t->body, &rule->place.path, &e))
		return mistake(m, node_child(n, S("body")), "%s", e.message);
	return true;
}

static bool read_wait(struct arena *a, const struct node *n, const struct rule_text *t, struct rule_on *rule,
	struct mistakes *m)
{
	struct err e = {0};

	rule->wait = t->wait.us;
	rule->wait_unit = t->wait_unit;
	if (t->wait.given && t->wait_at.at)
		return mistake(m, n, "\"wait\" and \"wait_at\" both say how long to wait; remove one of them");
	if (!t->wait_at.at && node_child(n, S("wait_unit")))
		return mistake(m, node_child(n, S("wait_unit")), "\"wait_unit\" is of \"wait_at\", which is missing");
	return !t->wait_at.at || answer_place_parse(a, t->wait_at, &rule->wait_at, &e)
	    || mistake(m, node_child(n, S("wait_at")), "%s", e.message);
}

static bool read_rule(struct arena *a, const struct node *n, struct rule_on *rule, struct mistakes *m)
{
	struct rule_text t = {0};
	struct err e = {0};

	if (!key_table(n, "on", m) || !keys_read(a, n, keys, KEY_COUNT(keys), &t, m))
		return false;
	rule->action = (enum action)t.action;
	rule->exists = t.exists;
	if (t.status && !read_statuses(a, t.status, rule, m))
		return false;
	if (!t.status && !t.header.at && !t.body.at)
		return mistake(m, n, "neither \"status\" nor \"header\" nor \"body\" says when it counts");
	if (!read_place(a, n, &t, rule, m) || !read_wait(a, n, &t, rule, m)
	    || (t.is && !key_texts(a, t.is, "is", &rule->is, m)))
		return false;
	return !t.re.at || regex_open(a, t.re, &rule->like, &e) || mistake(m, node_child(n, S("re")), "%s", e.message);
}

bool rules_on_read(struct arena *a, const struct node *list, struct rules_on *rules, struct mistakes *m)
{
	bool good = true;

	*rules = (struct rules_on){0};
	if (!list)
		return true;
	if (list->kind != NODE_ARRAY)
		return mistake(m, list, "\"on\" must be a list of tables, such as [{ status = 429, do = \"rate_limited\" }]");
	rules->at = arena_array(a, list->count + 1, struct rule_on);
	for (size_t i = 0; i < list->count; i++)
		good = read_rule(a, list->items[i], &rules->at[rules->count++], m) && good;
	return good;
}

/* ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool has_status(const struct rule_on *rule, int status)
{
	for (size_t i = 0; i < rule->status_count; i++)
		if (rule->statuses[i] == status)
			return true;
	return rule->status_count == 0;
}

static bool fits_value(const struct rule_on *rule, const struct cell *cell)
{
	Str found;

	if (rule->is.count > 0 && !texts_has(&rule->is, cell->text))
		return false;
	return !rule->like || regex_match(rule->like, cell->text, 0, &found);
}

/* Of a list one item is enough. */
static bool fits_cell(const struct rule_on *rule, const struct cell *cell)
{
	bool is_there = cell->kind != CELL_MISSING && cell->kind != CELL_NULL
	    && (cell->kind != CELL_LIST || cell->count > 0);

	if (rule->is.count == 0 && !rule->like)
		return is_there == rule->exists;
	if (cell->kind != CELL_LIST)
		return is_there && fits_value(rule, cell);
	for (size_t i = 0; i < cell->count; i++)
		if (cell->items[i].kind != CELL_MISSING && fits_value(rule, &cell->items[i]))
			return true;
	return false;
}

const struct rule_on *rules_on_find(struct arena *a, const struct rules_on *lists, size_t count,
	const struct answer *answer)
{
	for (size_t l = 0; l < count; l++)
		for (size_t i = 0; i < lists[l].count; i++) {
			const struct rule_on *rule = &lists[l].at[i];
			struct cell cell = {0};

			if (!has_status(rule, answer->head.status))
				continue;
			if (rule->has_place)
				answer_at(a, answer, &rule->place, &cell);
			if (!rule->has_place || fits_cell(rule, &cell))
				return rule;
		}
	return NULL;
}

enum action rules_otherwise(int status)
{
	if (status >= 200 && status <= 299)
		return ACTION_OK;
	if (status == 429)
		return ACTION_RATE_LIMITED;
	if (status == 401)
		return ACTION_REFRESH_AUTH;
	return status == 408 || status == 425 || status >= 500 ? ACTION_RETRY : ACTION_FAIL;
}

static bool wait_at(struct arena *a, const struct rule_on *rule, const struct answer *answer, int64_t *us)
{
	const char *ignored = NULL;

	if (told_wait(a, answer, &rule->wait_at, (enum reset_unit)rule->wait_unit, us, &ignored))
		return true;
	if (ignored)
		log_warning("net", "how long to wait: %s, which means nothing here and is ignored", ignored);
	return false;
}

int64_t rules_on_wait(struct arena *a, const struct rule_on *rule, const struct answer *answer)
{
	int64_t us;

	if (rule && rule->wait > 0)
		return rule->wait;
	if (rule && rule->wait_at.header.at && wait_at(a, rule, answer, &us))
		return us;
	us = told_retry_after(a, answer);
	if (us >= 0 || !rule || rule->wait_at.header.at)
		return us;
	return wait_at(a, rule, answer, &us) ? us : -1;
}

void rules_on_describe(struct buf *b)
{
	keys_describe(b, "system.NAME.on", &(struct key_section){keys, KEY_COUNT(keys), NULL}, 1);
}
