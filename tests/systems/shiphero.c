/*
 * ShipHero's public API, as developer.shiphero.com says: "Getting Started" (a token for a user, or for a refresh token,
 * good for 28 days; one endpoint of GraphQL), "Throttling & Quota" (4004 credits, of which 60 a second come back; 7000
 * requests in five minutes), "ShipHero GraphQL Public API Reference" (queries, their arguments and types) and "Error
 * glossary".  What goes wrong is told in a 200, but for a token that is none.
 */
#include "shiphero.h"

#include <inttypes.h>

enum { CREDITS = 4004, RESTORED = 60, CALLS = 7000, CALLS_PER = 300 * 1000, NOT_ENOUGH = 30 };

static const char user[] = "shiphero@example.com", password[] = "shiphero-password-of-the-test-systems",
                  refresh[] = "shiphero-refresh-of-the-test-systems";

struct own {
	struct token *tokens;
	struct rate rate;
	int64_t credits, at;        /* in thousandths of a credit; milliseconds, 0 before the first */
};

/* The first field of what is asked, by which routes are told apart. */
static Str field_of(const struct request *q)
{
	const struct value *body = value_read(q->mem, q->body);
	struct document d = graphql_read(q->mem, value_text(body, "query"), value_get(body, S("variables")));
	return d.wrong || !d.root.first ? S("graphql") : d.root.first->name;
}

static Str route(const struct request *q)
{
	if (!text_begins(q->path, S("/shiphero/")))
		return (Str){0};
	if (text_is(q->path, S("/shiphero/auth/token")) || text_is(q->path, S("/shiphero/auth/refresh")))
		return S("shiphero/token");
	if (text_is(q->path, S("/shiphero/graphql")))
		return text(arena_print(q->mem, "shiphero/%.*s", STR(field_of(q))));
	return S("shiphero/elsewhere");
}

static void fail(const struct request *q, struct reply *r, unsigned status, int code, const char *message)
{
	struct buf *out = buf_new(q->mem, 1 << 16);
	buf_add(out, S("{\"errors\":[{\"message\":"));
	value_write_text(out, text(message));
	buf_print(out, ",\"request_id\":\"0f0f0f0f0f0f0f0f0f000007\",\"code\":%d}],\"data\":null}", code);
	reply_json(r, status, buf_str(out));
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	if (status == 401)
		reply_json(r, 401, S("{\"code\":\"token_expired\",\"description\":\"token is expired\"}"));
	else if (status == 429)
		fail(q, r, 429, NOT_ENOUGH, "Too many requests.");
	else
		fail(q, r, status, 1, status == 503 ? "Service unavailable." : "Internal server error.");
}

/* "/auth/token" for a user, "/auth/refresh" for a refresh token, both in JSON. */
static void answer_token(struct systems *s, struct own *own, const struct request *q, struct reply *r)
{
	const struct value *body = value_read(q->mem, q->body);
	bool again = text_ends(q->path, S("/refresh"));
	bool known = again ? text_is(value_text(body, "refresh_token"), text(refresh)) :
	                     text_is(value_text(body, "username"), text(user)) &&
	                     text_is(value_text(body, "password"), text(password));
	if (!text_is(q->method, S("POST")) || !body || body->kind != VALUE_OBJECT) {
		fail(q, r, 400, 2, "The body is no JSON object.");
	} else if (!known) {
		r->refused = true;
		reply_json(r, 401, S("{\"error\":\"invalid_grant\",\"error_description\":\"Wrong email or password.\"}"));
	} else if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
	} else {
		const char *token = token_give(s, &own->tokens, "eyJ0", q->now);
		r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
		reply_json(r, 200, text(arena_print(q->mem, "{\"access_token\":\"%s\",%s%s%s\"scope\":\"openid profile "
			"offline_access\",\"expires_in\":%" PRId64 ",\"token_type\":\"Bearer\"}", token,
			again ? "" : "\"refresh_token\":\"", again ? "" : refresh, again ? "" : "\",", s->settings.token_life)));
	}
}

/* Credits come back as time goes by; false, with how they stand, if there are not so many. */
static bool spend(struct own *own, const struct request *q, struct reply *r, const struct hero_query *query)
{
	int64_t cost = (int64_t)query->cost * 1000;
	own->credits = own->at ? own->credits + (q->now - own->at) * RESTORED : CREDITS * 1000;
	own->at = q->now;
	if (own->credits > CREDITS * 1000)
		own->credits = CREDITS * 1000;
	if (own->credits >= cost) {
		own->credits -= cost;
		return true;
	}
	int64_t left = own->credits / 1000, wait = (cost - own->credits) / (RESTORED * 1000) + 1;
	reply_json(r, 200, text(arena_print(q->mem,
		"{\"errors\":[{\"code\":%d,\"message\":\"There are not enough credits to perform the requested operation, "
		"which requires %" PRIu64 " credits, but there are only %" PRId64 " left. In %" PRId64 " seconds you will have "
		"enough credits to perform the operation\",\"operation\":\"%.*s\",\"request_id\":\"0f0f0f0f0f0f0f0f0f000007\","
		"\"required_credits\":%" PRIu64 ",\"remaining_credits\":%" PRId64 ",\"time_remaining\":\"%" PRId64
		" seconds\"}],\"data\":{\"%.*s\":null}}", NOT_ENOUGH, query->cost, left, wait, STR(query->field->name),
		query->cost, left, wait, STR(query->field->alias))));
	r->beyond_rate = true;
	return false;
}

static void answer_query(struct systems *s, struct own *own, const struct request *q, struct reply *r)
{
	const struct value *body = value_read(q->mem, q->body);
	struct document d = graphql_read(q->mem, value_text(body, "query"), value_get(body, S("variables")));
	struct hero_query query = hero_read(s, q, &d);
	struct buf *out = buf_new(q->mem, (size_t)1 << 26);
	if (query.wrong) {
		fail(q, r, 400, 3, query.wrong);
	} else if (query.cost > CREDITS) {
		fail(q, r, 200, 31, arena_print(q->mem, "This operation requires %" PRIu64 " credits, and none can have "
		     "more than %d.", query.cost, CREDITS));
	} else if (q->fault == FAULT_ERROR_IN_200) {
		fail(q, r, 200, 1, "Internal server error.");
	} else if (spend(own, q, r, &query)) {
		r->fault_idle = q->fault == FAULT_TOTAL;
		hero_write(out, q, r, &query);
		reply_json(r, 200, buf_str(out));
	}
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	Str name = route(q);
	if (text_is(name, S("shiphero/token"))) {
		answer_token(s, own, q, r);
	} else if (!token_is_good(&own->tokens, q, header_authorization(q, "Bearer"))) {
		r->refused = true;
		refuse(q, 401, r);
	} else if (!rate_take(&own->rate, q->now)) {
		r->beyond_rate = true;
		refuse(q, 429, r);
	} else if (text_is(name, S("shiphero/elsewhere")) || !text_is(q->method, S("POST"))) {
		fail(q, r, 404, 4, "There is nothing at this path.");
	} else {
		answer_query(s, own, q, r);
	}
}

static void *shiphero_open(struct systems *s)
{
	struct own *own = arena_new_of(s->mem, struct own);
	rate_init(s->mem, &own->rate, CALLS, CALLS_PER);
	shiphero_hold(s);
	return own;
}

/* Tokens live on: who has one uses it in the next test. */
static void renew(void *mine)
{
	struct own *own = mine;
	rate_forget(&own->rate);
	own->at = 0;
}

const struct vendor shiphero = {"shiphero", shiphero_open, route, answer, renew, refuse};
