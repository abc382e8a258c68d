/*
 * What PayPal holds: a payment (T0006) for each sale that did not go through Shopify Payments, its refunds (T1107) or
 * its chargeback (T1201), and each day a withdrawal to the bank (T0400) of the whole balance.  Shapes: "Transaction
 * Search API", list transactions, and its schemas (transaction_info, payer_info, shipping_info, cart_info); codes:
 * "Transaction event codes".
 */
#include "paypal.h"

#include <inttypes.h>
#include <stdlib.h>

enum { PAYMENT, REFUND, CHARGEBACK = REFUND + REFUNDS, KINDS };

struct movement {
	const char *id, *code, *reference;
	int64_t at, gross, fee;
	const struct sale *sale;
};

struct movements {
	struct movement *at;
	size_t count;
};

/* 17 characters, as "Transaction ID" says. */
static const char *id_of(struct systems *s, const char *kind, uint64_t n)
{
	return arena_print(s->mem, "%08X%09" PRIu64, (unsigned)(chosen(s->world, kind, n) >> 32), n % 1000000000);
}

static void add(struct systems *s, struct movements *list, struct movement m)
{
	list->at = arena_grow(s->mem, list->at, list->count, sizeof *list->at);
	list->at[list->count++] = m;
}

static void add_sale(struct systems *s, struct movements *list, const struct sale *sale)
{
	uint64_t number = sale->index * KINDS;
	const char *payment = id_of(s, "paypal", number + PAYMENT);
	add(s, list, (struct movement){payment, "T0006", NULL, sale->placed, sale->total, -gateway_fee(sale->total), sale});
	for (size_t i = 0; sale->posted && i < REFUNDS; i++)
		add(s, list, (struct movement){id_of(s, "paypal", number + REFUND + i), "T1107", payment,
		                               sale->refunds[i].at, -sale->refunds[i].amount, 0, sale});
	if (sale->dispute.amount)
		add(s, list, (struct movement){id_of(s, "paypal", number + CHARGEBACK), "T1201", payment, sale->dispute.at,
		                               -sale->dispute.amount, 0, sale});
}

static int by_time(const void *a, const void *b)
{
	const struct movement *x = a, *y = b;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return strcmp(x->id, y->id);
}

static void put_money(struct arena *a, struct value *object, const char *name, int64_t cents)
{
	value_put(a, object, name, value_make(a, "{'currency_code':'EUR','value':'%s'}", amount_fixed(a, cents)));
}

/* "+0000", as its answers have it. */
static const char *time_text(struct arena *a, int64_t at)
{
	return arena_print(a, "%.19s+0000", instant_text(a, at));
}

static struct value *info_of(struct arena *a, const struct movement *m, int64_t balance)
{
	struct value *info = value_make(a, "{'transaction_id':'%s'}", m->id);
	if (m->sale)
		value_put(a, info, "paypal_account_id", value_make(a, "'PAYER%08zu'", m->sale->customer));
	if (m->reference) {
		value_put(a, info, "paypal_reference_id", value_make(a, "'%s'", m->reference));
		value_put(a, info, "paypal_reference_id_type", value_make(a, "'TXN'"));
	}
	value_put(a, info, "transaction_event_code", value_make(a, "'%s'", m->code));
	value_put(a, info, "transaction_initiation_date", value_make(a, "'%s'", time_text(a, m->at)));
	value_put(a, info, "transaction_updated_date", value_make(a, "'%s'", time_text(a, m->at)));
	put_money(a, info, "transaction_amount", m->gross);
	if (m->fee)
		put_money(a, info, "fee_amount", m->fee);
	value_put(a, info, "transaction_status", value_make(a, "'S'"));
	put_money(a, info, "ending_balance", balance);
	put_money(a, info, "available_balance", balance);
	if (m->sale) {
		value_put(a, info, "invoice_id", value_make(a, "'%" PRIu64 "'", m->sale->number));
		value_put(a, info, "custom_field", value_make(a, "'#%" PRIu64 "'", m->sale->number));
	}
	value_put(a, info, "protection_eligibility", value_make(a, m->sale ? "'01'" : "'02'"));
	return info;
}

static struct value *cart_of(struct systems *s, const struct movement *m)
{
	struct arena *a = s->mem;
	struct value *cart = value_make(a, "{}"), *items = value_make(a, "[]");
	if (!m->sale || m->reference)
		return cart;
	for (size_t i = 0; i < m->sale->line_count; i++) {
		const struct line *line = &m->sale->lines[i];
		const struct item *item = &s->world->items[line->item];
		struct value *row = value_make(a, "{'item_code':'%s','item_name':'%s','item_quantity':'%" PRId64 "'}",
		                               item->sku, item->title, line->quantity);
		put_money(a, row, "item_unit_price", item->price);
		put_money(a, row, "item_amount", line->total);
		put_money(a, row, "total_item_amount", line->total);
		value_put(a, row, "invoice_number", value_make(a, "'%" PRIu64 "'", m->sale->number));
		value_add(items, row);
	}
	value_put(a, cart, "item_details", items);
	return cart;
}

static struct value *body_of(struct systems *s, const struct movement *m, int64_t balance)
{
	struct arena *a = s->mem;
	struct value *body = value_make(a, "{}");
	const struct customer *c = m->sale ? &s->world->customers[m->sale->customer] : NULL;
	value_put(a, body, "transaction_info", info_of(a, m, balance));
	if (c) {
		value_put(a, body, "payer_info", value_make(a,
			"{'account_id':'PAYER%08zu','email_address':'%s','address_status':'N','payer_status':'Y',"
			"'payer_name':{'given_name':'Customer','surname':'%s','alternate_full_name':'%s'},'country_code':'DE'}",
			m->sale->customer, c->email, c->number, c->name));
		value_put(a, body, "shipping_info", value_make(a, "{'name':'%s'}", c->name));
	} else {
		value_put(a, body, "payer_info", value_make(a, "{'address_status':'N','payer_name':{}}"));
		value_put(a, body, "shipping_info", value_make(a, "{}"));
	}
	value_put(a, body, "cart_info", cart_of(s, m));
	value_put(a, body, "store_info", value_make(a, "{}"));
	value_put(a, body, "auction_info", value_make(a, "{}"));
	value_put(a, body, "incentive_info", value_make(a, "{}"));
	return body;
}

static void hold(struct systems *s, struct list *list, const struct movement *m, int64_t balance)
{
	struct record *record = list_add(s->mem, list, m->id, amount_fixed(s->mem, m->gross), body_of(s, m, balance));
	record->at = m->at;
	record->changed = balance;
}

void paypal_hold(struct systems *s)
{
	struct list *list = list_new(&s->held, "paypal", "transactions");
	struct movements moved = {0};
	int64_t balance = 0;
	for (size_t i = 0; i < s->world->sale_count; i++)
		if (!s->world->sales[i].by_shopify_payments)
			add_sale(s, &moved, &s->world->sales[i]);
	qsort(moved.at, moved.count, sizeof *moved.at, by_time);
	for (size_t i = 0; i < moved.count; i++) {
		const struct movement *m = &moved.at[i];
		balance += m->gross + m->fee;
		hold(s, list, m, balance);
		bool last_of_day = i + 1 == moved.count || moved.at[i + 1].at / DAY > m->at / DAY;
		if (!last_of_day || balance <= 0)
			continue;
		struct movement out = {id_of(s, "paypal out", i), "T0400", NULL, (m->at / DAY + 1) * DAY - 1, -balance, 0,
		                       NULL};
		balance = 0;
		hold(s, list, &out, 0);
	}
}
