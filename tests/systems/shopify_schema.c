/*
 * The types of the GraphQL Admin API that are held here (shopify.dev/docs/api/admin-graphql/2026-01: the pages
 * QueryRoot, Order, LineItem, ShippingLine, TaxLine, OrderTransaction, Refund, Fulfillment, Return, ReturnLineItemType,
 * GiftCard, GiftCardTransaction, ProductVariant, Product, Customer, InventoryItem, InventoryLevel,
 * ShopifyPaymentsAccount, ShopifyPaymentsPayout, ShopifyPaymentsBalanceTransaction, BulkOperation and what they lead
 * to) and the search syntax ("API search syntax").
 */
#include "shopify.h"

#include <strings.h>

#define PAGED "first after last before reverse"
#define FOUND PAGED " query sortKey savedSearchId"

static const struct field fields[] = {
	{"QueryRoot", "orders", FIELD_CONNECTION, "Order", FOUND, "orders"},
	{"QueryRoot", "order", FIELD_OBJECT, "Order", "id", "orders"},
	{"QueryRoot", "ordersCount", FIELD_OBJECT, "Count", "query limit savedSearchId", NULL},
	{"QueryRoot", "node", FIELD_OBJECT, "Node", "id", NULL},
	{"QueryRoot", "inventoryItems", FIELD_CONNECTION, "InventoryItem", PAGED " query", "inventoryItems"},
	{"QueryRoot", "inventoryItem", FIELD_OBJECT, "InventoryItem", "id", "inventoryItems"},
	{"QueryRoot", "locations", FIELD_CONNECTION, "Location", FOUND " includeInactive includeLegacy", "locations"},
	{"QueryRoot", "location", FIELD_OBJECT, "Location", "id", "locations"},
	{"QueryRoot", "customers", FIELD_CONNECTION, "Customer", FOUND, "customers"},
	{"QueryRoot", "giftCards", FIELD_CONNECTION, "GiftCard", FOUND, "giftCards"},
	{"QueryRoot", "giftCard", FIELD_OBJECT, "GiftCard", "id", "giftCards"},
	{"QueryRoot", "productVariants", FIELD_CONNECTION, "ProductVariant", FOUND, "productVariants"},
	{"QueryRoot", "productVariant", FIELD_OBJECT, "ProductVariant", "id", "productVariants"},
	{"QueryRoot", "shopifyPaymentsAccount", FIELD_OBJECT, "ShopifyPaymentsAccount", "", NULL},
	{"QueryRoot", "bulkOperation", FIELD_OBJECT, "BulkOperation", "id", NULL},
	{"QueryRoot", "currentBulkOperation", FIELD_OBJECT, "BulkOperation", "type", NULL},
	{"QueryRoot", "currentAppInstallation", FIELD_OBJECT, "AppInstallation", "", NULL},
	{"QueryRoot", "shop", FIELD_OBJECT, "Shop", "", NULL},
	{"Mutation", "bulkOperationRunQuery", FIELD_OBJECT, "BulkOperationRunQueryPayload", "query groupObjects", NULL},

	{"Order", "customer", FIELD_OBJECT, "Customer", "", NULL},
	{"Order", "lineItems", FIELD_CONNECTION, "LineItem", PAGED, NULL},
	{"Order", "shippingLines", FIELD_CONNECTION, "ShippingLine", PAGED, NULL},
	{"Order", "taxLines", FIELD_LIST, "TaxLine", "", NULL},
	{"Order", "transactions", FIELD_LIST, "OrderTransaction", "first capturable manuallyResolvable", NULL},
	{"Order", "refunds", FIELD_LIST, "Refund", "first", NULL},
	{"Order", "fulfillments", FIELD_LIST, "Fulfillment", "first query", NULL},
	{"Order", "returns", FIELD_CONNECTION, "Return", PAGED " query", NULL},
	{"Return", "order", FIELD_OBJECT, "Order", "", NULL},
	{"Return", "returnLineItems", FIELD_CONNECTION, "ReturnLineItemType", PAGED, NULL},
	{"ReturnLineItem", "fulfillmentLineItem", FIELD_OBJECT, "FulfillmentLineItem", "", NULL},
	{"GiftCard", "customer", FIELD_OBJECT, "Customer", "", NULL},
	{"GiftCard", "order", FIELD_OBJECT, "Order", "", NULL},
	{"GiftCard", "transactions", FIELD_CONNECTION, "GiftCardTransaction", PAGED, NULL},
	{"GiftCardTransaction", "giftCard", FIELD_OBJECT, "GiftCard", "", NULL},
	{"ProductVariant", "product", FIELD_OBJECT, "Product", "", NULL},
	{"ProductVariant", "inventoryItem", FIELD_OBJECT, "InventoryItem", "", NULL},
	{"LineItem", "taxLines", FIELD_LIST, "TaxLine", "first", NULL},
	{"ShippingLine", "taxLines", FIELD_LIST, "TaxLine", "", NULL},
	{"OrderTransaction", "order", FIELD_OBJECT, "Order", "", NULL},
	{"OrderTransaction", "parentTransaction", FIELD_OBJECT, "OrderTransaction", "", NULL},
	{"Refund", "order", FIELD_OBJECT, "Order", "", NULL},
	{"Refund", "refundShippingLines", FIELD_CONNECTION, "RefundShippingLine", PAGED, NULL},
	{"Refund", "orderAdjustments", FIELD_CONNECTION, "OrderAdjustment", PAGED, NULL},
	{"RefundShippingLine", "shippingLine", FIELD_OBJECT, "ShippingLine", "", NULL},
	{"Fulfillment", "order", FIELD_OBJECT, "Order", "", NULL},
	{"Refund", "refundLineItems", FIELD_CONNECTION, "RefundLineItem", PAGED, NULL},
	{"Refund", "transactions", FIELD_CONNECTION, "OrderTransaction", PAGED, NULL},
	{"RefundLineItem", "lineItem", FIELD_OBJECT, "LineItem", "", NULL},
	{"Fulfillment", "trackingInfo", FIELD_LIST, "FulfillmentTrackingInfo", "first", NULL},
	{"Fulfillment", "fulfillmentLineItems", FIELD_CONNECTION, "FulfillmentLineItem", PAGED, NULL},
	{"FulfillmentLineItem", "lineItem", FIELD_OBJECT, "LineItem", "", NULL},
	{"InventoryItem", "inventoryLevels", FIELD_CONNECTION, "InventoryLevel", PAGED " query", NULL},
	{"InventoryLevel", "location", FIELD_OBJECT, "Location", "", NULL},
	{"InventoryLevel", "item", FIELD_OBJECT, "InventoryItem", "", NULL},
	{"InventoryLevel", "quantities", FIELD_LIST, "InventoryQuantity", "names", NULL},
	{"Location", "inventoryLevels", FIELD_CONNECTION, "InventoryLevel", PAGED " query", "inventoryLevels"},
	{"ShopifyPaymentsAccount", "payouts", FIELD_CONNECTION, "ShopifyPaymentsPayout", FOUND " transactionType",
	 "payouts"},
	{"ShopifyPaymentsAccount", "balanceTransactions", FIELD_CONNECTION, "ShopifyPaymentsBalanceTransaction",
	 FOUND " hideTransfers", "balanceTransactions"},
	{"ShopifyPaymentsAccount", "balance", FIELD_LIST, "MoneyV2", "", NULL},
	{"ShopifyPaymentsPayout", "summary", FIELD_OBJECT, "ShopifyPaymentsPayoutSummary", "", NULL},
	{"ShopifyPaymentsBalanceTransaction", "adjustmentsOrders", FIELD_LIST, "ShopifyPaymentsAdjustmentOrder", "", NULL},
	{"ShopifyPaymentsBalanceTransaction", "associatedOrder", FIELD_OBJECT, "ShopifyPaymentsAssociatedOrder", "", NULL},
	{"ShopifyPaymentsBalanceTransaction", "associatedPayout", FIELD_OBJECT,
	 "ShopifyPaymentsBalanceTransactionAssociatedPayout", "", NULL},
	{"BulkOperationRunQueryPayload", "bulkOperation", FIELD_OBJECT, "BulkOperation", "", NULL},
	{"BulkOperationRunQueryPayload", "userErrors", FIELD_LIST, "BulkOperationUserError", "", NULL},
	{"AppInstallation", "accessScopes", FIELD_LIST, "AccessScope", "", NULL},
};

static const struct field bag = {"", "", FIELD_OBJECT, "MoneyBag", "", NULL};
static const struct field money = {"", "", FIELD_OBJECT, "MoneyV2", "", NULL};

/* Of each type, what is an amount: in both currencies, or in one. */
static const struct {
	const char *type;
	const struct field *is;
	const char *names;
} amounts[] = {
	{"Order", &bag,
	 "totalPriceSet subtotalPriceSet totalTaxSet totalShippingPriceSet totalDiscountsSet currentTotalPriceSet "
	 "totalRefundedSet totalReceivedSet netPaymentSet currentSubtotalPriceSet currentTotalTaxSet "
	 "currentTotalDiscountsSet totalOutstandingSet totalRefundedShippingSet"},
	{"LineItem", &bag,
	 "originalUnitPriceSet originalTotalSet discountedTotalSet discountedUnitPriceSet totalDiscountSet"},
	{"ShippingLine", &bag, "originalPriceSet discountedPriceSet"},
	{"TaxLine", &bag, "priceSet"},
	{"OrderTransaction", &bag, "amountSet"},
	{"Refund", &bag, "totalRefundedSet"},
	{"RefundShippingLine", &bag, "subtotalAmountSet taxAmountSet"},
	{"OrderAdjustment", &bag, "amountSet taxAmountSet"},
	{"RefundLineItem", &bag, "subtotalSet totalTaxSet"},
	{"GiftCard", &money, "balance initialValue"},
	{"GiftCardTransaction", &money, "amount"},
	{"Customer", &money, "amountSpent"},
	{"MoneyBag", &money, "shopMoney presentmentMoney"},
	{"ShopifyPaymentsPayout", &money, "net"},
	{"ShopifyPaymentsPayoutSummary", &money,
	 "chargesGross chargesFee refundsFeeGross refundsFee adjustmentsGross adjustmentsFee reservedFundsGross "
	 "reservedFundsFee retriedPayoutsGross retriedPayoutsFee"},
	{"ShopifyPaymentsBalanceTransaction", &money, "amount fee net"},
	{"ShopifyPaymentsAdjustmentOrder", &money, "amount fees net"},
};

/* Of each type, what is no object. */
static const struct {
	const char *type, *names;
} scalars[] = {
	{"Order", "id legacyResourceId name test createdAt processedAt updatedAt cancelledAt closedAt "
	          "displayFinancialStatus displayFulfillmentStatus currencyCode presentmentCurrencyCode email tags note "
	          "sourceName taxesIncluded paymentGatewayNames confirmed fullyPaid unpaid edited "
	          "cancelReason phone poNumber taxExempt"},
	{"LineItem", "id sku title name quantity currentQuantity refundableQuantity unfulfilledQuantity requiresShipping "
	             "taxable isGiftCard vendor variantTitle"},
	{"RefundShippingLine", "id"},
	{"OrderAdjustment", "id reason"},
	{"ShopifyPaymentsAdjustmentOrder", "name orderTransactionId"},
	{"ShippingLine", "id title code"},
	{"TaxLine", "title rate ratePercentage"},
	{"OrderTransaction", "id kind status gateway test createdAt processedAt authorizationCode paymentId errorCode"},
	{"Refund", "id legacyResourceId note createdAt updatedAt"},
	{"RefundLineItem", "id quantity restockType restocked"},
	{"Fulfillment", "id legacyResourceId name status displayStatus createdAt updatedAt totalQuantity"},
	{"FulfillmentTrackingInfo", "number url company"},
	{"FulfillmentLineItem", "id quantity"},
	{"Return", "id name status createdAt closedAt totalQuantity"},
	{"ReturnLineItemType", "id quantity processedQuantity unprocessedQuantity refundedQuantity returnReason"},
	{"GiftCard", "id createdAt updatedAt deactivatedAt enabled expiresOn lastCharacters note"},
	{"GiftCardTransaction", "id note processedAt"},
	{"ProductVariant", "id legacyResourceId sku barcode title displayName price compareAtPrice inventoryQuantity "
	                   "position taxable availableForSale createdAt updatedAt"},
	{"Product", "id legacyResourceId title handle status vendor productType createdAt updatedAt"},
	{"Customer", "id legacyResourceId email displayName createdAt updatedAt numberOfOrders"},
	{"MoneyV2", "amount currencyCode"},
	{"InventoryItem", "id legacyResourceId sku tracked createdAt updatedAt"},
	{"InventoryLevel", "id isActive createdAt updatedAt"},
	{"InventoryQuantity", "id name quantity updatedAt"},
	{"Location", "id legacyResourceId name isActive"},
	{"ShopifyPaymentsAccount", "id activated country defaultCurrency onboardable"},
	{"ShopifyPaymentsPayout", "id legacyResourceId issuedAt status transactionType"},
	{"ShopifyPaymentsBalanceTransaction", "id type test transactionDate sourceId sourceType sourceOrderTransactionId "
	                                      "adjustmentReason"},
	{"ShopifyPaymentsAssociatedOrder", "id name"},
	{"ShopifyPaymentsBalanceTransactionAssociatedPayout", "id status"},
	{"BulkOperation", "id status type errorCode createdAt completedAt objectCount rootObjectCount fileSize url "
	                  "partialDataUrl query"},
	{"BulkOperationUserError", "field message code"},
	{"Count", "count precision"},
	{"AccessScope", "handle"},
	{"Shop", "id name currencyCode ianaTimezone taxesIncluded"},
	{"Node", "id"},
};

/* What an interface stands for ("ReturnLineItemType", "GiftCardTransaction", "Node"); it has all of its fields. */
static const struct {
	const char *interface, *type;
} implementations[] = {
	{"ReturnLineItemType", "ReturnLineItem"},
	{"GiftCardTransaction", "GiftCardCreditTransaction"},
	{"GiftCardTransaction", "GiftCardDebitTransaction"},
};

bool shopify_is_interface(const char *type)
{
	bool found = strcmp(type, "Node") == 0;
	for (size_t i = 0; i < sizeof implementations / sizeof *implementations; i++)
		found |= strcmp(implementations[i].interface, type) == 0;
	return found;
}

bool shopify_implements(const char *type, const char *interface)
{
	bool found = strcmp(interface, "Node") == 0 && shopify_field(type, S("id"));
	for (size_t i = 0; i < sizeof implementations / sizeof *implementations; i++)
		found |= strcmp(implementations[i].interface, interface) == 0 && strcmp(implementations[i].type, type) == 0;
	return found;
}

static bool has_word(const char *words, Str word)
{
	Str rest = text(words), one;
	bool more = true;
	while (more) {
		more = text_cut(rest, ' ', &one, &rest);
		if (text_is(one, word))
			return true;
	}
	return false;
}

const struct field *shopify_field(const char *type, Str name)
{
	static const struct field scalar = {"", "", FIELD_SCALAR, "", "", NULL};
	if (text_is(name, S("__typename")))
		return &scalar;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (strcmp(fields[i].type, type) == 0 && text_is(text(fields[i].name), name))
			return &fields[i];
	for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++)
		if (strcmp(amounts[i].type, type) == 0 && has_word(amounts[i].names, name))
			return amounts[i].is;
	for (size_t i = 0; i < sizeof scalars / sizeof *scalars; i++)
		if (strcmp(scalars[i].type, type) == 0 && has_word(scalars[i].names, name))
			return &scalar;
	for (size_t i = 0; i < sizeof implementations / sizeof *implementations; i++)
		if (strcmp(implementations[i].type, type) == 0)
			return shopify_field(implementations[i].interface, name);
	return NULL;
}

/* One condition of a search: field, comparison, value. */
struct term {
	Str field, value;
	char sign;          /* '=', '<', '>', 'l' for <=, 'g' for >= */
};

static bool compared(const struct term *t, int64_t own, int64_t wanted)
{
	switch (t->sign) {
	case '<':
		return own < wanted;
	case '>':
		return own > wanted;
	case 'l':
		return own <= wanted;
	case 'g':
		return own >= wanted;
	default:
		return own == wanted;
	}
}

/* Of an id the number behind its last slash. */
static Str tail(Str id)
{
	size_t at = id.len;
	while (at > 0 && id.at[at - 1] != '/')
		at--;
	return text_from(id, at);
}

static bool fits(const struct list *list, const struct record *record, const struct term *t, const char **wrong)
{
	static const struct {
		const char *list, *field, *member;
	} known[] = {
		{"orders", "name", "name"}, {"orders", "financial_status", "displayFinancialStatus"},
		{"orders", "email", "email"}, {"payouts", "status", "status"}, {"inventoryItems", "sku", "sku"},
		{"balanceTransactions", "transaction_type", "type"}, {"customers", "email", "email"},
	};
	bool is_time = text_is(t->field, S("updated_at")) || text_is(t->field, S("created_at")) ||
	               text_is(t->field, S("processed_at")) || text_is(t->field, S("issued_at")) ||
	               text_is(t->field, S("payout_date"));
	int64_t wanted;
	if (is_time) {
		if (!instant_read(t->value, &wanted))
			*wrong = "a search compares a time with something else";
		return !*wrong && compared(t, text_is(t->field, S("updated_at")) ? record->changed : record->at, wanted);
	}
	if (text_is(t->field, S("id")))
		return text_is(tail(record->id), t->value);
	if (text_is(t->field, S("status")) && text_is(t->value, S("any")))
		return true;
	if (text_is(t->field, S("payments_transfer_id")) && strcmp(list->name, "balanceTransactions") == 0)
		return record->owner && text_is(text(record->owner), t->value);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].list, list->name) == 0 && text_is(text(known[i].field), t->field)) {
			Str own = value_text(record->body, known[i].member);
			return own.len == t->value.len && strncasecmp(own.at, t->value.at, own.len) == 0;
		}
	*wrong = "a search names a field that is none";
	return false;
}

/* Takes one word or quoted text. */
static Str take_value(Str *s)
{
	char quote = s->len && (*s->at == '\'' || *s->at == '"') ? *s->at : ' ';
	Str rest = quote == ' ' ? *s : text_from(*s, 1), value;
	text_cut(rest, quote, &value, s);
	return value;
}

bool shopify_search(const struct list *list, const struct record *record, Str search, const char **wrong)
{
	Str s = text_trim(search);
	bool good = true;
	while (s.len && !*wrong) {
		struct term t = {.sign = '='};
		if (text_begins(s, S("AND "))) {
			s = text_trim(text_from(s, 4));
			continue;
		}
		if (!text_cut(s, ':', &t.field, &s)) {
			*wrong = "a search has a word without a field";
			break;
		}
		if (s.len && (*s.at == '<' || *s.at == '>')) {
			t.sign = *s.at;
			s = text_from(s, 1);
			if (s.len && *s.at == '=') {
				t.sign = t.sign == '<' ? 'l' : 'g';
				s = text_from(s, 1);
			}
		}
		t.value = take_value(&s);
		good &= fits(list, record, &t, wrong);
		s = text_trim(s);
	}
	return good && !*wrong;
}
