/*
 * What ShipBob holds: the stock of each product, which came with one receiving order, an order for each sale with a
 * shipment where it was posted, and what came back.  Shapes: the examples of "ShipBob Developer API (2026-01)", its
 * OpenAPI file.
 */
#include "shipbob.h"

#include <inttypes.h>

enum { INVENTORY = 8588000, ORDERS = 100200000, SHIPMENTS = 110300000, RECEIVINGS = 443000, RETURNS = 2600000 };

static struct value *center(struct arena *a)
{
	return value_make(a, "{'id':155,'name':'Leipzig (DE)'}");
}

static void hold_level(struct systems *s, struct list *list, size_t i)
{
	struct arena *a = s->mem;
	const struct item *item = &s->world->items[i];
	int64_t on_hand = item->opening - item->sold + item->returned;
	list_add(a, list, arena_print(a, "%zu", INVENTORY + i), arena_print(a, "%" PRId64, on_hand), value_make(a,
		"{'inventory_id':%zu,'name':'%s','sku':'%s','total_awaiting_quantity':0,'total_backordered_quantity':0,"
		"'total_committed_quantity':%" PRId64 ",'total_exception_quantity':0,'total_fulfillable_quantity':%" PRId64 ","
		"'total_internal_transfer_quantity':0,'total_on_hand_quantity':%" PRId64 ","
		"'total_sellable_quantity':%" PRId64 "}",
		INVENTORY + i, item->title, item->sku, item->committed, on_hand - item->committed, on_hand,
		on_hand - item->committed));
}

/* A warehouse receiving order. */
static void hold_receiving(struct systems *s, struct list *list, size_t i)
{
	struct arena *a = s->mem;
	const struct item *item = &s->world->items[i];
	int64_t at = s->world->sales[0].placed / DAY * DAY - 20 * DAY + (int64_t)i * HOUR;
	const char *made = instant_text(a, at), *done = instant_text(a, at + 5 * DAY);
	struct record *record = list_add(a, list, arena_print(a, "%zu", RECEIVINGS + i),
		arena_print(a, "%" PRId64, item->opening), value_make(a,
		"{'box_labels_uri':'/2026-01/receiving/%zu/labels','box_packaging_type':'EverythingInOneBox',"
		"'expected_arrival_date':'%s','external_sync_timestamp':null,'fulfillment_center':{'address1':'Hauptstr. 1',"
		"'address2':'','city':'Leipzig','country':'DE','email':'wro@example.com','id':155,'name':'Leipzig (DE)',"
		"'phone_number':'','state':'SN','timezone':'W. Europe Standard Time','zip_code':'04103'},'id':%zu,"
		"'insert_date':'%s','inventory_quantities':[{'expected_quantity':%" PRId64 ",'inventory_id':%zu,"
		"'received_quantity':%" PRId64 ",'sku':'%s','stowed_quantity':%" PRId64 "}],'last_updated_date':'%s',"
		"'package_type':'Package','purchase_order_number':'PO%05zu','status':'Completed','status_history':["
		"{'id':1,'status':'Awaiting','timestamp':'%s'},{'id':2,'status':'Completed','timestamp':'%s'}]}",
		RECEIVINGS + i, done, RECEIVINGS + i, made, item->opening, INVENTORY + i, item->opening, item->sku,
		item->opening, done, i + 1, made, done));
	record->at = at;
	record->changed = at + 5 * DAY;
}

static struct value *order_product(struct systems *s, const struct sale *sale, size_t n)
{
	const struct line *line = &sale->lines[n];
	const struct item *item = &s->world->items[line->item];
	return value_make(s->mem,
		"{'external_line_id':%zu,'gtin':null,'id':%zu,'quantity':%" PRId64 ",'quantity_unit_of_measure_code':null,"
		"'reference_id':'%s','sku':'%s','unit_price':%s,'upc':null}",
		n + 1, 50000 + line->item, line->quantity, item->sku, item->sku, amount_number(s->mem, item->price));
}

static struct value *shipped_product(struct systems *s, const struct line *line)
{
	const struct item *item = &s->world->items[line->item];
	return value_make(s->mem,
		"{'id':%zu,'inventory_items':[{'expiration_date':null,'id':%zu,'is_dangerous_goods':false,'lot':null,"
		"'name':'%s','quantity':%" PRId64 ",'quantity_committed':0,'serial_numbers':null}],'name':'%s',"
		"'reference_id':'%s','sku':'%s'}",
		50000 + line->item, INVENTORY + line->item, item->title, line->quantity, item->title, item->sku, item->sku);
}

static struct value *recipient(struct systems *s, const struct sale *sale, bool full)
{
	const struct customer *c = &s->world->customers[sale->customer];
	return value_make(s->mem, "{'address':{'address1':'Hauptstr. 1','address2':null,'city':'Dortmund',"
	                  "'company_name':null,'country':'DE','state':'NRW','zip_code':'44135'},'email':'%s',"
	                  "%s%s%s'name':'%s','phone_number':null}", c->email, full ? "'full_name':'" : "",
	                  full ? c->name : "", full ? "'," : "", c->name);
}

static struct value *shipment_of(struct systems *s, const struct sale *sale)
{
	struct arena *a = s->mem;
	const char *made = instant_text(a, sale->placed), *left = instant_text(a, sale->placed + 3 * HOUR);
	const char *number = tracking_number(a, sale), *came = instant_text(a, sale->placed + 30 * HOUR);
	struct value *products = value_make(a, "[]");
	struct value *shipment = value_make(a,
		"{'actual_fulfillment_date':'%s','created_date':'%s','delivery_date':'%s','estimated_fulfillment_date':'%s',"
		"'estimated_fulfillment_date_status':'FulfilledOnTime','gift_message':null,'id':%zu,'insurance_value':null,"
		"'invoice_amount':%s,'invoice_currency_code':'EUR','is_tracking_uploaded':true,'last_tracking_update_at':'%s',"
		"'last_update_at':'%s','location':{'id':155,'name':'Leipzig (DE)'},'measurements':{'depth_in':10,"
		"'length_in':12,"
		"'total_weight_oz':48,'width_in':8},'order_id':%zu,'package_material_type':'Box','parent_cartons':[],"
		"'reference_id':'%" PRIu64 "','require_signature':false,'ship_option':'Standard','status':'Completed',"
		"'status_details':[],'tracking':{'bol':null,'carrier':'UPS','carrier_service':'Standard','pro_number':null,"
		"'scac':null,'shipping_date':'%s','tracking_number':'%s','tracking_url':'https://carrier.example.com/%s'}}",
		left, made, came, left, SHIPMENTS + sale->index, amount_number(a, 390 + 10 * (int64_t)sale->line_count), came,
		came, ORDERS + sale->index, sale->number, left, number, number);
	for (size_t i = 0; i < sale->line_count; i++)
		value_add(products, shipped_product(s, &sale->lines[i]));
	value_put(a, shipment, "products", products);
	value_put(a, shipment, "recipient", recipient(s, sale, true));
	return shipment;
}

static void hold_order(struct systems *s, struct list *list, const struct sale *sale)
{
	struct arena *a = s->mem;
	const char *placed = instant_text(a, sale->placed);
	struct value *products = value_make(a, "[]"), *shipments = value_make(a, "[]");
	struct value *body = value_make(a,
		"{'channel':{'id':" SHIPBOB_CHANNEL ",'name':'Lantern and Co'},'created_date':'%s','financials':"
		"{'total_price':%s},'gift_message':null,'id':%zu,'order_number':'%" PRIu64 "','purchase_date':'%s',"
		"'reference_id':'%" PRIu64 "','retailer_program_data':null,'shipping_method':'Standard','shipping_terms':null,"
		"'status':'%s','tags':[],'type':'DTC'}",
		placed, amount_number(a, sale->total), ORDERS + sale->index, sale->number, placed, sale->number,
		sale->posted ? "Fulfilled" : "Processing");
	for (size_t i = 0; i < sale->line_count; i++)
		value_add(products, order_product(s, sale, i));
	if (sale->posted)
		value_add(shipments, shipment_of(s, sale));
	value_put(a, body, "products", products);
	value_put(a, body, "recipient", recipient(s, sale, false));
	value_put(a, body, "shipments", shipments);
	struct record *record = list_add(a, list, arena_print(a, "%zu", ORDERS + sale->index),
	                                 amount_number(a, sale->total), body);
	record->at = sale->placed;
	record->changed = sale->changed;
}

/* What came back to the shelf: a piece of the first line. */
static void hold_return(struct systems *s, struct list *list, const struct sale *sale)
{
	struct arena *a = s->mem;
	size_t n = sale->lines[0].item;
	const struct item *item = &s->world->items[n];
	const char *asked = instant_text(a, sale->refunds[0].at - HOUR), *done = instant_text(a, sale->refunds[0].at);
	struct value *body = value_make(a,
		"{'arrived_date':'%s','awaiting_arrival_date':'%s','cancelled_date':null,'channel':{'id':" SHIPBOB_CHANNEL ","
		"'name':'Lantern and Co'},'completed_date':'%s','customer_name':'%s','id':%zu,'insert_date':'%s','inventory':[{"
		"'action_requested':{'action':'Restock','action_type':'Default','instructions':null},'action_taken':[{"
		"'action':'Restock','action_reason':null,'image_url':null,'quantity_processed':1}],'barcodes':[],'id':%zu,"
		"'lot_information':null,'name':'%s','quantity':1,'sku':'%s'}],'invoice':{'amount':%s,'currency_code':'EUR'},"
		"'original_shipment_id':%zu,'processing_date':'%s','reference_id':'RMA%" PRIu64 "','return_type':'Regular',"
		"'shipment_tracking_number':'%s','status':'Completed','status_history':[{'status':'AwaitingArrival',"
		"'timestamp':'%s'},{'status':'Completed','timestamp':'%s'}],'store_order_id':'%" PRIu64 "',"
		"'tracking_number':'RT%010zu','transactions':[{'amount':%s,'transaction_type':'Return Processing'}]}",
		done, asked, done, s->world->customers[sale->customer].name, RETURNS + sale->index, asked, INVENTORY + n,
		item->title, item->sku, "3", SHIPMENTS + sale->index, done, sale->number, tracking_number(a, sale), asked, done,
		sale->number, sale->index, "3");
	value_put(a, body, "fulfillment_center", center(a));
	struct record *record = list_add(a, list, arena_print(a, "%zu", RETURNS + sale->index), "1", body);
	record->at = sale->refunds[0].at - HOUR;
	record->changed = sale->refunds[0].at;
}

void shipbob_hold(struct systems *s)
{
	struct list *levels = list_new(&s->held, "shipbob", "inventory-level");
	struct list *orders = list_new(&s->held, "shipbob", "order");
	struct list *receivings = list_new(&s->held, "shipbob", "receiving");
	struct list *returns = list_new(&s->held, "shipbob", "return");
	for (size_t i = 0; i < s->world->records; i++) {
		hold_level(s, levels, i);
		hold_receiving(s, receivings, i);
	}
	for (size_t i = 0; i < s->world->sale_count; i++) {
		hold_order(s, orders, &s->world->sales[i]);
		if (s->world->sales[i].posted)
			hold_return(s, returns, &s->world->sales[i]);
	}
}
