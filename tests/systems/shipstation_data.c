/*
 * What ShipStation holds: an order for each sale, a label for each that was posted, of every tenth one more that was
 * voided, and a parcel that another shipped in place of what was sent back.  Shapes: the pages "List Orders", "List
 * Shipments" and "List Fulfillments" of the V1 API, and published answers.  Times are Pacific ones without a zone.
 */
#include "shipstation.h"

#include <inttypes.h>

/* 2026-03-08T10:00:00Z: from then on it is summer. */
int64_t shipstation_offset(int64_t at)
{
	return at >= 1772964000 ? -7 * HOUR : -8 * HOUR;
}

/* "2026-03-10T12:00:00.0000000". */
static const char *time_text(struct arena *a, int64_t at)
{
	return arena_print(a, "%.19s.0000000", instant_text(a, at + shipstation_offset(at)));
}

static uint64_t order_id(const struct sale *sale)
{
	return 94000000 + sale->index;
}

static const char *key_of(struct systems *s, const struct sale *sale)
{
	return arena_print(s->mem, "%016" PRIx64 "%016" PRIx64, chosen(s->world, "key", sale->index), sale->number);
}

static struct value *address_of(struct systems *s, const struct sale *sale, bool whole)
{
	const struct customer *c = &s->world->customers[sale->customer];
	return value_make(s->mem, "{'name':'%s','company':null,'street1':%s,'street2':null,'street3':null,'city':%s,"
	                  "'state':null,'postalCode':%s,'country':%s,'phone':null,'residential':%s,'addressVerified':%s}",
	                  c->name, whole ? "'Hauptstr. 1'" : "null", whole ? "'Dortmund'" : "null",
	                  whole ? "'44135'" : "null", whole ? "'DE'" : "null", whole ? "false" : "null",
	                  whole ? "'Address validated successfully'" : "null");
}

static struct value *order_item(struct systems *s, const struct sale *sale, size_t n)
{
	const struct line *line = &sale->lines[n];
	const struct item *item = &s->world->items[line->item];
	const char *created = instant_text(s->mem, sale->placed + shipstation_offset(sale->placed));
	return value_make(s->mem,
		"{'orderItemId':%zu,'lineItemKey':'L%zu-%zu','sku':'%s','name':'%s','imageUrl':null,"
		"'weight':{'value':24,'units':'ounces'},'quantity':%" PRId64 ",'unitPrice':%s,'taxAmount':null,"
		"'shippingAmount':null,'warehouseLocation':null,'options':[],'productId':%zu,'fulfillmentSku':null,"
		"'adjustment':false,'upc':null,'createDate':'%.19s','modifyDate':'%.19s'}",
		128000000 + sale->index * 100 + n, sale->index, n, item->sku, item->title, line->quantity,
		amount_number(s->mem, item->price), 7000000 + line->item, created, created);
}

static void hold_order(struct systems *s, struct list *list, const struct sale *sale)
{
	struct arena *a = s->mem;
	const struct customer *c = &s->world->customers[sale->customer];
	const char *placed = time_text(a, sale->placed), *total = amount_number(a, sale->total), *shipped = "null";
	if (sale->posted)
		shipped = arena_print(a, "'%.10s'", time_text(a, sale->placed + 3 * HOUR));
	struct value *items = value_make(a, "[]");
	struct value *body = value_make(a,
		"{'orderId':%" PRIu64 ",'orderNumber':'%" PRIu64 "','orderKey':'%s','orderDate':'%s','createDate':'%s',"
		"'modifyDate':'%s','paymentDate':'%s','shipByDate':null,'orderStatus':'%s','customerId':%zu,"
		"'customerUsername':'%s','customerEmail':'%s','orderTotal':%s,'amountPaid':%s,'taxAmount':0,"
		"'shippingAmount':%s,'customerNotes':null,'internalNotes':null,'gift':false,'giftMessage':null,"
		"'paymentMethod':'Card','requestedShippingService':'Standard','carrierCode':'ups','serviceCode':'ups_standard',"
		"'packageCode':'package','confirmation':'none','shipDate':%s,'holdUntilDate':null,'weight':{'value':48,"
		"'units':'ounces'},"
		"'dimensions':null,'insuranceOptions':{'provider':null,'insureShipment':false,'insuredValue':0},"
		"'internationalOptions':{'contents':null,'customsItems':null,'nonDelivery':null},'tagIds':null,'userId':null,"
		"'externallyFulfilled':false,'externallyFulfilledBy':null,'externallyFulfilledById':null,"
		"'externallyFulfilledByName':null}",
		order_id(sale), sale->number, key_of(s, sale), placed, placed, time_text(a, sale->changed), placed,
		sale->posted ? "shipped" : "awaiting_shipment", 37000000 + sale->customer, c->number, c->email, total, total,
		amount_number(a, SHIPPING), shipped);
	value_put(a, body, "billTo", address_of(s, sale, false));
	value_put(a, body, "shipTo", address_of(s, sale, true));
	for (size_t i = 0; i < sale->line_count; i++)
		value_add(items, order_item(s, sale, i));
	value_put(a, body, "items", items);
	value_put(a, body, "advancedOptions", value_make(a,
		"{'warehouseId':24079,'nonMachinable':false,'saturdayDelivery':false,'containsAlcohol':false,"
		"'mergedOrSplit':false,'mergedIds':[],'parentId':null,'storeId':26815,'customField1':null,'customField2':null,"
		"'customField3':null,'source':'Webstore','billToParty':null,'billToAccount':null,'billToPostalCode':null,"
		"'billToCountryCode':null}"));
	struct record *record = list_add(a, list, arena_print(a, "%" PRIu64, order_id(sale)), total, body);
	record->at = sale->placed;
	record->changed = sale->changed;
}

static struct value *shipped_items(struct systems *s, const struct sale *sale)
{
	struct value *items = value_make(s->mem, "[]");
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct item *item = &s->world->items[sale->lines[i].item];
		value_add(items, value_make(s->mem,
			"{'orderItemId':%zu,'lineItemKey':'L%zu-%zu','sku':'%s','name':'%s','imageUrl':null,'weight':null,"
			"'quantity':%" PRId64 ",'unitPrice':%s,'warehouseLocation':null,'options':null,'productId':%zu,"
			"'fulfillmentSku':null}",
			128000000 + sale->index * 100 + i, sale->index, i, item->sku, item->title, sale->lines[i].quantity,
			amount_number(s->mem, item->price), 7000000 + sale->lines[i].item));
	}
	return items;
}

/* A label; its owner is what it has in it, which is given to those who ask for it. */
static void hold_shipment(struct systems *s, struct list *list, const struct sale *sale, bool voided)
{
	struct arena *a = s->mem;
	uint64_t id = 33000000 + sale->index * 2 + voided;
	int64_t at = sale->placed + (voided ? 2 : 3) * HOUR, cost = 390 + 10 * (int64_t)sale->line_count;
	const char *number = voided ? arena_print(a, "1ZVOID%06zu", sale->index) : tracking_number(a, sale);
	struct value *body = value_make(a,
		"{'shipmentId':%" PRIu64 ",'orderId':%" PRIu64 ",'orderKey':'%s',"
		"'userId':'0f0f0f0f-0000-4000-8000-000000000007','orderNumber':'%" PRIu64 "','createDate':'%s',"
		"'shipDate':'%.10s','shipmentCost':%s,'insuranceCost':0,'trackingNumber':'%s','isReturnLabel':false,"
		"'batchNumber':null,'carrierCode':'ups',"
		"'serviceCode':'ups_standard','packageCode':'package','confirmation':'none','warehouseId':24079,'voided':%s,"
		"'voidDate':%s,'marketplaceNotified':%s,'notifyErrorMessage':null,'weight':{'value':48,'units':'ounces'},"
		"'dimensions':null,'insuranceOptions':{'provider':null,'insureShipment':false,'insuredValue':0},"
		"'advancedOptions':null,'labelData':null,'formData':null}",
		id, order_id(sale), key_of(s, sale), sale->number, time_text(a, at), time_text(a, at), amount_number(a, cost),
		number, voided ? "true" : "false", voided ? arena_print(a, "'%s'", time_text(a, at + 600)) : "null",
		voided ? "false" : "true");
	value_put(a, body, "shipTo", address_of(s, sale, true));
	struct record *record = list_add(a, list, arena_print(a, "%" PRIu64, id), amount_fixed(a, cost), body);
	record->at = record->changed = at;
	record->owner = shipped_items(s, sale);
}

static void hold_fulfillment(struct systems *s, struct list *list, const struct sale *sale)
{
	struct arena *a = s->mem;
	int64_t at = sale->refunds[0].at;
	uint64_t id = 246000 + sale->index;
	struct value *body = value_make(a,
		"{'fulfillmentId':%" PRIu64 ",'orderId':%" PRIu64 ",'orderNumber':'%" PRIu64 "',"
		"'userId':'0f0f0f0f-0000-4000-8000-000000000007','customerEmail':'%s','trackingNumber':'R%010zu',"
		"'createDate':'%s','shipDate':'%.10sT00:00:00.0000000','voidDate':null,'deliveryDate':null,'carrierCode':'DHL',"
		"'sellerFillProviderId':null,'sellerFillProviderName':null,'fulfillmentProviderCode':null,"
		"'fulfillmentServiceCode':null,'fulfillmentFee':0,'voidRequested':false,'voided':false,"
		"'marketplaceNotified':true,'notifyErrorMessage':null}",
		id, order_id(sale), sale->number, s->world->customers[sale->customer].email, sale->index, time_text(a, at),
		time_text(a, at));
	value_put(a, body, "shipTo", address_of(s, sale, true));
	struct record *record = list_add(a, list, arena_print(a, "%" PRIu64, id), "0", body);
	record->at = record->changed = at;
}

void shipstation_hold(struct systems *s)
{
	struct list *orders = list_new(&s->held, "shipstation", "orders");
	struct list *shipments = list_new(&s->held, "shipstation", "shipments");
	struct list *fulfillments = list_new(&s->held, "shipstation", "fulfillments");
	for (size_t i = 0; i < s->world->sale_count; i++) {
		const struct sale *sale = &s->world->sales[i];
		hold_order(s, orders, sale);
		if (sale->posted && i % 10 == 0)
			hold_shipment(s, shipments, sale, true);
		if (sale->posted) {
			hold_shipment(s, shipments, sale, false);
			hold_fulfillment(s, fulfillments, sale);
		}
	}
}
