/*
 * Checks, counts and carries out an operation.  Costs are those of "API rate limits": nothing for a scalar, 1 for an
 * object, 2 and its size times its node for a connection, 10 for a mutation; a single query costs 1,000 at most.
 * (Answers recorded lately cost less where pages are large; by what rule is not published.)
 */
#include "shopify.h"

#include <stdio.h>
#include <stdlib.h>

enum { PAGE_MOST = 250, MUTATION = 10 };

static int64_t check_set(struct run *r, const struct selection *s, const char *type);
static void write_set(struct run *r, const struct selection *s, const char *type, const struct value *v, bool *any);

bool run_fail(struct run *r, const char *code, const char *wrong)
{
	if (!r->wrong) {
		r->wrong = wrong;
		r->code = code;
	}
	return false;
}

static void fail_field(struct run *r, const struct selection *s, const char *type)
{
	run_fail(r, "undefinedField",
	         arena_print(r->a, "Field '%.*s' doesn't exist on type '%s'", STR(s->name), type));
}

static bool takes(const struct field *f, Str argument)
{
	Str rest = text(f->arguments), one;
	bool more = rest.len > 0;
	while (more) {
		more = text_cut(rest, ' ', &one, &rest);
		if (text_is(one, argument))
			return true;
	}
	return false;
}

/* The number of an argument; 0 if it is not given, -1 if it is none. */
static int64_t number_of(const struct selection *s, const char *name)
{
	const struct value *v = value_get(s->arguments, text(name));
	uint64_t n;
	if (!v || v->kind == VALUE_NULL)
		return 0;
	return v->kind == VALUE_NUMBER && text_uint(v->text, &n) && n > 0 && n < INT32_MAX ? (int64_t)n : -1;
}

static void check_page_info(struct run *r, const struct selection *s)
{
	static const char *const names[] = {"hasNextPage", "hasPreviousPage", "startCursor", "endCursor", "__typename"};
	for (const struct selection *c = s->first; c; c = c->next) {
		bool known = false;
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			known |= text_is(c->name, text(names[i]));
		if (!known)
			fail_field(r, c, "PageInfo");
	}
}

/* What one node costs: edges { cursor node { … } } and nodes { … }. */
static int64_t check_edges(struct run *r, const struct selection *s, const struct field *f)
{
	int64_t cost = 0;
	for (const struct selection *c = s->first; c && !r->wrong; c = c->next) {
		if (text_is(c->name, S("node")))
			cost += 1 + check_set(r, c, f->of);
		else if (!text_is(c->name, S("cursor")))
			fail_field(r, c, arena_print(r->a, "%sEdge", f->of));
	}
	return cost;
}

static int64_t check_connection(struct run *r, const struct selection *s, const struct field *f)
{
	int64_t first = number_of(s, "first"), last = number_of(s, "last"), node = 0;
	if (!r->in_lines && first == 0 && last == 0)
		run_fail(r, "BAD_REQUEST", "you must provide one of first or last");
	if (first < 0 || last < 0 || first > PAGE_MOST || last > PAGE_MOST)
		run_fail(r, "BAD_REQUEST", "a page has from 1 to 250 nodes");
	for (const struct selection *c = s->first; c && !r->wrong; c = c->next) {
		if (text_is(c->name, S("edges")))
			node += check_edges(r, c, f);
		else if (text_is(c->name, S("nodes")))
			node += 1 + check_set(r, c, f->of);
		else if (text_is(c->name, S("pageInfo")))
			check_page_info(r, c);
		else
			fail_field(r, c, arena_print(r->a, "%sConnection", f->of));
	}
	return 2 + (first > 0 ? first : last) * node;
}

static int64_t check_field(struct run *r, const struct selection *c, const char *type)
{
	const struct field *f = shopify_field(type, c->name);
	if (!f) {
		fail_field(r, c, type);
		return 0;
	}
	for (const struct value *v = c->arguments->first; v; v = v->next)
		if (!takes(f, v->name))
			run_fail(r, "argumentNotAccepted", arena_print(r->a, "Field '%.*s' doesn't accept argument '%.*s'",
			                                               STR(c->name), STR(v->name)));
	if ((f->kind == FIELD_SCALAR) != !c->first)
		run_fail(r, "selectionMismatch", arena_print(r->a, "Field '%.*s' %s selections", STR(c->name),
		                                             c->first ? "can't have" : "must have"));
	if ((text_is(text(f->arguments), S("id")) && !value_text(c->arguments, "id").len) ||
	    (text_is(text(f->arguments), S("names")) && !value_get(c->arguments, S("names"))))
		run_fail(r, "missingRequiredArguments",
		         arena_print(r->a, "Field '%.*s' is missing required arguments: %s", STR(c->name), f->arguments));
	if (r->wrong || f->kind == FIELD_SCALAR)
		return 0;
	if (f->kind == FIELD_CONNECTION)
		return check_connection(r, c, f);
	int64_t first = f->kind == FIELD_LIST ? number_of(c, "first") : 1;
	return (first > 0 ? first : 1) * (1 + check_set(r, c, f->of));
}

static int64_t check_set(struct run *r, const struct selection *s, const char *type)
{
	int64_t cost = 0;
	for (const struct selection *c = s->first; c && !r->wrong; c = c->next) {
		if (c->name.len) {
			cost += check_field(r, c, type);
			continue;
		}
		const char *on = text_z(r->a, c->on);
		if (strcmp(type, on) != 0 && !shopify_implements(on, type))
			run_fail(r, "cannotSpreadFragment",
			         arena_print(r->a, "Fragment on %s can't be spread inside %s", on, type));
		cost += check_set(r, c, on);
	}
	return cost;
}

bool run_check(struct run *r, const struct document *d)
{
	r->requested = check_set(r, &d->root, d->mutation ? "Mutation" : "QueryRoot");
	if (d->mutation)
		r->requested = MUTATION;
	return !r->wrong;
}

static Str tail(Str id)
{
	size_t at = id.len;
	while (at > 0 && id.at[at - 1] != '/')
		at--;
	return text_from(id, at);
}

static int older_changed(const void *a, const void *b)
{
	const struct record *x = *(const struct record *const *)a, *y = *(const struct record *const *)b;
	if (x->changed != y->changed)
		return x->changed < y->changed ? -1 : 1;
	return x < y ? -1 : x > y;
}

static struct nodes found_in(struct run *r, const struct field *f, const struct selection *s,
                             const struct value *parent)
{
	const struct list *list = held_find(&r->s->held, S("shopify"), text(f->held));
	const struct record **found = arena_array(r->a, list->count + 1, const struct record *);
	Str search = value_text(s->arguments, "query"), place = value_text(parent, "id");
	struct nodes nodes = {.at = arena_array(r->a, list->count + 1, const struct value *)};
	bool of_place = strcmp(f->type, "Location") == 0;

	for (size_t i = 0; i < list->count && !r->wrong; i++) {
		const struct record *record = &list->at[i];
		const char *wrong = NULL;
		bool good = shopify_search(list, record, search, &wrong);
		if (of_place)
			good &= text_is(value_text(value_get(record->body, S("location")), "id"), place);
		if (wrong)
			run_fail(r, "BAD_REQUEST", wrong);
		if (good)
			found[nodes.count++] = record;
	}
	if (text_is(value_text(s->arguments, "sortKey"), S("UPDATED_AT")))
		qsort(found, nodes.count, sizeof *found, older_changed);
	for (size_t i = 0; i < nodes.count; i++)
		nodes.at[i] = found[i]->body;
	return nodes;
}

struct nodes run_nodes(struct run *r, const struct field *f, const struct selection *s, const struct value *parent)
{
	struct nodes nodes = {0};
	if (f->held) {
		nodes = found_in(r, f, s, parent);
	} else {
		const struct value *list = value_get(parent, text(f->name));
		for (const struct value *v = list ? list->first : NULL; v; v = v->next) {
			nodes.at = arena_grow(r->a, nodes.at, nodes.count, sizeof *nodes.at);
			nodes.at[nodes.count++] = v;
		}
	}
	const struct value *reverse = value_get(s->arguments, S("reverse"));
	if (reverse && text_is(reverse->text, S("true")))
		for (size_t i = 0; i < nodes.count / 2; i++) {
			const struct value *other = nodes.at[i];
			nodes.at[i] = nodes.at[nodes.count - 1 - i];
			nodes.at[nodes.count - 1 - i] = other;
		}
	return nodes;
}

/* Opaque to a client: the id behind which the next page begins, "" for the first. */
static const char *cursor_of(struct run *r, Str id, const char *why)
{
	const char *plain = arena_print(r->a, "{\"last_id\":\"%.*s\",\"last_value\":\"%s\"}", STR(tail(id)), why);
	return base64_text(r->a, text(plain));
}

/* The place of the node that a cursor names; count, and a mistake, if it is none. */
static size_t place_of(struct run *r, const struct nodes *nodes, Str cursor, bool *is_start)
{
	const struct value *read = value_read(r->a, base64_read(r->a, cursor));
	Str id = value_text(read, "last_id");
	*is_start = read && value_get(read, S("last_id")) && id.len == 0;
	for (size_t i = 0; i < nodes->count && id.len; i++)
		if (text_is(tail(value_text(nodes->at[i], "id")), id))
			return i;
	if (!*is_start)
		run_fail(r, "BAD_REQUEST", "Invalid cursor for current pagination sort.");
	return nodes->count;
}

struct page {
	struct nodes nodes;
	size_t from, to;
	bool emptied;
};

static struct page page_of(struct run *r, const struct field *f, const struct selection *s, const struct value *parent)
{
	struct page p = {.nodes = run_nodes(r, f, s, parent)};
	Str after = value_text(s->arguments, "after"), before = value_text(s->arguments, "before");
	int64_t first = number_of(s, "first"), last = number_of(s, "last");
	bool is_start = false;

	p.to = p.nodes.count;
	if (after.len) {
		size_t place = place_of(r, &p.nodes, after, &is_start);
		p.from = is_start ? 0 : place + 1;
	}
	if (before.len)
		p.to = place_of(r, &p.nodes, before, &is_start);
	if (p.from > p.to)
		p.from = p.to;
	if (first > 0 && p.to - p.from > (size_t)first)
		p.to = p.from + (size_t)first;
	else if (first == 0 && last > 0 && p.to - p.from > (size_t)last)
		p.from = p.to - (size_t)last;
	if (r->empty_page && f->held && p.to > p.from) {
		p.emptied = r->fault_played = true;
		p.to = p.from;
	}
	return p;
}

static Str edge_cursor(struct run *r, const struct page *p, bool is_end)
{
	const struct value *const *at = p->nodes.at;
	if (p->emptied)
		return text(cursor_of(r, p->from ? value_text(at[p->from - 1], "id") : S(""), "again"));
	return text(cursor_of(r, value_text(at[is_end ? p->to - 1 : p->from], "id"), ""));
}

/* The name under which one of a set is asked for, after those before it. */
static void write_alias(struct run *r, const struct selection *set, const struct selection *c)
{
	if (c != set->first)
		buf_byte(r->out, ',');
	value_write_text(r->out, c->alias);
	buf_byte(r->out, ':');
}

static void write_page_info(struct run *r, const struct selection *s, const struct page *p)
{
	bool more = p->to < p->nodes.count, empty = p->to == p->from;
	for (const struct selection *c = s->first; c; c = c->next) {
		write_alias(r, s, c);
		if (text_is(c->name, S("hasNextPage")))
			buf_add(r->out, more ? S("true") : S("false"));
		else if (text_is(c->name, S("hasPreviousPage")))
			buf_add(r->out, p->from > 0 ? S("true") : S("false"));
		else if (empty && !p->emptied)
			buf_add(r->out, S("null"));
		else
			value_write_text(r->out, edge_cursor(r, p, text_is(c->name, S("endCursor"))));
	}
}

static void write_edge(struct run *r, const struct selection *s, const struct field *f, const struct value *v)
{
	for (const struct selection *c = s->first; c; c = c->next) {
		write_alias(r, s, c);
		if (text_is(c->name, S("cursor")))
			value_write_text(r->out, text(cursor_of(r, value_text(v, "id"), "")));
		else
			run_object(r, c, f->of, v);
	}
}

static void write_connection(struct run *r, const struct selection *s, const struct field *f,
                             const struct value *parent)
{
	struct page p = page_of(r, f, s, parent);
	r->actual += 2 + (int64_t)(p.to - p.from);
	buf_byte(r->out, '{');
	for (const struct selection *c = s->first; c; c = c->next) {
		bool is_info = text_is(c->name, S("pageInfo"));
		write_alias(r, s, c);
		buf_byte(r->out, is_info ? '{' : '[');
		if (is_info)
			write_page_info(r, c, &p);
		for (size_t i = p.from; i < p.to && !is_info; i++) {
			if (i > p.from)
				buf_byte(r->out, ',');
			if (text_is(c->name, S("nodes"))) {
				run_object(r, c, f->of, p.nodes.at[i]);
			} else {
				buf_byte(r->out, '{');
				write_edge(r, c, f, p.nodes.at[i]);
				buf_byte(r->out, '}');
			}
		}
		buf_byte(r->out, is_info ? '}' : ']');
	}
	buf_byte(r->out, '}');
}

static bool is_named(const struct selection *s, const struct value *v)
{
	const struct value *names = value_get(s->arguments, S("names"));
	bool found = !names;
	for (const struct value *n = names ? names->first : NULL; n; n = n->next)
		found |= text_is(n->text, value_text(v, "name"));
	return found;
}

static void write_list(struct run *r, const struct selection *s, const struct field *f, const struct value *list)
{
	int64_t most = number_of(s, "first"), count = 0;
	buf_byte(r->out, '[');
	for (const struct value *v = list ? list->first : NULL; v && (most <= 0 || count < most); v = v->next) {
		if (!is_named(s, v))
			continue;
		if (count++)
			buf_byte(r->out, ',');
		r->actual++;
		run_object(r, s, f->of, v);
	}
	buf_byte(r->out, ']');
}

/* A record by its id, wherever it is held. */
static const struct value *held_by_id(struct run *r, Str id)
{
	for (size_t i = 0; i < r->s->held.count; i++) {
		const struct list *list = &r->s->held.at[i];
		const struct record *found = strcmp(list->vendor, "shopify") == 0 ? list_find(list, id) : NULL;
		if (found)
			return found->body;
	}
	return NULL;
}

static const struct value *count_orders(struct run *r, const struct selection *s)
{
	static const struct field orders = {"QueryRoot", "orders", FIELD_CONNECTION, "Order", "", "orders"};
	size_t count = run_nodes(r, &orders, s, NULL).count + r->total_disagrees;
	r->fault_played |= r->total_disagrees;
	return value_make(r->a, "{'count':%zu,'precision':'EXACT'}", count);
}

static const struct value *start_bulk(struct run *r, const struct selection *s)
{
	const char *wrong = bulk_run(r, value_text(s->arguments, "query"));
	struct value *payload = value_make(r->a, "{'bulkOperation':null,'userErrors':[]}");
	if (!wrong) {
		value_put(r->a, payload, "bulkOperation", bulk_newest(r, false));
		return payload;
	}
	struct value *error = value_make(r->a, "{'field':['query'],'message':null,'code':'INVALID'}");
	struct value *message = value_make(r->a, "''");
	message->text = text(wrong);
	value_put(r->a, error, "message", message);
	value_add(value_get(payload, S("userErrors")), error);
	return payload;
}

/* The object that a field of the root, or one that is held elsewhere, leads to. */
static const struct value *object_of(struct run *r, const struct selection *s, const struct field *f,
                                     const struct value *parent)
{
	Str id = value_text(s->arguments, "id");
	if (text_is(s->name, S("bulkOperationRunQuery")))
		return start_bulk(r, s);
	if (text_is(s->name, S("currentBulkOperation")))
		return bulk_newest(r, true);
	if (text_is(s->name, S("ordersCount")))
		return count_orders(r, s);
	if (id.len)
		return text_find(id, S("/BulkOperation/")) < id.len ? bulk_find(r, id) : held_by_id(r, id);
	const struct value *v = parent ? value_get(parent, s->name) : held_by_id(r, s->name);
	bool elsewhere = v && (strcmp(f->of, "InventoryItem") == 0 || strcmp(f->of, "Customer") == 0 ||
	                       strcmp(f->of, "Order") == 0 || strcmp(f->of, "GiftCard") == 0);
	return elsewhere ? held_by_id(r, value_text(v, "id")) : v;
}

/* gid://shopify/Order/1: Order. */
static const char *type_of(struct run *r, const struct value *v)
{
	Str id = value_text(v, "id"), rest = text_from(id, sizeof "gid://shopify/" - 1), type;
	text_cut(rest, '/', &type, &rest);
	return text_z(r->a, type);
}

static void write_field(struct run *r, const struct selection *s, const struct field *f, const char *type,
                        const struct value *parent)
{
	const struct value *v;
	switch (f->kind) {
	case FIELD_CONNECTION:
		write_connection(r, s, f, parent);
		return;
	case FIELD_LIST:
		write_list(r, s, f, value_get(parent, s->name));
		return;
	case FIELD_OBJECT:
		v = object_of(r, s, f, parent);
		r->actual += v != NULL;
		run_object(r, s, f->of, v);
		return;
	case FIELD_SCALAR:
		v = value_get(parent, s->name);
		if (text_is(s->name, S("__typename")))
			value_write_text(r->out, text(type));
		else if (v)
			value_write(r->out, v);
		else
			buf_add(r->out, S("null"));
	}
}

static void write_set(struct run *r, const struct selection *s, const char *type, const struct value *v, bool *any)
{
	for (const struct selection *c = s->first; c; c = c->next) {
		if (!c->name.len) {
			if (text_is(c->on, text(type)))
				write_set(r, c, type, v, any);
			continue;
		}
		const struct field *f = shopify_field(type, c->name);
		/* Of a bulk operation, what is in pages stands in lines of its own. */
		if (!f || (r->in_lines && f->kind == FIELD_CONNECTION))
			continue;
		if (*any)
			buf_byte(r->out, ',');
		*any = true;
		value_write_text(r->out, c->alias);
		buf_byte(r->out, ':');
		write_field(r, c, f, type, v);
	}
}

void run_object(struct run *r, const struct selection *s, const char *type, const struct value *v)
{
	bool any = false;
	if (!v || v->kind == VALUE_NULL) {
		buf_add(r->out, S("null"));
		return;
	}
	buf_byte(r->out, '{');
	write_set(r, s, shopify_is_interface(type) ? type_of(r, v) : type, v, &any);
	buf_byte(r->out, '}');
}

void run_operation(struct run *r, struct bulk *bulk, const struct document *d)
{
	bool any = false;
	r->bulk = bulk;
	buf_byte(r->out, '{');
	write_set(r, &d->root, d->mutation ? "Mutation" : "QueryRoot", NULL, &any);
	buf_byte(r->out, '}');
	if (r->actual > r->requested || d->mutation)
		r->actual = r->requested;
}
