/*
 * PayPal, as developer.paypal.com says: "Get an access token" and "Authentication" of "Get started with PayPal REST
 * APIs", "Transaction Search API" v1 (list transactions, list all balances; version 1.9 of its OpenAPI file), "API
 * responses", and "Rate limiting guidelines", which publish no rate, so that none is enforced.
 */
#include "paypal.h"

#include <inttypes.h>

enum { PAGE_SIZE = 100, PAGE_MOST = 500, PAGES_MOST = 2147483647, RANGE_MOST = 31 * DAY, RECORDS_MOST = 10000 };

static const char client[] = "paypal-client-of-the-test-systems", secret[] = "paypal-secret-of-the-test-systems",
                  account[] = "LANTERNANDCO7";

/* "last_refreshed_datetime": the end of what there is. */
static const char refreshed[] = "2026-03-31T23:59:59+0000";

static const char *const fields[] = {
	"transaction_info", "payer_info", "shipping_info", "auction_info", "cart_info", "incentive_info", "store_info",
};

/* Query parameters of list transactions; those of the second list are not served here. */
static const char *const of_transactions[] = {
	"transaction_id", "transaction_type", "transaction_status", "transaction_currency", "start_date", "end_date",
	"fields", "balance_affecting_records_only", "page_size", "page", NULL,
};

struct own {
	struct token *tokens;
};

static Str route(const struct request *q)
{
	if (!text_begins(q->path, S("/paypal/v1/")))
		return (Str){0};
	Str rest = text_from(q->path, sizeof "/paypal/v1/" - 1);
	if (text_is(rest, S("oauth2/token")))
		return S("paypal/token");
	if (!text_begins(rest, S("reporting/")))
		return S("paypal/elsewhere");
	return text(arena_print(q->mem, "paypal/%.*s", STR(text_from(rest, sizeof "reporting/" - 1))));
}

/* "Error messages" of "API responses"; a detail where a parameter is at fault. */
static void fail(const struct request *q, struct reply *r, unsigned status, const char *name, const char *message,
                 Str field, const char *issue)
{
	struct value *body = value_make(q->mem, "{'name':'%s','message':'','debug_id':'0f0f0f0f00007'}", name);
	value_get(body, S("message"))->text = text(message);
	if (issue) {
		struct value *details = value_make(q->mem, "[{'field':'','location':'query','issue':''}]");
		value_get(details->first, S("field"))->text = field;
		value_get(details->first, S("issue"))->text = text(issue);
		value_put(q->mem, body, "details", details);
	}
	value_put(q->mem, body, "links", value_make(q->mem,
		"[{'href':'https://developer.paypal.com/docs/api/transaction-search/#error-%s','rel':'information_link'}]",
		name));
	struct buf *out = buf_new(q->mem, 1 << 16);
	value_write(out, body);
	reply_json(r, status, buf_str(out));
}

static void fail_parameter(const struct request *q, struct reply *r, const char *field, const char *issue)
{
	fail(q, r, 400, "INVALID_REQUEST", "Request is not well-formed, syntactically incorrect, or violates schema.",
	     text(field), issue);
}

static void fail_token(const struct request *q, struct reply *r, unsigned status, const char *error, const char *why)
{
	reply_json(r, status, text(arena_print(q->mem, "{\"error\":\"%s\",\"error_description\":\"%s\"}", error, why)));
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	bool token = text_ends(q->path, S("/oauth2/token"));
	if (token && status == 401)
		fail_token(q, r, 401, "invalid_client", "Client Authentication failed");
	else if (status == 401)
		fail(q, r, 401, "AUTHENTICATION_FAILURE", "Authentication failed due to missing authorization header, or "
		     "invalid authentication credentials.", (Str){0}, NULL);
	else if (status == 429)
		fail(q, r, 429, "RATE_LIMIT_REACHED", "Too many requests. Blocked due to rate limiting.", (Str){0}, NULL);
	else if (status == 503)
		fail(q, r, 503, "SERVICE_UNAVAILABLE", "Service Unavailable.", (Str){0}, NULL);
	else
		fail(q, r, status, "INTERNAL_SERVER_ERROR", "An internal server error occurred.", (Str){0}, NULL);
}

/* "Get an access token": Basic credentials, and a form. */
static void answer_token(struct systems *s, struct own *own, const struct request *q, struct reply *r)
{
	struct pairs form = form_read(q->mem, q->body);
	if (!basic_is(q, client, secret)) {
		r->refused = true;
		refuse(q, 401, r);
	} else if (!text_is(q->method, S("POST")) || form.count != 1 ||
	           !pairs_has(&form, "grant_type", "client_credentials")) {
		fail_token(q, r, 400, "unsupported_grant_type", "unsupported grant_type");
	} else if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 401, r);
		r->status = 200;
	} else {
		const char *token = token_give(s, &own->tokens, "A21AA", q->now);
		r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
		reply_json(r, 200, text(arena_print(q->mem,
			"{\"scope\":\"https://uri.paypal.com/services/reporting/search/read "
			"https://uri.paypal.com/services/reporting/balances/read\",\"access_token\":\"%s\","
			"\"token_type\":\"Bearer\",\"app_id\":\"APP-0F0F0F0F\",\"expires_in\":%" PRId64
			",\"nonce\":\"2026-03-31T04:30:00Z0f0f0f0f\"}", token, s->settings.token_life)));
	}
}

struct asked {
	int64_t from, to;           /* both included */
	uint64_t page, size;
	bool fields[sizeof fields / sizeof *fields];
};

static bool read_fields(Str given, struct asked *asked)
{
	const size_t count = sizeof fields / sizeof *fields;
	while (given.len) {
		Str name = given, rest = {0};
		text_cut(given, ',', &name, &rest);
		size_t i = 0;
		while (i < count && !text_is(name, text(fields[i])))
			i++;
		if (i == count && !text_is(name, S("all")))
			return false;
		for (size_t each = 0; each < count; each++)
			asked->fields[each] |= i == count || each == i;
		given = rest;
	}
	return true;
}

/* The window is required, and at most 31 days. */
static bool read_window(const struct request *q, struct reply *r, struct asked *asked)
{
	if (!moment_read(pairs_text(&q->query, "start_date"), &asked->from)) {
		fail_parameter(q, r, "start_date", "start_date is required, in Internet date and time format");
		return false;
	}
	if (!moment_read(pairs_text(&q->query, "end_date"), &asked->to)) {
		fail_parameter(q, r, "end_date", "end_date is required, in Internet date and time format");
		return false;
	}
	if (asked->to >= asked->from && asked->to - asked->from <= RANGE_MOST)
		return true;
	fail_parameter(q, r, "end_date", "Date range is greater than 31 days");
	return false;
}

static bool read_asked(const struct request *q, struct reply *r, struct asked *asked)
{
	const struct pair *strange = pairs_strange(&q->query, of_transactions);
	const struct pair *wanted = pairs_find(&q->query, S("fields"));
	const char *wrong = NULL;
	Str affecting = pairs_text(&q->query, "balance_affecting_records_only");
	*asked = (struct asked){.page = 1, .size = PAGE_SIZE, .fields = {wanted == NULL}};
	if (strange)
		wrong = text_z(q->mem, strange->name);
	else if (!pairs_number(&q->query, "page_size", 1, PAGE_MOST, &asked->size))
		wrong = "page_size";
	else if (!pairs_number(&q->query, "page", 1, PAGES_MOST, &asked->page))
		wrong = "page";
	else if (wanted && !read_fields(wanted->value, asked))
		wrong = "fields";
	else if (affecting.len && !text_is(affecting, S("Y")) && !text_is(affecting, S("N")))
		wrong = "balance_affecting_records_only";
	if (!wrong)
		return read_window(q, r, asked);
	fail_parameter(q, r, wrong, "Invalid value or parameter.");
	return false;
}

static bool fits(const struct request *q, const struct asked *asked, const struct record *record)
{
	static const char *const filters[][2] = {
		{"transaction_id", "transaction_id"}, {"transaction_type", "transaction_event_code"},
		{"transaction_status", "transaction_status"},
	};
	const struct value *info = value_get(record->body, S("transaction_info"));
	const struct pair *currency = pairs_find(&q->query, S("transaction_currency"));
	if (record->at < asked->from || record->at > asked->to || (currency && !text_is(currency->value, S("EUR"))))
		return false;
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		const struct pair *p = pairs_find(&q->query, text(filters[i][0]));
		if (p && !text_is(p->value, value_text(info, filters[i][1])))
			return false;
	}
	return true;
}

static void write_record(struct buf *out, const struct asked *asked, const struct value *body)
{
	const char *between = "{";
	for (const struct value *m = body->first; m; m = m->next) {
		size_t i = 0;
		while (!text_is(m->name, text(fields[i])))
			i++;
		if (!asked->fields[i])
			continue;
		buf_print(out, "%s\"%s\":", between, fields[i]);
		value_write(out, m);
		between = ",";
	}
	buf_byte(out, '}');
}

/* The same request for another page; nothing here reads it, as "links" is for those who like to follow it. */
static void write_link(struct buf *out, const struct request *q, const char *rel, uint64_t page)
{
	buf_print(out, "{\"href\":\"http://%.*s%.*s?", STR(q->host), STR(q->path));
	for (size_t i = 0; i < q->query.count; i++) {
		const struct pair *p = &q->query.at[i];
		if (text_is(p->name, S("page")))
			continue;
		buf_print(out, "%.*s=", STR(p->name));
		for (size_t c = 0; c < p->value.len; c++) {
			bool coded = p->value.at[c] == '+' || p->value.at[c] == ':' || p->value.at[c] == '"';
			if (coded)
				buf_print(out, "%%%02X", (unsigned char)p->value.at[c]);
			else
				buf_byte(out, p->value.at[c]);
		}
		buf_byte(out, '&');
	}
	buf_print(out, "page=%" PRIu64 "\",\"rel\":\"%s\",\"method\":\"GET\"}", page, rel);
}

static void answer_transactions(struct systems *s, const struct request *q, struct reply *r)
{
	const struct list *list = held_find(&s->held, S("paypal"), S("transactions"));
	struct picked found = {0};
	struct asked asked;
	size_t from, to;
	if (!read_asked(q, r, &asked))
		return;
	for (size_t i = 0; i < list->count; i++)
		if (fits(q, &asked, &list->at[i]))
			picked_add(q->mem, &found, &list->at[i]);
	if (found.count > RECORDS_MOST) {
		fail(q, r, 400, "RESULTSET_TOO_LARGE", "Result set size is greater than the maximum limit. Change the filter "
		     "criteria and try again.", (Str){0}, NULL);
		return;
	}
	page_places(q, found.count, asked.page, asked.size, r, &from, &to);
	struct buf *out = buf_new(q->mem, (size_t)1 << 26);
	buf_add(out, S("{\"transaction_details\":["));
	for (size_t i = from; i < to; i++) {
		if (i > from)
			buf_byte(out, ',');
		write_record(out, &asked, found.at[i]->body);
	}
	size_t total = total_said(q, found.count);
	uint64_t pages = (found.count + asked.size - 1) / asked.size;
	buf_print(out, "],\"account_number\":\"%s\",\"start_date\":\"%.19s+0000\",\"end_date\":\"%.19s+0000\","
	          "\"last_refreshed_datetime\":\"%s\",\"page\":%" PRIu64 ",\"total_items\":%zu,\"total_pages\":%" PRIu64
	          ",\"links\":[", account, instant_text(q->mem, asked.from), instant_text(q->mem, asked.to), refreshed,
	          asked.page, total, pages);
	write_link(out, q, "self", asked.page);
	if (asked.page < pages) {
		buf_byte(out, ',');
		write_link(out, q, "next", asked.page + 1);
	}
	buf_add(out, S("]}"));
	reply_json(r, 200, buf_str(out));
}

/* "List all balances": as it stood behind the last movement before the time that is asked for. */
static void answer_balances(struct systems *s, const struct request *q, struct reply *r)
{
	static const char *const known[] = {"as_of_time", "currency_code", NULL};
	const struct list *list = held_find(&s->held, S("paypal"), S("transactions"));
	const struct pair *strange = pairs_strange(&q->query, known), *time = pairs_find(&q->query, S("as_of_time"));
	int64_t at = INT64_MAX, balance = 0;
	Str currency = pairs_text(&q->query, "currency_code");
	if (strange || (time && !moment_read(time->value, &at))) {
		fail_parameter(q, r, strange ? text_z(q->mem, strange->name) : "as_of_time", "Invalid value or parameter.");
		return;
	}
	for (size_t i = 0; i < list->count && list->at[i].at <= at; i++)
		balance = list->at[i].changed;
	const char *money = arena_print(q->mem, "{\"currency_code\":\"EUR\",\"value\":\"%s\"}",
	                                amount_fixed(q->mem, balance));
	const char *one = arena_print(q->mem, "{\"currency\":\"EUR\",\"primary\":true,\"total_balance\":%s,"
	                              "\"available_balance\":%s,\"withheld_balance\":{\"currency_code\":\"EUR\","
	                              "\"value\":\"0.00\"}}", money, money);
	r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
	reply_json(r, 200, text(arena_print(q->mem,
		"{\"balances\":[%s],\"account_id\":\"%s\",\"as_of_time\":\"%s\",\"last_refresh_time\":\"%s\"}",
		currency.len && !text_is(currency, S("EUR")) ? "" : one, account,
		time ? text_z(q->mem, time->value) : refreshed, refreshed)));
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	Str name = route(q);
	if (text_is(name, S("paypal/token"))) {
		answer_token(s, own, q, r);
		return;
	}
	if (!token_is_good(&own->tokens, q, header_authorization(q, "Bearer"))) {
		r->refused = true;
		refuse(q, 401, r);
		return;
	}
	if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
	} else if (text_is(name, S("paypal/transactions")) && text_is(q->method, S("GET"))) {
		answer_transactions(s, q, r);
	} else if (text_is(name, S("paypal/balances")) && text_is(q->method, S("GET"))) {
		answer_balances(s, q, r);
	} else {
		fail(q, r, 404, "RESOURCE_NOT_FOUND", "The specified resource does not exist.", (Str){0}, NULL);
	}
}

static void *paypal_open(struct systems *s)
{
	paypal_hold(s);
	return arena_new_of(s->mem, struct own);
}

/* Tokens live on: who has one uses it in the next test. */
static void renew(void *mine)
{
	(void)mine;
}

const struct vendor paypal = {"paypal", paypal_open, route, answer, renew, refuse};
