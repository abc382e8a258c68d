/*
 * What ShipHero holds: the stock of each product in its one warehouse, which came with a purchase order, an order for
 * each sale with a shipment and a return where it was posted.  Shapes: "ShipHero GraphQL Public API Reference" and the
 * answers shown under "Examples" of developer.shiphero.com.  Money is a text; times are UTC
 * without a zone.
 */
#include "shiphero.h"

#include <inttypes.h>

enum { ORDERS = 100574000, PRODUCTS = 40500000, SHIPMENTS = 80210000, RETURNS = 3300000, PURCHASES = 620000,
       LEVELS = 51000000, LINES = 30000000 };

static const char account[] = "QWNjb3VudDo3", warehouse[] = "V2FyZWhvdXNlOjc=";

const char *shiphero_id(struct arena *a, const char *type, uint64_t number)
{
	return base64_text(a, text(arena_print(a, "%s:%" PRIu64, type, number)));
}

static const char *time_text(struct arena *a, int64_t at)
{
	return arena_print(a, "%.19s", instant_text(a, at));
}

/* A list as GraphQL pages it. */
static struct value *connection(struct arena *a)
{
	return value_make(a, "{'edges':[],'pageInfo':{'hasNextPage':false}}");
}

static void add_node(struct arena *a, struct value *of, struct value *node, size_t n)
{
	struct value *edge = value_make(a, "{'cursor':'%s'}", shiphero_id(a, "arrayconnection", n));
	value_put(a, edge, "node", node);
	value_add(value_get(of, S("edges")), edge);
}

static void hold_product(struct systems *s, struct list *products, struct list *levels, size_t i)
{
	struct arena *a = s->mem;
	const struct item *item = &s->world->items[i];
	int64_t on_hand = item->opening - item->sold + item->returned, at = s->world->sales[0].placed - 30 * DAY;
	const char *id = shiphero_id(a, "Product", PRODUCTS + i), *made = time_text(a, at);
	struct record *record = list_add(a, products, id, amount_fixed(a, item->price), value_make(a,
		"{'id':'%s','legacy_id':%zu,'account_id':'%s','name':'%s','sku':'%s','barcode':null,"
		"'country_of_manufacture':null,"
		"'price':'%s','value':'%s','kit':false,'active':true,'created_at':'%s','updated_at':'%s',"
		"'warehouse_products':[{"
		"'warehouse_id':'%s','on_hand':%" PRId64 ",'allocated':%" PRId64 ",'available':%" PRId64 ",'backorder':0}]}",
		id, PRODUCTS + i, account, item->title, item->sku, amount_fixed(a, item->price), amount_fixed(a, item->price),
		made, made, warehouse, on_hand, item->committed, on_hand - item->committed));
	record->at = record->changed = at;
	const char *level = shiphero_id(a, "WarehouseProduct", LEVELS + i);
	record = list_add(a, levels, level, arena_print(a, "%" PRId64, on_hand), value_make(a,
		"{'id':'%s','legacy_id':%zu,'account_id':'%s','warehouse_id':'%s','warehouse_identifier':'Primary','sku':'%s',"
		"'on_hand':%" PRId64 ",'allocated':%" PRId64 ",'available':%" PRId64 ",'backorder':0,'reserve_inventory':0,"
		"'inventory_bin':'A-%03zu','price':'%s','value':'%s','value_currency':'EUR','active':true,'created_at':'%s',"
		"'updated_at':'%s','warehouse':{'id':'%s','identifier':'Primary'},'product':{'id':'%s','sku':'%s',"
		"'name':'%s'}}",
		level, LEVELS + i, account, warehouse, item->sku, on_hand, item->committed, on_hand - item->committed, i,
		amount_fixed(a, item->price), amount_fixed(a, item->price), made, time_text(a, at + 50 * DAY), warehouse, id,
		item->sku, item->title));
	record->at = at;
	record->changed = at + 50 * DAY;
}

static struct value *order_line(struct systems *s, const struct sale *sale, size_t n)
{
	const struct line *line = &sale->lines[n];
	const struct item *item = &s->world->items[line->item];
	struct arena *a = s->mem;
	return value_make(a,
		"{'id':'%s','legacy_id':%zu,'sku':'%s','partner_line_item_id':'%zu-%zu','product_id':'%s',"
		"'quantity':%" PRId64 ","
		"'price':'%s','subtotal':'%s','product_name':'%s','fulfillment_status':'%s',"
		"'quantity_pending_fulfillment':%" PRId64
		",'quantity_allocated':%" PRId64 ",'quantity_shipped':%" PRId64 ",'backorder_quantity':0,'barcode':null}",
		shiphero_id(a, "LineItem", LINES + sale->index * 100 + n), LINES + sale->index * 100 + n, item->sku,
		sale->index, n, shiphero_id(a, "Product", PRODUCTS + line->item), line->quantity, amount_fixed(a, item->price),
		amount_fixed(a, line->total), item->title, sale->posted ? "fulfilled" : "pending",
		sale->posted ? 0 : line->quantity, sale->posted ? 0 : line->quantity, sale->posted ? line->quantity : 0);
}

static struct value *address_of(struct systems *s, const struct sale *sale)
{
	const struct customer *c = &s->world->customers[sale->customer];
	return value_make(s->mem, "{'name':'%s','first_name':'Customer','last_name':'%s','company':null,"
	                  "'address1':'Hauptstr. 1','address2':null,'city':'Dortmund','state':null,'zip':'44135',"
	                  "'country':'DE','email':'%s','phone':null}", c->name, c->number, c->email);
}

/* A label, which a parcel has. */
static struct value *label_of(struct systems *s, const struct sale *sale)
{
	struct arena *a = s->mem;
	return value_make(a,
		"{'id':'%s','legacy_id':%zu,'account_id':'%s','tracking_number':'%s','order_number':'%" PRIu64 "',"
		"'order_id':'%s','shipping_name':'UPS Standard','shipping_method':'standard','carrier':'ups','cost':'%s',"
		"'status':'valid','tracking_status':null,'warehouse':'Primary','warehouse_id':'%s','created_date':'%s',"
		"'delivered':true,'refunded':false,'dimensions':{'weight':'48.00','height':'10.00','width':'8.00',"
		"'length':'12.00'}}",
		shiphero_id(a, "ShippingLabel", SHIPMENTS + sale->index), SHIPMENTS + sale->index, account,
		tracking_number(a, sale), sale->number, shiphero_id(a, "Order", ORDERS + sale->index),
		amount_fixed(a, 390 + 10 * (int64_t)sale->line_count), warehouse, time_text(a, sale->placed + 3 * HOUR));
}

static void hold_shipment(struct systems *s, struct list *list, const struct sale *sale)
{
	struct arena *a = s->mem;
	const char *id = shiphero_id(a, "Shipment", SHIPMENTS + sale->index);
	struct value *lines = connection(a), *labels = value_make(a, "[]");
	struct value *body = value_make(a,
		"{'id':'%s','legacy_id':%zu,'order_id':'%s','user_id':'VXNlcjo3','warehouse_id':'%s','profile':'default',"
		"'picked_up':true,'delivered':true,'refunded':false,'needs_refund':false,'shipped_off_shiphero':false,"
		"'dropshipment':false,'completed':true,'created_date':'%s','order':{'id':'%s','order_number':'%" PRIu64 "',"
		"'shop_name':'Lantern and Co'}}",
		id, SHIPMENTS + sale->index, shiphero_id(a, "Order", ORDERS + sale->index), warehouse,
		time_text(a, sale->placed + 3 * HOUR), shiphero_id(a, "Order", ORDERS + sale->index), sale->number);
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct line *line = &sale->lines[i];
		add_node(a, lines, value_make(a,
			"{'id':'%s','line_item_id':'%s','quantity':%" PRId64 ",'line_item':{'sku':'%s','product_name':'%s'}}",
			shiphero_id(a, "ShipmentLineItem", LINES + sale->index * 100 + i),
			shiphero_id(a, "LineItem", LINES + sale->index * 100 + i), line->quantity, s->world->items[line->item].sku,
			s->world->items[line->item].title), i);
	}
	value_add(labels, label_of(s, sale));
	value_put(a, body, "address", address_of(s, sale));
	value_put(a, body, "line_items", lines);
	value_put(a, body, "shipping_labels", labels);
	struct record *record = list_add(a, list, id, amount_fixed(a, 390 + 10 * (int64_t)sale->line_count), body);
	record->at = record->changed = sale->placed + 3 * HOUR;
}

static void hold_return(struct systems *s, struct list *list, const struct sale *sale)
{
	struct arena *a = s->mem;
	const struct item *item = &s->world->items[sale->lines[0].item];
	const char *id = shiphero_id(a, "Return", RETURNS + sale->index);
	struct value *body = value_make(a,
		"{'id':'%s','legacy_id':%zu,'account_id':'%s','order_id':'%s','partner_id':null,'reason':'Unwanted',"
		"'status':'complete','label_type':'free','label_cost':'0.00','cost_to_customer':'0.00',"
		"'shipping_carrier':'ups',"
		"'shipping_method':'standard','created_at':'%s','total_items_expected':1,'total_items_received':1,"
		"'total_items_restocked':1,'order':{'id':'%s','order_number':'%" PRIu64 "','shop_name':'Lantern and Co'},"
		"'line_items':[{'id':'%s','quantity':1,'quantity_received':1,'restocked':1,'reason':'Unwanted',"
		"'condition':'sellable','line_item':{'id':'%s','sku':'%s'},'product':{'sku':'%s','name':'%s'}}]}",
		id, RETURNS + sale->index, account, shiphero_id(a, "Order", ORDERS + sale->index),
		time_text(a, sale->refunds[0].at), shiphero_id(a, "Order", ORDERS + sale->index), sale->number,
		shiphero_id(a, "ReturnItem", RETURNS + sale->index), shiphero_id(a, "LineItem", LINES + sale->index * 100),
		item->sku, item->sku, item->title);
	struct record *record = list_add(a, list, id, "1", body);
	record->at = record->changed = sale->refunds[0].at;
}

static void hold_order(struct systems *s, struct list *list, const struct sale *sale)
{
	struct arena *a = s->mem;
	const struct customer *c = &s->world->customers[sale->customer];
	const char *id = shiphero_id(a, "Order", ORDERS + sale->index);
	struct value *lines = connection(a), *shipments = value_make(a, "[]"), *returns = value_make(a, "[]");
	struct value *body = value_make(a,
		"{'id':'%s','legacy_id':%zu,'order_number':'%" PRIu64 "','partner_order_id':'%" PRIu64 "',"
		"'shop_name':'Lantern and Co','fulfillment_status':'%s','order_date':'%s','total_tax':'0.00','subtotal':'%s',"
		"'total_discounts':'0.00','total_price':'%s','currency':'EUR','account_id':'%s','created_at':'%s',"
		"'updated_at':'%s','email':'%s','profile':'default','required_ship_date':'%s',"
		"'shipping_lines':{'title':'Standard',"
		"'carrier':'ups','method':'standard','price':'%s'},'tags':[]}",
		id, ORDERS + sale->index, sale->number, sale->number, sale->posted ? "fulfilled" : "pending",
		time_text(a, sale->placed), amount_fixed(a, sale->goods), amount_fixed(a, sale->total), account,
		time_text(a, sale->placed), time_text(a, sale->changed), c->email, time_text(a, sale->placed + DAY),
		amount_fixed(a, SHIPPING));
	for (size_t i = 0; i < sale->line_count; i++)
		add_node(a, lines, order_line(s, sale, i), i);
	if (sale->posted) {
		struct value *shipment = value_make(a, "{'id':'%s','created_date':'%s'}",
			shiphero_id(a, "Shipment", SHIPMENTS + sale->index), time_text(a, sale->placed + 3 * HOUR));
		struct value *labels = value_make(a, "[]");
		value_add(labels, label_of(s, sale));
		value_put(a, shipment, "shipping_labels", labels);
		value_add(shipments, shipment);
		value_add(returns, value_make(a, "{'id':'%s','reason':'Unwanted','status':'complete'}",
		                              shiphero_id(a, "Return", RETURNS + sale->index)));
	}
	value_put(a, body, "shipping_address", address_of(s, sale));
	value_put(a, body, "line_items", lines);
	value_put(a, body, "shipments", shipments);
	value_put(a, body, "returns", returns);
	struct record *record = list_add(a, list, id, amount_fixed(a, sale->total), body);
	record->at = sale->placed;
	record->changed = sale->changed;
}

static void hold_purchase(struct systems *s, struct list *list, size_t i)
{
	struct arena *a = s->mem;
	const struct item *item = &s->world->items[i];
	int64_t at = s->world->sales[0].placed - 20 * DAY + (int64_t)i * HOUR, half = item->price / 2;
	const char *id = shiphero_id(a, "PurchaseOrder", PURCHASES + i), *total = amount_fixed(a, half * item->opening);
	struct value *lines = connection(a);
	struct value *body = value_make(a,
		"{'id':'%s','legacy_id':%zu,'po_number':'PO%05zu','po_date':'%s','account_id':'%s','vendor_id':'VmVuZG9yOjc=',"
		"'warehouse_id':'%s','created_at':'%s','arrives_at':'%s','fulfillment_status':'closed','po_note':null,"
		"'description':null,'subtotal':'%s','discount':'0.00','shipping_price':'0.00','tax':'0.00','total_price':'%s'}",
		id, PURCHASES + i, i + 1, time_text(a, at), account, warehouse, time_text(a, at), time_text(a, at + 5 * DAY),
		total, total);
	add_node(a, lines, value_make(a,
		"{'id':'%s','sku':'%s','vendor_sku':'%s','product_name':'%s','quantity':%" PRId64 ","
		"'quantity_received':%" PRId64
		",'quantity_rejected':0,'price':'%s','fulfillment_status':'closed'}",
		shiphero_id(a, "PurchaseOrderLineItem", PURCHASES + i), item->sku, item->sku, item->title, item->opening,
		item->opening, amount_fixed(a, half)), 0);
	value_put(a, body, "line_items", lines);
	struct record *record = list_add(a, list, id, total, body);
	record->at = record->changed = at;
}

void shiphero_hold(struct systems *s)
{
	struct list *products = list_new(&s->held, "shiphero", "products");
	struct list *levels = list_new(&s->held, "shiphero", "warehouse_products");
	struct list *orders = list_new(&s->held, "shiphero", "orders");
	struct list *shipments = list_new(&s->held, "shiphero", "shipments");
	struct list *returns = list_new(&s->held, "shiphero", "returns");
	struct list *purchases = list_new(&s->held, "shiphero", "purchase_orders");
	for (size_t i = 0; i < s->world->records; i++) {
		hold_product(s, products, levels, i);
		hold_purchase(s, purchases, i);
	}
	for (size_t i = 0; i < s->world->sale_count; i++) {
		hold_order(s, orders, &s->world->sales[i]);
		if (s->world->sales[i].posted) {
			hold_shipment(s, shipments, &s->world->sales[i]);
			hold_return(s, returns, &s->world->sales[i]);
		}
	}
}
