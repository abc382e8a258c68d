/*
 * What Adyen holds: for each sale that did not go through Shopify Payments, its way through the states of a payment
 * (payments accounting) and what of it was settled (settlement details), in two batches that were paid out.  Columns
 * and their order: "Settlement details report" and "Payment accounting report", with those that companies have had
 * added since 2025, Metadata among them; "Reports and the payments lifecycle" for the states.
 *
 * What a line adds to its batch is Net Credit less Net Debit; a batch with its payout comes to zero.
 */
#include "adyen.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { CHARGEBACK_FEE = 1500, SECOND_BATCH = 15 };

const char adyen_settlement_columns[] =
	"Company Account,Merchant Account,Psp Reference,Merchant Reference,Payment Method,Creation Date,TimeZone,Type,"
	"Modification Reference,Gross Currency,Gross Debit (GC),Gross Credit (GC),Exchange Rate,Net Currency,"
	"Net Debit (NC),Net Credit (NC),Commission (NC),Markup (NC),Scheme Fees (NC),Interchange (NC),"
	"Payment Method Variant,Modification Merchant Reference,Batch Number,Reserved4,Reserved5,Reserved6,Reserved7,"
	"Reserved8,Reserved9,Reserved10,Booking Date,Booking Date TimeZone,Metadata,Merchant Order Reference\n";

const char adyen_accounting_columns[] =
	"Company Account,Merchant Account,Psp Reference,Merchant Reference,Payment Method,Payment Method Variant,"
	"Booking Date,TimeZone,Record Type,Modification Psp Reference,Creation Date,Payable Batch,Payout Date,"
	"Main Currency,Main Amount,Payment Currency,Received (PC),Exchange Rate,Authorised (PC),Captured (PC),"
	"Settlement Currency,Payable (SC),Commission (SC),Markup (SC),Scheme Fees (SC),Interchange (SC),"
	"Processing Fee Currency,Processing Fee (FC),Shopper Country,Acquirer Auth Code,ARN,"
	"Modification Merchant Reference,Original Amount,Advancement Batch,Metadata,Merchant Order Reference,"
	"Shopper Reference,Reserved3,Reserved4,Reserved5,Reserved6,Reserved7,Reserved8,Reserved9,Reserved10,"
	"Payment Account Reference,DCC Markup (SC),Surcharge Amount,Booking Type,Gross Fees (SC)\n";

/* One booking of a payment.  gross is what the shopper paid, or got back (below zero); fee is what Adyen keeps. */
struct booking {
	const struct sale *sale;
	const char *type, *reference;
	int64_t at, gross, fee;
	bool settles;
};

struct bookings {
	struct booking *at;
	size_t count;
};

const char *adyen_batch_name(struct arena *a, unsigned batch)
{
	return arena_print(a, "settlement_detail_report_batch_%u", batch);
}

/* 2026-03-29T01:00:00Z: from then on it is summer. */
static bool is_summer(int64_t at)
{
	return at >= 1774746000;
}

const char *adyen_zone(int64_t at)
{
	return is_summer(at) ? "CEST" : "CET";
}

const char *adyen_time(struct arena *a, int64_t at)
{
	char *local = arena_print(a, "%.19s", instant_text(a, at + (is_summer(at) ? 2 : 1) * HOUR));
	local[10] = ' ';
	return local;
}

static const char *reference_of(struct systems *s, const char *kind, uint64_t n)
{
	return arena_print(s->mem, "%08X%08" PRIX64, (unsigned)(chosen(s->world, kind, n) >> 32), n);
}

static void add(struct systems *s, struct bookings *list, struct booking b)
{
	list->at = arena_grow(s->mem, list->at, list->count, sizeof *list->at);
	list->at[list->count++] = b;
}

/* Settled, refunded and charged back a day after it was asked for. */
static void add_sale(struct systems *s, struct bookings *list, const struct sale *sale)
{
	uint64_t number = sale->index * 8;
	const char *psp = reference_of(s, "adyen", number), *capture = reference_of(s, "adyen", number + 1);
	add(s, list, (struct booking){sale, "Received", psp, sale->placed, sale->total, 0, false});
	add(s, list, (struct booking){sale, "Authorised", psp, sale->placed + 1, sale->total, 0, false});
	add(s, list, (struct booking){sale, "SentForSettle", capture, sale->placed + HOUR, sale->total, 0, false});
	add(s, list, (struct booking){sale, "Settled", capture, sale->placed + DAY, sale->total, gateway_fee(sale->total),
	                              true});
	for (size_t i = 0; sale->posted && i < REFUNDS; i++) {
		const struct event *e = &sale->refunds[i];
		const char *refund = reference_of(s, "adyen", number + 2 + i);
		add(s, list, (struct booking){sale, "SentForRefund", refund, e->at, -e->amount, 0, false});
		add(s, list, (struct booking){sale, "Refunded", refund, e->at + DAY, -e->amount, 0, true});
	}
	if (sale->dispute.amount)
		add(s, list, (struct booking){sale, "Chargeback", reference_of(s, "adyen", number + 4),
		                              sale->dispute.at + DAY, -sale->dispute.amount, CHARGEBACK_FEE, true});
}

static int by_time(const void *a, const void *b)
{
	const struct booking *x = a, *y = b;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return strcmp(x->reference, y->reference);
}

static bool is_blended(const struct sale *sale)
{
	return sale->index % 4 == 1;
}

/* "Commission,Markup,Scheme Fees,Interchange": the first alone, or the others, which come to the same. */
static const char *fees_of(struct arena *a, const struct booking *b)
{
	int64_t scheme = b->fee / 10, interchange = b->fee / 4;
	if (!b->fee)
		return ",,,";
	if (is_blended(b->sale))
		return arena_print(a, "%s,,,", amount_number(a, b->fee));
	return arena_print(a, ",%s,%s,%s", amount_number(a, b->fee - scheme - interchange), amount_number(a, scheme),
	                   amount_number(a, interchange));
}

/* An amount in the first of two columns if it is a debit, in the second if it is a credit. */
static const char *sides(struct arena *a, int64_t amount)
{
	return amount < 0 ? arena_print(a, "%s,", amount_number(a, -amount)) :
	                    arena_print(a, ",%s", amount_number(a, amount));
}

static struct value *text_value(struct arena *a, const char *line)
{
	struct value *v = value_make(a, "''");
	v->text = text(line);
	return v;
}

static void hold_line(struct systems *s, struct list *const lists[2], const char *id, int64_t at, int64_t net,
                      const char *line, const char *other)
{
	for (size_t i = 0; i < 2; i++) {
		struct record *record = list_add(s->mem, lists[i], id, amount_fixed(s->mem, net), text_value(s->mem, line));
		record->at = at;
		record->owner = other ? text_value(s->mem, other) : NULL;
	}
}

/* "Transactions". */
static int64_t hold_settled(struct systems *s, struct list *const lists[2], const struct booking *b, unsigned batch)
{
	struct arena *a = s->mem;
	int64_t net = b->gross - b->fee;
	const char *psp = reference_of(s, "adyen", b->sale->index * 8);
	const char *method = is_blended(b->sale) ? "ideal" : "visa", *variant = is_blended(b->sale) ? "ideal" : "visadebit";
	const char *line = arena_print(a,
		ADYEN_COMPANY "," ADYEN_MERCHANT ",%s,#%" PRIu64 ",%s,%s,%s,%s,%s,EUR,%s,1,EUR,%s,%s,%s,<auto>,%u,,,,,,,,"
		"%s,%s,\"{\"\"shop\"\":\"\"web\"\",\"\"note\"\":\"\"a, b\"\"}\",#%" PRIu64 "\n",
		psp, b->sale->number, method, adyen_time(a, b->at - DAY), adyen_zone(b->at - DAY), b->type, b->reference,
		sides(a, b->gross), sides(a, net), fees_of(a, b), variant, batch, adyen_time(a, b->at), adyen_zone(b->at),
		b->sale->number);
	hold_line(s, lists, b->reference, b->at, net, line, NULL);
	return net;
}

/* "Transaction fees" and "Merchant payout": what a batch ends with; nothing but a reference, a net and a time. */
static const char *end_line(struct arena *a, const char *type, const char *reference, int64_t net, unsigned batch,
                            int64_t at)
{
	bool quoted = strchr(reference, ',') != NULL;
	return arena_print(a, ADYEN_COMPANY "," ADYEN_MERCHANT ",,,,%s,%s,%s,%s%s%s,,,,,EUR,%s,,,,,,,%u,,,,,,,,%s,%s,,\n",
	                   adyen_time(a, at), adyen_zone(at), type, quoted ? "\"" : "", reference, quoted ? "\"" : "",
	                   sides(a, net), batch, adyen_time(a, at), adyen_zone(at));
}

static void end_batch(struct systems *s, struct list *const lists[2], unsigned batch, int64_t at, size_t lines,
                      int64_t net)
{
	struct arena *a = s->mem;
	int64_t fees = 9 * (int64_t)lines, close = (at / DAY + 1) * DAY - 10 * 60;
	const char *month = arena_print(a, "Transaction Fees March 2026 batch %u", batch);
	const char *paid = arena_print(a, "TX%08u%02uXT batch %u, " ADYEN_MERCHANT,
	                               (unsigned)(chosen(s->world, "payout", batch) % 100000000), batch, batch);
	hold_line(s, lists, month, close, -fees, end_line(a, "Fee", month, -fees, batch, close), NULL);
	net -= fees;
	hold_line(s, lists, paid, close + 1, -net, end_line(a, "MerchantPayout", paid, -net, batch, close + 1),
	          end_line(a, "MerchantPayout", paid, -net - 1, batch, close + 1));
}

static void hold_batch(struct systems *s, struct list *all, const struct bookings *bookings, unsigned batch,
                       int64_t from, int64_t to)
{
	struct list *const lists[2] = {all, list_new(&s->held, "adyen", adyen_batch_name(s->mem, batch))};
	int64_t net = 0, last = from;
	size_t lines = 0;
	for (size_t i = 0; i < bookings->count; i++) {
		const struct booking *b = &bookings->at[i];
		if (!b->settles || b->at < from || b->at >= to)
			continue;
		net += hold_settled(s, lists, b, batch);
		last = b->at;
		lines++;
	}
	end_batch(s, lists, batch, last, lines, net);
}

/* "Received", "Authorised", "Captured" and "Payable" are the registers that a booking moves an amount between. */
static const char *registers(struct arena *a, const struct booking *b, const char **payable)
{
	const char *amount = amount_number(a, b->gross), *back = amount_number(a, -b->gross);
	*payable = "";
	if (strcmp(b->type, "Received") == 0)
		return arena_print(a, "%s,,,", amount);
	if (strcmp(b->type, "Authorised") == 0)
		return arena_print(a, "%s,1,%s,", back, amount);
	if (strcmp(b->type, "SentForSettle") == 0)
		return arena_print(a, ",1,%s,%s", back, amount);
	if (strcmp(b->type, "SentForRefund") == 0)
		return arena_print(a, ",1,,%s", amount);
	*payable = amount_number(a, b->gross - b->fee);
	return arena_print(a, ",1,,%s", strcmp(b->type, "Chargeback") == 0 ? "" : back);
}

static void hold_accounting(struct systems *s, struct list *list, const struct booking *b)
{
	struct arena *a = s->mem;
	const char *psp = reference_of(s, "adyen", b->sale->index * 8), *payable;
	const char *moved = registers(a, b, &payable);
	bool first = strcmp(b->reference, psp) == 0;
	int64_t size = b->gross < 0 ? -b->gross : b->gross;
	const char *line = arena_print(a,
		ADYEN_COMPANY "," ADYEN_MERCHANT ",%s,#%" PRIu64 ",%s,%s,%s,%s,%s,%s,%s,,,EUR,%s,EUR,%s,%s,%s,%s,%s,%s,DE,"
		"%06zu,,%s,%s,,,#%" PRIu64 ",%s,,,,,,,,,,,,,\n",
		psp, b->sale->number, is_blended(b->sale) ? "ideal" : "visa", is_blended(b->sale) ? "ideal" : "visadebit",
		adyen_time(a, b->at), adyen_zone(b->at), b->type, first ? "" : b->reference, adyen_time(a, b->sale->placed),
		amount_number(a, size), moved, *payable ? "EUR" : "", payable, fees_of(a, b), first ? "EUR" : "",
		first ? "0.08" : "", b->sale->index, first ? "" : "<auto>", amount_number(a, b->sale->total), b->sale->number,
		s->world->customers[b->sale->customer].number);
	const char *id = arena_print(a, "%s/%s", b->reference, b->type);
	struct record *record = list_add(a, list, id, amount_fixed(a, size), text_value(a, line));
	record->at = b->at;
}

void adyen_hold(struct systems *s)
{
	struct list *settled = list_new(&s->held, "adyen", "settlement_details");
	struct list *accounting = list_new(&s->held, "adyen", "payments_accounting");
	struct bookings bookings = {0};
	for (size_t i = 0; i < s->world->sale_count; i++)
		if (!s->world->sales[i].by_shopify_payments)
			add_sale(s, &bookings, &s->world->sales[i]);
	qsort(bookings.at, bookings.count, sizeof *bookings.at, by_time);
	int64_t begun = bookings.at[0].at / DAY * DAY, second = begun + SECOND_BATCH * DAY;
	hold_batch(s, settled, &bookings, ADYEN_BATCH_FIRST, begun, second);
	hold_batch(s, settled, &bookings, ADYEN_BATCH_FIRST + 1, second, INT64_MAX);
	for (size_t i = 0; i < bookings.count; i++)
		hold_accounting(s, accounting, &bookings.at[i]);
}
