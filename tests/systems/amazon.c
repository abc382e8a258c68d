/*
 * Amazon's Selling Partner API, as developer-docs.amazon.com says: "Connect to the SP-API" with the token of Login with
 * Amazon, "Usage Plans and Rate Limits", "Orders API v0 reference" (getOrders), "Orders API 2026-01-01 reference"
 * (searchOrders) and "Reports API v2021-06-30 reference", with the models of each; how it refuses, "SP-API Errors".
 * Each operation has its own bucket of calls, whose flow is told with each answer.
 */
#include "amazon.h"

#include <inttypes.h>

enum { PAGE_MOST = 100 };

static const char client[] = "amazon-client-of-the-test-systems", secret[] = "amazon-secret-of-the-test-systems",
                  refresh[] = "Atzr|amazon-refresh-of-the-test-systems";

static const char answered_at[] = "2026-04-01T04:28:00Z";

static const char *const of_orders_v0[] = {
	"CreatedAfter", "CreatedBefore", "LastUpdatedAfter", "LastUpdatedBefore", "OrderStatuses", "MarketplaceIds",
	"FulfillmentChannels", "SellerOrderId", "MaxResultsPerPage", "NextToken", "AmazonOrderIds", NULL,
};
static const char *const of_orders_2026[] = {
	"createdAfter", "createdBefore", "lastUpdatedAfter", "lastUpdatedBefore", "fulfillmentStatuses", "marketplaceIds",
	"fulfilledBy", "maxResultsPerPage", "paginationToken", "includedData", NULL,
};

/* "Usage plan" of each operation: calls a second, in millionths, and at once. */
struct operation {
	const char *name, *method, *path;
	const char *rate;
	int64_t flow, burst;
};
static const struct operation operations[] = {
	{"orders", "GET", "orders/v0/orders", "0.0167", 16700, 20},
	{"orders", "GET", "orders/2026-01-01/orders", "0.0056", 5600, 20},
	{"reports", "GET", "reports/2021-06-30/reports", "0.0222", 22200, 10},
	{"createReport", "POST", "reports/2021-06-30/reports", "0.0167", 16700, 15},
	{"report", "GET", "reports/2021-06-30/reports/*", "2.0", 2000000, 15},
	{"reportDocument", "GET", "reports/2021-06-30/documents/*", "0.0167", 16700, 15},
};
enum { OPERATIONS = sizeof operations / sizeof *operations };

struct own {
	struct token *tokens;
	struct bucket buckets[OPERATIONS];
	struct reports *reports;
};

static const struct operation *operation_of(const struct request *q, Str rest)
{
	for (size_t i = 0; i < OPERATIONS; i++)
		if (text_is(q->method, text(operations[i].method)) && text_glob(text(operations[i].path), rest))
			return &operations[i];
	return NULL;
}

static Str route(const struct request *q)
{
	Str rest = text_from(q->path, sizeof "/amazon/" - 1);
	if (!text_begins(q->path, S("/amazon/")))
		return (Str){0};
	if (text_is(rest, S("auth/o2/token")))
		return S("amazon/token");
	if (text_begins(rest, S("files/")))
		return text(arena_print(q->mem, "amazon/file/%s", amazon_report_list(q, rest)));
	const struct operation *o = operation_of(q, rest);
	if (!o || strcmp(o->name, "orders") == 0)
		return text(arena_print(q->mem, "amazon/%s", o ? o->name : "elsewhere"));
	Str id = text_from(rest, sizeof "reports/2021-06-30/" - 1), own = {0};
	text_cut(id, '/', &id, &own);
	return text(arena_print(q->mem, "amazon/%s/%s", o->name, amazon_report_list(q, own)));
}

/* "ErrorList". */
void amazon_fail(const struct request *q, struct reply *r, unsigned status, const char *code, const char *message,
                 const char *details)
{
	struct buf *out = buf_new(q->mem, 1 << 16);
	buf_add(out, S("{\"errors\":[{\"code\":"));
	value_write_text(out, text(code));
	buf_add(out, S(",\"message\":"));
	value_write_text(out, text(message));
	buf_add(out, S(",\"details\":"));
	value_write_text(out, text(details));
	buf_add(out, S("}]}"));
	reply_json(r, status, buf_str(out));
	pairs_add(q->mem, &r->headers, S("x-amzn-RequestId"), S("0f0f0f0f-0000-4000-8000-000000000007"));
}

static void fail_token(const struct request *q, struct reply *r, unsigned status, const char *error, const char *why)
{
	reply_json(r, status, text(arena_print(q->mem, "{\"error\":\"%s\",\"error_description\":\"%s\"}", error, why)));
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	bool token = text_ends(q->path, S("/o2/token"));
	if (token && status == 401)
		fail_token(q, r, 401, "invalid_client", "Client authentication failed");
	else if (token)
		fail_token(q, r, status, status == 503 ? "temporarily_unavailable" : "server_error", "Try again later");
	else if (status == 401 || status == 403)
		amazon_fail(q, r, status, "Unauthorized", "Access to requested resource is denied.",
		            "The access token you provided has expired.");
	else if (status == 429)
		amazon_fail(q, r, 429, "QuotaExceeded", "You exceeded your quota for the requested resource.", "");
	else if (status == 503)
		amazon_fail(q, r, 503, "ServiceUnavailable", "Service is temporarily unavailable.", "");
	else
		amazon_fail(q, r, status, "InternalFailure", "We encountered an internal error. Please try again.", "");
}

/* "Exchange a LWA refresh token for an LWA access token": a form. */
static void answer_token(struct systems *s, struct own *own, const struct request *q, struct reply *r)
{
	struct pairs form = form_read(q->mem, q->body);
	bool known = pairs_has(&form, "client_id", client) && pairs_has(&form, "client_secret", secret);
	if (!text_is(q->method, S("POST")) || form.count != 4) {
		fail_token(q, r, 400, "invalid_request", "grant_type, refresh_token, client_id and client_secret in a form");
	} else if (!known) {
		r->refused = true;
		refuse(q, 401, r);
	} else if (!pairs_has(&form, "grant_type", "refresh_token")) {
		fail_token(q, r, 400, "unsupported_grant_type", "The authorization grant type is not supported");
	} else if (!pairs_has(&form, "refresh_token", refresh)) {
		r->refused = true;
		fail_token(q, r, 400, "invalid_grant", "The request has an invalid grant parameter : refresh_token");
	} else if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 401, r);
		r->status = 200;
	} else {
		const char *token = token_give(s, &own->tokens, "Atza|", q->now);
		r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
		reply_json(r, 200, text(arena_print(q->mem, "{\"access_token\":\"%s\",\"refresh_token\":\"%s\","
			"\"token_type\":\"bearer\",\"expires_in\":%" PRId64 "}", token, refresh, s->settings.token_life)));
	}
}

/* "x-amz-access-token"; one that expired is refused with 403. */
static bool is_let_in(struct own *own, const struct request *q, struct reply *r, const struct operation *o)
{
	const struct pair *given = header_find(&q->headers, "x-amz-access-token");
	size_t place = (size_t)(o - operations);
	if (!given || !token_is_good(&own->tokens, q, given->value)) {
		r->refused = true;
		if (given)
			refuse(q, 403, r);
		else
			amazon_fail(q, r, 403, "MissingAuthenticationToken", "Access token is missing in the request header.", "");
		return false;
	}
	if (!bucket_take(&own->buckets[place], q->now)) {
		r->beyond_rate = true;
		refuse(q, 429, r);
		return false;
	}
	return true;
}

const char *amazon_token(struct arena *a, const struct pairs *query, size_t place)
{
	struct buf *out = buf_new(a, 1 << 16);
	buf_print(out, "place=%zu", place);
	for (size_t i = 0; i < query->count; i++) {
		Str value = query->at[i].value;
		buf_print(out, "&%.*s=", STR(query->at[i].name));
		for (size_t c = 0; c < value.len; c++)
			buf_print(out, "%%%02X", (unsigned char)value.at[c]);
	}
	return base64_text(a, buf_str(out));
}

bool amazon_token_read(struct arena *a, Str token, struct pairs *query, size_t *place)
{
	struct pairs held = form_read(a, base64_read(a, token));
	uint64_t number;
	if (held.count == 0 || !text_is(held.at[0].name, S("place")) || !text_uint(held.at[0].value, &number))
		return false;
	*query = (struct pairs){held.at + 1, held.count - 1};
	*place = (size_t)number;
	return true;
}

bool amazon_listed(const struct pairs *query, const char *name, Str wanted)
{
	const struct pair *p = pairs_find(query, text(name));
	Str rest = p ? p->value : (Str){0}, one;
	if (!p)
		return true;
	while (rest.len) {
		Str left = {0};
		one = rest;
		text_cut(rest, ',', &one, &left);
		if (text_is(one, wanted))
			return true;
		rest = left;
	}
	return false;
}

/* What the two versions call their parameters, and where they write what follows. */
struct version {
	bool is_v0;
	const char *created[2], *updated[2], *statuses, *marketplaces, *size, *token;
};
static const struct version versions[] = {
	{true, {"CreatedAfter", "CreatedBefore"}, {"LastUpdatedAfter", "LastUpdatedBefore"}, "OrderStatuses",
	 "MarketplaceIds", "MaxResultsPerPage", "NextToken"},
	{false, {"createdAfter", "createdBefore"}, {"lastUpdatedAfter", "lastUpdatedBefore"}, "fulfillmentStatuses",
	 "marketplaceIds", "maxResultsPerPage", "paginationToken"},
};

static bool read_time(const struct pairs *query, const char *name, int64_t *at)
{
	const struct pair *p = pairs_find(query, text(name));
	return !p || moment_read(p->value, at);
}

/* Either when it was created or when it was changed, both ends included; NULL, or what is wrong. */
static const char *read_times(const struct pairs *query, const struct version *v, bool *by_change, int64_t times[2])
{
	bool created = pairs_find(query, text(v->created[0])), updated = pairs_find(query, text(v->updated[0]));
	bool mixed = (created && (updated || pairs_find(query, text(v->updated[1])))) ||
	             (updated && pairs_find(query, text(v->created[1])));
	const char *const *names = updated ? v->updated : v->created;
	times[0] = 0;
	times[1] = INT64_MAX;
	*by_change = updated;
	if (mixed || (!created && !updated))
		return "Either CreatedAfter or LastUpdatedAfter is required, and not both.";
	if (!read_time(query, names[0], &times[0]) || !read_time(query, names[1], &times[1]))
		return "A time is in ISO 8601.";
	return times[1] < times[0] ? "The time before which is earlier than the one after which." : NULL;
}

static Str status_of(const struct version *v, const struct record *record)
{
	const struct value *body = v->is_v0 ? record->body : record->owner;
	return v->is_v0 ? value_text(body, "OrderStatus") :
	                  value_text(value_get(body, S("fulfillment")), "fulfillmentStatus");
}

/* "includedData": what of an order is given only to those who ask for it. */
static void write_2026(struct buf *out, const struct pairs *query, const struct value *body)
{
	static const char *const parts[][2] = {{"proceeds", "PROCEEDS"}, {"fulfillment", "FULFILLMENT"}};
	const char *between = "{";
	for (const struct value *m = body->first; m; m = m->next) {
		bool wanted = true;
		for (size_t i = 0; i < 2; i++)
			if (text_is(m->name, text(parts[i][0])))
				wanted = pairs_find(query, S("includedData")) &&
				         amazon_listed(query, "includedData", text(parts[i][1]));
		if (!wanted)
			continue;
		buf_print(out, "%s\"%.*s\":", between, STR(m->name));
		value_write(out, m);
		between = ",";
	}
	buf_byte(out, '}');
}

/* The token's own query is followed, whatever else stands beside it. */
static bool read_query(const struct request *q, struct reply *r, const struct version *v, struct pairs *query,
                       size_t *place)
{
	const struct pair *strange = pairs_strange(&q->query, v->is_v0 ? of_orders_v0 : of_orders_2026);
	const struct pair *token = pairs_find(&q->query, text(v->token));
	*query = q->query;
	*place = 0;
	if (strange || (token && !amazon_token_read(q->mem, token->value, query, place))) {
		amazon_fail(q, r, 400, "InvalidInput", "Invalid Input", text_z(q->mem, strange ? strange->name : token->name));
		return false;
	}
	if (v->is_v0 && !pairs_find(&q->query, text(v->marketplaces)) && !token) {
		amazon_fail(q, r, 400, "InvalidInput", "MarketplaceIds is required.", "");
		return false;
	}
	return true;
}

/* A page of what was found, and where it goes on. */
static void write_orders(struct buf *out, const struct request *q, struct reply *r, const struct version *v,
                         const struct pairs *query, const struct picked *found, const size_t place[2])
{
	size_t from = place[0] < found->count ? place[0] : found->count;
	size_t to = found->count - from < place[1] ? found->count : from + place[1], end = to;
	if (q->fault == FAULT_EMPTY_PAGE) {
		r->fault_idle = to == from;
		end = from;
	}
	buf_add(out, v->is_v0 ? S("{\"payload\":{\"Orders\":[") : S("{\"orders\":["));
	for (size_t i = from; i < end; i++) {
		if (i > from)
			buf_byte(out, ',');
		if (v->is_v0)
			value_write(out, found->at[i]->body);
		else
			write_2026(out, query, found->at[i]->owner);
	}
	const char *next = to < found->count ? amazon_token(q->mem, query, to) : NULL;
	buf_byte(out, ']');
	if (next)
		buf_print(out, v->is_v0 ? ",\"NextToken\":\"%s\"" : ",\"pagination\":{\"nextToken\":\"%s\"}", next);
}

static void answer_orders(struct systems *s, const struct request *q, struct reply *r, const struct version *v)
{
	const struct list *list = held_find(&s->held, S("amazon"), S("orders"));
	struct pairs query;
	struct picked found = {0};
	size_t from;
	uint64_t size = PAGE_MOST;
	int64_t times[2];
	bool by_change;
	if (!read_query(q, r, v, &query, &from))
		return;
	const char *wrong = read_times(&query, v, &by_change, times);
	if (!wrong && !pairs_number(&query, v->size, 1, PAGE_MOST, &size))
		wrong = "A page has 1 to 100 orders.";
	if (wrong) {
		amazon_fail(q, r, 400, "InvalidInput", wrong, "");
		return;
	}
	for (size_t i = 0; i < list->count && amazon_listed(&query, v->marketplaces, S(AMAZON_MARKETPLACE)); i++) {
		int64_t at = by_change ? list->at[i].changed : list->at[i].at;
		if (at >= times[0] && at <= times[1] && amazon_listed(&query, v->statuses, status_of(v, &list->at[i])))
			picked_add(q->mem, &found, &list->at[i]);
	}
	struct buf *out = buf_new(q->mem, (size_t)1 << 26);
	write_orders(out, q, r, v, &query, &found, (const size_t[2]){from, (size_t)size});
	buf_print(out, ",\"%s\":\"%s\"%s", by_change ? v->updated[1] : v->created[1], answered_at, v->is_v0 ? "}}" : "}");
	r->fault_idle |= q->fault == FAULT_TOTAL;
	reply_json(r, 200, buf_str(out));
}

static void answer_operation(struct systems *s, struct own *own, const struct request *q, struct reply *r,
                             const struct operation *o, Str rest)
{
	if (q->fault == FAULT_ERROR_IN_200 && strcmp(o->name, "report") != 0) {
		refuse(q, 500, r);
		r->status = 200;
	} else if (strcmp(o->name, "orders") == 0) {
		answer_orders(s, q, r, &versions[o - operations]);
	} else {
		amazon_answer_reports(s, own->reports, q, r, text_from(rest, sizeof "reports/2021-06-30/" - 1));
	}
	if (r->status < 300) {
		pairs_add(q->mem, &r->headers, S("x-amzn-RateLimit-Limit"), text(o->rate));
		pairs_add(q->mem, &r->headers, S("x-amzn-RequestId"), S("0f0f0f0f-0000-4000-8000-000000000007"));
	}
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	Str rest = text_from(q->path, sizeof "/amazon/" - 1), name = route(q);
	const struct operation *o = operation_of(q, rest);
	if (text_is(name, S("amazon/token")))
		answer_token(s, own, q, r);
	else if (text_begins(name, S("amazon/file/")))
		amazon_answer_file(s, own->reports, q, r, text_from(rest, sizeof "files/" - 1));
	else if (!o)
		amazon_fail(q, r, 404, "NotFound", "The specified resource does not exist.", "");
	else if (is_let_in(own, q, r, o))
		answer_operation(s, own, q, r, o, rest);
}

/* Tokens live on: who has one uses it in the next test. */
static void renew(void *mine)
{
	struct own *own = mine;
	for (size_t i = 0; i < OPERATIONS; i++)
		own->buckets[i] = (struct bucket){.burst = operations[i].burst, .flow = operations[i].flow};
	amazon_reports_renew(own->reports);
}

static void *amazon_open(struct systems *s)
{
	struct own *own = arena_new_of(s->mem, struct own);
	own->reports = amazon_reports_new(s);
	renew(own);
	return own;
}

const struct vendor amazon = {"amazon", amazon_open, route, answer, renew, refuse};
