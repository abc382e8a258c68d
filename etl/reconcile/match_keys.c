#include "reconcile/match_keys.h"

struct list_written {
	struct texts extracts, references, text;
	Str amount, at, group;
	const struct node *where, *nothing;
};

static const struct key list_keys[] = {
	KEY(struct list_written, extracts, .doc = "names or globs; of one key in several of them the last counts",
		.required = true),
	KEY(struct list_written, amount, .doc = "the field that is compared; its currency with it", .required = true),
	KEY(struct list_written, at, .doc = "the field that says when: the day from which the window is counted"),
	KEY(struct list_written, references, .doc = "fields that hold what names the fact on both sides, such as a "
		"payout's id; letters and digits count, neither case nor leading zeros"),
	KEY(struct list_written, text, .doc = "fields with free text in which references of the other list may stand"),
	KEY(struct list_written, group, .doc = "the field whose rows belong together and may be paired by their sum"),
	KEY(struct list_written, where, .takes = "list of tables", .doc = "conditions on its rows"),
	KEY(struct list_written, nothing, .takes = "list of tables",
		.doc = "rows of which nothing stays, such as a payout that failed: what came of them must have gone back"),
};

struct window_written {
	Str from, to, calendar;
};

static const struct key window_keys[] = {
	KEY(struct window_written, from, .doc = "from how many days after the first list's line", .def = "0d"),
	KEY(struct window_written, to, .doc = "to how many: 7d, or business days as in 5bd", .def = "7d"),
	KEY(struct window_written, calendar, .doc = "of the business days"),
};

void match_describe(struct buf *b)
{
	struct key_section list = {list_keys, KEY_COUNT(list_keys), NULL};
	struct key_section window = {window_keys, KEY_COUNT(window_keys), NULL};

	keys_describe(b, "reconcile.NAME.lists.LIST", &list, 1);
	keys_describe(b, "reconcile.NAME.window", &window, 1);
}

/* ── fields ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool fields_read(struct reading *r, const struct entity *n, const struct texts *names, const struct node *at,
	const int **out, size_t *count)
{
	int *fields = arena_array(r->a, names->count, int);
	bool ok = true;

	for (size_t i = 0; i < names->count; i++)
		ok = reading_field(r, n, names->at[i], node_item(at, i), &fields[i]) && ok;
	*out = fields;
	*count = names->count;
	return ok;
}

static bool is_typed(struct reading *r, const struct entity *n, int field, const struct node *at, bool right,
	const char *needed)
{
	return field < 0 || right || mistake(r->m, at, "field \"%.*s\" is of type %s, must be %s",
		STR(n->fields[field].name), field_types[n->fields[field].type].name, needed);
}

static bool amount_read(struct reading *r, const struct entity *n, const struct list_written *w, const struct node *at,
	struct match_list *list)
{
	enum field_type type;

	if (!reading_field(r, n, w->amount, node_place(at, "amount"), &list->amount) || list->amount < 0)
		return false;
	type = n->fields[list->amount].type;
	return is_typed(r, n, list->amount, node_place(at, "amount"),
		type == TYPE_MONEY || type == TYPE_INTEGER || type == TYPE_DECIMAL, "money, integer or decimal");
}

static bool at_read(struct reading *r, const struct entity *n, const struct list_written *w, const struct node *at,
	struct match_list *list)
{
	enum field_type type;

	if (!reading_field(r, n, w->at, node_place(at, "at"), &list->at))
		return false;
	type = list->at < 0 ? TYPE_DATE : n->fields[list->at].type;
	return is_typed(r, n, list->at, node_place(at, "at"), type == TYPE_DATE || type == TYPE_TIMESTAMP,
		"date or timestamp");
}

/* ── lists ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool list_read(struct reading *r, const struct node *n, struct side *side, struct match_list *list)
{
	struct list_written w = {0};
	bool ok = keys_read(r->a, n, list_keys, KEY_COUNT(list_keys), &w, r->m);
	const struct entity *entity;

	*list = (struct match_list){.amount = -1, .at = -1, .group = -1};
	side->name = n->name;
	ok = reading_extracts(r, &w.extracts, node_place(n, "extracts"), side) && ok;
	entity = side_entity(side);
	if (!entity)
		return false;
	ok = amount_read(r, entity, &w, n, list) && ok;
	ok = at_read(r, entity, &w, n, list) && ok;
	ok = fields_read(r, entity, &w.references, node_place(n, "references"), &list->references, &list->reference_count)
	  && ok;
	ok = fields_read(r, entity, &w.text, node_place(n, "text"), &list->texts, &list->text_count) && ok;
	ok = reading_field(r, entity, w.group, node_place(n, "group"), &list->group) && ok;
	ok = conditions_read(r->a, w.nothing, entity, &list->nothing, r->m) && ok;
	return conditions_read(r->a, w.where, entity, &side->where, r->m) && ok;
}

static bool lists_read(struct reading *r, const struct node *lists, const struct node *n)
{
	struct match_list *two = arena_array(r->a, 2, struct match_list);
	bool ok = true;

	if (!lists || lists->kind != NODE_TABLE || lists->count != 2)
		return mistake(r->m, lists ? lists : n, "a match rule needs \"lists\", a table of two: the one that says what "
			"must come, and the one where it comes");
	r->rule->sides = arena_array(r->a, 2, struct side);
	r->rule->side_count = 2;
	r->rule->lists = two;
	for (size_t i = 0; i < 2; i++)
		ok = list_read(r, lists->items[i], &r->rule->sides[i], &two[i]) && ok;
	r->rule->entity = side_entity(&r->rule->sides[0]);
	return ok;
}

/* By amount alone lines are paired within days; without a day there must be something else. */
static bool is_pairable(struct reading *r, const struct node *lists)
{
	const struct match_list *two = r->rule->lists;
	bool named = (two[0].reference_count > 0 && (two[1].reference_count > 0 || two[1].text_count > 0))
	    || (two[1].reference_count > 0 && two[0].text_count > 0), grouped = two[0].group >= 0 && two[1].group >= 0;

	return named || grouped || (two[0].at >= 0 && two[1].at >= 0)
	    || mistake(r->m, lists, "nothing tells which lines are one: each list needs \"at\", or the one \"references\" "
		"and the other \"references\" or \"text\"");
}

/* ── the window ────────────────────────────────────────────────────────────────────────────────────────────────── */

/* "7d", "-1d", "5bd". */
static bool days_parse(Str s, int *days, bool *business)
{
	bool negative = text_begins(s, S("-"));
	uint64_t n;

	s = text_from(s, negative);
	*business = text_ends(s, S("bd"));
	if (!text_ends(s, S("d")) || !text_uint(text_head(s, s.len - (*business ? 2 : 1)), &n) || n > 366)
		return false;
	*days = negative ? -(int)n : (int)n;
	return true;
}

static bool calendar_named(struct reading *r, Str name, const struct node *at, const struct calendar **calendar)
{
	*calendar = NULL;
	for (size_t i = 0; i < r->scope->calendar_count; i++)
		if (text_is(r->scope->calendars[i].name, name))
			*calendar = &r->scope->calendars[i];
	return *calendar || name.len == 0 || mistake(r->m, at, "there is no calendar %s%s", text_quoted(r->a, name),
		did_you_mean_in(r->a, name, r->scope->calendars, r->scope->calendar_count, sizeof *r->scope->calendars));
}

static bool window_read(struct reading *r, const struct node *n)
{
	struct window_written w = {0};
	struct pairing_window *window = &r->rule->window;
	bool from_business, ok = keys_read(r->a, n, window_keys, KEY_COUNT(window_keys), &w, r->m);

	if (!ok || !calendar_named(r, w.calendar, node_place(n, "calendar"), &window->calendar))
		return false;
	if (!days_parse(w.from, &window->from, &from_business) || !days_parse(w.to, &window->to, &window->business))
		return mistake(r->m, n, "a window is days as in from = \"0d\", to = \"7d\", or business days as in "
			"to = \"5bd\"");
	if (from_business != window->business && window->from != 0)
		return mistake(r->m, n, "one end of the window is in days, the other in business days");
	return window->from <= window->to || mistake(r->m, n, "the window ends before it begins");
}

bool match_read(struct reading *r, const struct match_written *w, const struct node *n)
{
	bool ok = lists_read(r, w->lists, n);

	if (r->rule->side_count == 2 && ok)
		ok = is_pairable(r, w->lists);
	ok = window_read(r, w->window) && ok;
	return r->rule->side_count == 2 && reading_lag(r, w->within, w->flow, n, &r->rule->sides[1].within) && ok;
}
