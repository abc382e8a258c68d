/*
 * Shopify's GraphQL Admin API (shopify.dev/docs/api/admin-graphql: "Endpoints and queries", "Authentication", "Status
 * and error codes"; shopify.dev/docs/api/usage: "Versioning", "API rate limits", "Bulk operations").  Times, sizes and
 * error texts are of the shape that recorded answers have.
 */
#include "shopify.h"

#include <inttypes.h>

enum { COST_MOST = 1000, BUCKET_SECONDS = 20, ANSWER_MOST = 1 << 28 };

static const char token[] = "shpat_of_the_test_systems";
/* What the app was granted (shopify.dev/docs/api/admin-rest: "AccessScope"). */
static const char rights[] = "/admin/oauth/access_scopes.json";
static const char *const granted[] = {"read_orders", "read_all_orders", "read_inventory", "read_locations",
	"read_products", "read_fulfillments", "read_shopify_payments_payouts", "read_gift_cards",
	"read_gift_card_transactions", "read_returns", "read_customers"};
static const char place[] = "/admin/api/", files[] = "/bulk-operation-outputs/";

struct own {
	struct bulk *bulk;
	int64_t available, at;      /* thousandths of points, and when that was so */
	bool expired;
};

static bool is_graphql(const struct request *q)
{
	return text_begins(q->path, text(place)) && text_ends(q->path, S("/graphql.json"));
}

static struct document document_of(const struct request *q)
{
	const struct value *body = value_read(q->mem, q->body);
	struct document none = {.wrong = "the body is no JSON object with a query", .line = 1, .column = 1};
	if (!body || !value_text(body, "query").len)
		return none;
	return graphql_read(q->mem, value_text(body, "query"), value_get(body, S("variables")));
}

/* The requests for a bulk operation, for what became of it and for its file, by what it is of. */
static Str bulk_route(const struct request *q, Str root)
{
	return text(arena_print(q->mem, "shopify/bulk/%.*s", STR(root)));
}

/* By what is asked for first; what is in pages below the account, by that. */
static Str route(const struct request *q)
{
	if (text_begins(q->path, text(files)))
		return bulk_route(q, bulk_root_of(q->path));
	if (text_is(q->path, text(rights)))
		return S("shopify/rights");
	if (!is_graphql(q))
		return (Str){0};
	struct document d = document_of(q);
	const struct selection *s = d.wrong ? NULL : d.root.first;
	if (s && text_is(s->name, S("shopifyPaymentsAccount")))
		for (const struct selection *c = s->first; c; c = c->next)
			if (c->first)
				s = c;
	Str name = s ? s->name : S("graphql"), id = s ? value_text(s->arguments, "id") : (Str){0};
	if (text_is(name, S("bulkOperationRunQuery")))
		return bulk_route(q, bulk_root(q->mem, value_text(s->arguments, "query")));
	if (text_find(id, S("/BulkOperation/")) < id.len)
		return bulk_route(q, bulk_root_of(id));
	if (text_is(name, S("currentBulkOperation")))
		name = S("bulkOperation");
	return text(arena_print(q->mem, "shopify/%.*s", STR(name)));
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	const char *id = "b1946ac9-2492-4d23-8f1b-000000000007";
	if (status == 401)
		reply_json(r, status, S("{\"errors\":\"[API] Invalid API key or access token\"}"));
	else if (status == 429)
		reply_json(r, status, S("{\"errors\":\"Too many requests\"}"));
	else
		reply_json(r, status, text(arena_print(q->mem,
			"{\"errors\":[{\"message\":\"Something went wrong at our end. Request ID: %s\",\"extensions\":"
			"{\"code\":\"INTERNAL_SERVER_ERROR\",\"requestId\":\"%s\"}}]}", id, id)));
}

/* Fills by so many points a second, up to its size. */
static void restore(struct own *own, const struct systems *s, int64_t now)
{
	int64_t most = s->settings.shopify_restore * BUCKET_SECONDS * 1000;
	int64_t filled = own->at ? own->available + (now - own->at) * s->settings.shopify_restore : most;
	own->available = filled < most ? filled : most;
	own->at = now;
}

static void write_cost(struct buf *out, const struct own *own, const struct systems *s, const struct run *run,
                       bool throttled)
{
	buf_print(out, "\"extensions\":{\"cost\":{\"requestedQueryCost\":%" PRId64 ",\"actualQueryCost\":", run->requested);
	if (throttled)
		buf_add(out, S("null"));
	else
		buf_print(out, "%" PRId64, run->actual);
	buf_print(out, ",\"throttleStatus\":{\"maximumAvailable\":%" PRId64 ",\"currentlyAvailable\":%" PRId64
	          ",\"restoreRate\":%" PRId64 "}}}}", s->settings.shopify_restore * BUCKET_SECONDS, own->available / 1000,
	          s->settings.shopify_restore);
}

static void write_error(struct buf *out, const char *message, const char *code, const struct document *d)
{
	buf_add(out, S("{\"errors\":[{\"message\":"));
	value_write_text(out, text(message));
	if (d && d->wrong)
		buf_print(out, ",\"locations\":[{\"line\":%u,\"column\":%u}]", d->line, d->column);
	if (code)
		buf_print(out, ",\"extensions\":{\"code\":\"%s\"}", code);
	buf_add(out, S("}]"));
}

static void answer_error(const struct request *q, struct reply *r, const char *message, const char *code,
                         const struct document *d)
{
	struct buf *out = buf_new(q->mem, 1 << 20);
	write_error(out, message, code, d);
	buf_byte(out, '}');
	reply_json(r, 200, buf_str(out));
}

static void carry_out(struct systems *s, struct own *own, const struct request *q, struct reply *r,
                      const struct document *d)
{
	struct run run = {
		.a = q->mem, .s = s, .q = q, .out = buf_new(q->mem, ANSWER_MOST),
		.total_disagrees = q->fault == FAULT_TOTAL, .empty_page = q->fault == FAULT_EMPTY_PAGE,
	};
	struct buf *out = run.out;
	if (!run_check(&run, d)) {
		answer_error(q, r, run.wrong, run.code, NULL);
		return;
	}
	if (run.requested > COST_MOST) {
		const char *said = arena_print(q->mem, "Query cost is %" PRId64 ", which exceeds the single query max cost "
		                               "limit (%d).", run.requested, COST_MOST);
		answer_error(q, r, said, "MAX_COST_EXCEEDED", NULL);
		return;
	}
	restore(own, s, q->now);
	if (run.requested * 1000 > own->available) {
		r->beyond_rate = true;
		write_error(out, "Throttled", "THROTTLED", NULL);
		buf_byte(out, ',');
		write_cost(out, own, s, &run, true);
		reply_json(r, 200, buf_str(out));
		return;
	}
	buf_add(out, S("{\"data\":"));
	run_operation(&run, own->bulk, d);
	own->available -= run.actual * 1000;
	if (run.wrong) {
		answer_error(q, r, run.wrong, run.code, NULL);
		return;
	}
	buf_byte(out, ',');
	write_cost(out, own, s, &run, false);
	r->fault_idle = (run.total_disagrees || run.empty_page) && !run.fault_played;
	reply_json(r, 200, buf_str(out));
}

/* "Versioning": what is too old is served by the oldest that is not, and the answer says which. */
static bool serve_version(const struct request *q, struct reply *r)
{
	static const char *const served[] = {"2025-10", "2026-01", "2026-04"};
	Str version = text_from(q->path, sizeof place - 1), rest;
	const char *found = NULL;
	int64_t day;
	text_cut(version, '/', &version, &rest);
	for (size_t i = 0; i < sizeof served / sizeof *served; i++)
		if (text_is(version, text(served[i])))
			found = served[i];
	bool is_version = version.len == 7 && instant_read(text(arena_print(q->mem, "%.*s-01", STR(version))), &day);
	if (!found && is_version && text_compare(version, text(served[0])) < 0)
		found = served[0];
	if (!found)
		reply_json(r, 404, S("{\"errors\":\"Not Found\"}"));
	else
		pairs_add(q->mem, &r->headers, S("X-Shopify-API-Version"), text(found));
	return found;
}

static void answer_file(struct own *own, const struct request *q, struct reply *r)
{
	Str lines, name = text_from(q->path, sizeof files - 1);
	r->elsewhere = true;
	if (q->fault == FAULT_TOKEN_EXPIRES || !pairs_find(&q->query, S("Signature")) ||
	    !bulk_result(own->bulk, name, &lines)) {
		r->refused = true;
		reply_json(r, 403, S("{\"error\":\"the address has expired\"}"));
		return;
	}
	r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
	r->status = 200;
	r->type = "application/jsonl";
	r->body = lines;
}

static void answer_rights(const struct request *q, struct reply *r)
{
	struct buf *out = buf_new(q->mem, 1 << 20);

	buf_add(out, S("{\"access_scopes\":["));
	for (size_t i = 0; i < sizeof granted / sizeof *granted; i++)
		buf_print(out, "%s{\"handle\":\"%s\"}", i ? "," : "", granted[i]);
	buf_add(out, S("]}"));
	reply_json(r, text_is(q->method, S("GET")) ? 200 : 405, buf_str(out));
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	const struct pair *given = header_find(&q->headers, "X-Shopify-Access-Token");
	struct document d;

	if (text_begins(q->path, text(files))) {
		answer_file(own, q, r);
		return;
	}
	if (q->fault == FAULT_TOKEN_EXPIRES)
		own->expired = true;
	if (own->expired || !given || !text_is(given->value, text(token))) {
		r->refused = true;
		refuse(q, 401, r);
		return;
	}
	if (text_is(q->path, text(rights))) {
		answer_rights(q, r);
		return;
	}
	if (!serve_version(q, r))
		return;
	if (!text_is(q->method, S("POST"))) {
		reply_json(r, 405, S("{\"errors\":\"Method Not Allowed\"}"));
		return;
	}
	if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
		return;
	}
	d = document_of(q);
	if (d.wrong)
		answer_error(q, r, d.wrong, NULL, &d);
	else
		carry_out(s, own, q, r, &d);
}

static void *shopify_open(struct systems *s)
{
	struct own *own = arena_new_of(s->mem, struct own);
	own->bulk = bulk_new(s->mem);
	shopify_hold(s);
	return own;
}

static void renew(void *mine)
{
	struct own *own = mine;
	bulk_forget(own->bulk);
	own->at = 0;
	own->expired = false;
}

const struct vendor shopify = {"shopify", shopify_open, route, answer, renew, refuse};
