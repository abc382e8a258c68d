/*
 * UPS, as its specifications at github.com/UPS-API/api-documentation say: "OAuth Client Credentials API" and "UPS
 * TrackService API" (one call a number; transId and transactionSrc are required), with "Errors" of the Track API.  No
 * rate is published.  What a number is not known is said inside a 200, as a warning.
 */
#include "rest.h"

#include <inttypes.h>

enum { NUMBER_LEAST = 7, NUMBER_MOST = 34 };

static const char client[] = "ups-client-of-the-test-systems", secret[] = "ups-secret-of-the-test-systems";

static const char *const parameters[] = {"locale", "returnSignature", "returnMilestones", "returnPOD", NULL};

struct own {
	struct token *tokens;
};

/* What a parcel went through, oldest first: hours since the sale. */
static const struct step {
	int64_t after;
	const char *type, *code, *status, *description, *city;
} steps[] = {
	{2, "M", "MP", "003", "Shipper created a label, UPS has not received the package yet. ", "Leipzig"},
	{5, "P", "OR", "038", "Origin Scan ", "Leipzig"},
	{20, "I", "AR", "010", "Arrived at Facility ", "Herne"},
	{30, "D", "F4", "011", "DELIVERED ", "Dortmund"},
};
enum { STEPS = sizeof steps / sizeof *steps };

static Str route(const struct request *q)
{
	if (!text_begins(q->path, S("/ups/")))
		return (Str){0};
	if (text_is(q->path, S("/ups/security/v1/oauth/token")))
		return S("ups/token");
	return text_begins(q->path, S("/ups/api/track/v1/details/")) ? S("ups/packages") : S("ups/elsewhere");
}

static void fail(const struct request *q, struct reply *r, unsigned status, const char *code, const char *message)
{
	reply_json(r, status, text(arena_print(q->mem,
		"{\"response\":{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}}", code, message)));
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	if (status == 401)
		fail(q, r, 401, text_ends(q->path, S("/token")) ? "10401" : "250002", "Invalid Authentication Information.");
	else if (status == 429)
		fail(q, r, 429, "10429", "Quota Limit Exceeded");
	else if (status == 503)
		fail(q, r, 503, "TV9002", "Resource is not available");
	else
		fail(q, r, status, "TV9001", "Internal server error");
}

/* "Create Token"; what it says of its life is a text. */
static void answer_token(struct systems *s, struct own *own, const struct request *q, struct reply *r)
{
	struct pairs form = form_read(q->mem, q->body);
	if (!basic_is(q, client, secret)) {
		r->refused = true;
		refuse(q, 401, r);
	} else if (!text_is(q->method, S("POST")) || form.count != 1 ||
	           !pairs_has(&form, "grant_type", "client_credentials")) {
		fail(q, r, 400, "10400", "Invalid or Missing grant_type");
	} else if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 401, r);
		r->status = 200;
	} else {
		const char *token = token_give(s, &own->tokens, "eyJ", q->now);
		r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
		reply_json(r, 200, text(arena_print(q->mem,
			"{\"token_type\":\"Bearer\",\"issued_at\":\"1774931400000\",\"client_id\":\"%s\",\"access_token\":\"%s\","
			"\"scope\":\"\",\"expires_in\":\"%" PRId64 "\",\"refresh_count\":\"0\",\"status\":\"approved\"}",
			client, token, s->settings.token_life)));
	}
}

/* "20260310" and "163000"; local ones are an hour ahead in winter. */
static const char *day_text(struct arena *a, int64_t at)
{
	const char *day = date_text(a, at);
	return arena_print(a, "%.4s%.2s%.2s", day, day + 5, day + 8);
}

static const char *time_text(struct arena *a, int64_t at)
{
	const char *time = instant_text(a, at) + 11;
	return arena_print(a, "%.2s%.2s%.2s", time, time + 3, time + 6);
}

static struct value *address_of(struct arena *a, const char *city)
{
	return value_make(a, "{'addressLine1':'','addressLine2':'','addressLine3':'','city':'%s','stateProvince':'',"
	                  "'countryCode':'DE','postalCode':'','country':'DE'}", city);
}

/* "Activities are returned in chronological order, with the most recent activity first." */
static struct value *activity_of(struct arena *a, const struct step *step, int64_t at)
{
	struct value *activity = value_make(a,
		"{'location':{'slic':'0761'},'status':{'type':'%s','description':'%s','code':'%s','statusCode':'%s',"
		"'simplifiedTextDescription':''},'date':'%s','time':'%s','gmtDate':'%s','gmtTime':'%s','gmtOffset':'+01:00'}",
		step->type, step->description, step->code, step->status, day_text(a, at + HOUR), time_text(a, at + HOUR),
		day_text(a, at), time_text(a, at));
	value_put(a, value_get(activity, S("location")), "address", address_of(a, step->city));
	return activity;
}

/* The last ones are still on their way. */
static size_t steps_of(const struct systems *s, const struct sale *sale)
{
	size_t last = s->world->records - sale->index;
	return last > STEPS * 10 ? STEPS : 1 + (last - 1) % (STEPS - 1);
}

static struct value *package_of(struct systems *s, const struct sale *sale)
{
	struct arena *a = s->mem;
	size_t count = steps_of(s, sale);
	const struct step *now = &steps[count - 1];
	int64_t delivery = sale->placed + steps[STEPS - 1].after * HOUR + HOUR;
	bool delivered = count == STEPS;
	struct value *activities = value_make(a, "[]");
	for (size_t i = count; i-- > 0;)
		value_add(activities, activity_of(a, &steps[i], sale->placed + steps[i].after * HOUR));
	struct value *package = value_make(a,
		"{'trackingNumber':'%s','additionalAttributes':[],'additionalServices':['CARBON_NEUTRAL'],"
		"'alternateTrackingNumber':[],'currentStatus':{'code':'%s','description':'%s','simplifiedTextDescription':'%s',"
		"'statusCode':'%s','type':'%s'},'deliveryDate':[{'type':'%s','date':'%s'}],'deliveryTime':{'type':'%s',"
		"'endTime':'%s','startTime':''},'packageCount':1,'referenceNumber':[{'number':'%" PRIu64 "',"
		"'type':'SHIPMENT'}],'service':{'code':'011','description':'UPS Standard'},'statusCode':'%s',"
		"'statusDescription':'%s','suppressionIndicators':[],'weight':{'unitOfMeasurement':'KGS','weight':'%zu.00'}}",
		tracking_number(a, sale), now->code, now->description, now->description, now->status, now->type,
		delivered ? "DEL" : "SDD", day_text(a, delivery), delivered ? "DEL" : "EOD",
		delivered ? time_text(a, delivery) : "", sale->number, now->status, now->description, sale->line_count);
	value_put(a, package, "activity", activities);
	if (delivered)
		value_put(a, package, "deliveryInformation", value_make(a, "{'location':'Front Door','receivedBy':''}"));
	value_put(a, package, "packageAddress", value_make(a, "[{'attentionName':'','name':'','type':'DESTINATION'}]"));
	value_put(a, value_get(package, S("packageAddress"))->first, "address", address_of(a, steps[STEPS - 1].city));
	return package;
}

static void hold(struct systems *s)
{
	struct list *list = list_new(&s->held, "ups", "packages");
	for (size_t i = 0; i < s->world->sale_count; i++) {
		const struct sale *sale = &s->world->sales[i];
		if (sale->posted)
			list_add(s->mem, list, tracking_number(s->mem, sale), "1", package_of(s, sale));
	}
}

/* "UPS TrackService API", Tracking. */
static void answer_package(struct systems *s, const struct request *q, struct reply *r)
{
	Str number = text_from(q->path, sizeof "/ups/api/track/v1/details/" - 1);
	const struct record *record = list_find(held_find(&s->held, S("ups"), S("packages")), number);
	const struct pair *strange = pairs_strange(&q->query, parameters);
	struct buf *out = buf_new(q->mem, 1 << 20);
	r->fault_idle = q->fault == FAULT_TOTAL;
	if (!header_find(&q->headers, "transId") || !header_find(&q->headers, "transactionSrc")) {
		fail(q, r, 400, "TV1006", "transId and transactionSrc are required");
	} else if (strange) {
		fail(q, r, 400, "TV1007", "Invalid query parameter");
	} else if (number.len < NUMBER_LEAST || number.len > NUMBER_MOST) {
		fail(q, r, 400, "TV1002", "Invalid inquiry number");
	} else if (!record || q->fault == FAULT_EMPTY_PAGE) {
		reply_json(r, 200, S("{\"trackResponse\":{\"shipment\":[{\"warnings\":[{\"code\":\"TW0001\","
		                     "\"message\":\"Tracking Information Not Found\"}]}]}}"));
	} else {
		buf_print(out, "{\"trackResponse\":{\"shipment\":[{\"inquiryNumber\":\"%.*s\",\"package\":[", STR(number));
		value_write(out, record->body);
		buf_add(out, S("],\"userRelation\":[\"SHIPPER\"]}]}}"));
		reply_json(r, 200, buf_str(out));
	}
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	Str name = route(q);
	if (text_is(name, S("ups/token"))) {
		answer_token(s, own, q, r);
		return;
	}
	if (!token_is_good(&own->tokens, q, header_authorization(q, "Bearer"))) {
		r->refused = true;
		refuse(q, 401, r);
	} else if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
	} else if (text_is(name, S("ups/packages")) && text_is(q->method, S("GET"))) {
		answer_package(s, q, r);
	} else {
		fail(q, r, 404, "TV1004", "There is no such resource");
	}
}

static void *ups_open(struct systems *s)
{
	hold(s);
	return arena_new_of(s->mem, struct own);
}

/* Tokens live on: who has one uses it in the next test. */
static void renew(void *mine)
{
	(void)mine;
}

const struct vendor ups = {"ups", ups_open, route, answer, renew, refuse};
