/*
 * Adyen's reports, as docs.adyen.com says: "Get reports automatically" (a GET of the report's address with the
 * credentials of a report service user, Basic or X-API-Key), "Settlement details report" and "Payment accounting
 * report" (names of their files, columns).  There are no pages, no parameters and no published rate.  The folder of a
 * merchant account lists its files, for those who look for new ones by crawling.
 */
#include "adyen.h"

#include <inttypes.h>

static const char user[] = "report@Company." ADYEN_COMPANY, password[] = "adyen-password-of-the-test-systems",
                  api_key[] = "adyen-api-key-of-the-test-systems",
                  folder[] = "/adyen/reports/download/MerchantAccount/" ADYEN_MERCHANT "/",
                  accounting_head[] = "payments_accounting_report_",
                  settlement_head[] = "settlement_detail_report_batch_";

struct own {
	bool expired;
};

static Str route(const struct request *q)
{
	if (!text_begins(q->path, S("/adyen/")))
		return (Str){0};
	if (!text_begins(q->path, text(folder)))
		return S("adyen/elsewhere");
	Str name = text_from(q->path, sizeof folder - 1);
	if (text_begins(name, text(settlement_head)))
		return S("adyen/settlement_details");
	return text_begins(name, text(accounting_head)) ? S("adyen/payments_accounting") : S("adyen/files");
}

static void say(struct reply *r, unsigned status, const char *type, Str body)
{
	r->status = status;
	r->type = type;
	r->body = body;
}

/* What a browser would be shown; the documentation of reports knows no form of errors. */
static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	const char *reason = status == 401 ? "Unauthorized" : status == 404 ? "Not Found" : status == 400 ? "Bad Request" :
	                     status == 429 ? "Too Many Requests" : status == 503 ? "Service Unavailable" :
	                     "Internal Server Error";
	say(r, status, "text/html", text(arena_print(q->mem,
		"<html><head><title>%u %s</title></head><body><h1>%s</h1></body></html>\n", status, reason, reason)));
	if (status == 401)
		pairs_add(q->mem, &r->headers, S("WWW-Authenticate"), S("Basic realm=\"Adyen reports\""));
}

static bool is_let_in(struct own *own, const struct request *q, struct reply *r)
{
	const struct pair *key = header_find(&q->headers, "X-API-Key");
	bool known = basic_is(q, user, password) || (key && text_is(key->value, text(api_key)));
	if (q->fault == FAULT_TOKEN_EXPIRES)
		own->expired = true;
	if (known && !own->expired)
		return true;
	r->refused = true;
	refuse(q, 401, r);
	return false;
}

static void give(const struct request *q, struct reply *r, const char *columns, const struct picked *lines)
{
	struct buf *out = buf_new(q->mem, (size_t)1 << 24);
	bool emptied = q->fault == FAULT_EMPTY_PAGE, told = false;
	buf_add(out, text(columns));
	for (size_t i = 0; i < lines->count && !emptied; i++) {
		const struct value *other = lines->at[i]->owner;
		bool wrong = q->fault == FAULT_TOTAL && other;
		told |= wrong;
		buf_add(out, wrong ? other->text : lines->at[i]->body->text);
	}
	r->fault_idle = q->fault == FAULT_TOTAL && !told;
	say(r, 200, "text/csv", buf_str(out));
}

/* "payments_accounting_report_2026_03_31.csv": the bookings of a day, in the zone of the account. */
static void answer_accounting(struct systems *s, const struct request *q, struct reply *r, Str name)
{
	const struct list *list = held_find(&s->held, S("adyen"), S("payments_accounting"));
	struct picked lines = {0};
	Str day = text_from(name, sizeof accounting_head - 1);
	for (size_t i = 0; i < list->count; i++) {
		char *own = arena_print(q->mem, "%.10s.csv", adyen_time(q->mem, list->at[i].at));
		own[4] = own[7] = '_';
		if (text_is(day, text(own)))
			picked_add(q->mem, &lines, &list->at[i]);
	}
	if (lines.count)
		give(q, r, adyen_accounting_columns, &lines);
	else
		refuse(q, 404, r);
}

static void answer_settlement(struct systems *s, const struct request *q, struct reply *r, Str name)
{
	struct picked lines = {0};
	const struct list *list = NULL;
	if (text_ends(name, S(".csv")))
		list = held_find(&s->held, S("adyen"), text_head(name, name.len - 4));
	for (size_t i = 0; list && i < list->count; i++)
		picked_add(q->mem, &lines, &list->at[i]);
	if (list)
		give(q, r, adyen_settlement_columns, &lines);
	else
		refuse(q, 404, r);
}

static void write_file(struct buf *out, const char *name)
{
	buf_print(out, "<a href=\"%s.csv\">%s.csv</a><br>\n", name, name);
}

static void answer_files(struct systems *s, const struct request *q, struct reply *r)
{
	const struct list *list = held_find(&s->held, S("adyen"), S("payments_accounting"));
	struct buf *out = buf_new(q->mem, 1 << 16);
	const char *last = "";
	buf_add(out, S("<html><head><title>Reports</title></head><body>\n"));
	for (unsigned i = 0; i < ADYEN_BATCHES; i++)
		write_file(out, adyen_batch_name(q->mem, ADYEN_BATCH_FIRST + i));
	for (size_t i = 0; i < list->count; i++) {
		char *name = arena_print(q->mem, "%s%.10s", accounting_head, adyen_time(q->mem, list->at[i].at));
		name[sizeof accounting_head + 3] = name[sizeof accounting_head + 6] = '_';
		if (strcmp(name, last) != 0)
			write_file(out, name);
		last = name;
	}
	buf_add(out, S("</body></html>\n"));
	r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
	say(r, 200, "text/html", buf_str(out));
}

static void answer(struct systems *s, void *own, const struct request *q, struct reply *r)
{
	Str name = text_from(q->path, sizeof folder - 1), which = route(q);
	if (!is_let_in(own, q, r))
		return;
	if (q->fault == FAULT_ERROR_IN_200)
		say(r, 200, "text/html", S("<html><head><title>Log in</title></head><body>Please log in.</body></html>\n"));
	else if (q->query.count)
		refuse(q, 400, r);
	else if (!text_is(q->method, S("GET")))
		refuse(q, 404, r);
	else if (text_is(which, S("adyen/settlement_details")))
		answer_settlement(s, q, r, name);
	else if (text_is(which, S("adyen/payments_accounting")))
		answer_accounting(s, q, r, name);
	else if (text_is(which, S("adyen/files")) && name.len == 0)
		answer_files(s, q, r);
	else
		refuse(q, 404, r);
}

static void *adyen_open(struct systems *s)
{
	adyen_hold(s);
	return arena_new_of(s->mem, struct own);
}

static void renew(void *mine)
{
	struct own *own = mine;
	own->expired = false;
}

const struct vendor adyen = {"adyen", adyen_open, route, answer, renew, refuse};
