/*
 * "Perform bulk operations with the GraphQL Admin API": a query runs by itself and leaves a file of JSON lines, in
 * which what was nested follows its parent and names it as __parentId.  Here an operation is RUNNING when it is first
 * asked for, and COMPLETED when it is asked for again.
 */
#include "shopify.h"

#include <inttypes.h>

enum { AT_ONCE = 5, CONNECTIONS = 5, NESTED = 2, LINES_MOST = 1 << 28 };

struct operation {
	const char *id, *name;
	Str query, lines;
	unsigned polls;
	uint64_t objects, roots;
	struct operation *next;
};

struct bulk {
	struct arena *mem;
	struct operation *newest;
	unsigned count;
};

/* The last two digits of an operation's number say which of these it is of, so that a script can name its requests. */
static const char *const roots[] = {"others", "orders", "customers", "giftCards", "productVariants", "inventoryItems"};

Str bulk_root_of(Str number)
{
	size_t place = 0;
	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
		char digits[3] = {'0', (char)('0' + i), 0};
		if (text_ends(number, text(digits)))
			place = i;
	}
	return text(roots[place]);
}

static size_t place_of(const struct document *d)
{
	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
		if (!d->wrong && d->root.first && text_is(d->root.first->name, text(roots[i])))
			return i;
	return 0;
}

Str bulk_root(struct arena *a, Str query)
{
	struct document d = graphql_read(a, query, NULL);
	return text(roots[place_of(&d)]);
}

struct bulk *bulk_new(struct arena *a)
{
	struct bulk *b = arena_new_of(a, struct bulk);
	b->mem = arena_new(a);
	return b;
}

void bulk_forget(struct bulk *b)
{
	arena_end(b->mem);
	b->newest = NULL;
}

/* edges { node { … } } of a connection; NULL if it is asked for otherwise. */
static const struct selection *node_of(const struct selection *connection)
{
	for (const struct selection *c = connection->first; c; c = c->next)
		for (const struct selection *n = text_is(c->name, S("edges")) ? c->first : NULL; n; n = n->next)
			if (text_is(n->name, S("node")))
				return n;
	return NULL;
}

struct tally {
	unsigned connections;
	const char *wrong;
};

static void look(struct run *r, const struct selection *s, const char *type, unsigned depth, bool in_list,
                 struct tally *t)
{
	for (const struct selection *c = s->first; c && !t->wrong; c = c->next) {
		const struct field *f = shopify_field(type, c->name);
		if (!f || f->kind == FIELD_SCALAR)
			continue;
		if (f->kind != FIELD_CONNECTION) {
			look(r, c, f->of, depth, in_list || f->kind == FIELD_LIST, t);
			continue;
		}
		t->connections++;
		if (in_list)
			t->wrong = "Queries that contain a connection field within a list field are not currently supported.";
		else if (depth > NESTED)
			t->wrong = "Bulk queries cannot contain connections with a nesting depth greater than 2.";
		else if (!node_of(c))
			t->wrong = arena_print(r->a, "All connection fields in a bulk query must select their contents using "
			                       "'edges' > 'node'. Invalid connection fields: '%.*s'.", STR(c->name));
		else
			look(r, node_of(c), f->of, depth + 1, false, t);
	}
}

static const char *check(struct run *r, const struct document *d)
{
	struct run inner = {.a = r->a, .s = r->s, .q = r->q, .in_lines = true};
	struct tally t = {0};
	if (d->wrong)
		return d->wrong;
	if (d->root.first && text_is(d->root.first->name, S("node")))
		return "Bulk queries cannot contain a top level `node` field.";
	look(r, &d->root, "QueryRoot", 0, false, &t);
	if (t.wrong)
		return t.wrong;
	if (t.connections == 0)
		return "Bulk queries must contain at least one connection.";
	if (t.connections > CONNECTIONS)
		return "Bulk queries cannot contain more than 5 connections.";
	return run_check(&inner, d) ? NULL : inner.wrong;
}

const char *bulk_run(struct run *r, Str query)
{
	struct bulk *b = r->bulk;
	struct document d = graphql_read(r->a, query, NULL);
	const char *wrong = check(r, &d);
	unsigned running = 0;
	if (wrong)
		return wrong;
	for (const struct operation *o = b->newest; o; o = o->next)
		running += o->polls < 2;
	if (running >= AT_ONCE)
		return arena_print(r->a, "A bulk query operation for this app and shop is already in progress: %s.",
		                   b->newest->id);
	struct operation *o = arena_new_of(b->mem, struct operation);
	o->name = arena_print(b->mem, "%" PRIu64 "%u%02zu", 1000000 + chosen(r->s->world, "bulk", 0) % 1000000, b->count++,
	                      place_of(&d));
	o->id = arena_print(b->mem, "gid://shopify/BulkOperation/%s", o->name);
	o->query = text_copy(b->mem, query);
	o->next = b->newest;
	b->newest = o;
	return NULL;
}

static void write_lines(struct run *r, struct operation *o, const struct selection *s, const struct field *f,
                        const struct value *parent)
{
	struct nodes nodes = run_nodes(r, f, s, parent);
	const struct selection *node = node_of(s);
	for (size_t i = 0; i < nodes.count; i++) {
		const struct value *v = nodes.at[i];
		run_object(r, node, f->of, v);
		if (parent) {
			r->out->len--;
			buf_add(r->out, r->out->at[r->out->len - 1] == '{' ? S("\"__parentId\":") : S(",\"__parentId\":"));
			value_write_text(r->out, value_text(parent, "id"));
			buf_byte(r->out, '}');
		} else {
			o->roots++;
		}
		buf_byte(r->out, '\n');
		o->objects++;
		for (const struct selection *c = node->first; c; c = c->next) {
			const struct field *inner = shopify_field(f->of, c->name);
			if (inner && inner->kind == FIELD_CONNECTION)
				write_lines(r, o, c, inner, v);
		}
	}
}

/* Of each connection at the root, or of an object there, one after the other. */
static void write_roots(struct run *r, struct operation *o, const struct selection *s, const char *type)
{
	for (const struct selection *c = s->first; c; c = c->next) {
		const struct field *f = shopify_field(type, c->name);
		if (f && f->kind == FIELD_CONNECTION)
			write_lines(r, o, c, f, NULL);
		else if (f && f->kind == FIELD_OBJECT)
			write_roots(r, o, c, f->of);
	}
}

static void complete(struct run *r, struct operation *o)
{
	struct run inner = {.a = r->a, .s = r->s, .q = r->q, .in_lines = true, .out = buf_new(r->a, LINES_MOST)};
	struct document d = graphql_read(r->a, o->query, NULL);
	write_roots(&inner, o, &d.root, "QueryRoot");
	o->lines = text_copy(r->bulk->mem, buf_str(inner.out));
}

/* The file lies on another host, whose address is all that it needs. */
static struct value *told(struct run *r, const struct operation *o)
{
	bool done = o->polls >= 2;
	const char *host = text_begins(r->q->host, S("localhost")) ? "127.0.0.1" : "localhost", *url = "null";
	if (done && o->objects)
		url = arena_print(r->a, "'http://%s:%u/bulk-operation-outputs/%s?Expires=1775606400&Signature=%016" PRIx64 "'",
		                  host, r->s->port, o->name, chosen(r->s->world, "signature", 0));
	struct value *v = value_make(r->a,
		"{'id':'%s','status':'%s','type':'QUERY','errorCode':null,'createdAt':'2026-03-31T04:30:00Z',"
		"'completedAt':%s,'objectCount':'%" PRIu64 "','rootObjectCount':'%" PRIu64 "','fileSize':%s,'url':%s,"
		"'partialDataUrl':null}",
		o->id, o->polls == 0 ? "CREATED" : done ? "COMPLETED" : "RUNNING", done ? "'2026-03-31T04:31:00Z'" : "null",
		done ? o->objects + r->total_disagrees : 0, done ? o->roots : 0,
		done ? arena_print(r->a, "'%zu'", o->lines.len) : "null", url);
	r->fault_played |= done && r->total_disagrees;
	struct value *query = value_make(r->a, "''");
	query->text = o->query;
	value_put(r->a, v, "query", query);
	return v;
}

struct value *bulk_find(struct run *r, Str id)
{
	struct operation *o = r->bulk->newest;
	while (o && !text_is(text(o->id), id))
		o = o->next;
	if (!o)
		return NULL;
	if (++o->polls == 2)
		complete(r, o);
	return told(r, o);
}

struct value *bulk_newest(struct run *r, bool is_poll)
{
	struct operation *o = r->bulk->newest;
	if (!o)
		return NULL;
	return is_poll ? bulk_find(r, text(o->id)) : told(r, o);
}

bool bulk_result(struct bulk *b, Str name, Str *lines)
{
	struct operation *o = b->newest;
	while (o && !text_is(text(o->name), name))
		o = o->next;
	*lines = o ? o->lines : (Str){0};
	return o && o->polls >= 2;
}
