/*
 * What a Magento shop holds: every sale as an order with its payment's transactions, an invoice and a shipment of each
 * that was posted, a credit memo of each refund, every item with its stock at two sources, every customer.  Shapes:
 * the examples of "Adobe Commerce Web APIs" (developer.adobe.com/commerce/webapi/rest) and the schemas "sales-data-…",
 * "catalog-inventory-data-stock-item" and "inventory-api-data-source-item" of its REST reference.  What is null is left
 * out there.  An item of an odd place is configurable: its order line stands above a line of the simple product, which
 * has no price of its own.
 */
#include "magento.h"
#include "rest.h"

#include <inttypes.h>

enum { LINES_MOST = 200, AT_THE_STORE = 5 };

struct shop {
	struct systems *s;
	struct arena *a;
	struct list *orders, *invoices, *transactions, *memos, *shipments;
	uint64_t transaction;
};

static const char *moment_text(struct arena *a, int64_t at)
{
	const char *whole = instant_text(a, at);
	return arena_print(a, "%.10s %.8s", whole, whole + 11);
}

/* In the currency of the order, and in that of the website, which are one here. */
static void put_money(struct shop *p, struct value *v, const char *name, int64_t cents)
{
	value_put(p->a, v, name, value_make(p->a, "%s", amount_number(p->a, cents)));
	value_put(p->a, v, arena_print(p->a, "base_%s", name), value_make(p->a, "%s", amount_number(p->a, cents)));
}

static void put_moments(struct shop *p, struct value *v, int64_t at, int64_t changed)
{
	value_merge(p->a, v, value_make(p->a, "{'created_at':'%s','updated_at':'%s'}", moment_text(p->a, at),
	                                moment_text(p->a, changed)));
}

static struct value *begin(struct shop *p, uint64_t id, uint64_t number)
{
	return value_make(p->a, "{'entity_id':%" PRIu64 ",'increment_id':'%09" PRIu64 "','store_id':1,"
	                  "'base_currency_code':'EUR','global_currency_code':'EUR','order_currency_code':'EUR',"
	                  "'store_currency_code':'EUR','base_to_global_rate':1,'base_to_order_rate':1,"
	                  "'store_to_base_rate':0,'store_to_order_rate':0,'discount_amount':0,'base_discount_amount':0,"
	                  "'discount_tax_compensation_amount':0,'base_discount_tax_compensation_amount':0}", id, number);
}

/* What goods and shipping come to; shipped: whether shipping is part of it. */
static void put_totals(struct shop *p, struct value *v, int64_t total, int64_t tax, bool shipped)
{
	int64_t shipping = shipped ? SHIPPING : 0, on_it = shipped ? tax_within(SHIPPING) : 0;
	put_money(p, v, "grand_total", total);
	put_money(p, v, "subtotal", total - tax - (shipping - on_it));
	put_money(p, v, "subtotal_incl_tax", total - shipping);
	put_money(p, v, "tax_amount", tax);
	put_money(p, v, "shipping_amount", shipping - on_it);
	put_money(p, v, "shipping_incl_tax", shipping);
	put_money(p, v, "shipping_tax_amount", on_it);
	value_merge(p->a, v, value_make(p->a, "{'shipping_discount_tax_compensation_amount':0}"));
}

static uint64_t order_of(const struct sale *sale)
{
	return sale->index + 1;
}

/* The number of an order's line; that of the simple product below it is one more. */
static uint64_t line_number(const struct sale *sale, size_t n)
{
	return sale->index * LINES_MOST + 2 * n + 1;
}

static struct value *address(struct shop *p, const struct sale *sale, const char *type)
{
	const struct customer *c = &p->s->world->customers[sale->customer];
	return value_make(p->a,
		"{'address_type':'%s','city':'Berlin','country_id':'DE','email':'%s','entity_id':%" PRIu64 ","
		"'firstname':'Customer','lastname':'%zu','parent_id':%" PRIu64 ",'postcode':'10115',"
		"'street':['Lange Gasse 7'],'telephone':'0'}", type, c->email,
		2 * sale->index + (strcmp(type, "billing") == 0 ? 2 : 1), sale->customer + 1, order_of(sale));
}

/* Of orders, invoices and credit memos alike. */
static void put_price(struct shop *p, struct value *v, const struct sale *sale, size_t n, int64_t count)
{
	const struct line *line = &sale->lines[n];
	const struct item *item = &p->s->world->items[line->item];
	int64_t gross = item->price * count, tax = count == line->quantity ? line_tax(sale, n) : tax_within(gross);
	put_money(p, v, "price", item->price - tax_within(item->price));
	put_money(p, v, "price_incl_tax", item->price);
	put_money(p, v, "row_total", gross - tax);
	put_money(p, v, "row_total_incl_tax", gross);
	put_money(p, v, "tax_amount", tax);
	put_money(p, v, "discount_tax_compensation_amount", 0);
	value_merge(p->a, v, value_make(p->a, "{'name':'%s','product_id':%zu,'sku':'%s'}", item->title, line->item + 1,
	                                item->sku));
}

static struct value *order_line(struct shop *p, const struct sale *sale, size_t n)
{
	const struct line *line = &sale->lines[n];
	const struct item *item = &p->s->world->items[line->item];
	int64_t done = sale->posted ? line->quantity : 0, back = sale->posted && n == 0;
	struct value *v = value_make(p->a,
		"{'item_id':%" PRIu64 ",'order_id':%" PRIu64 ",'product_type':'%s','is_qty_decimal':0,'is_virtual':0,"
		"'no_discount':0,'free_shipping':0,'qty_canceled':0,'qty_invoiced':%" PRId64 ",'qty_ordered':%" PRId64 ","
		"'qty_refunded':%" PRId64 ",'qty_shipped':%" PRId64 ",'quote_item_id':%" PRIu64 ",'row_weight':0,'weight':0,"
		"'store_id':1,'tax_percent':19,'discount_percent':0}",
		line_number(sale, n), order_of(sale), line->item % 2 ? "configurable" : "simple", done, line->quantity, back,
		done, line_number(sale, n));
	put_price(p, v, sale, n, line->quantity);
	put_moments(p, v, sale->placed, sale->changed);
	put_money(p, v, "original_price", item->price);
	put_money(p, v, "amount_refunded", back ? item->price - tax_within(item->price) : 0);
	put_money(p, v, "discount_amount", 0);
	put_money(p, v, "discount_invoiced", 0);
	put_money(p, v, "row_invoiced", sale->posted ? line->total - line_tax(sale, n) : 0);
	put_money(p, v, "tax_invoiced", sale->posted ? line_tax(sale, n) : 0);
	return v;
}

static void add_simple(struct shop *p, struct value *lines, const struct sale *sale, size_t n)
{
	const struct line *line = &sale->lines[n];
	const struct item *item = &p->s->world->items[line->item];
	struct value *v = value_make(p->a,
		"{'item_id':%" PRIu64 ",'parent_item_id':%" PRIu64 ",'order_id':%" PRIu64 ",'product_type':'simple',"
		"'product_id':%zu,'sku':'%s','name':'%s','price':0,'base_price':0,'original_price':0,'row_total':0,"
		"'base_row_total':0,'tax_amount':0,'qty_ordered':%" PRId64 ",'qty_invoiced':%" PRId64 ",'qty_canceled':0,"
		"'qty_refunded':%d,'qty_shipped':0,'store_id':1,'is_virtual':0}",
		line_number(sale, n) + 1, line_number(sale, n), order_of(sale), line->item + 1, item->sku, item->title,
		line->quantity, sale->posted ? line->quantity : 0, sale->posted && n == 0);
	put_moments(p, v, sale->placed, sale->changed);
	value_add(lines, v);
}

static void put_done(struct shop *p, struct value *v, const struct sale *sale)
{
	int64_t returned = sale->posted ? sale->refunds[0].amount + sale->refunds[1].amount : 0;
	put_money(p, v, "total_due", 0);
	put_money(p, v, "total_paid", sale->total);
	put_money(p, v, "shipping_discount_amount", 0);
	value_merge(p->a, v, value_make(p->a, "{'base_shipping_discount_tax_compensation_amnt':0}"));
	if (!sale->posted)
		return;
	put_money(p, v, "total_invoiced", sale->total);
	put_money(p, v, "total_refunded", returned);
	put_money(p, v, "shipping_refunded", SHIPPING - tax_within(SHIPPING));
}

static void put_payment(struct shop *p, struct value *v, const struct sale *sale)
{
	bool card = !sale->by_shopify_payments;
	struct value *payment = value_make(p->a,
		"{'account_status':null,'additional_information':['%s'],'cc_last4':%s,'entity_id':%" PRIu64 ",'method':'%s',"
		"'parent_id':%" PRIu64 "%s}", card ? "Card" : "Bank Transfer Payment", card ? "'0042'" : "null",
		order_of(sale), card ? "stripe_payments" : "banktransfer", order_of(sale),
		card ? arena_print(p->a, ",'last_trans_id':'%s'", stripe_charge_of(p->s, sale)) : "");
	put_money(p, payment, "amount_ordered", sale->total);
	put_money(p, payment, "amount_paid", sale->total);
	put_money(p, payment, "shipping_amount", SHIPPING - tax_within(SHIPPING));
	value_put(p->a, v, "payment", payment);
}

static void hold_order(struct shop *p, const struct sale *sale)
{
	const struct customer *c = &p->s->world->customers[sale->customer];
	struct value *v = begin(p, order_of(sale), sale->number), *lines = value_make(p->a, "[]");
	int64_t pieces = 0;
	for (size_t n = 0; n < sale->line_count; n++) {
		value_add(lines, order_line(p, sale, n));
		if (sale->lines[n].item % 2)
			add_simple(p, lines, sale, n);
		pieces += sale->lines[n].quantity;
	}
	put_moments(p, v, sale->placed, sale->changed);
	put_totals(p, v, sale->total, sale->tax, true);
	put_done(p, v, sale);
	value_merge(p->a, v, value_make(p->a,
		"{'billing_address_id':%zu,'customer_email':'%s','customer_firstname':'Customer','customer_group_id':1,"
		"'customer_id':%zu,'customer_is_guest':0,'customer_lastname':'%zu','customer_note_notify':1,'is_virtual':0,"
		"'protect_code':'%016" PRIx64 "','quote_id':%" PRIu64 ",'remote_ip':'192.0.2.7',"
		"'shipping_description':'Parcel','state':'%s','status':'%s',"
		"'store_name':'Main Website\\nMain Website Store\\nDefault Store View','total_item_count':%zu,"
		"'total_qty_ordered':%" PRId64 ",'weight':0,'status_histories':[]}",
		2 * sale->index + 2, c->email, sale->customer + 1, sale->customer + 1,
		chosen(p->s->world, "protect", sale->index), order_of(sale), sale->posted ? "complete" : "processing",
		sale->posted ? "complete" : "processing", sale->line_count, pieces));
	value_put(p->a, v, "items", lines);
	value_put(p->a, v, "billing_address", address(p, sale, "billing"));
	put_payment(p, v, sale);
	value_merge(p->a, v, value_make(p->a, "{'extension_attributes':{'shipping_assignments':[{'shipping':{'method':"
	                                "'flatrate_flatrate'}}],'applied_taxes':[],'item_applied_taxes':[]}}"));
	value_put(p->a, value_get(value_get(v, S("extension_attributes"))->first->first, S("shipping")), "address",
	          address(p, sale, "shipping"));
	struct record *record = list_add(p->a, p->orders, arena_print(p->a, "%" PRIu64, order_of(sale)),
	                                 amount_number(p->a, sale->total), v);
	record->at = sale->placed;
}

/* "sales-data-transaction-interface" says no amount. */
static void hold_transaction(struct shop *p, const struct sale *sale, const char *type, const char *name, int64_t at)
{
	const char *id = arena_print(p->a, "%" PRIu64, ++p->transaction);
	bool refund = strcmp(type, "refund") == 0;
	struct value *v = value_make(p->a,
		"{'transaction_id':%s,'order_id':%" PRIu64 ",'payment_id':%" PRIu64 ",'txn_id':'%s','txn_type':'%s',"
		"'is_closed':%d,'additional_information':[],'created_at':'%s','child_transactions':[]%s}",
		id, order_of(sale), order_of(sale), name, type, refund, moment_text(p->a, at),
		refund ? arena_print(p->a, ",'parent_txn_id':'%s'", stripe_charge_of(p->s, sale)) : "");
	list_add(p->a, p->transactions, id, "0", v)->at = at;
}

static struct value *line_of(struct shop *p, const struct sale *sale, size_t n, uint64_t document, int64_t count)
{
	struct value *v = value_make(p->a, "{'entity_id':%" PRIu64 ",'parent_id':%" PRIu64 ",'order_item_id':%" PRIu64
	                             ",'qty':%" PRId64 "}", document * LINES_MOST + n + 1, document, line_number(sale, n),
	                             count);
	put_price(p, v, sale, n, count);
	return v;
}

static void put_places(struct shop *p, struct value *v, const struct sale *sale)
{
	value_merge(p->a, v, value_make(p->a, "{'order_id':%" PRIu64 ",'billing_address_id':%zu,'shipping_address_id':%zu}",
	                                order_of(sale), 2 * sale->index + 2, 2 * sale->index + 1));
}

static void hold_invoice(struct shop *p, const struct sale *sale)
{
	uint64_t id = order_of(sale);
	int64_t at = sale->placed + 3 * HOUR, pieces = 0;
	struct value *v = begin(p, id, sale->number), *lines = value_make(p->a, "[]");
	for (size_t n = 0; n < sale->line_count; n++) {
		value_add(lines, line_of(p, sale, n, id, sale->lines[n].quantity));
		pieces += sale->lines[n].quantity;
	}
	put_places(p, v, sale);
	put_moments(p, v, at, at);
	put_totals(p, v, sale->total, sale->tax, true);
	value_merge(p->a, v, value_make(p->a, "{'can_void_flag':0,'email_sent':1,'state':2,'total_qty':%" PRId64
	                                ",'comments':[]}", pieces));
	value_put(p->a, v, "items", lines);
	list_add(p->a, p->invoices, arena_print(p->a, "%" PRIu64, id), amount_number(p->a, sale->total), v)->at = at;
}

static void hold_memo(struct shop *p, const struct sale *sale, size_t n)
{
	const struct event *e = &sale->refunds[n];
	uint64_t id = sale->index * REFUNDS + n + 1;
	struct value *v = begin(p, id, 1000 + id), *lines = value_make(p->a, "[]");
	if (n == 0) {
		struct value *line = line_of(p, sale, 0, id, 1);
		value_merge(p->a, line, value_make(p->a, "{'base_cost':null,'base_weee_tax_row_disposition':0,"
		                                   "'weee_tax_applied':'[]','weee_tax_applied_row_amount':0,"
		                                   "'weee_tax_row_disposition':0}"));
		value_add(lines, line);
	}
	put_places(p, v, sale);
	put_moments(p, v, e->at, e->at);
	put_totals(p, v, e->amount, tax_within(e->amount), n == 1);
	put_money(p, v, "adjustment", 0);
	put_money(p, v, "adjustment_negative", 0);
	put_money(p, v, "adjustment_positive", 0);
	value_merge(p->a, v, value_make(p->a, "{'state':2,'invoice_id':%" PRIu64 ",'comments':[]%s}", order_of(sale),
	                                sale->by_shopify_payments ? "" :
	                                arena_print(p->a, ",'transaction_id':'%s-r%zu'", stripe_charge_of(p->s, sale), n)));
	value_put(p->a, v, "items", lines);
	list_add(p->a, p->memos, arena_print(p->a, "%" PRIu64, id), amount_number(p->a, e->amount), v)->at = e->at;
}

static void hold_shipment(struct shop *p, const struct sale *sale)
{
	uint64_t id = order_of(sale);
	int64_t at = sale->placed + 4 * HOUR, pieces = 0;
	struct value *lines = value_make(p->a, "[]");
	struct value *v = value_make(p->a, "{'entity_id':%" PRIu64 ",'increment_id':'%09" PRIu64 "','store_id':1,"
	                             "'customer_id':%zu,'packages':[],'comments':[]}", id, sale->number,
	                             sale->customer + 1);
	for (size_t n = 0; n < sale->line_count; n++) {
		const struct line *line = &sale->lines[n];
		const struct item *item = &p->s->world->items[line->item];
		value_add(lines, value_make(p->a,
			"{'entity_id':%" PRIu64 ",'parent_id':%" PRIu64 ",'order_item_id':%" PRIu64 ",'product_id':%zu,"
			"'name':'%s','sku':'%s','price':%s,'qty':%" PRId64 "}", id * LINES_MOST + n + 1, id, line_number(sale, n),
			line->item + 1, item->title, item->sku, amount_number(p->a, item->price - tax_within(item->price)),
			line->quantity));
		pieces += line->quantity;
	}
	put_places(p, v, sale);
	put_moments(p, v, at, at);
	value_put(p->a, v, "total_qty", value_make(p->a, "%" PRId64, pieces));
	value_put(p->a, v, "items", lines);
	value_put(p->a, v, "tracks", value_make(p->a,
		"[{'entity_id':%" PRIu64 ",'parent_id':%" PRIu64 ",'order_id':%" PRIu64 ",'created_at':'%s',"
		"'updated_at':'%s','track_number':'LC%08" PRIu64 "','carrier_code':'ups','title':'Parcel'}]",
		id, id, id, moment_text(p->a, at), moment_text(p->a, at), sale->number));
	list_add(p->a, p->shipments, arena_print(p->a, "%" PRIu64, id), arena_print(p->a, "%" PRId64, pieces), v)->at = at;
}

static void hold_sale(struct shop *p, const struct sale *sale)
{
	bool card = !sale->by_shopify_payments;
	hold_order(p, sale);
	if (card)
		hold_transaction(p, sale, "capture", stripe_charge_of(p->s, sale), sale->placed);
	if (!sale->posted)
		return;
	hold_invoice(p, sale);
	hold_shipment(p, sale);
	for (size_t n = 0; n < REFUNDS; n++) {
		hold_memo(p, sale, n);
		if (card)
			hold_transaction(p, sale, "refund", arena_print(p->a, "%s-r%zu", stripe_charge_of(p->s, sale), n),
			                 sale->refunds[n].at);
	}
}

static void hold_customer(struct shop *p, struct list *customers, size_t i)
{
	const struct customer *c = &p->s->world->customers[i];
	struct value *v = value_make(p->a,
		"{'id':%zu,'group_id':1,'default_billing':'%zu','default_shipping':'%zu','created_at':'%s','updated_at':'%s',"
		"'created_in':'Default Store View','email':'%s','firstname':'Customer','lastname':'%zu','store_id':1,"
		"'website_id':1,'addresses':[{'id':%zu,'customer_id':%zu,'region':{'region_code':'BE','region':'Berlin',"
		"'region_id':82},'region_id':82,'country_id':'DE','street':['Lange Gasse 7'],'telephone':'0',"
		"'postcode':'10115','city':'Berlin','firstname':'Customer','lastname':'%zu','default_shipping':true,"
		"'default_billing':true}],'disable_auto_group_change':0,'extension_attributes':{'is_subscribed':%s}}",
		i + 1, i + 1, i + 1, moment_text(p->a, c->since), moment_text(p->a, c->since + DAY), c->email, i + 1, i + 1,
		i + 1, i + 1, i % 3 ? "true" : "false");
	list_add(p->a, customers, arena_print(p->a, "%zu", i + 1), "0", v)->at = c->since;
}

static void hold_stock(struct shop *p, struct list *stock, struct list *sources, struct list *salable, size_t i)
{
	const struct item *item = &p->s->world->items[i];
	int64_t here = item->opening - item->sold + item->returned, in_store = (int64_t)(i % AT_THE_STORE);
	const char *id = arena_print(p->a, "%zu", i + 1);
	struct value *v = value_make(p->a,
		"{'item_id':%s,'product_id':%s,'stock_id':1,'qty':%" PRId64 ",'is_in_stock':%s,'is_qty_decimal':false,"
		"'show_default_notification_message':false,'use_config_min_qty':true,'min_qty':0,'use_config_min_sale_qty':1,"
		"'min_sale_qty':1,'use_config_max_sale_qty':true,'max_sale_qty':10000,'use_config_backorders':true,"
		"'backorders':0,'use_config_notify_stock_qty':true,'notify_stock_qty':1,'use_config_qty_increments':true,"
		"'qty_increments':0,'use_config_enable_qty_inc':true,'enable_qty_increments':false,"
		"'use_config_manage_stock':true,'manage_stock':true,'low_stock_date':null,'is_decimal_divided':false,"
		"'stock_status_changed_auto':0}", id, id, here - in_store, here > 0 ? "true" : "false");
	list_add(p->a, stock, id, arena_print(p->a, "%" PRId64, here - in_store), v);
	for (int store = 0; store < 2; store++) {
		const char *source = store ? "store" : "default";
		int64_t count = store ? in_store : here - in_store;
		list_add(p->a, sources, arena_print(p->a, "%s/%s", item->sku, source), arena_print(p->a, "%" PRId64, count),
		         value_make(p->a, "{'sku':'%s','source_code':'%s','quantity':%" PRId64 ",'status':1}", item->sku,
		                    source, count));
	}
	list_add(p->a, salable, item->sku, arena_print(p->a, "%" PRId64, available(item)),
	         value_make(p->a, "%" PRId64, available(item)));
}

static void hold_product(struct shop *p, struct list *products, size_t i)
{
	const struct item *item = &p->s->world->items[i];
	int64_t at = p->s->world->sales[0].placed - DAY;
	struct value *v = value_make(p->a,
		"{'id':%zu,'sku':'%s','name':'%s','attribute_set_id':4,'price':%s,'status':1,'visibility':4,"
		"'type_id':'simple','weight':1,'extension_attributes':{'website_ids':[1]},'product_links':[],'options':[],"
		"'media_gallery_entries':[],'tier_prices':[],'custom_attributes':[{'attribute_code':'url_key','value':"
		"'item-%zu'}]}", i + 1, item->sku, item->title, amount_number(p->a, item->price), i);
	put_moments(p, v, at, at + 30 * DAY);
	list_add(p->a, products, arena_print(p->a, "%zu", i + 1), amount_number(p->a, item->price), v)->at = at;
}

void magento_hold(struct systems *s)
{
	struct shop p = {.s = s, .a = s->mem};
	p.orders = list_new(&s->held, "magento", "orders");
	p.invoices = list_new(&s->held, "magento", "invoices");
	p.transactions = list_new(&s->held, "magento", "transactions");
	p.memos = list_new(&s->held, "magento", "creditmemos");
	p.shipments = list_new(&s->held, "magento", "shipments");
	struct list *stock = list_new(&s->held, "magento", "stockItems");
	struct list *sources = list_new(&s->held, "magento", "source-items");
	struct list *salable = list_new(&s->held, "magento", "salable-quantity");
	struct list *products = list_new(&s->held, "magento", "products");
	struct list *customers = list_new(&s->held, "magento", "customers");
	for (size_t i = 0; i < s->world->sale_count; i++)
		hold_sale(&p, &s->world->sales[i]);
	for (size_t i = 0; i < s->world->records; i++) {
		hold_product(&p, products, i);
		hold_stock(&p, stock, sources, salable, i);
		hold_customer(&p, customers, i);
	}
}
