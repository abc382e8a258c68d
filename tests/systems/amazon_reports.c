/*
 * Reports, as "Reports API v2021-06-30 reference" says: createReport, getReport until it is DONE, getReportDocument for
 * the address of a file, which is packed and given without a token.  What is asked for in vain is CANCELLED, not empty.
 * "Report type values": a settlement report cannot be asked for, only found by getReports.
 */
#include "amazon.h"
#include "gzip.h"

#include <inttypes.h>

enum { POLLS = 2, PAGE_SIZE = 10, PAGE_MOST = 100 };

static const char settlement_type[] = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2";

enum { KINDS = 5 };
static const struct kind {
	const char *type, *list, *columns;
} kinds[KINDS] = {
	{settlement_type, "settlements",
	 "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\t"
	 "transaction-type\torder-id\tmerchant-order-id\tadjustment-id\tshipment-id\tmarketplace-name\tamount-type\t"
	 "amount-description\tamount\tfulfillment-id\tposted-date\tposted-date-time\torder-item-code\t"
	 "merchant-order-item-id\tmerchant-adjustment-item-id\tsku\tquantity-purchased\tpromotion-id\n"},
	{"GET_LEDGER_DETAIL_VIEW_DATA", "ledger",
	 "\"Date\"\t\"FNSKU\"\t\"ASIN\"\t\"MSKU\"\t\"Title\"\t\"Event Type\"\t\"Reference ID\"\t\"Quantity\"\t"
	 "\"Fulfillment Center\"\t\"Disposition\"\t\"Reason\"\t\"Country\"\t\"Reconciled Quantity\"\t"
	 "\"Unreconciled Quantity\"\t\"Date and Time\"\n"},
	{"GET_LEDGER_SUMMARY_VIEW_DATA", "ledger_summary",
	 "\"Date\"\t\"FNSKU\"\t\"ASIN\"\t\"MSKU\"\t\"Title\"\t\"Disposition\"\t\"Starting Warehouse Balance\"\t"
	 "\"In Transit Between Warehouses\"\t\"Receipts\"\t\"Customer Shipments\"\t"
	 "\"Customer Returns\"\t"
	 "\"Vendor Returns\"\t\"Warehouse Transfer In/Out\"\t\"Found\"\t\"Lost\"\t\"Damaged\"\t\"Disposed\"\t"
	 "\"Other Events\"\t\"Ending Warehouse Balance\"\t\"Unknown Events\"\t\"Location\"\n"},
	{"GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA", "returns",
	 "return-date\torder-id\tsku\tasin\tfnsku\tproduct-name\tquantity\tfulfillment-center-id\tdetailed-disposition\t"
	 "reason\tstatus\tlicense-plate-number\tcustomer-comments\n"},
	{"GET_FBA_REIMBURSEMENTS_DATA", "reimbursements",
	 "approval-date\treimbursement-id\tcase-id\tamazon-order-id\treason\tsku\tfnsku\tasin\tproduct-name\tcondition\t"
	 "currency-unit\tamount-per-unit\tamount-total\tquantity-reimbursed-cash\tquantity-reimbursed-inventory\t"
	 "quantity-reimbursed-total\toriginal-reimbursement-id\toriginal-reimbursement-type\n"},
};

struct report {
	const char *id, *document;
	const struct kind *kind;
	int64_t from, to, created;
	const struct settlement *settlement;
	uint64_t polls;
	bool failed, unlisted;
	struct report *next;
};

struct reports {
	struct settlement *settlements;
	struct report *first;
	uint64_t count;
};

/* Its number says of which kind it is, and that of its document does: a route is known by them. */
static struct report *add(struct systems *s, struct reports *reports, struct report given)
{
	struct report *report = arena_new_of(s->mem, struct report);
	uint64_t number = reports->count++;
	*report = given;
	report->id = arena_print(s->mem, "5%zu%09" PRIu64, (size_t)(given.kind - kinds), 20000 + number);
	report->document = arena_print(s->mem, "amzn1.spdoc.1.4.eu.%s.T%s",
	                               chosen_guid(s->mem, s->world, "document", number), report->id);
	report->next = reports->first;
	reports->first = report;
	return report;
}

struct reports *amazon_reports_new(struct systems *s)
{
	struct reports *reports = arena_new_of(s->mem, struct reports);
	reports->settlements = amazon_hold(s);
	for (size_t i = 0; i < SETTLEMENTS; i++) {
		const struct settlement *m = &reports->settlements[i];
		add(s, reports, (struct report){.kind = &kinds[0], .from = m->from, .to = m->to, .created = m->to + 2 * HOUR,
		                                .settlement = m, .polls = POLLS});
	}
	return reports;
}

static bool has_line(const struct report *report, const struct record *record, const struct reports *reports)
{
	if (report->settlement)
		return record->changed == report->settlement - reports->settlements;
	return record->at >= report->from && record->at < report->to;
}

static const struct list *list_of(const struct systems *s, const struct report *report)
{
	for (size_t i = 0; i < s->held.count; i++)
		if (strcmp(s->held.at[i].vendor, "amazon") == 0 && strcmp(s->held.at[i].name, report->kind->list) == 0)
			return &s->held.at[i];
	return NULL;
}

static const char *status_of(const struct systems *s, const struct reports *reports, const struct report *report)
{
	const struct list *list = list_of(s, report);
	if (report->failed)
		return "FATAL";
	if (report->polls < POLLS)
		return report->polls ? "IN_PROGRESS" : "IN_QUEUE";
	for (size_t i = 0; i < list->count; i++)
		if (has_line(report, &list->at[i], reports))
			return "DONE";
	return "CANCELLED";
}

static void write_report(const struct systems *s, const struct reports *reports, struct buf *out, struct arena *a,
                         const struct report *report)
{
	const char *status = status_of(s, reports, report);
	bool ended = report->polls >= POLLS || report->failed;
	buf_print(out, "{\"marketplaceIds\":[\"" AMAZON_MARKETPLACE "\"],\"reportId\":\"%s\",\"reportType\":\"%s\","
	          "\"createdTime\":\"%.19s+00:00\",\"processingStatus\":\"%s\"", report->id, report->kind->type,
	          instant_text(a, report->created), status);
	if (report->to < INT64_MAX)
		buf_print(out, ",\"dataStartTime\":\"%.19s+00:00\",\"dataEndTime\":\"%.19s+00:00\"",
		          instant_text(a, report->from), instant_text(a, report->to));
	if (ended)
		buf_print(out, ",\"processingStartTime\":\"%.19s+00:00\",\"processingEndTime\":\"%.19s+00:00\"",
		          instant_text(a, report->created + 60), instant_text(a, report->created + 120));
	if (strcmp(status, "DONE") == 0)
		buf_print(out, ",\"reportDocumentId\":\"%s\"", report->document);
	buf_byte(out, '}');
}

static void fail(const struct request *q, struct reply *r, const char *why)
{
	amazon_fail(q, r, 400, "InvalidInput", "Invalid input", why);
}

/* NULL, or what is wrong with the parameters of getReports. */
static const char *wrong_with(const struct pairs *query, int64_t times[2], uint64_t *size)
{
	static const char *const known[] = {
		"reportTypes", "processingStatuses", "marketplaceIds", "pageSize", "createdSince", "createdUntil", NULL,
	};
	const char *const names[] = {"createdSince", "createdUntil"};
	if (pairs_strange(query, known))
		return "There is no such parameter; a nextToken stands alone.";
	if (!pairs_find(query, S("reportTypes")))
		return "reportTypes or nextToken is required.";
	for (size_t i = 0; i < 2; i++) {
		Str given = pairs_text(query, names[i]);
		if (given.len && !moment_read(given, &times[i]))
			return "A time is in ISO 8601.";
	}
	return pairs_number(query, "pageSize", 1, PAGE_MOST, size) ? NULL : "pageSize is from 1 to 100.";
}

/* "getReports", newest first. */
static void answer_list(struct systems *s, struct reports *reports, const struct request *q, struct reply *r)
{
	struct pairs query = q->query;
	const struct pair *token = pairs_find(&q->query, S("nextToken"));
	size_t from = 0, place = 0, given = 0;
	int64_t times[2] = {0, INT64_MAX};
	uint64_t size = PAGE_SIZE;
	if (token && (query.count > 1 || !amazon_token_read(q->mem, token->value, &query, &from))) {
		fail(q, r, "nextToken is not known, or does not stand alone.");
		return;
	}
	const char *wrong = wrong_with(&query, times, &size), *next = NULL;
	if (wrong) {
		fail(q, r, wrong);
		return;
	}
	struct buf *out = buf_new(q->mem, 1 << 22);
	buf_add(out, S("{\"reports\":["));
	for (const struct report *each = reports->first; each && !next; each = each->next) {
		Str status = text(status_of(s, reports, each));
		if (each->unlisted || !amazon_listed(&query, "reportTypes", text(each->kind->type)) ||
		    each->created < times[0] ||
		    each->created > times[1] || !amazon_listed(&query, "processingStatuses", status) ||
		    !amazon_listed(&query, "marketplaceIds", S(AMAZON_MARKETPLACE)) || place++ < from)
			continue;
		if (given == size) {
			next = amazon_token(q->mem, &query, from + given);
		} else if (q->fault != FAULT_EMPTY_PAGE) {
			if (given)
				buf_byte(out, ',');
			write_report(s, reports, out, q->mem, each);
		}
		given += given < size;
	}
	r->fault_idle = q->fault == FAULT_TOTAL || (q->fault == FAULT_EMPTY_PAGE && given == 0);
	buf_byte(out, ']');
	if (next)
		buf_print(out, ",\"nextToken\":\"%s\"", next);
	buf_byte(out, '}');
	reply_json(r, 200, buf_str(out));
}

static const struct kind *kind_of(Str type)
{
	for (size_t i = 0; i < KINDS; i++)
		if (text_is(text(kinds[i].type), type))
			return &kinds[i];
	return NULL;
}

static const char *list_named(Str type)
{
	const struct kind *kind = kind_of(type);
	return kind ? kind->list : "none";
}

/* By the second digit of "51000020003", which stands behind ".T" in a document's name. */
static const char *list_numbered(Str rest)
{
	size_t at = text_find(rest, S(".T")) < rest.len ? text_find(rest, S(".T")) + 2 : 0;
	Str id = text_from(rest, at);
	size_t place = id.len > 1 ? (size_t)(id.at[1] - '0') : KINDS;
	return text_begins(id, S("5")) && place < KINDS ? kinds[place].list : "none";
}

const char *amazon_report_list(const struct request *q, Str id)
{
	const struct pair *token = pairs_find(&q->query, S("nextToken"));
	struct pairs query = q->query;
	size_t place;
	if (id.len)
		return list_numbered(id);
	if (text_is(q->method, S("POST")))
		return list_named(value_text(value_read(q->mem, q->body), "reportType"));
	return !token || amazon_token_read(q->mem, token->value, &query, &place) ?
	           list_named(pairs_text(&query, "reportTypes")) :
	           "none";
}

void amazon_reports_renew(struct reports *reports)
{
	for (struct report *each = reports->first; each; each = each->next)
		each->unlisted = !each->settlement;
}

static const char *wrong_in(const struct value *body)
{
	static const char *const known[] = {"reportType", "marketplaceIds", "dataStartTime", "dataEndTime", "reportOptions",
	                                    NULL};
	const struct value *places = value_get(body, S("marketplaceIds"));
	if (!body || body->kind != VALUE_OBJECT)
		return "The body is no JSON object.";
	for (const struct value *m = body->first; m; m = m->next) {
		const char *const *name = known;
		while (*name && !text_is(m->name, text(*name)))
			name++;
		if (!*name)
			return "There is no such member.";
	}
	if (!places || places->kind != VALUE_LIST || !places->first ||
	    !text_is(places->first->text, S(AMAZON_MARKETPLACE)))
		return "marketplaceIds is required.";
	return NULL;
}

/* "createReport". */
static void answer_create(struct systems *s, struct reports *reports, const struct request *q, struct reply *r)
{
	const struct value *body = value_read(q->mem, q->body);
	const char *wrong = wrong_in(body);
	const struct kind *kind = kind_of(value_text(body, "reportType"));
	struct report report = {.kind = kind, .to = INT64_MAX, .created = 1775017800};
	Str from = value_text(body, "dataStartTime"), to = value_text(body, "dataEndTime");
	if (!wrong && (!kind || kind == &kinds[0]))
		wrong = "This report type cannot be requested.";
	if (!wrong && ((from.len && !moment_read(from, &report.from)) || (to.len && !moment_read(to, &report.to))))
		wrong = "A time is in ISO 8601.";
	if (wrong)
		fail(q, r, wrong);
	else
		reply_json(r, 202, text(arena_print(q->mem, "{\"reportId\":\"%s\"}", add(s, reports, report)->id)));
	r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
}

/* "getReport"; it is done when it was asked for often enough.  An error in a 200 is that it fails. */
static void answer_one(struct systems *s, struct reports *reports, const struct request *q, struct reply *r, Str id)
{
	struct report *report = reports->first;
	struct buf *out = buf_new(q->mem, 1 << 16);
	while (report && !text_is(text(report->id), id))
		report = report->next;
	if (!report) {
		amazon_fail(q, r, 404, "NotFound", "Report not found.", "");
		return;
	}
	report->failed |= q->fault == FAULT_ERROR_IN_200;
	write_report(s, reports, out, q->mem, report);
	report->polls++;
	r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
	reply_json(r, 200, buf_str(out));
}

static const struct report *report_of(const struct reports *reports, Str document)
{
	const struct report *report = reports->first;
	while (report && !text_is(text(report->document), document))
		report = report->next;
	return report;
}

/* "getReportDocument": the address holds what lets one in, and is of another host. */
static void answer_document(struct systems *s, struct reports *reports, const struct request *q, struct reply *r,
                            Str id)
{
	const struct report *report = report_of(reports, id);
	const char *host = text_begins(q->host, S("localhost")) ? "127.0.0.1" : "localhost";
	if (!report || strcmp(status_of(s, reports, report), "DONE") != 0) {
		amazon_fail(q, r, 404, "NotFound", "Document not found.", "");
		return;
	}
	r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
	reply_json(r, 200, text(arena_print(q->mem, "{\"reportDocumentId\":\"%s\",\"compressionAlgorithm\":\"GZIP\","
		"\"url\":\"http://%s:%u/amazon/files/%s?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=300&"
		"X-Amz-Signature=%016" PRIx64 "\"}", report->document, host, s->port, report->document,
		chosen(s->world, "signature", 0))));
}

void amazon_answer_reports(struct systems *s, struct reports *reports, const struct request *q, struct reply *r,
                           Str rest)
{
	if (text_is(rest, S("reports")) && text_is(q->method, S("POST")))
		answer_create(s, reports, q, r);
	else if (text_is(rest, S("reports")))
		answer_list(s, reports, q, r);
	else if (text_begins(rest, S("reports/")))
		answer_one(s, reports, q, r, text_from(rest, sizeof "reports/" - 1));
	else
		answer_document(s, reports, q, r, text_from(rest, sizeof "documents/" - 1));
}

/* What a storage answers to whoever has the address; an empty page is a file with nothing but its columns. */
void amazon_answer_file(struct systems *s, struct reports *reports, const struct request *q, struct reply *r, Str id)
{
	const struct report *report = report_of(reports, id);
	const char *signature = arena_print(q->mem, "%016" PRIx64, chosen(s->world, "signature", 0));
	r->elsewhere = true;
	if (!report || q->fault == FAULT_TOKEN_EXPIRES || !pairs_has(&q->query, "X-Amz-Signature", signature)) {
		r->status = 403;
		r->type = "application/xml";
		r->body = S("<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>");
		return;
	}
	struct buf *out = buf_new(q->mem, (size_t)1 << 26);
	const struct list *list = list_of(s, report);
	buf_add(out, text(report->kind->columns));
	if (report->settlement)
		buf_add(out, text(q->fault == FAULT_TOTAL ? report->settlement->other_head : report->settlement->head));
	for (size_t i = 0; i < list->count && q->fault != FAULT_EMPTY_PAGE; i++)
		if (has_line(report, &list->at[i], reports))
			buf_add(out, list->at[i].body->text);
	r->fault_idle = (q->fault == FAULT_TOTAL && !report->settlement);
	r->status = 200;
	r->type = "application/octet-stream";
	r->body = gzip(q->mem, buf_str(out));
	if (q->fault == FAULT_ERROR_IN_200)
		r->body = S("<Error><Code>InternalError</Code></Error>");
}
