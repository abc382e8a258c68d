/*
 * Stripe's reports of version 1: "Run a report from the API" (docs.stripe.com/reports/api), "Report Runs", "Report
 * Types" and "The File object" of its API reference; columns and parameters by "Payout reconciliation report type" and
 * "Balance report type"; "Idempotent requests".  A run is pending until it was asked for often enough; its file needs
 * the key, as all else does.
 *
 * Rows are the movements that the list of balance transactions has, in major units.  Whether a payout's own row is
 * within an itemised reconciliation the pages do not say: here it is, as in the published sample settlement_report.csv.
 * Default columns are those that stand first in the page's older form.  Of time zones only UTC is known.
 */
#include "stripe.h"

#include <inttypes.h>

enum { POLLS = 2, KEY_MOST = 255, COLUMNS_MOST = 80 };

static const int64_t asked_at = 1775017800, data_from = 1704067200;

/* What both itemised reports have. */
#define ITEMIZED \
	"automatic_payout_effective_at automatic_payout_effective_at_utc automatic_payout_id available_on " \
	"available_on_utc balance_transaction_id card_address_city card_address_country card_address_line1 " \
	"card_address_line2 card_address_postal_code card_address_state card_brand card_country card_funding " \
	"charge_created charge_created_utc charge_id connected_account_country connected_account_direct_charge_id " \
	"connected_account_id connected_account_name created created_utc currency customer_address_city " \
	"customer_address_country customer_address_line1 customer_address_line2 customer_address_postal_code " \
	"customer_address_state customer_description customer_email customer_facing_amount " \
	"customer_facing_currency customer_id customer_name customer_shipping_address_city " \
	"customer_shipping_address_country customer_shipping_address_line1 customer_shipping_address_line2 " \
	"customer_shipping_address_postal_code customer_shipping_address_state description dispute_reason fee gross " \
	"invoice_id invoice_number is_link net payment_intent_id payment_method_type regulatory_tag " \
	"reporting_category shipping_address_city shipping_address_country shipping_address_line1 " \
	"shipping_address_line2 shipping_address_postal_code shipping_address_state source_id " \
	"statement_descriptor subscription_id trace_id trace_id_status"

static const char categories[] =
	"advance advance_funding anticipation_repayment charge charge_failure climate_order_purchase "
	"climate_order_refund connect_collection_transfer connect_reserved_funds contribution dispute dispute_reversal "
	"fee financing_paydown financing_paydown_reversal financing_payout financing_payout_reversal "
	"issuing_authorization_hold issuing_authorization_release issuing_dispute issuing_transaction network_cost "
	"other_adjustment partial_capture_reversal payout payout_reversal platform_earning platform_earning_refund refund "
	"refund_failure risk_reserved_funds tax topup topup_reversal transfer transfer_reversal";

static const struct report_kind kinds[] = {
	{"payout_reconciliation.itemized.5", "Itemized payout reconciliation",
	 "interval_start interval_end timezone currency reporting_category decimal_separator columns",
	 "interval_start interval_end", ITEMIZED " destination_payment_id order_id",
	 "automatic_payout_id automatic_payout_effective_at balance_transaction_id created_utc created available_on_utc "
	 "available_on currency gross fee net reporting_category source_id description customer_facing_amount "
	 "customer_facing_currency", 5, true},
	{"payout_reconciliation.by_id.itemized.4", "Itemized payout reconciliation for a single payout",
	 "payout reporting_category timezone decimal_separator columns", "payout", ITEMIZED " destination_payment_id",
	 "balance_transaction_id created_utc created available_on_utc available_on currency gross fee net "
	 "reporting_category source_id description customer_facing_amount customer_facing_currency "
	 "automatic_payout_id automatic_payout_effective_at", 4, true},
	{"balance_change_from_activity.itemized.3", "Itemized balance change from activity",
	 "interval_start interval_end timezone currency reporting_category decimal_separator columns",
	 "interval_start interval_end", ITEMIZED,
	 "balance_transaction_id created_utc created available_on_utc available_on currency gross fee net "
	 "reporting_category source_id description customer_facing_amount customer_facing_currency", 3, false},
};

/* What a key for one request was first used with, and what came of it. */
struct use {
	Str key, body, answer;
	struct use *next;
};

struct runs {
	struct report_run *first;
	struct use *uses;
	uint64_t count;
	int64_t data_to;
};

struct runs *stripe_runs_new(struct systems *s)
{
	struct runs *runs = arena_new_of(s->mem, struct runs);
	const struct list *payouts = stripe_list(s, "payouts"), *movements = stripe_list(s, "balance_transactions");
	for (size_t i = 0; i < movements->count; i++)
		runs->data_to = movements->at[i].at > runs->data_to ? movements->at[i].at : runs->data_to;
	for (size_t i = 0; i < payouts->count; i++) {
		int64_t arrives = stripe_number(payouts->at[i].body, "arrival_date");
		runs->data_to = arrives > runs->data_to ? arrives : runs->data_to;
	}
	runs->data_to = (runs->data_to / DAY + 1) * DAY;
	return runs;
}

static const struct report_kind *kind_of(Str id)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (text_is(text(kinds[i].id), id))
			return &kinds[i];
	return NULL;
}

static void write_words(struct buf *out, const char *words)
{
	Str rest = text(words), one;
	bool more = true, first = true;
	while (more) {
		more = text_cut(rest, ' ', &one, &rest);
		buf_print(out, "%s\"%.*s\"", first ? "" : ",", STR(one));
		first = false;
	}
}

/* "The Report Type object". */
static void answer_type(const struct runs *runs, const struct request *q, struct reply *r, Str id)
{
	const struct report_kind *kind = kind_of(id);
	struct buf *out = buf_new(q->mem, 1 << 16);
	if (!kind) {
		stripe_fail(q, r, 404, "resource_missing", "report_type",
		            arena_print(q->mem, "No such report type: '%.*s'", STR(id)));
		return;
	}
	buf_print(out, "{\"id\":\"%s\",\"object\":\"reporting.report_type\",\"data_available_end\":%" PRId64 ","
	          "\"data_available_start\":%" PRId64 ",\"default_columns\":[", kind->id, runs->data_to, data_from);
	write_words(out, kind->defaults);
	buf_print(out, "],\"livemode\":false,\"name\":\"%s\",\"updated\":%" PRId64 ",\"version\":%" PRIu64 "}", kind->name,
	          runs->data_to, kind->version);
	r->fault_idle = q->fault == FAULT_EMPTY_PAGE || q->fault == FAULT_TOTAL;
	reply_json(r, 200, buf_str(out));
}

static bool wrong(const struct request *q, struct reply *r, const char *code, Str param, const char *message)
{
	stripe_fail(q, r, 400, code, text_z(q->mem, param), message);
	return false;
}

/* "payment_metadata[key]" and its like are columns of every key. */
static bool is_column(const struct report_kind *kind, Str name)
{
	static const char *const heads[] = {"payment_metadata[", "refund_metadata[", "transfer_metadata["};
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (text_begins(name, text(heads[i])))
			return text_ends(name, S("]")) && name.len > strlen(heads[i]) + 1;
	return is_word(kind->columns, name);
}

static bool read_column(const struct request *q, struct reply *r, struct arena *a, struct report_run *run,
                        const struct pair *p)
{
	if (!is_column(run->kind, p->value))
		return wrong(q, r, NULL, p->name, arena_print(q->mem, "The report %s has no column '%.*s'.", run->kind->id,
		                                              STR(p->value)));
	if (run->columns.count == COLUMNS_MOST || texts_has(&run->columns, p->value))
		return wrong(q, r, NULL, p->name, "Columns are named once each.");
	texts_add(a, &run->columns, text_copy(a, p->value));
	return true;
}

static bool read_time(const struct request *q, struct reply *r, const struct pair *p, int64_t *at)
{
	uint64_t number;
	if (!text_uint(p->value, &number) || number > UINT32_MAX)
		return wrong(q, r, "parameter_invalid_integer", p->name, "A time is in seconds since 1970.");
	*at = (int64_t)number;
	return true;
}

/* "parameters[columns][]", and with a number. */
static bool is_columns(Str name)
{
	Str index = text_from(name, sizeof "columns][" - 1);
	uint64_t number;
	return text_begins(name, S("columns][")) && (index.len == 0 || text_uint(index, &number));
}

/* One member of parameters; name is what stands within its brackets. */
static bool read_member(const struct systems *s, const struct request *q, struct reply *r, struct report_run *run,
                        Str name, const struct pair *p)
{
	Str kept = text_copy(s->mem, p->value);
	if (!is_word(run->kind->parameters, is_columns(name) ? S("columns") : name))
		return wrong(q, r, "parameter_unknown", p->name,
		             arena_print(q->mem, "Received unknown parameter: %.*s", STR(p->name)));
	if (is_columns(name))
		return read_column(q, r, s->mem, run, p);
	if (text_is(name, S("columns")))
		return wrong(q, r, NULL, p->name, "Invalid array: columns are parameters[columns][].");
	if (text_is(name, S("interval_start")))
		return read_time(q, r, p, &run->from);
	if (text_is(name, S("interval_end")))
		return read_time(q, r, p, &run->to);
	if (text_is(name, S("timezone")))
		return text_is(kept, S("Etc/UTC")) || wrong(q, r, NULL, p->name, "Of time zones only Etc/UTC is known here.");
	if (text_is(name, S("decimal_separator"))) {
		run->separator = kept.len == 1 ? kept.at[0] : '?';
		return is_word(". ,", kept) || wrong(q, r, NULL, p->name, "A separator is a point or a comma.");
	}
	if (text_is(name, S("currency"))) {
		run->currency = kept;
		return kept.len == 3 || wrong(q, r, NULL, p->name, "A currency has three letters.");
	}
	if (text_is(name, S("reporting_category"))) {
		run->category = kept;
		return is_word(categories, kept) || wrong(q, r, NULL, p->name, "There is no such category.");
	}
	run->payout = kept;
	return true;
}

static Str inner_name(const struct pair *p)
{
	Str name = text_from(p->name, sizeof "parameters[" - 1);
	return text_begins(p->name, S("parameters[")) && text_ends(name, S("]")) ? text_head(name, name.len - 1) : (Str){0};
}

/* Numbers stay numbers; columns are a list. */
static void keep(struct systems *s, struct report_run *run, Str name, Str given)
{
	struct arena *a = s->mem;
	bool number = text_begins(name, S("interval_"));
	if (is_columns(name)) {
		struct value *list = value_make(a, "[]");
		for (size_t i = 0; i < run->columns.count; i++)
			value_add(list, value_make(a, "'%s'", quotable(a, run->columns.at[i])));
		value_put(a, run->parameters, "columns", list);
	} else {
		value_put(a, run->parameters, text_z(a, name),
		          value_make(a, number ? "%s" : "'%s'", quotable(a, given)));
	}
}

static bool read_parameters(struct systems *s, const struct request *q, struct reply *r, const struct pairs *form,
                            struct report_run *run)
{
	run->parameters = value_make(s->mem, "{}");
	for (size_t i = 0; i < form->count; i++) {
		const struct pair *p = &form->at[i];
		Str name = inner_name(p);
		if (text_is(p->name, S("report_type")) || (text_is(p->name, S("expand[]")) && text_is(p->value, S("result"))))
			continue;
		if (name.len == 0)
			return wrong(q, r, "parameter_unknown", p->name,
			             arena_print(q->mem, "Received unknown parameter: %.*s", STR(p->name)));
		if (!read_member(s, q, r, run, name, p))
			return false;
		keep(s, run, name, p->value);
	}
	return true;
}

static bool has_required(const struct request *q, struct reply *r, const struct pairs *form,
                         const struct report_kind *kind)
{
	Str rest = text(kind->required), one;
	bool more = true;
	while (more) {
		more = text_cut(rest, ' ', &one, &rest);
		const char *name = arena_print(q->mem, "parameters[%.*s]", STR(one));
		if (!pairs_find(form, text(name)))
			return wrong(q, r, "parameter_missing", text(name),
			             arena_print(q->mem, "Missing required param: %s.", name));
	}
	return true;
}

/* From data_available_start to data_available_end, both included; the end is excluded, and behind the start. */
static bool is_within(struct systems *s, const struct runs *runs, const struct request *q, struct reply *r,
                      const struct report_run *run)
{
	if (run->payout.at)
		return list_find(stripe_list(s, "payouts"), run->payout) ||
		       wrong(q, r, "resource_missing", S("parameters[payout]"), "There is no such payout.");
	if (run->from < data_from)
		return wrong(q, r, NULL, S("parameters[interval_start]"), "No data of this report type are that old.");
	if (run->to > runs->data_to)
		return wrong(q, r, NULL, S("parameters[interval_end]"),
		             arena_print(q->mem, "Data of %s end with %s; the interval goes further.", run->kind->id,
		                         instant_text(q->mem, runs->data_to)));
	return run->from < run->to ||
	       wrong(q, r, NULL, S("parameters[interval_end]"), "interval_end must be later than interval_start.");
}

/* "The File object". */
static void write_file(struct systems *s, const struct request *q, struct buf *out, const struct report_run *run)
{
	buf_print(out, "{\"id\":\"%s\",\"object\":\"file\",\"created\":%" PRId64 ",\"expires_at\":%" PRId64 ","
	          "\"filename\":\"%s.csv\",\"links\":{\"object\":\"list\",\"data\":[],\"has_more\":false,"
	          "\"url\":\"/v1/file_links?file=%s\"},\"purpose\":\"finance_report_run\",\"size\":%zu,"
	          "\"title\":\"FinanceReportRun %s\",\"type\":\"csv\",\"url\":\"http://%.*s/v1/files/%s/contents\"}",
	          run->file, asked_at + 60, asked_at + 365 * DAY, run->id, run->file, stripe_rows(s, q, run).len, run->id,
	          STR(q->host), run->file);
}

static bool is_done(const struct report_run *run)
{
	return run->polls >= POLLS && !run->failed;
}

/* "The Report Run object". */
static void write_run(struct systems *s, const struct request *q, struct buf *out, const struct report_run *run)
{
	bool done = is_done(run);
	buf_print(out, "{\"id\":\"%s\",\"object\":\"reporting.report_run\",\"created\":%" PRId64 ",\"error\":%s,"
	          "\"livemode\":false,\"parameters\":", run->id, asked_at,
	          run->failed ? "\"Something went wrong while this report was made.\"" : "null");
	value_write(out, run->parameters);
	buf_print(out, ",\"report_type\":\"%s\",\"result\":", run->kind->id);
	if (done)
		write_file(s, q, out, run);
	else
		buf_add(out, S("null"));
	buf_print(out, ",\"status\":\"%s\",\"succeeded_at\":%s}",
	          run->failed ? "failed" : done ? "succeeded" : "pending",
	          done ? arena_print(q->mem, "%" PRId64, asked_at + 60) : "null");
}

static void take_defaults(struct arena *a, struct report_run *run)
{
	Str rest = text(run->kind->defaults), one;
	bool more = run->columns.count == 0;
	while (more) {
		more = text_cut(rest, ' ', &one, &rest);
		texts_add(a, &run->columns, one);
	}
}

/* "Create a Report Run"; false if it was refused. */
static bool create(struct systems *s, struct runs *runs, const struct request *q, struct reply *r)
{
	struct pairs form = form_read(q->mem, q->body);
	const struct pair *type = pairs_find(&form, S("report_type"));
	struct report_run run = {.kind = type ? kind_of(type->value) : NULL, .separator = '.'};
	if (!type)
		return wrong(q, r, "parameter_missing", S("report_type"), "Missing required param: report_type.");
	if (!run.kind)
		return wrong(q, r, "resource_missing", S("report_type"),
		             arena_print(q->mem, "No such report type: '%.*s'", STR(type->value)));
	if (!read_parameters(s, q, r, &form, &run) || !has_required(q, r, &form, run.kind) ||
	    !is_within(s, runs, q, r, &run))
		return false;
	take_defaults(s->mem, &run);
	struct report_run *kept = arena_new_of(s->mem, struct report_run);
	uint64_t number = runs->count++;
	*kept = run;
	kept->id = arena_print(s->mem, "frr_%016" PRIx64 "%08" PRIx64, chosen(s->world, "frr", number), number);
	kept->file = arena_print(s->mem, "file_%016" PRIx64 "%08" PRIx64, chosen(s->world, "file", number), number);
	kept->next = runs->first;
	runs->first = kept;
	struct buf *out = buf_new(q->mem, 1 << 16);
	write_run(s, q, out, kept);
	reply_json(r, 200, buf_str(out));
	return true;
}

/* "Idempotent requests": the same key gives the same answer, and another request with it is refused. */
static void answer_create(struct systems *s, struct runs *runs, const struct request *q, struct reply *r)
{
	const struct pair *key = header_find(&q->headers, "Idempotency-Key");
	const struct use *use = key ? runs->uses : NULL;
	if (key && (key->value.len == 0 || key->value.len > KEY_MOST)) {
		stripe_fail(q, r, 400, NULL, NULL, "An idempotency key has up to 255 characters.");
		return;
	}
	while (use && !text_is(use->key, key->value))
		use = use->next;
	if (use && !text_is(use->body, q->body)) {
		reply_value(q, r, 400, value_make(q->mem, "{'error':{'type':'idempotency_error',"
		            "'message':'This idempotency key was first used with other parameters.'}}"));
		return;
	}
	if (use) {
		reply_json(r, 200, use->answer);
		pairs_add(q->mem, &r->headers, S("Idempotent-Replayed"), S("true"));
	} else if (create(s, runs, q, r) && key) {
		struct use *kept = arena_new_of(s->mem, struct use);
		*kept = (struct use){text_copy(s->mem, key->value), text_copy(s->mem, q->body), text_copy(s->mem, r->body),
		                     runs->uses};
		runs->uses = kept;
	}
	r->fault_idle = q->fault == FAULT_EMPTY_PAGE || q->fault == FAULT_TOTAL;
}

/* "Retrieve a Report Run"; it is done when it was asked for often enough.  An error in a 200 is that it fails. */
static void answer_run(struct systems *s, struct runs *runs, const struct request *q, struct reply *r, Str id)
{
	struct report_run *run = runs->first;
	struct buf *out = buf_new(q->mem, 1 << 16);
	while (run && !text_is(text(run->id), id))
		run = run->next;
	if (!run) {
		stripe_fail(q, r, 404, "resource_missing", "report_run",
		            arena_print(q->mem, "No such report run: '%.*s'", STR(id)));
		return;
	}
	run->failed |= q->fault == FAULT_ERROR_IN_200;
	write_run(s, q, out, run);
	run->polls++;
	r->fault_idle = q->fault == FAULT_EMPTY_PAGE || q->fault == FAULT_TOTAL;
	reply_json(r, 200, buf_str(out));
}

/* "Retrieve a file", and its contents. */
static void answer_file(struct systems *s, const struct runs *runs, const struct request *q, struct reply *r, Str path)
{
	const struct report_run *run = runs->first;
	Str id, rest;
	bool whole = text_cut(path, '/', &id, &rest);
	while (run && !(text_is(text(run->file), id) && is_done(run)))
		run = run->next;
	if (!run) {
		stripe_fail(q, r, 404, "resource_missing", "file", arena_print(q->mem, "No such file: '%.*s'", STR(id)));
		return;
	}
	r->fault_idle = q->fault == FAULT_TOTAL || (q->fault == FAULT_EMPTY_PAGE && !whole);
	if (whole) {
		r->status = 200;
		r->type = "text/csv; charset=utf-8";
		r->body = stripe_rows(s, q, run);
	} else {
		struct buf *out = buf_new(q->mem, 1 << 16);
		write_file(s, q, out, run);
		reply_json(r, 200, buf_str(out));
	}
}

static const Str of_runs = {"reporting/report_runs/", sizeof "reporting/report_runs/" - 1};
static const Str of_types = {"reporting/report_types/", sizeof "reporting/report_types/" - 1};
static const Str of_files = {"files/", sizeof "files/" - 1};

const char *stripe_report_route(Str path)
{
	if (text_is(path, S("reporting/report_runs")))
		return "stripe/report_runs";
	if (text_begins(path, of_runs))
		return "stripe/report_run";
	if (text_begins(path, of_types))
		return "stripe/report_type";
	if (text_begins(path, of_files))
		return text_ends(path, S("/contents")) ? "stripe/file" : "stripe/files";
	return NULL;
}

void stripe_answer_report(struct systems *s, struct runs *runs, const struct request *q, struct reply *r, Str path)
{
	const struct pair *given = q->query.count ? &q->query.at[0] : NULL;
	bool create_it = text_is(path, S("reporting/report_runs"));
	if (given && !(text_begins(path, of_runs) && q->query.count == 1 && text_is(given->name, S("expand[]"))))
		wrong(q, r, "parameter_unknown", given->name,
		      arena_print(q->mem, "Received unknown parameter: %.*s", STR(given->name)));
	else if (!text_is(q->method, create_it ? S("POST") : S("GET")))
		stripe_fail(q, r, 404, NULL, NULL, arena_print(q->mem, "Unrecognized request URL (%.*s: %.*s)", STR(q->method),
		                                               STR(q->path)));
	else if (create_it)
		answer_create(s, runs, q, r);
	else if (text_begins(path, of_runs))
		answer_run(s, runs, q, r, text_from(path, of_runs.len));
	else if (text_begins(path, of_types))
		answer_type(runs, q, r, text_from(path, of_types.len));
	else
		answer_file(s, runs, q, r, text_from(path, of_files.len));
}
