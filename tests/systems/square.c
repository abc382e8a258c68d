/*
 * Square, as developer.squareup.com says (Build Basics: "Access Tokens", "Pagination", "Handling Errors", "API
 * versioning"; the reference pages "Search orders", "List payments", "List payment refunds", "Batch retrieve inventory
 * counts", "List catalog", "List locations").  It has a rate that it does not publish; here there is none.
 */
#include "rest.h"
#include "square.h"

#include <inttypes.h>

enum { PLACES_MOST = 10, ANSWER_MOST = 1 << 26, CATALOG_PAGE = 100 };

static const char key[] = "square-token-of-the-test-systems";

/* Where a list stands, what it is called in an answer, and how large its pages are. */
static const struct kind {
	const char *list, *path, *method, *member, *parameters;
	uint64_t size, most;
} kinds[] = {
	{"orders", "/v2/orders/search", "POST", "orders", "location_ids cursor limit query return_entries", 500, 1000},
	{"payments", "/v2/payments", "GET", "payments", "begin_time end_time sort_order cursor location_id total last_4 "
	 "card_brand limit updated_at_begin_time updated_at_end_time sort_field", 100, 100},
	{"refunds", "/v2/refunds", "GET", "refunds", "begin_time end_time sort_order cursor location_id status source_type "
	 "limit updated_at_begin_time updated_at_end_time sort_field", 100, 100},
	{"counts", "/v2/inventory/counts/batch-retrieve", "POST", "counts",
	 "catalog_object_ids location_ids updated_after cursor states limit", 100, 1000},
	{"catalog", "/v2/catalog/list", "GET", "objects", "cursor types catalog_version", CATALOG_PAGE, CATALOG_PAGE},
};

struct own {
	struct door door;
};

/* A request, whether it stands in a query or in a body. */
struct asked {
	const struct kind *kind;
	struct pairs given;         /* plain members */
	const struct value *body;   /* NULL of a query */
	int64_t from, to, changed_from, changed_to;
	enum order order;
	bool descending;
	uint64_t start, size;
	const char *wrong;          /* the name of what is */
};

static const struct kind *kind_of(const struct request *q)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (text_is(q->path, text(kinds[i].path)))
			return &kinds[i];
	return NULL;
}

static Str route(const struct request *q)
{
	const struct kind *kind = kind_of(q);
	if (text_is(q->path, S("/v2/locations")))
		return S("square/locations");
	return kind ? text(arena_print(q->mem, "square/%s", kind->list)) : (Str){0};
}

static void fail(const struct request *q, struct reply *r, unsigned status, const char *category, const char *code,
                 const char *detail)
{
	reply_value(q, r, status, value_make(q->mem, "{'errors':[{'category':'%s','code':'%s','detail':'%s'}]}", category,
	                                     code, detail));
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	if (status == 401)
		fail(q, r, 401, "AUTHENTICATION_ERROR", "UNAUTHORIZED", "This request could not be authorized.");
	else if (status == 429)
		fail(q, r, 429, "RATE_LIMIT_ERROR", "RATE_LIMITED", "Too many requests in too short a time.");
	else
		fail(q, r, status, "API_ERROR", status == 500 ? "INTERNAL_SERVER_ERROR" : "SERVICE_UNAVAILABLE",
		     "This cannot be done now.");
}

/* What makes a cursor that of one query: all of it but the cursor itself. */
static uint64_t sum_of(const struct systems *s, const struct asked *asked)
{
	uint64_t sum = chosen(s->world, asked->kind->list, 0);
	for (size_t i = 0; i < asked->given.count; i++) {
		const struct pair *p = &asked->given.at[i];
		for (size_t j = 0; j < p->value.len && !text_is(p->name, S("cursor")); j++)
			sum = chosen(s->world, "cursor", sum ^ (unsigned char)p->value.at[j]);
	}
	return sum;
}

static bool read_cursor(const struct systems *s, struct asked *asked)
{
	Str cursor = pairs_text(&asked->given, "cursor");
	uint64_t start = 0, sum = 0;
	if (!cursor.len)
		return true;
	if (cursor.len != 24)
		return false;
	for (size_t i = 0; i < cursor.len; i++) {
		int digit = byte_hex(cursor.at[i]);
		uint64_t *part = i < 8 ? &start : &sum;
		if (digit < 0)
			return false;
		*part = *part * 16 + (uint64_t)digit;
	}
	asked->start = start;
	return sum == sum_of(s, asked);
}

static bool read_time(Str s, int64_t *at)
{
	return !s.len || moment_read(s, at);
}

static bool read_range(const struct value *range, int64_t *from, int64_t *to)
{
	return read_time(value_text(range, "start_at"), from) && read_time(value_text(range, "end_at"), to);
}

/* "query": {filter: {date_time_filter, state_filter}, sort}; the sort is by the time that is filtered. */
static const char *read_query(struct arena *a, struct asked *asked, const struct value *query)
{
	const struct value *filter = value_get(query, S("filter")), *sort = value_get(query, S("sort"));
	const struct value *times = value_get(filter, S("date_time_filter"));
	const struct value *changed = value_get(times, S("updated_at"));
	Str field = value_text(sort, "sort_field"), direction = value_text(sort, "sort_order");
	for (const struct value *m = query ? query->first : NULL; m; m = m->next)
		if (!is_word("filter sort", m->name))
			return text_z(a, m->name);
	for (const struct value *m = filter ? filter->first : NULL; m; m = m->next)
		if (!is_word("date_time_filter state_filter", m->name))
			return text_z(a, m->name);
	if ((field.len && !is_word("CREATED_AT UPDATED_AT", field)) || (changed && !text_is(field, S("UPDATED_AT"))))
		return "sort_field";
	if (!read_range(value_get(times, S("created_at")), &asked->from, &asked->to) ||
	    !read_range(changed, &asked->changed_from, &asked->changed_to))
		return "date_time_filter";
	asked->order = text_is(field, S("UPDATED_AT")) ? BY_CHANGED : BY_AT;
	asked->descending = !text_is(direction, S("ASC"));
	return NULL;
}

/* Members of a body stand beside those of a query: so that both are read alike. */
static bool read_body(const struct request *q, struct asked *asked)
{
	asked->body = value_read(q->mem, q->body);
	if (!asked->body || asked->body->kind != VALUE_OBJECT)
		return false;
	for (const struct value *m = asked->body->first; m; m = m->next) {
		struct buf *out = buf_new(q->mem, 1 << 16);
		value_write(out, m);
		pairs_add(q->mem, &asked->given, m->name, m->kind == VALUE_TEXT || m->kind == VALUE_NUMBER ? m->text
		                                                                                           : buf_str(out));
	}
	return true;
}

static bool read_places(const struct asked *asked)
{
	size_t count = 0;
	const struct value *places = value_get(asked->body, S("location_ids"));
	for (const struct value *m = places ? places->first : NULL; m; m = m->next)
		count++;
	return strcmp(asked->kind->list, "orders") != 0 || (count > 0 && count <= PLACES_MOST);
}

static const char *read_asked(const struct systems *s, const struct request *q, struct asked *asked)
{
	const struct pairs *given = &asked->given;
	bool posted = strcmp(asked->kind->method, "POST") == 0;
	const struct value *query;
	if (!posted)
		asked->given = q->query;
	else if (!read_body(q, asked) || q->query.count)
		return "body";
	const struct pair *other = pairs_beyond(q->mem, given, asked->kind->parameters);
	if (other)
		return text_z(q->mem, other->name);
	if (!pairs_number(given, "limit", 1, asked->kind->most, &asked->size))
		return "limit";
	if (!read_places(asked))
		return "location_ids";
	asked->descending = !posted && !text_is(pairs_text(given, "sort_order"), S("ASC"));
	if (!read_time(pairs_text(given, "begin_time"), &asked->from) ||
	    !read_time(pairs_text(given, "end_time"), &asked->to) ||
	    !read_time(pairs_text(given, "updated_at_begin_time"), &asked->changed_from) ||
	    !read_time(pairs_text(given, "updated_at_end_time"), &asked->changed_to) ||
	    !read_time(pairs_text(given, "updated_after"), &asked->changed_from))
		return "time";
	if (text_is(pairs_text(given, "sort_field"), S("UPDATED_AT")))
		asked->order = BY_CHANGED;
	query = value_get(asked->body, S("query"));
	if (strcmp(asked->kind->list, "orders") == 0) {
		const char *wrong = read_query(q->mem, asked, query);
		if (wrong)
			return wrong;
	}
	return read_cursor(s, asked) ? NULL : "cursor";
}

static bool is_one(const struct value *list, Str wanted)
{
	for (const struct value *m = list ? list->first : NULL; m; m = m->next)
		if (text_is(m->text, wanted))
			return true;
	return !list;
}

static bool is_wanted(const struct asked *a, const struct record *one)
{
	Str place = pairs_text(&a->given, "location_id"), types = pairs_text(&a->given, "types");
	const struct value *query = value_get(a->body, S("query"));
	const struct value *states = value_get(value_get(value_get(query, S("filter")), S("state_filter")), S("states"));
	if (one->at < a->from || one->at >= a->to || one->changed < a->changed_from || one->changed >= a->changed_to)
		return false;
	if (one->owner && (!is_one(value_get(a->body, S("location_ids")), text(one->owner)) ||
	                   (place.len && !text_is(place, text(one->owner)))))
		return false;
	if (types.len && text_find(types, S("ITEM_VARIATION")) == types.len)
		return false;
	return is_one(states, value_text(one->body, "state")) &&
	       is_one(value_get(a->body, S("states")), value_text(one->body, "state")) &&
	       is_one(value_get(a->body, S("catalog_object_ids")), value_text(one->body, "catalog_object_id"));
}

/* "Pagination": a cursor, as long as there is more; where there is nothing, no list either. */
static void answer_list(struct systems *s, const struct request *q, struct reply *r, struct asked *asked)
{
	const struct list *list = held_find(&s->held, S("square"), text(asked->kind->list));
	struct picked f = {0};
	struct buf *out = buf_new(q->mem, ANSWER_MOST);
	for (size_t i = 0; i < list->count; i++)
		if (is_wanted(asked, &list->at[i]))
			picked_add(q->mem, &f, &list->at[i]);
	picked_sort(&f, asked->order, asked->descending);
	struct page page = page_of(q, r, f.count, asked->start, asked->size);
	r->fault_idle |= q->fault == FAULT_TOTAL;
	buf_byte(out, '{');
	if (page.to > page.from) {
		buf_print(out, "\"%s\":[", asked->kind->member);
		picked_write(out, &f, page.from, page.to);
		buf_byte(out, ']');
	}
	if (page.more)
		buf_print(out, "%s\"cursor\":\"%08zx%016" PRIx64 "\"", page.to > page.from ? "," : "", page.to,
		          sum_of(s, asked));
	buf_byte(out, '}');
	reply_json(r, 200, buf_str(out));
}

static void answer_places(const struct request *q, struct reply *r)
{
	reply_value(q, r, 200, value_make(q->mem,
		"{'locations':[{'id':'" SQUARE_BERLIN "','name':'Berlin','status':'ACTIVE','currency':'EUR','country':'DE',"
		"'timezone':'Europe/Berlin','type':'PHYSICAL'},{'id':'" SQUARE_HAMBURG "','name':'Hamburg','status':'ACTIVE',"
		"'currency':'EUR','country':'DE','timezone':'Europe/Berlin','type':'PHYSICAL'}]}"));
	r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	const struct pair *version = header_find(&q->headers, "Square-Version");
	struct asked asked = {.kind = kind_of(q), .from = INT64_MIN, .to = INT64_MAX, .changed_from = INT64_MIN,
	                      .changed_to = INT64_MAX, .order = BY_AT};
	int64_t day;
	if (!door_open(&own->door, &square, q, r, text_is(header_authorization(q, "Bearer"), text(key))))
		return;
	if (version && !instant_read(version->value, &day)) {
		fail(q, r, 400, "INVALID_REQUEST_ERROR", "BAD_REQUEST", "Square-Version names no version.");
		return;
	}
	pairs_add(q->mem, &r->headers, S("Square-Version"), version ? version->value : S("2026-01-22"));
	if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
	} else if (!text_is(q->method, text(asked.kind ? asked.kind->method : "GET"))) {
		fail(q, r, 405, "INVALID_REQUEST_ERROR", "METHOD_NOT_ALLOWED", "Method not allowed.");
	} else if (!asked.kind) {
		answer_places(q, r);
	} else {
		asked.size = asked.kind->size;
		asked.wrong = read_asked(s, q, &asked);
		if (asked.wrong)
			fail(q, r, 400, "INVALID_REQUEST_ERROR",
			     strcmp(asked.wrong, "cursor") == 0 ? "INVALID_CURSOR" : "BAD_REQUEST",
			     arena_print(q->mem, "%s is none, or has no such value.", quotable(q->mem, text(asked.wrong))));
		else
			answer_list(s, q, r, &asked);
	}
}

static void *square_open(struct systems *s)
{
	square_hold(s);
	return arena_new_of(s->mem, struct own);
}

static void renew(void *own)
{
	door_renew(&((struct own *)own)->door);
}

const struct vendor square = {"square", square_open, route, answer, renew, refuse};
