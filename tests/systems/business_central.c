/*
 * Dynamics 365 Business Central, API v2.0 (learn.microsoft.com/dynamics365/business-central/dev-itpro: "Endpoints for
 * the APIs", "API Overview", "Error codes", "Current API limits", "Filtering", "Working with API limits"; the pages of
 * each resource) and the token of "OAuth 2.0 client credentials flow" of the Microsoft identity platform.
 */
#include "business_central.h"
#include "odata.h"

#include <inttypes.h>

enum { CALLS = 6000, CALLS_PER = 300 * 1000, PAGE_MOST = 20000, ANSWER_MOST = 1 << 28 };

static const char tenant[] = "11112222-3333-4444-8555-666677778888", client[] = "client-of-the-test-systems",
                  secret[] = "secret-of-the-test-systems",
                  scope[] = "https://api.businesscentral.dynamics.com/.default";

/* A list, and what of it can be expanded: the page of each resource, "Navigation". */
static const struct resource {
	const char *name, *type, *expansions;
} resources[] = {
	{"salesOrders", "salesOrder", "salesOrderLines"},
	{"salesInvoices", "salesInvoice", "salesInvoiceLines"},
	{"salesCreditMemos", "salesCreditMemo", "salesCreditMemoLines"},
	{"salesShipments", "salesShipment", "salesShipmentLines"},
	{"customers", "customer", ""},
	{"items", "item", ""},
	{"itemLedgerEntries", "itemLedgerEntry", ""},
	{"generalLedgerEntries", "generalLedgerEntry", "dimensionSetLines"},
	{"accounts", "account", ""},
	{"trialBalances", "trialBalance", ""},
	{"currencyExchangeRates", "currencyExchangeRate", ""},
	{"analytics/itemLedgerEntries", "itemLedgerEntry", ""},
	{"ODataV4/VATEntries", "VATEntries", ""},
};

/*
 * Where the lists of one API stand, how it names the company, and what comes before their names here.  "Analytics API
 * overview" has the movements of stock with place and unit.  No API of Microsoft's gives the entries of value added
 * tax: a company that needs them publishes page 315 as a web service ("Publish a web service"), whose fields are those
 * of the page by the rules of "Use OData to return and obtain a service metadata document".
 */
static const struct api {
	const char *path, *company, *prefix;
} apis[] = {
	{"api/v2.0/", "companies(" COMPANY ")/", ""},
	{"api/microsoft/analytics/v1.0/", "companies(" COMPANY ")/", "analytics/"},
	{"ODataV4/", "Company('Lantern and Co')/", "ODataV4/"},
};

struct token {
	const char *text;
	int64_t until;              /* milliseconds; 0 once it was declared void */
	struct token *next;
};

struct own {
	struct rate rate;
	struct token *tokens;
	uint64_t given, pages;
};

static bool is_token_path(Str path)
{
	return text_ends(path, S("/oauth2/v2.0/token"));
}

/* What follows "/v2.0/{tenant}/production/api/v2.0/", or another API's; NULL if the path is of none. */
static const struct api *within(const struct request *q, Str *rest)
{
	for (size_t i = 0; i < sizeof apis / sizeof *apis; i++) {
		Str head = text(arena_print(q->mem, "/v2.0/%s/production/%s", tenant, apis[i].path));
		*rest = text_from(q->path, head.len);
		if (text_begins(q->path, head))
			return &apis[i];
	}
	return NULL;
}

/* companies({id})/salesOrders({id}): the list, and the id of one of it. */
static bool split(const struct request *q, Str *list, Str *one)
{
	Str rest;
	const struct api *api = within(q, &rest);
	*one = (Str){0};
	if (!api)
		return false;
	if (text_is(rest, S("companies")) && !*api->prefix) {
		*list = rest;
		return true;
	}
	if (!text_begins(rest, text(api->company)))
		return false;
	rest = text_from(rest, strlen(api->company));
	*list = rest;
	if (text_cut(rest, '(', list, one))
		one->len -= text_ends(*one, S(")"));
	*list = text(arena_print(q->mem, "%s%.*s", api->prefix, STR(*list)));
	return true;
}

static Str route(const struct request *q)
{
	Str list, one;
	if (is_token_path(q->path))
		return S("business_central/token");
	if (!text_begins(q->path, S("/v2.0/")))
		return (Str){0};
	if (!split(q, &list, &one))
		return S("business_central/elsewhere");
	return text(arena_print(q->mem, "business_central/%.*s", STR(list)));
}

static void fail(const struct request *q, struct reply *r, unsigned status, const char *code, const char *message)
{
	struct buf *out = buf_new(q->mem, 1 << 16);
	buf_print(out, "{\"error\":{\"code\":\"%s\",\"message\":", code);
	value_write_text(out, text(arena_print(q->mem,
		"%s  CorrelationId:  0f0f0f0f-0000-4000-8000-000000000007.", message)));
	buf_add(out, S("}}"));
	reply_json(r, status, buf_str(out));
}

static void fail_token(const struct request *q, struct reply *r, unsigned status, const char *code, int number,
                       const char *message)
{
	reply_json(r, status, text(arena_print(q->mem,
		"{\"error\":\"%s\",\"error_description\":\"AADSTS%d: %s\",\"error_codes\":[%d],"
		"\"timestamp\":\"2026-03-31 04:30:00Z\",\"trace_id\":\"0f0f0f0f-0000-4000-8000-000000000007\","
		"\"correlation_id\":\"0f0f0f0f-0000-4000-8000-000000000008\"}", code, number, message, number)));
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	if (is_token_path(q->path) && status == 401)
		fail_token(q, r, status, "invalid_client", 7000215, "Invalid client secret provided.");
	else if (is_token_path(q->path))
		fail_token(q, r, status, "temporarily_unavailable", 90033, "A transient error has occurred.");
	else if (status == 401)
		fail(q, r, status, "Authentication_InvalidCredentials", "The server has rejected the client credentials.");
	else if (status == 429)
		fail(q, r, status, "Application_TooManyRequests", "The environment is receiving too many requests.");
	else
		fail(q, r, status, status == 503 ? "ServiceUnavailable" : "Internal_ServerError", "This cannot be done now.");
	if (status == 401)
		pairs_add(q->mem, &r->headers, S("WWW-Authenticate"), S("Bearer"));
}

static bool has(const struct pairs *form, const char *name, const char *value)
{
	const struct pair *p = pairs_find(form, text(name));
	return p && text_is(p->value, text(value));
}

static void give_token(struct systems *s, struct own *own, const struct request *q, struct reply *r)
{
	struct token *t = arena_new_of(s->mem, struct token);
	char *plain = arena_print(q->mem, "{\"aud\":\"business central\",\"no\":%" PRIu64 ",\"sign\":\"%016" PRIx64 "\"}",
	                          own->given, chosen(s->world, "token", own->given));
	own->given++;
	*t = (struct token){base64_text(s->mem, text(plain)), q->now + s->settings.token_life * 1000, own->tokens};
	own->tokens = t;
	reply_json(r, 200, text(arena_print(q->mem,
		"{\"token_type\":\"Bearer\",\"expires_in\":%" PRId64 ",\"ext_expires_in\":%" PRId64 ",\"access_token\":\"%s\"}",
		s->settings.token_life, s->settings.token_life, t->text)));
}

/* "First case: Access token request with a shared secret": a form, in the body. */
static void answer_token(struct systems *s, struct own *own, const struct request *q, struct reply *r)
{
	struct pairs form = form_read(q->mem, q->body);
	const struct pair *type = header_find(&q->headers, "Content-Type");
	bool is_form = type && text_begins(type->value, S("application/x-www-form-urlencoded"));
	if (!text_begins(text_from(q->path, 1), text(tenant)))
		fail_token(q, r, 400, "invalid_request", 90002, "This tenant is not known.");
	else if (!text_is(q->method, S("POST")) || !is_form || form.count != 4)
		fail_token(q, r, 400, "invalid_request", 900144, "grant_type, client_id, client_secret and scope in a form.");
	else if (!has(&form, "grant_type", "client_credentials"))
		fail_token(q, r, 400, "unsupported_grant_type", 70003, "This grant type is not supported.");
	else if (!has(&form, "scope", scope))
		fail_token(q, r, 400, "invalid_scope", 70011, "This scope is not known.");
	else if (!has(&form, "client_id", client) || !has(&form, "client_secret", secret)) {
		r->refused = true;
		refuse(q, 401, r);
	} else if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 401, r);
		r->status = 200;
	} else {
		give_token(s, own, q, r);
		r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
	}
}

static bool is_let_in(struct own *own, const struct request *q, struct reply *r)
{
	Str given = header_authorization(q, "Bearer");
	struct token *t = own->tokens;
	if (q->fault == FAULT_TOKEN_EXPIRES)
		for (struct token *each = own->tokens; each; each = each->next)
			each->until = 0;
	while (t && !text_is(text(t->text), given))
		t = t->next;
	if (!t || t->until <= q->now) {
		r->refused = true;
		refuse(q, 401, r);
		return false;
	}
	if (rate_take(&own->rate, q->now))
		return true;
	r->beyond_rate = true;
	refuse(q, 429, r);
	return false;
}

static const struct resource *resource_of(Str name)
{
	for (size_t i = 0; i < sizeof resources / sizeof *resources; i++)
		if (text_is(text(resources[i].name), name))
			return &resources[i];
	return NULL;
}

/* "Prefer: odata.maxpagesize=N"; more than the service allows is as much as it allows. */
static uint64_t page_size(const struct systems *s, const struct request *q, struct reply *r)
{
	const struct pair *prefer = header_find(&q->headers, "Prefer");
	uint64_t most = (uint64_t)s->settings.page_most, size = 0;
	Str sign = S("odata.maxpagesize=");
	if (!prefer || text_find(prefer->value, sign) >= prefer->value.len)
		return most;
	Str rest = text_from(prefer->value, text_find(prefer->value, sign) + sign.len);
	text_uint(text_head(rest, text_digits(rest)), &size);
	if (size == 0 || size > most)
		return most;
	pairs_add(q->mem, &r->headers, S("Preference-Applied"),
	          text(arena_print(q->mem, "odata.maxpagesize=%" PRIu64, size)));
	return size;
}

/* The same request, with where it goes on; to be followed as it is.  A number makes each another. */
static void write_next(struct own *own, const struct request *q, struct buf *out, Str last)
{
	struct buf *link = buf_new(q->mem, 1 << 16);
	buf_print(link, "http://%.*s", STR(q->host));
	for (size_t i = 0; i < q->path.len; i++)
		buf_add(link, q->path.at[i] == ' ' ? S("%20") : text_head(text_from(q->path, i), 1));
	buf_byte(link, '?');
	for (size_t i = 0; i < q->query.count; i++) {
		if (text_is(q->query.at[i].name, S("$skiptoken")))
			continue;
		form_encode(link, q->query.at[i].name);
		buf_byte(link, '=');
		form_encode(link, q->query.at[i].value);
		buf_byte(link, '&');
	}
	buf_print(link, "$skiptoken=%.*s.%" PRIu64, STR(last), ++own->pages);
	buf_add(out, S(",\"@odata.nextLink\":"));
	value_write_text(out, buf_str(link));
}

/* Where a skip token goes on; false if it names no record of these. */
static bool find_start(const struct odata *o, const struct found *found, size_t *from)
{
	Str id, number;
	*from = o->skip < found->count ? (size_t)o->skip : found->count;
	if (o->skip_token.len == 0)
		return true;
	if (!text_cut(o->skip_token, '.', &id, &number))
		return false;
	if (id.len == 0)
		return true;
	for (size_t i = 0; i < found->count; i++)
		if (text_is(found->at[i]->id, id)) {
			*from = i + 1;
			return true;
		}
	return false;
}

static void answer_list(struct systems *s, struct own *own, const struct request *q, struct reply *r,
                        const struct list *list, const struct resource *resource)
{
	struct odata o = odata_read(q->mem, &q->query, list->at[0].body, resource->expansions);
	if (o.wrong) {
		fail(q, r, 400, "BadRequest", o.wrong);
		return;
	}
	struct found found = odata_find(q->mem, &o, list);
	struct buf *out = buf_new(q->mem, ANSWER_MOST);
	size_t from, counted = found.count, size = page_size(s, q, r);
	if (o.top < found.count - (o.skip < found.count ? o.skip : found.count))
		found.count = (size_t)(o.skip + o.top);
	if (!find_start(&o, &found, &from)) {
		fail(q, r, 400, "BadRequest", "The skip token is not known.");
		return;
	}
	size_t to = found.count - from < size ? found.count : from + size;
	bool emptied = q->fault == FAULT_EMPTY_PAGE && to > from;
	to = emptied ? from : to;
	size_t company = text_find(q->path, S("companies("));
	Str head = text_head(q->path, company < q->path.len ? company : text_find(q->path, S("Company(")));
	buf_print(out, "{\"@odata.context\":\"http://%.*s%.*s$metadata#%.*s\"", STR(q->host), STR(head),
	          STR(text_from(q->path, head.len)));
	if (o.counted)
		buf_print(out, ",\"@odata.count\":%zu", counted + (q->fault == FAULT_TOTAL));
	buf_add(out, S(",\"value\":["));
	for (size_t i = from; i < to; i++) {
		if (i > from)
			buf_byte(out, ',');
		odata_write(out, &o, found.at[i]->body, resource->expansions);
	}
	buf_byte(out, ']');
	if (to < found.count)
		write_next(own, q, out, to ? found.at[to - 1]->id : S(""));
	buf_byte(out, '}');
	r->fault_idle = (q->fault == FAULT_TOTAL && !o.counted) || (q->fault == FAULT_EMPTY_PAGE && !emptied);
	reply_json(r, 200, buf_str(out));
}

static void answer_companies(const struct request *q, struct reply *r)
{
	reply_json(r, 200, text(arena_print(q->mem,
		"{\"@odata.context\":\"http://%.*s/v2.0/%s/production/api/v2.0/$metadata#companies\",\"value\":[{\"id\":\""
		COMPANY "\",\"systemVersion\":\"26.0.1.1\",\"name\":\"Lantern and Co\",\"displayName\":\"Lantern and Co\","
		"\"businessProfileId\":\"\"}]}", STR(q->host), tenant)));
}

static void answer_one(const struct request *q, struct reply *r, const struct list *list,
                       const struct resource *resource, Str id)
{
	const struct record *record = list_find(list, id);
	struct odata o = odata_read(q->mem, &q->query, list->at[0].body, resource->expansions);
	struct buf *out = buf_new(q->mem, 1 << 22);
	if (!record || o.wrong) {
		fail(q, r, record ? 400 : 404, record ? "BadRequest" : "Internal_RecordNotFound",
		     record ? o.wrong : "There is no such record.");
		return;
	}
	odata_write(out, &o, record->body, resource->expansions);
	reply_json(r, 200, buf_str(out));
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	Str name, id;
	if (is_token_path(q->path)) {
		answer_token(s, own, q, r);
		return;
	}
	if (!is_let_in(own, q, r))
		return;
	if (q->fault == FAULT_ERROR_IN_200) {
		fail(q, r, 200, "Internal_DataNotFoundFilter", "The page cannot be given.");
		return;
	}
	bool known = split(q, &name, &id);
	const struct resource *resource = known ? resource_of(name) : NULL;
	if (!text_is(q->method, S("GET"))) {
		fail(q, r, 405, "BadRequest_MethodNotAllowed", "Method not allowed.");
	} else if (known && text_is(name, S("companies"))) {
		answer_companies(q, r);
	} else if (!resource) {
		fail(q, r, 404, "BadRequest_NotFound", "There is nothing at this path.");
	} else {
		const struct list *list = held_find(&s->held, S("business_central"), name);
		if (id.len)
			answer_one(q, r, list, resource, id);
		else
			answer_list(s, own, q, r, list, resource);
	}
}

static void *business_central_open(struct systems *s)
{
	struct own *own = arena_new_of(s->mem, struct own);
	rate_init(s->mem, &own->rate, CALLS, CALLS_PER);
	if (s->settings.page_most == 0 || s->settings.page_most > PAGE_MOST)
		s->settings.page_most = PAGE_MOST;
	business_central_hold(s);
	return own;
}

/* Tokens live on: who has one uses it in the next test. */
static void renew(void *mine)
{
	struct own *own = mine;
	rate_forget(&own->rate);
}

const struct vendor business_central = {"business_central", business_central_open, route, answer, renew, refuse};
