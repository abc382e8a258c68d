/*
 * What a WooCommerce shop holds: every sale as an order, two refunds of each that was posted, every item as a product
 * (of every second the stock is kept by its first variation), every customer.  Shapes: "WooCommerce REST API
 * Documentation", v3, the tables of properties of Orders, Order Refunds, Products, Product variations and Customers.
 * What goes over Shopify Payments elsewhere was paid here by bank transfer.
 */
#include "woocommerce.h"
#include "rest.h"

#include <inttypes.h>

enum { FIRST_PRODUCT = 101, FIRST_VARIATION = 100001, FIRST_REFUND = 200001, FIRST_LINE = 300001 };

/* When summer time begins in 2026: 29 March, 01:00 UTC. */
static const int64_t summer = 1774746000;

struct shop {
	struct systems *s;
	struct arena *a;
	struct list *orders, *refunds, *products, *variations;
};

int64_t woocommerce_ahead(int64_t at)
{
	return at < summer ? HOUR : 2 * HOUR;
}

const char *woocommerce_gmt(struct arena *a, int64_t at)
{
	return arena_print(a, "%.19s", instant_text(a, at));
}

const char *woocommerce_local(struct arena *a, int64_t at)
{
	return woocommerce_gmt(a, at + woocommerce_ahead(at));
}

/* Both columns of a date. */
static void put_date(struct shop *p, struct value *v, const char *name, int64_t at)
{
	value_put(p->a, v, name, value_make(p->a, "'%s'", woocommerce_local(p->a, at)));
	value_put(p->a, v, arena_print(p->a, "%s_gmt", name), value_make(p->a, "'%s'", woocommerce_gmt(p->a, at)));
}

static void put_links(struct shop *p, struct value *v, const char *collection, const char *id, const char *up)
{
	const char *base = WOOCOMMERCE_SITE "/wp-json/wc/v3";
	struct value *links = value_make(p->a, "{'self':[{'href':'%s/%s/%s'}],'collection':[{'href':'%s/%s'}]}", base,
	                                 collection, id, base, collection);
	if (up)
		value_put(p->a, links, "up", value_make(p->a, "[{'href':'%s/%s'}]", base, up));
	value_put(p->a, v, "_links", links);
}

static struct value *address(struct shop *p, const struct customer *c, bool billing)
{
	struct value *v = value_make(p->a,
		"{'first_name':'Customer','last_name':'%s','company':'','address_1':'Lange Gasse 7','address_2':'',"
		"'city':'Berlin','state':'','postcode':'10115','country':'DE'}", c->name + strlen("Customer "));
	if (billing)
		value_merge(p->a, v, value_make(p->a, "{'email':'%s','phone':''}", c->email));
	return v;
}

static bool is_variable(size_t item)
{
	return item % 2 == 1;
}

/* Totals of lines are without tax; sign: -1 of what comes back. */
static struct value *line_of(struct shop *p, const struct sale *sale, size_t n, int64_t quantity, int sign)
{
	const struct line *line = &sale->lines[n];
	const struct item *item = &p->s->world->items[line->item];
	bool whole = quantity == line->quantity;
	int64_t gross = quantity * item->price, tax = whole ? line_tax(sale, n) : tax_within(gross);
	const char *net = amount_fixed(p->a, sign * (gross - tax)), *taxed = amount_fixed(p->a, sign * tax);
	struct value *v = value_make(p->a,
		"{'id':%zu,'name':'%s','product_id':%zu,'variation_id':%zu,'quantity':%" PRId64 ",'tax_class':'',"
		"'subtotal':'%s','subtotal_tax':'%s','total':'%s','total_tax':'%s',"
		"'taxes':[{'id':1,'total':'%s','subtotal':'%s'}],'meta_data':[],'sku':'%s','price':%s}",
		FIRST_LINE + sale->index * 100 + n, item->title, FIRST_PRODUCT + line->item,
		is_variable(line->item) ? FIRST_VARIATION + line->item : 0, sign * quantity, net, taxed, net, taxed, taxed,
		taxed, item->sku, amount_number(p->a, (gross - tax) / quantity));
	return v;
}

static struct value *refund_of(struct shop *p, const struct sale *sale, size_t n)
{
	size_t id = FIRST_REFUND + sale->index * REFUNDS + n;
	const struct event *e = &sale->refunds[n];
	struct value *v = value_make(p->a, "{'id':%zu,'parent_id':%" PRIu64 "}", id, sale->number);
	struct value *lines = value_make(p->a, "[]");
	put_date(p, v, "date_created", e->at);
	value_merge(p->a, v, value_make(p->a,
		"{'amount':'%s','reason':'%s','refunded_by':1,'refunded_payment':%s,'meta_data':[]}",
		amount_fixed(p->a, e->amount), n ? "shipping" : "came back", sale->by_shopify_payments ? "false" : "true"));
	if (n == 0) {
		struct value *line = line_of(p, sale, 0, 1, -1);
		value_put(p->a, line, "meta_data", value_make(p->a, "[{'id':%zu,'key':'_refunded_item_id','value':'%zu'}]",
		                                              id, FIRST_LINE + sale->index * 100));
		value_put(p->a, line, "id", value_make(p->a, "%zu", 10 * FIRST_LINE + id));
		value_add(lines, line);
	}
	value_put(p->a, v, "line_items", lines);
	put_links(p, v, arena_print(p->a, "orders/%" PRIu64 "/refunds", sale->number), arena_print(p->a, "%zu", id),
	          arena_print(p->a, "orders/%" PRIu64, sale->number));
	return v;
}

static void hold_refunds(struct shop *p, const struct sale *sale)
{
	for (size_t n = 0; n < REFUNDS; n++) {
		const struct event *e = &sale->refunds[n];
		struct value *v = refund_of(p, sale, n);
		struct record *record = list_add(p->a, p->refunds, text_z(p->a, value_get(v, S("id"))->text),
		                                 amount_fixed(p->a, e->amount), v);
		record->at = record->changed = e->at;
		record->owner = arena_print(p->a, "%" PRIu64, sale->number);
	}
}

static void put_head(struct shop *p, struct value *v, const struct sale *sale)
{
	put_date(p, v, "date_created", sale->placed);
	put_date(p, v, "date_modified", sale->changed);
	value_merge(p->a, v, value_make(p->a,
		"{'discount_total':'0.00','discount_tax':'0.00','shipping_total':'%s','shipping_tax':'%s','cart_tax':'%s',"
		"'total':'%s','total_tax':'%s','prices_include_tax':true,'customer_id':%zu,'customer_ip_address':'',"
		"'customer_user_agent':'','customer_note':''}",
		amount_fixed(p->a, SHIPPING - tax_within(SHIPPING)), amount_fixed(p->a, tax_within(SHIPPING)),
		amount_fixed(p->a, sale->tax - tax_within(SHIPPING)), amount_fixed(p->a, sale->total),
		amount_fixed(p->a, sale->tax), sale->customer + 1));
}

static void put_payment(struct shop *p, struct value *v, const struct sale *sale)
{
	bool by_card = !sale->by_shopify_payments;
	value_merge(p->a, v, value_make(p->a,
		"{'payment_method':'%s','payment_method_title':'%s','transaction_id':'%s'}", by_card ? "stripe" : "bacs",
		by_card ? "Card" : "Direct bank transfer", by_card ? stripe_charge_of(p->s, sale) : ""));
	put_date(p, v, "date_paid", sale->placed);
	if (sale->posted)
		put_date(p, v, "date_completed", sale->placed + 3 * HOUR);
	else
		value_merge(p->a, v, value_make(p->a, "{'date_completed':null,'date_completed_gmt':null}"));
	value_merge(p->a, v, value_make(p->a, "{'cart_hash':'','meta_data':[{'id':%zu,'key':'_order_stock_reduced',"
	                                "'value':'yes'}]}", sale->index + 1));
}

static void put_parts(struct shop *p, struct value *v, const struct sale *sale)
{
	struct value *lines = value_make(p->a, "[]"), *refunds = value_make(p->a, "[]");
	const char *tax = amount_fixed(p->a, tax_within(SHIPPING));
	for (size_t n = 0; n < sale->line_count; n++)
		value_add(lines, line_of(p, sale, n, sale->lines[n].quantity, 1));
	value_put(p->a, v, "line_items", lines);
	value_merge(p->a, v, value_make(p->a,
		"{'tax_lines':[{'id':%zu,'rate_code':'DE-VAT-1','rate_id':1,'label':'VAT','compound':false,'tax_total':'%s',"
		"'shipping_tax_total':'%s','meta_data':[]}],'shipping_lines':[{'id':%zu,'method_title':'Parcel',"
		"'method_id':'flat_rate','total':'%s','total_tax':'%s','taxes':[{'id':1,'total':'%s','subtotal':''}],"
		"'meta_data':[]}],'fee_lines':[],'coupon_lines':[]}",
		FIRST_LINE + sale->index * 100 + 98, amount_fixed(p->a, sale->tax - tax_within(SHIPPING)), tax,
		FIRST_LINE + sale->index * 100 + 99, amount_fixed(p->a, SHIPPING - tax_within(SHIPPING)), tax, tax));
	for (size_t n = 0; sale->posted && n < REFUNDS; n++)
		value_add(refunds, value_make(p->a, "{'id':%zu,'reason':'%s','total':'-%s'}",
		                              FIRST_REFUND + sale->index * REFUNDS + n, n ? "shipping" : "came back",
		                              amount_fixed(p->a, sale->refunds[n].amount)));
	value_put(p->a, v, "refunds", refunds);
}

static void hold_order(struct shop *p, const struct sale *sale)
{
	const char *id = arena_print(p->a, "%" PRIu64, sale->number);
	const struct customer *c = &p->s->world->customers[sale->customer];
	struct value *v = value_make(p->a,
		"{'id':%s,'parent_id':0,'number':'%s','order_key':'wc_order_%013" PRIx64 "','created_via':'checkout',"
		"'version':'9.8.5','status':'%s','currency':'EUR'}",
		id, id, chosen(p->s->world, "order key", sale->index) >> 12, sale->posted ? "completed" : "processing");
	put_head(p, v, sale);
	value_put(p->a, v, "billing", address(p, c, true));
	value_put(p->a, v, "shipping", address(p, c, false));
	put_payment(p, v, sale);
	put_parts(p, v, sale);
	put_links(p, v, "orders", id, NULL);
	value_put(p->a, value_get(v, S("_links")), "customer", value_make(p->a,
		"[{'href':'" WOOCOMMERCE_SITE "/wp-json/wc/v3/customers/%zu'}]", sale->customer + 1));
	struct record *record = list_add(p->a, p->orders, id, amount_fixed(p->a, sale->total), v);
	record->at = sale->placed;
	record->changed = sale->changed;
}

/* What products and variations have in common, in the order of neither: price, stock, and what is not used. */
static void put_goods(struct shop *p, struct value *v, const struct item *item, int64_t stock, bool managed)
{
	const char *price = item ? amount_fixed(p->a, item->price) : "";
	const char *count = managed ? arena_print(p->a, "%" PRId64, stock) : "null";
	value_merge(p->a, v, value_make(p->a,
		"{'description':'','price':'%s','regular_price':'%s','sale_price':'','date_on_sale_from':null,"
		"'date_on_sale_from_gmt':null,'date_on_sale_to':null,'date_on_sale_to_gmt':null,'on_sale':false,"
		"'status':'publish','purchasable':true,'virtual':false,'downloadable':false,'downloads':[],"
		"'download_limit':-1,'download_expiry':-1,'tax_status':'taxable','tax_class':'','manage_stock':%s,"
		"'stock_quantity':%s,'stock_status':'%s','backorders':'no','backorders_allowed':false,'backordered':false,"
		"'weight':'','dimensions':{'length':'','width':'','height':''},'shipping_class':'','shipping_class_id':0,"
		"'menu_order':0,'meta_data':[]}",
		price, price, managed ? "true" : "false", count, !managed || stock > 0 ? "instock" : "outofstock"));
}

static void put_shop_window(struct shop *p, struct value *v, size_t i)
{
	value_merge(p->a, v, value_make(p->a,
		"{'name':'%s','slug':'item-%zu','permalink':'" WOOCOMMERCE_SITE "/product/item-%zu/','type':'%s',"
		"'featured':false,'catalog_visibility':'visible','short_description':'','price_html':'','total_sales':%" PRId64
		",'external_url':'','button_text':'','sold_individually':false,'shipping_required':true,"
		"'shipping_taxable':true,'reviews_allowed':true,'average_rating':'0.00','rating_count':0,'related_ids':[],"
		"'upsell_ids':[],'cross_sell_ids':[],'parent_id':0,'purchase_note':''}",
		p->s->world->items[i].title, i, i, is_variable(i) ? "variable" : "simple", p->s->world->items[i].sold));
	value_merge(p->a, v, value_make(p->a,
		"{'categories':[{'id':9,'name':'Home','slug':'home'}],'tags':[],'images':[],'attributes':%s,"
		"'default_attributes':[],'variations':%s,'grouped_products':[]}",
		is_variable(i) ? "[{'id':6,'name':'Colour','position':0,'visible':false,'variation':true,"
		"'options':['Amber','Blue']}]" : "[]",
		is_variable(i) ? arena_print(p->a, "[%zu,%zu]", FIRST_VARIATION + i, FIRST_VARIATION + i - 1) : "[]"));
}

static void hold_product(struct shop *p, size_t i)
{
	const struct item *item = &p->s->world->items[i];
	const char *id = arena_print(p->a, "%zu", FIRST_PRODUCT + i);
	int64_t at = p->s->world->sales[0].placed - DAY + (int64_t)i;
	struct value *v = value_make(p->a, "{'id':%s,'sku':'%s'}", id, is_variable(i) ? "" : item->sku);
	put_date(p, v, "date_created", at);
	put_date(p, v, "date_modified", at + 30 * DAY);
	put_goods(p, v, is_variable(i) ? NULL : item, available(item), !is_variable(i));
	put_shop_window(p, v, i);
	put_links(p, v, "products", id, NULL);
	struct record *record = list_add(p->a, p->products, id,
		is_variable(i) ? "" : arena_print(p->a, "%" PRId64, available(item)), v);
	record->at = at;
	record->changed = at + 30 * DAY;
}

/* Two of a product: one that is sold, and one in blue, of which there is nothing. */
static void hold_variation(struct shop *p, size_t i, bool blue)
{
	const struct item *item = &p->s->world->items[i];
	size_t number = FIRST_VARIATION + i - blue;
	int64_t stock = blue ? 0 : available(item), at = p->s->world->sales[0].placed - DAY + (int64_t)i;
	const char *id = arena_print(p->a, "%zu", number), *up = arena_print(p->a, "products/%zu", FIRST_PRODUCT + i);
	struct value *v = value_make(p->a,
		"{'id':%s,'sku':'%s%s','permalink':'" WOOCOMMERCE_SITE "/product/item-%zu/?attribute_pa_colour=%s'}", id,
		item->sku, blue ? "-B" : "", i, blue ? "blue" : "amber");
	put_date(p, v, "date_created", at);
	put_date(p, v, "date_modified", at + 30 * DAY);
	put_goods(p, v, item, stock, true);
	value_merge(p->a, v, value_make(p->a, "{'image':null,'attributes':[{'id':6,'name':'Colour','option':'%s'}]}",
	                                blue ? "Blue" : "Amber"));
	put_links(p, v, arena_print(p->a, "%s/variations", up), id, up);
	struct record *record = list_add(p->a, p->variations, id, arena_print(p->a, "%" PRId64, stock), v);
	record->at = at;
	record->changed = at + 30 * DAY;
	record->owner = arena_print(p->a, "%zu", FIRST_PRODUCT + i);
}

static void hold_customer(struct shop *p, struct list *customers, size_t i)
{
	const struct customer *c = &p->s->world->customers[i];
	const char *id = arena_print(p->a, "%zu", i + 1);
	struct value *v = value_make(p->a, "{'id':%s}", id);
	put_date(p, v, "date_created", c->since);
	put_date(p, v, "date_modified", c->since + DAY);
	value_merge(p->a, v, value_make(p->a,
		"{'email':'%s','first_name':'Customer','last_name':'%zu','role':'customer','username':'customer%zu'}",
		c->email, i + 1, i + 1));
	value_put(p->a, v, "billing", address(p, c, true));
	value_put(p->a, v, "shipping", address(p, c, false));
	value_merge(p->a, v, value_make(p->a, "{'is_paying_customer':%s,'avatar_url':'" WOOCOMMERCE_SITE "/%zu.png',"
	                                "'meta_data':[]}", c->orders ? "true" : "false", i + 1));
	put_links(p, v, "customers", id, NULL);
	struct record *record = list_add(p->a, customers, id, "0", v);
	record->at = c->since;
	record->changed = c->since + DAY;
}

void woocommerce_hold(struct systems *s)
{
	struct shop p = {.s = s, .a = s->mem};
	p.orders = list_new(&s->held, "woocommerce", "orders");
	p.refunds = list_new(&s->held, "woocommerce", "refunds");
	p.products = list_new(&s->held, "woocommerce", "products");
	p.variations = list_new(&s->held, "woocommerce", "variations");
	struct list *customers = list_new(&s->held, "woocommerce", "customers");
	for (size_t i = 0; i < s->world->records; i++) {
		hold_product(&p, i);
		for (int blue = 0; is_variable(i) && blue < 2; blue++)
			hold_variation(&p, i, blue);
		hold_customer(&p, customers, i);
	}
	for (size_t i = 0; i < s->world->sale_count; i++) {
		const struct sale *sale = &s->world->sales[i];
		hold_order(&p, sale);
		if (sale->posted)
			hold_refunds(&p, sale);
	}
}
