/*
 * Stripe, as its API reference says (docs.stripe.com/api: Authentication, Errors, Pagination, Versioning; and the pages
 * Balance Transactions, Charges, Refunds, Disputes, Payouts) and "Rate limits" (docs.stripe.com/rate-limits): 25
 * operations a second in a sandbox, 429 without a Retry-After, a reason in Stripe-Rate-Limited-Reason.
 */
#include "stripe.h"

#include <inttypes.h>

enum { RATE = 25, LIMIT = 10, LIMIT_MOST = 100 };

static const char key[] = "sk_test_of_the_test_systems";

struct own {
	struct rate rate;
	bool expired;
	struct runs *runs;
};

/* A parameter of one list: which member of a record it is compared with. */
struct filter {
	const char *list, *name;
};

/* "List all …" of each page, without created and what all lists have. */
static const struct filter filters[] = {
	{"balance_transactions", "type"}, {"balance_transactions", "payout"}, {"balance_transactions", "currency"},
	{"balance_transactions", "source"}, {"charges", "customer"}, {"charges", "payment_intent"},
	{"charges", "transfer_group"}, {"refunds", "charge"}, {"refunds", "payment_intent"}, {"disputes", "charge"},
	{"disputes", "payment_intent"}, {"payouts", "status"}, {"payouts", "destination"}, {"payouts", "arrival_date"},
};

void stripe_fail(const struct request *q, struct reply *r, unsigned status, const char *code, const char *param,
                 const char *message)
{
	struct value *error = value_make(q->mem, "{'error':{'type':'%s'}}",
	                                 status >= 500 ? "api_error" : "invalid_request_error");
	struct value *inner = error->first;
	struct value *said = value_make(q->mem, "''");
	said->text = text(message);
	value_put(q->mem, inner, "message", said);
	if (code)
		value_put(q->mem, inner, "code", value_make(q->mem, "'%s'", code));
	if (param) {
		struct value *named = value_make(q->mem, "''");
		named->text = text(param);
		value_put(q->mem, inner, "param", named);
	}
	struct buf *out = buf_new(q->mem, 1 << 16);
	value_write(out, error);
	reply_json(r, status, buf_str(out));
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	if (status == 429) {
		stripe_fail(q, r, 429, "rate_limit", NULL, "Too many requests in too short a time; send them more slowly.");
		pairs_add(q->mem, &r->headers, S("Stripe-Rate-Limited-Reason"), S("global-rate"));
	} else if (status == 401) {
		stripe_fail(q, r, 401, "api_key_expired", NULL, "This API key has expired.");
	} else {
		stripe_fail(q, r, status, NULL, NULL, "Something went wrong at our end.");
	}
}

static Str route(const struct request *q)
{
	if (!text_begins(q->path, S("/v1/")))
		return (Str){0};
	Str list = text_from(q->path, 4), rest;
	if (stripe_report_route(list))
		return text(stripe_report_route(list));
	text_cut(list, '/', &list, &rest);
	return text(arena_print(q->mem, "stripe/%.*s", STR(list)));
}

static bool has_member(const struct value *body, const char *name, Str wanted)
{
	const struct value *member = value_get(body, text(name));
	return member && member->kind != VALUE_NULL && text_is(member->text, wanted);
}

/* Of a balance transaction, the payout that it was part of is no member of it: note of its body. */
static bool fits(const struct record *record, const char *name, Str wanted)
{
	if (strcmp(name, "payout") == 0)
		return record->owner && text_is(text(record->owner), wanted);
	return has_member(record->body, name, wanted);
}

/* What a request for a list says, checked. */
struct asked {
	const struct list *list;
	uint64_t limit;
	size_t after, before;       /* places of starting_after and ending_before; count where they are not given */
	const struct pair *filter[8];
	size_t filter_count;
	int64_t from, to;           /* created: from included, to excluded */
	struct texts expand;
};

static bool read_place(const struct request *q, struct reply *r, const struct asked *asked, const struct pair *p,
                       size_t *place)
{
	const struct record *record = list_find(asked->list, p->value);
	if (!record) {
		const char *name = arena_print(q->mem, "%.*s", STR(p->name));
		stripe_fail(q, r, 400, "resource_missing", name,
		            arena_print(q->mem, "There is no such object in %s: '%.*s'", asked->list->name, STR(p->value)));
		return false;
	}
	*place = (size_t)(record - asked->list->at);
	return true;
}

static bool read_created(struct asked *asked, const struct pair *p)
{
	uint64_t at;
	if (!text_uint(p->value, &at) || at > UINT32_MAX)
		return false;
	int64_t second = (int64_t)at;
	if (text_is(p->name, S("created[gte]")) && second > asked->from)
		asked->from = second;
	else if (text_is(p->name, S("created[gt]")) && second + 1 > asked->from)
		asked->from = second + 1;
	else if (text_is(p->name, S("created[lt]")) && second < asked->to)
		asked->to = second;
	else if (text_is(p->name, S("created[lte]")) && second + 1 < asked->to)
		asked->to = second + 1;
	else if (text_is(p->name, S("created"))) {
		asked->from = second;
		asked->to = second + 1;
	}
	return true;
}

static bool is_filter(const struct list *list, Str name)
{
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
		if (strcmp(filters[i].list, list->name) == 0 && text_is(text(filters[i].name), name))
			return true;
	return false;
}

static bool is_created(Str name)
{
	static const char *const names[] = {"created", "created[gt]", "created[gte]", "created[lt]", "created[lte]"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_is(text(names[i]), name))
			return true;
	return false;
}

static bool read_parameter(const struct request *q, struct reply *r, struct asked *asked, const struct pair *p)
{
	const char *name = text_z(q->mem, p->name);
	if (text_is(p->name, S("limit"))) {
		if (text_uint(p->value, &asked->limit) && asked->limit >= 1 && asked->limit <= LIMIT_MOST)
			return true;
		stripe_fail(q, r, 400, "parameter_invalid_integer", name, "limit is a number from 1 to 100.");
		return false;
	}
	if (text_is(p->name, S("starting_after")))
		return read_place(q, r, asked, p, &asked->after);
	if (text_is(p->name, S("ending_before")))
		return read_place(q, r, asked, p, &asked->before);
	if (text_is(p->name, S("expand[]")) && text_begins(p->value, S("data."))) {
		texts_add(q->mem, &asked->expand, text_from(p->value, 5));
		return true;
	}
	if (is_created(p->name)) {
		if (read_created(asked, p))
			return true;
		stripe_fail(q, r, 400, "parameter_invalid_integer", name, "created is a time in seconds since 1970.");
		return false;
	}
	if (is_filter(asked->list, p->name) && asked->filter_count < sizeof asked->filter / sizeof *asked->filter) {
		asked->filter[asked->filter_count++] = p;
		return true;
	}
	stripe_fail(q, r, 400, "parameter_unknown", name, arena_print(q->mem, "Received unknown parameter: %s", name));
	return false;
}

static bool is_wanted(const struct request *q, const struct asked *asked, const struct record *record)
{
	if (record->at < asked->from || record->at >= asked->to)
		return false;
	for (size_t i = 0; i < asked->filter_count; i++)
		if (!fits(record, text_z(q->mem, asked->filter[i]->name), asked->filter[i]->value))
			return false;
	return true;
}

static const struct record *find_anywhere(const struct systems *s, Str id)
{
	for (size_t i = 0; i < s->held.count; i++) {
		const struct list *list = &s->held.at[i];
		const struct record *found = strcmp(list->vendor, "stripe") == 0 ? list_find(list, id) : NULL;
		if (found)
			return found;
	}
	return NULL;
}

/* A record; where expand[] asks so, an object in place of its id ("Expanding responses"). */
static void write_record(const struct systems *s, struct buf *out, const struct asked *asked, const struct value *body)
{
	buf_byte(out, '{');
	for (const struct value *m = body->first; m; m = m->next) {
		const struct record *other = NULL;
		if (m != body->first)
			buf_byte(out, ',');
		value_write_text(out, m->name);
		buf_byte(out, ':');
		if (m->kind == VALUE_TEXT && texts_has(&asked->expand, m->name))
			other = find_anywhere(s, m->text);
		value_write(out, other ? other->body : m);
	}
	buf_byte(out, '}');
}

/* The places of a page's records, in the order of the list: newest first. */
static size_t choose(const struct request *q, const struct asked *asked, size_t *places, bool *more)
{
	size_t total = asked->list->count, count = 0;
	*more = false;
	if (asked->before < total) {
		/* The page that ends just before it. */
		size_t i = asked->before;
		while (i > 0 && !*more) {
			if (!is_wanted(q, asked, &asked->list->at[--i]))
				continue;
			if (count == asked->limit)
				*more = true;
			else
				places[LIMIT_MOST - ++count] = i;
		}
		memmove(places, places + LIMIT_MOST - count, count * sizeof *places);
		return count;
	}
	for (size_t i = asked->after < total ? asked->after + 1 : 0; i < total && !*more; i++) {
		if (!is_wanted(q, asked, &asked->list->at[i]))
			continue;
		if (count == asked->limit)
			*more = true;
		else
			places[count++] = i;
	}
	return count;
}

/* "Pagination": {object, url, has_more, data}, newest first. */
static void answer_list(const struct systems *s, const struct request *q, struct reply *r, const struct asked *asked)
{
	size_t places[LIMIT_MOST];
	bool more;
	size_t count = choose(q, asked, places, &more);
	struct buf *out = buf_new(q->mem, (size_t)1 << 24);

	if (q->fault == FAULT_EMPTY_PAGE) {
		r->fault_idle = count == 0;
		more = true;
		count = 0;
	}
	r->fault_idle |= q->fault == FAULT_TOTAL;
	buf_add(out, S("{\"object\":\"list\",\"data\":["));
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_byte(out, ',');
		write_record(s, out, asked, asked->list->at[places[i]].body);
	}
	buf_print(out, "],\"has_more\":%s,\"url\":\"/v1/%s\"}", more ? "true" : "false", asked->list->name);
	reply_json(r, 200, buf_str(out));
}

/* "Authentication": the key as a Bearer, or as the user of Basic, who has no password. */
static bool has_key(const struct request *q)
{
	return text_is(header_authorization(q, "Bearer"), text(key)) || basic_is(q, key, "");
}

/* "Versioning": a date, and a name behind it since 2024. */
static bool is_let_in(struct own *own, const struct request *q, struct reply *r)
{
	bool given = header_find(&q->headers, "Authorization") != NULL;
	const struct pair *version = header_find(&q->headers, "Stripe-Version");
	int64_t day;

	if (q->fault == FAULT_TOKEN_EXPIRES)
		own->expired = true;
	if (own->expired || !has_key(q)) {
		r->refused = true;
		if (own->expired && given)
			refuse(q, 401, r);
		else
			stripe_fail(q, r, 401, NULL, NULL,
			            given ? "This API key is not known." : "No API key came with the request.");
		return false;
	}
	if (!rate_take(&own->rate, q->now)) {
		r->beyond_rate = true;
		refuse(q, 429, r);
		return false;
	}
	if (version && (!instant_read(text_head(version->value, 10), &day) ||
	                (version->value.len > 10 && version->value.at[10] != '.'))) {
		stripe_fail(q, r, 400, NULL, NULL, "Stripe-Version names no version.");
		return false;
	}
	pairs_add(q->mem, &r->headers, S("Stripe-Version"), version ? version->value : S("2026-03-25.test"));
	return true;
}

static bool read_asked(const struct request *q, struct reply *r, struct asked *asked)
{
	bool both = pairs_find(&q->query, S("starting_after")) && pairs_find(&q->query, S("ending_before"));
	*asked = (struct asked){asked->list, LIMIT, asked->list->count, asked->list->count, {NULL}, 0, 0, INT64_MAX, {0}};
	for (size_t i = 0; i < q->query.count; i++)
		if (!read_parameter(q, r, asked, &q->query.at[i]))
			return false;
	if (both)
		stripe_fail(q, r, 400, NULL, "ending_before", "starting_after and ending_before cannot be given at once.");
	return !both;
}

static void answer(struct systems *s, void *own, const struct request *q, struct reply *r)
{
	struct own *mine = own;
	Str path = text_from(q->path, 4), name, id = {0};
	struct asked asked = {0};

	if (!is_let_in(own, q, r))
		return;
	if (q->fault == FAULT_ERROR_IN_200 && !text_begins(path, S("reporting/report_runs/"))) {
		refuse(q, 500, r);
		r->status = 200;
		return;
	}
	if (stripe_report_route(path)) {
		stripe_answer_report(s, mine->runs, q, r, path);
		return;
	}
	bool one = text_cut(path, '/', &name, &id);
	asked.list = held_find(&s->held, S("stripe"), name);
	if (!asked.list || !text_is(q->method, S("GET"))) {
		stripe_fail(q, r, 404, NULL, NULL, arena_print(q->mem, "Unrecognized request URL (%.*s: %.*s)", STR(q->method),
		                                               STR(q->path)));
		return;
	}
	if (!one) {
		if (read_asked(q, r, &asked))
			answer_list(s, q, r, &asked);
		return;
	}
	/* "Retrieve a …" */
	const struct record *record = list_find(asked.list, id);
	struct buf *out = buf_new(q->mem, 1 << 20);
	if (!record) {
		stripe_fail(q, r, 404, "resource_missing", "id", arena_print(q->mem, "No such object: '%.*s'", STR(id)));
		return;
	}
	write_record(s, out, &asked, record->body);
	r->fault_idle = q->fault == FAULT_EMPTY_PAGE || q->fault == FAULT_TOTAL;
	reply_json(r, 200, buf_str(out));
}

static void *stripe_open(struct systems *s)
{
	struct own *own = arena_new_of(s->mem, struct own);
	rate_init(s->mem, &own->rate, RATE, 1000);
	stripe_hold(s);
	own->runs = stripe_runs_new(s);
	return own;
}

static void renew(void *own)
{
	struct own *mine = own;
	mine->expired = false;
	rate_forget(&mine->rate);
}

const struct vendor stripe = {"stripe", stripe_open, route, answer, renew, refuse};
