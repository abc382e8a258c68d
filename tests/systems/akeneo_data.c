/*
 * What an Akeneo PIM holds: every item as a product that is known by a UUID, its SKU among its values.  Shape: "Get
 * list of products" (products-uuid) of api.akeneo.com, without what is only given if it is asked for.
 */
#include "akeneo.h"

#include <inttypes.h>

/* In the time of the PIM, which is Berlin's: summer time began on 29 March 2026, 01:00 UTC. */
static const char *moment_text(struct arena *a, int64_t at)
{
	bool late = at >= 1774746000;
	return arena_print(a, "%.19s+0%d:00", instant_text(a, at + (late ? 2 : 1) * HOUR), late ? 2 : 1);
}

static struct value *values_of(struct systems *s, const struct item *item, size_t i)
{
	return value_make(s->mem,
		"{'sku':[{'data':'%s','locale':null,'scope':null,'attribute_type':'pim_catalog_identifier'}],"
		"'ean':[{'data':'20%011zu','locale':null,'scope':null,'attribute_type':'pim_catalog_identifier'}],"
		"'name':[{'data':'%s','locale':'en_US','scope':null,'attribute_type':'pim_catalog_text'},{'data':'%s (DE)',"
		"'locale':'de_DE','scope':null,'attribute_type':'pim_catalog_text'}],'description':[{'data':'Made by hand.',"
		"'locale':'en_US','scope':'ecommerce','attribute_type':'pim_catalog_textarea'}],"
		"'price':[{'locale':null,'scope':null,'data':[{'amount':'%s','currency':'EUR'}],"
		"'attribute_type':'pim_catalog_price_collection'}],'color':[{'locale':null,'scope':null,'data':'amber',"
		"'attribute_type':'pim_catalog_simpleselect'}],'size':[{'locale':null,'scope':null,'data':'m',"
		"'attribute_type':'pim_catalog_simpleselect'}],'collection':[{'locale':null,'scope':null,'data':['home_2026'],"
		"'attribute_type':'pim_catalog_multiselect'}]}",
		item->sku, i + 1, item->title, item->title, amount_number(s->mem, item->price));
}

static void hold_product(struct systems *s, struct list *products, size_t i)
{
	struct arena *a = s->mem;
	const struct item *item = &s->world->items[i];
	const char *uuid = chosen_guid(a, s->world, "uuid", i);
	int64_t at = s->world->sales[0].placed - 30 * DAY, changed = at + 31 * DAY + (int64_t)i * HOUR;
	struct value *v = value_make(a,
		"{'_links':{'self':{'href':'https://pim.lantern.example.com/api/rest/v1/products-uuid/%s'}},'uuid':'%s',"
		"'enabled':%s,'family':'home','categories':['home'],'groups':[],'parent':null,'root_parent':null}",
		uuid, uuid, i % 10 == 9 ? "false" : "true");
	value_put(a, v, "values", values_of(s, item, i));
	value_merge(a, v, value_make(a, "{'created':'%s','updated':'%s','associations':{'PACK':{'products':[],"
	                             "'product_models':[],'groups':[]}},'quantified_associations':{},"
	                             "'metadata':{'workflow_status':'working_copy'}}",
	                             moment_text(a, at), moment_text(a, changed)));
	struct record *record = list_add(a, products, uuid, item->sku, v);
	record->at = at;
	record->changed = changed;
}

void akeneo_hold(struct systems *s)
{
	struct list *products = list_new(&s->held, "akeneo", "products");
	for (size_t i = 0; i < s->world->records; i++)
		hold_product(s, products, i);
}
