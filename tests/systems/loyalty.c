/*
 * A loyalty ledger of no vendor, as a general example of a REST system with a cursor.  This is its documentation:
 *
 *     GET /loyalty/v1/entries?since=&until=&account=&kind=&limit=&after=
 *     GET /loyalty/v1/accounts?limit=&after=
 *
 * Both want "X-API-Key: loyalty-key-of-the-test-systems", and answer with {"data": […], "total": 500, "next": "…"}:
 * so many as there are, and what to give as `after` for the next page, null at the end.  A page has 50, or 1 to 200
 * as limit says.  since and until are times of RFC 3339 of recorded_at, the first included, the second not.  Entries
 * are in the order in which they were recorded and never change: what is taken back is an entry of its own, below
 * zero.  The balance behind each is its account's.  Errors are {"error": {"code", "message"}}; ten calls a
 * second, then 429 with Retry-After in seconds.
 */
#include "rest.h"

#include <inttypes.h>
#include <stdlib.h>

enum { CALLS = 10, CALLS_PER = 1000, PAGE_SIZE = 50, PAGE_MOST = 200, EURO = 100 };

static const char key[] = "loyalty-key-of-the-test-systems";

static const char *const of_entries[] = {"since", "until", "account", "kind", "limit", "after", NULL};
static const char *const of_accounts[] = {"limit", "after", NULL};

struct own {
	struct rate rate;
	bool expired;
};

static Str route(const struct request *q)
{
	Str head = S("/loyalty/v1/");
	if (!text_begins(q->path, S("/loyalty/")))
		return (Str){0};
	return text_begins(q->path, head) ?
	       text(arena_print(q->mem, "loyalty/%.*s", STR(text_from(q->path, head.len)))) : S("loyalty/elsewhere");
}

static void fail(const struct request *q, struct reply *r, unsigned status, const char *code, const char *message)
{
	struct buf *out = buf_new(q->mem, 1 << 16);
	buf_print(out, "{\"error\":{\"code\":\"%s\",\"message\":", code);
	value_write_text(out, text(message));
	buf_add(out, S("}}"));
	reply_json(r, status, buf_str(out));
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	if (status == 401)
		fail(q, r, 401, "unauthorized", "The key is missing or is not known.");
	else if (status == 429)
		fail(q, r, 429, "too_many_requests", "Ten calls a second.");
	else
		fail(q, r, status, status == 503 ? "unavailable" : "internal_error", "This cannot be done now.");
}

/* One entry before it has its balance. */
struct entry {
	const struct sale *sale;
	const char *kind;
	int64_t at, points;
	size_t number;
};

struct entries {
	struct entry *at;
	size_t count;
};

static void add(struct arena *a, struct entries *list, struct entry e)
{
	list->at = arena_grow(a, list->at, list->count, sizeof *list->at);
	list->at[list->count++] = e;
}

/* A point a euro; what was given back takes its points with it. */
static void add_sale(struct arena *a, struct entries *list, const struct sale *sale)
{
	add(a, list, (struct entry){sale, "earn", sale->placed, sale->total / EURO, 0});
	for (size_t i = 0; sale->posted && i < REFUNDS; i++)
		add(a, list, (struct entry){sale, "reverse", sale->refunds[i].at, -(sale->refunds[i].amount / EURO), 1 + i});
}

static int by_time(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->sale != y->sale)
		return x->sale < y->sale ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static void hold(struct systems *s)
{
	struct arena *a = s->mem;
	struct list *list = list_new(&s->held, "loyalty", "entries"), *accounts = list_new(&s->held, "loyalty", "accounts");
	int64_t *balances = arena_array(a, s->world->records, int64_t);
	struct entries entries = {0};
	for (size_t i = 0; i < s->world->sale_count; i++)
		add_sale(a, &entries, &s->world->sales[i]);
	qsort(entries.at, entries.count, sizeof *entries.at, by_time);
	for (size_t i = 0; i < entries.count; i++) {
		const struct entry *e = &entries.at[i];
		const char *account = s->world->customers[e->sale->customer].number;
		const char *id = arena_print(a, "le_%06zu%zu", e->sale->index, e->number), *points;
		balances[e->sale->customer] += e->points;
		points = arena_print(a, "%" PRId64, e->points);
		struct record *record = list_add(a, list, id, points, value_make(a,
			"{'id':'%s','account':'%s','kind':'%s','points':%s,'balance':%" PRId64 ",'order_number':'%" PRIu64 "',"
			"'occurred_at':'%s','recorded_at':'%s'}", id, account, e->kind, points, balances[e->sale->customer],
			e->sale->number, instant_text(a, e->at), instant_text(a, e->at)));
		record->at = e->at;
	}
	for (size_t i = 0; i < s->world->records; i++) {
		const struct customer *c = &s->world->customers[i];
		list_add(a, accounts, c->number, arena_print(a, "%" PRId64, balances[i]), value_make(a,
			"{'id':'%s','balance':%" PRId64 ",'tier':'%s','opened_on':'%s'}", c->number, balances[i],
			balances[i] > 1000 ? "gold" : "basic", date_text(a, c->since)));
	}
}

struct asked {
	int64_t from, to;
	uint64_t limit;
	size_t place;
};

/* NULL, or the parameter that is wrong. */
static const char *read_asked(const struct request *q, const struct list *list, const char *const *known,
                              struct asked *asked)
{
	const struct pair *strange = pairs_strange(&q->query, known), *after = pairs_find(&q->query, S("after"));
	const struct pair *since = pairs_find(&q->query, S("since")), *until = pairs_find(&q->query, S("until"));
	*asked = (struct asked){INT64_MIN, INT64_MAX, PAGE_SIZE, 0};
	if (strange)
		return text_z(q->mem, strange->name);
	if (!pairs_number(&q->query, "limit", 1, PAGE_MOST, &asked->limit))
		return "limit";
	if (since && !moment_read(since->value, &asked->from))
		return "since";
	if (until && !moment_read(until->value, &asked->to))
		return "until";
	if (after) {
		const struct record *last = list_find(list, base64_read(q->mem, after->value));
		asked->place = last ? (size_t)(last - list->at) + 1 : 0;
	}
	return after && !asked->place ? "after" : NULL;
}

static bool fits(const struct request *q, const struct asked *asked, const struct record *record)
{
	static const char *const names[] = {"account", "kind"};
	for (size_t i = 0; i < 2; i++) {
		const struct pair *p = pairs_find(&q->query, text(names[i]));
		if (p && !text_is(p->value, value_text(record->body, names[i])))
			return false;
	}
	return record->at >= asked->from && record->at < asked->to;
}

static void answer_list(const struct request *q, struct reply *r, const struct list *list, const char *const *known)
{
	struct asked asked;
	struct picked page = {0};
	size_t total = 0, more = 0;
	const char *wrong = read_asked(q, list, known, &asked);
	if (wrong) {
		fail(q, r, 400, "invalid_parameter", wrong);
		return;
	}
	for (size_t i = 0; i < list->count; i++) {
		if (!fits(q, &asked, &list->at[i]))
			continue;
		total++;
		if (i >= asked.place && page.count < asked.limit)
			picked_add(q->mem, &page, &list->at[i]);
		else if (i >= asked.place)
			more++;
	}
	struct buf *out = buf_new(q->mem, (size_t)1 << 24);
	bool empty = q->fault == FAULT_EMPTY_PAGE;
	r->fault_idle = empty && page.count == 0;
	buf_add(out, S("{\"data\":["));
	picked_write(out, &page, 0, empty ? 0 : page.count);
	buf_print(out, "],\"total\":%zu,\"next\":", total_said(q, total));
	if (more)
		buf_print(out, "\"%s\"}", base64_text(q->mem, page.at[page.count - 1]->id));
	else
		buf_add(out, S("null}"));
	reply_json(r, 200, buf_str(out));
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	const struct pair *given = header_find(&q->headers, "X-API-Key");
	Str name = route(q);
	own->expired |= q->fault == FAULT_TOKEN_EXPIRES;
	if (own->expired || !given || !text_is(given->value, text(key))) {
		r->refused = true;
		refuse(q, 401, r);
	} else if (!rate_take(&own->rate, q->now)) {
		r->beyond_rate = true;
		refuse(q, 429, r);
		pairs_add(q->mem, &r->headers, S("Retry-After"), S("1"));
	} else if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
	} else if (text_is(name, S("loyalty/entries")) && text_is(q->method, S("GET"))) {
		answer_list(q, r, held_find(&s->held, S("loyalty"), S("entries")), of_entries);
	} else if (text_is(name, S("loyalty/accounts")) && text_is(q->method, S("GET"))) {
		answer_list(q, r, held_find(&s->held, S("loyalty"), S("accounts")), of_accounts);
	} else {
		fail(q, r, 404, "not_found", "There is nothing at this path.");
	}
}

static void *loyalty_open(struct systems *s)
{
	struct own *own = arena_new_of(s->mem, struct own);
	rate_init(s->mem, &own->rate, CALLS, CALLS_PER);
	hold(s);
	return own;
}

static void renew(void *mine)
{
	struct own *own = mine;
	own->expired = false;
	rate_forget(&own->rate);
}

const struct vendor loyalty = {"loyalty", loyalty_open, route, answer, renew, refuse};
