/*
 * What a seller at Square holds: every sale as an order that was paid at one of two tills, the payment of each, refunds
 * of what was posted, the pieces of every item at both places, and the catalogue that names their SKUs.  Shapes
 * (developer.squareup.com/reference): "Order", "Payment", "PaymentRefund", "InventoryCount" and "CatalogObject".
 */
#include "square.h"

#include <inttypes.h>

enum { AT_HAMBURG = 5 };

struct seller {
	struct systems *s;
	struct arena *a;
	struct list *orders, *payments, *refunds;
};

static const char *id_of(struct seller *p, const char *kind, uint64_t n)
{
	return arena_print(p->a, "%s%016" PRIX64 "%04" PRIX64, kind, chosen(p->s->world, kind, n), n);
}

static const char *moment_text(struct seller *p, int64_t at, uint64_t n)
{
	return arena_print(p->a, "%.19s.%03uZ", instant_text(p->a, at), (unsigned)(chosen(p->s->world, "ms", n) % 1000));
}

static void put_money(struct seller *p, struct value *v, const char *name, int64_t cents)
{
	value_put(p->a, v, name, value_make(p->a, "{'amount':%" PRId64 ",'currency':'EUR'}", cents));
}

static const char *place_of(const struct sale *sale)
{
	return sale->index % 3 ? SQUARE_BERLIN : SQUARE_HAMBURG;
}

static struct record *hold(struct seller *p, struct list *list, struct value *v, int64_t amount, int64_t at,
                           int64_t changed)
{
	struct record *record = list_add(p->a, list, text_z(p->a, value_text(v, "id")),
	                                 arena_print(p->a, "%" PRId64, amount), v);
	record->at = at;
	record->changed = changed;
	return record;
}

/* Taxes are inside ("INCLUSIVE"); shipping is a line of its own, since it is at none of the catalogue's prices. */
static struct value *line_of(struct seller *p, const struct sale *sale, size_t n)
{
	bool goods = n < sale->line_count;
	const struct item *item = goods ? &p->s->world->items[sale->lines[n].item] : NULL;
	int64_t one = goods ? item->price : SHIPPING, count = goods ? sale->lines[n].quantity : 1;
	struct value *v = value_make(p->a, "{'uid':'%s','name':'%s','quantity':'%" PRId64 "','item_type':'%s'%s}",
	                             id_of(p, "U", sale->index * 100 + n), goods ? item->title : "Shipping", count,
	                             goods ? "ITEM" : "CUSTOM_AMOUNT", goods ? arena_print(p->a,
	                             ",'catalog_object_id':'%s','variation_name':'Regular'",
	                             id_of(p, "V", sale->lines[n].item)) : "");
	put_money(p, v, "base_price_money", one);
	put_money(p, v, "variation_total_price_money", one * count);
	put_money(p, v, "gross_sales_money", one * count - line_tax(sale, n));
	put_money(p, v, "total_tax_money", line_tax(sale, n));
	put_money(p, v, "total_discount_money", 0);
	put_money(p, v, "total_service_charge_money", 0);
	put_money(p, v, "total_money", one * count);
	value_put(p->a, v, "applied_discounts", value_make(p->a, "[]"));
	return v;
}

static void put_totals(struct seller *p, struct value *v, const struct sale *sale)
{
	static const char *const none[] = {"discount_money", "service_charge_money", "tip_money"};
	struct value *net = value_make(p->a, "{}");
	put_money(p, net, "total_money", sale->total);
	put_money(p, net, "tax_money", sale->tax);
	put_money(p, v, "total_money", sale->total);
	put_money(p, v, "total_tax_money", sale->tax);
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		put_money(p, net, none[i], 0);
		put_money(p, v, arena_print(p->a, "total_%s", none[i]), 0);
	}
	value_put(p->a, v, "net_amounts", net);
}

static void hold_order(struct seller *p, const struct sale *sale)
{
	struct value *lines = value_make(p->a, "[]");
	struct value *v = value_make(p->a,
		"{'id':'%s','location_id':'%s','reference_id':'%" PRIu64 "','source':{'name':'Till'},'customer_id':'%s',"
		"'state':'%s','version':4,'created_at':'%s','updated_at':'%s','discounts':[]}",
		id_of(p, "O", sale->index), place_of(sale), sale->number, id_of(p, "C", sale->customer),
		sale->posted ? "COMPLETED" : "OPEN", moment_text(p, sale->placed, sale->index),
		moment_text(p, sale->changed, sale->index));
	if (sale->posted)
		value_put(p->a, v, "closed_at", value_make(p->a, "'%s'", moment_text(p, sale->placed + 3 * HOUR, 0)));
	for (size_t n = 0; n <= sale->line_count; n++)
		value_add(lines, line_of(p, sale, n));
	value_put(p->a, v, "line_items", lines);
	put_totals(p, v, sale);
	struct value *tender = value_make(p->a, "{'id':'%s','location_id':'%s','type':'CARD','payment_id':'%s'}",
	                                  id_of(p, "P", sale->index), place_of(sale), id_of(p, "P", sale->index));
	put_money(p, tender, "amount_money", sale->total);
	struct value *tenders = value_make(p->a, "[]");
	value_add(tenders, tender);
	value_put(p->a, v, "tenders", tenders);
	hold(p, p->orders, v, sale->total, sale->placed, sale->changed)->owner = place_of(sale);
}

static void put_fee(struct seller *p, struct value *v, int64_t fee, int64_t at)
{
	struct value *fees = value_make(p->a, "[]"), *one = value_make(p->a,
		"{'effective_at':'%.19s.000Z','type':'INITIAL'}", instant_text(p->a, at + 2 * HOUR));
	put_money(p, one, "amount_money", fee);
	value_add(fees, one);
	value_put(p->a, v, "processing_fee", fees);
}

static const char *card_of(struct seller *p, const struct sale *sale)
{
	const char *at = moment_text(p, sale->placed, sale->index);
	return arena_print(p->a,
		"{'auth_result_code':'2Nkw7q','avs_status':'AVS_ACCEPTED','card':{'card_brand':'VISA','card_type':'DEBIT',"
		"'bin':'','exp_month':11,'exp_year':2031,'fingerprint':'sq-1-%zu','last_4':'0042','prepaid_type':"
		"'NOT_PREPAID'},'card_payment_timeline':{'authorized_at':'%s','captured_at':'%s'},'cvv_status':"
		"'CVV_ACCEPTED','entry_method':'EMV','statement_description':'SQ *LANTERN AND CO','status':'CAPTURED'}",
		sale->customer, at, at);
}

static void hold_payment(struct seller *p, const struct sale *sale)
{
	const char *id = id_of(p, "P", sale->index), *at = moment_text(p, sale->placed, sale->index);
	struct value *v = value_make(p->a,
		"{'id':'%s','created_at':'%s','updated_at':'%s','status':'COMPLETED','delay_action':'CANCEL',"
		"'delay_duration':'PT168H','delayed_until':'%s','source_type':'CARD','location_id':'%s','order_id':'%s',"
		"'application_details':{'application_id':'sq0ids-lantern','square_product':'SQUARE_POS'},'card_details':%s,"
		"'employee_id':'TMoK','team_member_id':'TMoK','note':'#%" PRIu64 "','receipt_number':'%.4s',"
		"'receipt_url':'https://receipts.example.com/%s','version_token':'v%s'}",
		id, at, moment_text(p, sale->changed, sale->index), moment_text(p, sale->placed + 7 * DAY, 0), place_of(sale),
		id_of(p, "O", sale->index), card_of(p, sale), sale->number, id, id, id);
	put_money(p, v, "amount_money", sale->total);
	put_money(p, v, "total_money", sale->total);
	put_money(p, v, "approved_money", sale->total);
	if (sale->posted)
		put_money(p, v, "refunded_money", sale->refunds[0].amount + sale->refunds[1].amount);
	put_fee(p, v, gateway_fee(sale->total), sale->placed);
	hold(p, p->payments, v, sale->total, sale->placed, sale->changed)->owner = place_of(sale);
}

static void hold_refund(struct seller *p, const struct sale *sale, size_t n)
{
	const struct event *e = &sale->refunds[n];
	const char *payment = id_of(p, "P", sale->index), *at = moment_text(p, e->at, sale->index);
	struct value *v = value_make(p->a,
		"{'id':'%s_%s','created_at':'%s','updated_at':'%s','status':'COMPLETED','location_id':'%s','order_id':'%s',"
		"'payment_id':'%s','reason':'%s'}", payment, id_of(p, "R", sale->index * REFUNDS + n), at, at, place_of(sale),
		id_of(p, "O", sale->index), payment, n ? "Shipping" : "Came back");
	put_money(p, v, "amount_money", e->amount);
	put_fee(p, v, 0, e->at);
	hold(p, p->refunds, v, e->amount, e->at, e->at)->owner = place_of(sale);
}

static void hold_count(struct seller *p, struct list *counts, size_t i, bool at_hamburg)
{
	const struct item *item = &p->s->world->items[i];
	int64_t here = item->opening - item->sold + item->returned, there = (int64_t)(i % AT_HAMBURG);
	int64_t count = at_hamburg ? there : here - there, at = p->s->world->sales[0].placed + (int64_t)i * HOUR;
	const char *place = at_hamburg ? SQUARE_HAMBURG : SQUARE_BERLIN, *thing = id_of(p, "V", i);
	struct record *record = list_add(p->a, counts, arena_print(p->a, "%s/%s", thing, place),
		arena_print(p->a, "%" PRId64, count), value_make(p->a,
		"{'calculated_at':'%s','catalog_object_id':'%s','catalog_object_type':'ITEM_VARIATION','location_id':'%s',"
		"'quantity':'%" PRId64 "','state':'IN_STOCK'}", moment_text(p, at, i), thing, place, count));
	record->at = record->changed = at;
	record->owner = place;
}

static void hold_thing(struct seller *p, struct list *catalog, size_t i)
{
	const struct item *item = &p->s->world->items[i];
	int64_t at = p->s->world->sales[0].placed - DAY;
	struct value *v = value_make(p->a,
		"{'type':'ITEM_VARIATION','id':'%s','updated_at':'%s','version':%" PRId64 ",'is_deleted':false,"
		"'present_at_all_locations':true,'item_variation_data':{'item_id':'%s','name':'Regular','sku':'%s',"
		"'ordinal':0,'pricing_type':'FIXED_PRICING','price_money':{'amount':%" PRId64 ",'currency':'EUR'}}}",
		id_of(p, "V", i), moment_text(p, at, i), at * 1000, id_of(p, "I", i), item->sku, item->price);
	hold(p, catalog, v, item->price, at, at);
}

void square_hold(struct systems *s)
{
	struct seller p = {.s = s, .a = s->mem};
	p.orders = list_new(&s->held, "square", "orders");
	p.payments = list_new(&s->held, "square", "payments");
	p.refunds = list_new(&s->held, "square", "refunds");
	struct list *counts = list_new(&s->held, "square", "counts");
	struct list *catalog = list_new(&s->held, "square", "catalog");
	for (size_t i = 0; i < s->world->sale_count; i++) {
		const struct sale *sale = &s->world->sales[i];
		hold_order(&p, sale);
		hold_payment(&p, sale);
		for (size_t n = 0; sale->posted && n < REFUNDS; n++)
			hold_refund(&p, sale, n);
	}
	for (size_t i = 0; i < s->world->records; i++) {
		hold_count(&p, counts, i, false);
		hold_count(&p, counts, i, true);
		hold_thing(&p, catalog, i);
	}
}
