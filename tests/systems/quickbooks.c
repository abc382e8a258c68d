/*
 * QuickBooks Online, as Intuit's pages say (developer.intuit.com: "Data queries", "REST API features" with its limits,
 * "Set up OAuth 2.0", "Error codes"): one query endpoint, 500 requests a minute and 10 a second for a company.  A
 * refresh gives another refresh token; the one before it holds on, those before that do not.
 */
#include "quickbooks.h"
#include "rest.h"

#include <inttypes.h>

enum { A_MINUTE = 500, A_SECOND = 10, ANSWER_MOST = 1 << 26 };

#define TIME "2026-03-31T21:30:00.000-07:00"

static const char client[] = "qb-client-of-the-test-systems", secret[] = "qb-secret-of-the-test-systems",
                  first_refresh[] = "qb-refresh-of-the-test-systems",
                  token_path[] = "/oauth2/v1/tokens/bearer", base[] = "/v3/company/9130000000000007/";

struct own {
	struct door door;
	struct rate second;
	struct token *refreshes;    /* newest first */
	bool begun_anew;            /* the first refresh token holds, as at the beginning */
};

static Str route(const struct request *q)
{
	if (text_is(q->path, text(token_path)))
		return S("quickbooks/token");
	if (!text_begins(q->path, S("/v3/company/")))
		return (Str){0};
	struct query query = query_read(q->mem, pairs_text(&q->query, "query"));
	bool known = is_word("Invoice SalesReceipt RefundReceipt Deposit Item Customer", query.entity);
	return text(arena_print(q->mem, "quickbooks/%.*s", STR(known ? query.entity : S("elsewhere"))));
}

static void fail(const struct request *q, struct reply *r, unsigned status, const char *type, const char *code,
                 const char *message, const char *detail)
{
	reply_value(q, r, status, value_make(q->mem,
		"{'Fault':{'Error':[{'Message':'%s','Detail':'%s','code':'%s'}],'type':'%s'},'time':'" TIME "'}", message,
		detail, code, type));
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	if (text_is(q->path, text(token_path)))
		reply_value(q, r, status, value_make(q->mem, "{'error':'%s'}", status == 401 ? "invalid_client" :
		                                     status == 429 ? "too_many_requests" : "server_error"));
	else if (status == 401)
		reply_value(q, r, 401, value_make(q->mem,
			"{'warnings':null,'intuitObject':null,'fault':{'error':[{'message':'message=AuthenticationFailed; "
			"errorCode=003200; statusCode=401','detail':null,'code':'3200','element':null}],'type':'AUTHENTICATION'},"
			"'report':null,'requestId':null,'time':1774999800000,'status':null}"));
	else if (status == 429)
		fail(q, r, 429, "THROTTLED", "3001", "message=ThrottleExceeded; errorCode=003001; statusCode=429",
		     "The request limit was reached.");
	else
		fail(q, r, status, "SystemFault", "10000", "An application error has occurred while processing your request",
		     "System Failure Error");
	if (status == 401)
		pairs_add(q->mem, &r->headers, S("WWW-Authenticate"), S("Bearer realm=\"Intuit\", error=\"invalid_token\""));
}

/* The newest refresh token, or the one before it. */
static bool refreshes(const struct own *own, Str given)
{
	const struct token *newest = own->refreshes, *before = newest ? newest->next : NULL;
	bool first = text_is(given, text(first_refresh));
	return (newest && text_is(given, text(newest->text))) || (before && text_is(given, text(before->text))) ||
	       (first && (!before || own->begun_anew));
}

/* "Refresh the token": Basic, and a form. */
static void answer_token(struct systems *s, struct own *own, const struct request *q, struct reply *r)
{
	struct pairs form = form_read(q->mem, q->body);
	r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
	if (!basic_is(q, client, secret)) {
		r->refused = true;
		refuse(q, 401, r);
	} else if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
	} else if (!text_is(q->method, S("POST")) || form.count != 2 || !pairs_has(&form, "grant_type", "refresh_token")) {
		reply_value(q, r, 400, value_make(q->mem, "{'error':'unsupported_grant_type'}"));
	} else if (!refreshes(own, pairs_text(&form, "refresh_token"))) {
		r->refused = true;
		reply_value(q, r, 400, value_make(q->mem, "{'error':'invalid_grant','error_description':'Incorrect or invalid "
		                                  "refresh token'}"));
	} else {
		own->begun_anew = false;
		const char *access = token_give(s, &own->door.tokens, "qb-access-", q->now);
		const char *refresh = token_give(s, &own->refreshes, "qb-refresh-", q->now);
		reply_value(q, r, 200, value_make(q->mem,
			"{'token_type':'bearer','expires_in':%" PRId64 ",'refresh_token':'%s','x_refresh_token_expires_in':8726400,"
			"'access_token':'%s'}", s->settings.token_life, refresh, access));
	}
}

static void write_one(struct buf *out, const struct query *query, const struct value *body)
{
	bool any = false;
	buf_byte(out, '{');
	for (const struct value *m = body->first; m; m = m->next) {
		if (query->columns.count && !texts_has(&query->columns, m->name) && !is_word("domain sparse", m->name))
			continue;
		buf_add(out, any ? S(",") : S(""));
		any = true;
		value_write_text(out, m->name);
		buf_byte(out, ':');
		value_write(out, m);
	}
	buf_byte(out, '}');
}

static void sort(struct picked *f, const struct query *query)
{
	for (size_t i = 1; query->order.len && i < f->count; i++) {
		const struct record *one = f->at[i];
		size_t j = i;
		for (; j > 0 && query_order(query, f->at[j - 1]->body, one->body) > 0; j--)
			f->at[j] = f->at[j - 1];
		f->at[j] = one;
	}
}

/* "Data queries", "Pagination": {QueryResponse: {Invoice: […], startPosition, maxResults}}, without a list where there
 * is nothing; a count is a total. */
static void answer_query(const struct request *q, struct reply *r, const struct query *query, const struct list *list)
{
	struct picked f = {0};
	struct buf *out = buf_new(q->mem, ANSWER_MOST);
	for (size_t i = 0; i < list->count; i++)
		if (query_fits(query, list->at[i].body))
			picked_add(q->mem, &f, &list->at[i]);
	sort(&f, query);
	if (query->counts) {
		buf_print(out, "{\"QueryResponse\":{\"totalCount\":%zu},\"time\":\"" TIME "\"}", total_said(q, f.count));
		r->fault_idle = q->fault == FAULT_EMPTY_PAGE;
		reply_json(r, 200, buf_str(out));
		return;
	}
	struct page page = page_of(q, r, f.count, query->start - 1, query->most);
	r->fault_idle |= q->fault == FAULT_TOTAL;
	buf_add(out, S("{\"QueryResponse\":{"));
	if (page.to > page.from) {
		buf_print(out, "\"%s\":[", list->name);
		for (size_t i = page.from; i < page.to; i++) {
			buf_add(out, i > page.from ? S(",") : S(""));
			write_one(out, query, f.at[i]->body);
		}
		buf_print(out, "],\"startPosition\":%" PRIu64 ",\"maxResults\":%zu", query->start, page.to - page.from);
	}
	buf_add(out, S("},\"time\":\"" TIME "\"}"));
	reply_json(r, 200, buf_str(out));
}

static bool is_let_in(struct own *own, const struct request *q, struct reply *r)
{
	bool known = token_is_good(&own->door.tokens, q, header_authorization(q, "Bearer"));
	if (!door_open(&own->door, &quickbooks, q, r, known))
		return false;
	if (rate_take(&own->second, q->now))
		return true;
	r->beyond_rate = true;
	refuse(q, 429, r);
	return false;
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	const struct pair *accept = header_find(&q->headers, "Accept");
	if (text_is(q->path, text(token_path))) {
		answer_token(s, own, q, r);
		return;
	}
	if (!is_let_in(own, q, r))
		return;
	struct query query = query_read(q->mem, pairs_text(&q->query, "query"));
	const struct list *list = held_find(&s->held, S("quickbooks"), query.entity);
	if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
	} else if (!text_is(q->path, text(arena_print(q->mem, "%squery", base))) || !text_is(q->method, S("GET"))) {
		fail(q, r, 403, "SecurityFault", "5020", "Permission Denied Error", "The company or the operation is another.");
	} else if (!accept || !text_begins(accept->value, S("application/json"))) {
		/* "Formats": without it an answer is XML, which this test system does not speak. */
		fail(q, r, 406, "ValidationFault", "4006", "Not acceptable", "Here only application/json is.");
	} else if (pairs_beyond(q->mem, &q->query, "query minorversion")) {
		fail(q, r, 400, "ValidationFault", "2090", "Invalid query string", "Only query and minorversion are known.");
	} else if (query.unparsed) {
		fail(q, r, 400, "ValidationFault", "4000", "Error parsing query", query.wrong);
	} else if (!list) {
		fail(q, r, 400, "ValidationFault", "4001", "Invalid query", "QueryValidationError: Unknown entity");
	} else if (!query_check(q->mem, &query, list->at[0].body)) {
		fail(q, r, 400, "ValidationFault", "4001", "Invalid query", query.wrong);
	} else {
		answer_query(q, r, &query, list);
	}
}

static void *quickbooks_open(struct systems *s)
{
	struct own *own = arena_new_of(s->mem, struct own);
	rate_init(s->mem, &own->door.rate, A_MINUTE, 60 * 1000);
	rate_init(s->mem, &own->second, A_SECOND, 1000);
	quickbooks_hold(s);
	return own;
}

/* A test that begins with nothing has the first refresh token. */
static void renew(void *mine)
{
	struct own *own = mine;
	door_renew(&own->door);
	rate_forget(&own->second);
	own->begun_anew = true;
}

const struct vendor quickbooks = {"quickbooks", quickbooks_open, route, answer, renew, refuse};
