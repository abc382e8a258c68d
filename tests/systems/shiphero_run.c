/*
 * Reads a query and writes what it selects.  What can be selected is what the first record of a list has.  What a query
 * costs: 1, and for each record that it may give 1 and what its own lists may give ("Throttling & Quota": lists have
 * 100 where the query says nothing).
 */
#include "shiphero.h"

#include <inttypes.h>

enum { FIRST = 100 };

/* Arguments of each field of the root, beside analyze; those that are times come first, up to a bar. */
static const struct root {
	const char *name;
	const char *made[2], *changed[2];
	const char *others;
} roots[] = {
	{"products", {"created_from", "created_to"}, {"updated_from", "updated_to"}, " sku customer_account_id has_kits "},
	{"warehouse_products", {"created_from", "created_to"}, {"updated_from", "updated_to"},
	 " sku warehouse_id active customer_account_id "},
	{"orders", {"order_date_from", "order_date_to"}, {"updated_from", "updated_to"},
	 " shop_name partner_order_id order_number warehouse_id customer_account_id fulfillment_status sku email "},
	{"shipments", {"date_from", "date_to"}, {NULL, NULL},
	 " order_id warehouse_id tracking_number customer_account_id "},
	{"returns", {"date_from", "date_to"}, {NULL, NULL}, " order_id warehouse_id customer_account_id "},
	{"purchase_orders", {"created_from", "created_to"}, {"po_date_from", "po_date_to"},
	 " po_number warehouse_id fulfillment_status sku customer_account_id "},
};

static bool is_name(const char *const names[2], Str name)
{
	return names[0] && (text_is(name, text(names[0])) || text_is(name, text(names[1])));
}

static const char *wrong_argument(const struct request *q, const struct root *root, const struct selection *field)
{
	for (const struct value *m = field->arguments->first; m; m = m->next) {
		Str word = text(arena_print(q->mem, " %.*s ", STR(m->name)));
		bool time = is_name(root->made, m->name) || is_name(root->changed, m->name);
		int64_t at;
		if (!time && !text_is(m->name, S("analyze")) && text_find(text(root->others), word) == strlen(root->others))
			return arena_print(q->mem, "Unknown argument \"%.*s\" on field \"%s\" of type \"Query\".", STR(m->name),
			                   root->name);
		if (time && m->kind != VALUE_NULL && !instant_read(m->text, &at) && !moment_read(m->text, &at))
			return arena_print(q->mem, "Argument \"%.*s\" has invalid value.", STR(m->name));
	}
	return NULL;
}

/* first, which is 100 where nothing is said; false if it is none. */
static bool read_first(const struct selection *s, uint64_t *first)
{
	const struct value *v = value_get(s->arguments, S("first"));
	*first = FIRST;
	return !v || v->kind == VALUE_NULL || (v->kind == VALUE_NUMBER && text_uint(v->text, first) && *first > 0);
}

static bool is_connection(const struct value *v)
{
	return v && v->kind == VALUE_OBJECT && value_get(v, S("edges"));
}

/* Whether all that is selected is there; adds to the cost what lists in it may give.  NULL, or what is wrong. */
static const char *check(struct arena *a, const struct selection *s, const struct value *sample, const char *type,
                         uint64_t *cost)
{
	const char *wrong = NULL;
	for (const struct selection *c = s->first; c && !wrong; c = c->next) {
		const struct value *v = value_get(sample, c->name);
		uint64_t first, inner = 0;
		if (!v)
			return arena_print(a, "Cannot query field \"%.*s\" on type \"%s\".", STR(c->name), type);
		if (v->kind == VALUE_LIST && v->first)
			v = v->first;
		if ((v->kind == VALUE_OBJECT) != (c->first != NULL))
			return arena_print(a, "Field \"%.*s\" must have a selection of subfields, or none.", STR(c->name));
		if (!read_first(c, &first))
			return "Argument \"first\" has invalid value.";
		if (!c->first)
			continue;
		wrong = check(a, c, v, text_z(a, c->name), &inner);
		*cost += is_connection(v) ? first * (1 + inner) : inner;
	}
	return wrong;
}

static const struct selection *child(const struct selection *s, const char *name)
{
	const struct selection *c = s ? s->first : NULL;
	while (c && !text_is(c->name, text(name)))
		c = c->next;
	return c;
}

/* What stands around the nodes: request_id and complexity, pageInfo, edges and their cursors. */
static const char *check_frame(struct arena *a, const struct hero_query *query, uint64_t *inner)
{
	const struct value *frame = value_make(a, "{'request_id':'','complexity':1,'data':{'pageInfo':{'hasNextPage':true,"
	                                       "'hasPreviousPage':true,'startCursor':'','endCursor':''},'edges':[{"
	                                       "'cursor':'','node':{}}]}}");
	const struct selection *node = child(child(query->data, "edges"), "node");
	struct value *sample = value_get(value_get(value_get(frame, S("data")), S("edges"))->first, S("node"));
	*sample = *query->list->at[0].body;
	sample->name = S("node");
	sample->next = NULL;
	if (!node)
		return "There is no node in this query.";
	return check(a, query->field, frame, text_z(a, query->field->name), inner);
}

static bool read_after(const struct request *q, const struct selection *data, size_t *from)
{
	const struct value *after = value_get(data->arguments, S("after"));
	Str head = S("arrayconnection:");
	uint64_t place;
	*from = 0;
	if (!after || after->kind == VALUE_NULL)
		return true;
	Str told = base64_read(q->mem, after->text);
	if (!text_begins(told, head) || !text_uint(text_from(told, head.len), &place))
		return false;
	*from = (size_t)place + 1;
	return true;
}

static void read_data(struct systems *s, const struct request *q, const struct root *root, struct hero_query *query)
{
	static const char *const known[] = {"first", "after", "sort"};
	uint64_t cost = 0;
	query->list = held_find(&s->held, S("shiphero"), text(root->name));
	query->wrong = wrong_argument(q, root, query->field);
	for (const struct value *m = query->data->arguments->first; m && !query->wrong; m = m->next) {
		bool good = false;
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			good |= text_is(m->name, text(known[i]));
		if (!good)
			query->wrong = arena_print(q->mem, "Unknown argument \"%.*s\" on field \"data\".", STR(m->name));
	}
	if (!query->wrong && (!read_first(query->data, &query->first) || !read_after(q, query->data, &query->from)))
		query->wrong = "Argument \"first\" or \"after\" has invalid value.";
	if (!query->wrong)
		query->wrong = check_frame(q->mem, query, &cost);
	query->cost = 1 + cost;
}

struct hero_query hero_read(struct systems *s, const struct request *q, const struct document *d)
{
	struct hero_query query = {.field = d->root.first, .wrong = d->wrong};
	size_t i = 0;
	if (query.wrong)
		return query;
	query.data = child(query.field, "data");
	while (i < sizeof roots / sizeof *roots && !text_is(query.field->name, text(roots[i].name)))
		i++;
	if (d->mutation || i == sizeof roots / sizeof *roots)
		query.wrong = arena_print(q->mem, "Cannot query field \"%.*s\" on type \"Query\".", STR(query.field->name));
	else if (!query.data || query.field->next)
		query.wrong = "One list at a time is asked for, with its data.";
	else
		read_data(s, q, &roots[i], &query);
	return query;
}

static bool is_within(const struct selection *field, const char *const names[2], int64_t own)
{
	for (size_t i = 0; i < 2; i++) {
		const struct value *v = names[i] ? value_get(field->arguments, text(names[i])) : NULL;
		int64_t at;
		if (v && v->kind != VALUE_NULL && (instant_read(v->text, &at) || moment_read(v->text, &at)) &&
		    (i == 0 ? own < at : own > at))
			return false;
	}
	return true;
}

static bool fits(const struct hero_query *query, const struct record *record)
{
	const struct root *root = roots;
	while (!text_is(query->field->name, text(root->name)))
		root++;
	if (!is_within(query->field, root->made, record->at) || !is_within(query->field, root->changed, record->changed))
		return false;
	for (const struct value *m = query->field->arguments->first; m; m = m->next) {
		const struct value *own = value_get(record->body, m->name);
		if (own && own->kind == VALUE_TEXT && m->kind == VALUE_TEXT && !text_is(own->text, m->text))
			return false;
	}
	return true;
}

static void write_value(struct buf *out, const struct selection *s, const struct value *v);

static void write_set(struct buf *out, const struct selection *s, const struct value *v)
{
	const char *between = "{";
	for (const struct selection *c = s->first; c; c = c->next) {
		buf_print(out, "%s\"%.*s\":", between, STR(c->alias));
		write_value(out, c, value_get(v, c->name));
		between = ",";
	}
	buf_byte(out, '}');
}

/* So many of its edges as the query says, and whether more follow. */
static void write_connection(struct buf *out, const struct selection *s, const struct value *v)
{
	const char *between = "{";
	uint64_t first = FIRST;
	read_first(s, &first);
	for (const struct selection *c = s->first; c; c = c->next) {
		const struct value *e = value_get(v, S("edges"))->first;
		bool edges = text_is(c->name, S("edges"));
		buf_print(out, edges ? "%s\"%.*s\":[" : "%s\"%.*s\":", between, STR(c->alias));
		between = ",";
		for (uint64_t i = 0; e && i < first; e = e->next, i++) {
			if (edges && i)
				buf_byte(out, ',');
			if (edges)
				write_set(out, c, e);
		}
		if (edges)
			buf_byte(out, ']');
		else
			buf_print(out, "{\"hasNextPage\":%s}", e ? "true" : "false");
	}
	buf_byte(out, '}');
}

static void write_value(struct buf *out, const struct selection *s, const struct value *v)
{
	if (!s->first || !v || v->kind == VALUE_NULL) {
		if (v)
			value_write(out, v);
		else
			buf_add(out, S("null"));
	} else if (v->kind == VALUE_LIST) {
		buf_byte(out, '[');
		for (const struct value *item = v->first; item; item = item->next) {
			if (item != v->first)
				buf_byte(out, ',');
			write_value(out, s, item);
		}
		buf_byte(out, ']');
	} else if (is_connection(v)) {
		write_connection(out, s, v);
	} else {
		write_set(out, s, v);
	}
}

static void write_edges(struct buf *out, struct arena *a, const struct selection *s, const struct picked *found,
                        size_t from, size_t to)
{
	buf_byte(out, '[');
	for (size_t i = from; i < to; i++) {
		const char *between = i > from ? ",{" : "{";
		for (const struct selection *c = s->first; c; c = c->next) {
			buf_print(out, "%s\"%.*s\":", between, STR(c->alias));
			if (text_is(c->name, S("node")))
				write_set(out, c, found->at[i]->body);
			else
				buf_print(out, "\"%s\"", shiphero_id(a, "arrayconnection", i));
			between = ",";
		}
		buf_byte(out, '}');
	}
	buf_byte(out, ']');
}

static void write_data(struct buf *out, const struct request *q, struct reply *r, const struct hero_query *query)
{
	struct picked found = {0};
	for (size_t i = 0; i < query->list->count; i++)
		if (fits(query, &query->list->at[i]))
			picked_add(q->mem, &found, &query->list->at[i]);
	size_t from = query->from < found.count ? query->from : found.count;
	size_t to = found.count - from < query->first ? found.count : from + (size_t)query->first;
	bool empty = q->fault == FAULT_EMPTY_PAGE;
	r->fault_idle |= empty && to == from;
	const char *between = "{";
	for (const struct selection *c = query->data->first; c; c = c->next) {
		buf_print(out, "%s\"%.*s\":", between, STR(c->alias));
		between = ",";
		if (text_is(c->name, S("edges"))) {
			write_edges(out, q->mem, c, &found, from, empty ? from : to);
			continue;
		}
		struct value *info = value_make(q->mem,
			"{'hasNextPage':%s,'hasPreviousPage':%s,'startCursor':'%s','endCursor':'%s'}",
			to < found.count ? "true" : "false", from ? "true" : "false", shiphero_id(q->mem, "arrayconnection", from),
			shiphero_id(q->mem, "arrayconnection", to ? to - 1 : 0));
		write_set(out, c, info);
	}
	buf_byte(out, '}');
}

void hero_write(struct buf *out, const struct request *q, struct reply *r, const struct hero_query *query)
{
	const char *between = "{";
	buf_print(out, "{\"data\":{\"%.*s\":", STR(query->field->alias));
	for (const struct selection *c = query->field->first; c; c = c->next) {
		buf_print(out, "%s\"%.*s\":", between, STR(c->alias));
		if (c == query->data)
			write_data(out, q, r, query);
		else if (text_is(c->name, S("complexity")))
			buf_print(out, "%" PRIu64, query->cost);
		else
			buf_add(out, S("\"0f0f0f0f0f0f0f0f0f000007\""));
		between = ",";
	}
	buf_add(out, S("}}}"));
}
