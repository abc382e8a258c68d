#include "stage/hashes.h"

#include <endian.h>

/* Numbers of fields begin at 1. */
enum { SHORT_DECIMAL = 128, LONGEST_INTEGER = 20, PARENT_NUMBER = 0 };

struct hashes {
	const struct dataset *dataset;
	struct hasher *hasher;
	struct arena *scratch;       /* for decimals that are not short */
};

struct hashes *hashes_new(struct arena *a, const struct dataset *d)
{
	struct hashes *h = arena_new_of(a, struct hashes);

	h->dataset = d;
	h->hasher = hasher_new(a, d->seed);
	h->scratch = arena_new(a);
	return h;
}

static void add_fixed(struct hasher *h, int64_t n)
{
	uint64_t bytes = htole64((uint64_t)n);

	hasher_value(h, (Str){(const char *)&bytes, sizeof bytes});
}

static void add_integer(struct hasher *h, int64_t n)
{
	char digits[LONGEST_INTEGER];
	uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (n < 0)
		digits[--at] = '-';
	hasher_value(h, (Str){digits + at, sizeof digits - at});
}

static void add_decimal(struct hashes *h, struct decimal d)
{
	char digits[SHORT_DECIMAL];

	if (decimal_room(d) <= sizeof digits) {
		hasher_value(h->hasher, (Str){digits, decimal_write(d, digits)});
		return;
	}
	hasher_value(h->hasher, decimal_text(h->scratch, d));
	arena_end(h->scratch);
}

static void add_value(struct hashes *h, enum field_type type, const struct value *v)
{
	if (v->null) {
		hasher_null(h->hasher);
		return;
	}
	switch (type) {
	case TYPE_TEXT:
	case TYPE_CURRENCY:
	case TYPE_JSON:
	case TYPE_GTIN:
	case TYPE_BYTES:
	case TYPE_UUID:
		hasher_value(h->hasher, v->as.text);
		break;
	case TYPE_INTEGER:
		add_integer(h->hasher, v->as.integer);
		break;
	case TYPE_DECIMAL:
	case TYPE_MONEY:
		add_decimal(h, v->as.decimal);
		break;
	case TYPE_BOOLEAN:
		hasher_value(h->hasher, v->as.boolean ? S("t") : S("f"));
		break;
	case TYPE_DURATION:
		add_fixed(h->hasher, v->as.integer);
		break;
	case TYPE_TIMESTAMP:
		add_fixed(h->hasher, v->as.timestamp);
		break;
	case TYPE_DATE:
		add_fixed(h->hasher, v->as.date);
		break;
	}
}

struct hash hash_key(struct hashes *h, const struct row *row)
{
	const struct entity *n = h->dataset->entity;

	for (size_t i = 0; i < n->key_count; i++)
		add_value(h, n->fields[n->key[i]].type, &row->values[n->key[i]]);
	return hasher_end(h->hasher);
}

/* No key has an empty text in it, so that nothing is pointed to by one. */
static bool points_to(const struct entity *n, const struct row *row, const struct parent *p)
{
	for (size_t i = 0; i < p->entity->key_count; i++) {
		const struct value *v = &row->values[p->fields[i]];

		if (v->null || (n->fields[p->fields[i]].type == TYPE_TEXT && v->as.text.len == 0))
			return false;
	}
	return true;
}

bool hash_parent(struct hashes *h, const struct row *row, size_t parent, struct hash *hash)
{
	const struct entity *n = h->dataset->entity;
	const struct parent *p = &n->parents[parent];

	if (!points_to(n, row, p))
		return false;
	for (size_t i = 0; i < p->entity->key_count; i++)
		add_value(h, n->fields[p->fields[i]].type, &row->values[p->fields[i]]);
	*hash = hasher_end(h->hasher);
	return true;
}

struct hash hash_row(struct hashes *h, const struct row *row)
{
	const struct entity *n = h->dataset->entity;

	hasher_value(h->hasher, row->company);
	hasher_value(h->hasher, row->channel);
	for (size_t i = 0; i < n->parent_count; i++)
		if (points_to(n, row, &n->parents[i])) {
			hasher_number(h->hasher, PARENT_NUMBER);
			hasher_value(h->hasher, n->parents[i].name);
		}
	for (size_t i = 0; i < n->field_count; i++)
		if (!row->values[i].null) {
			hasher_number(h->hasher, (uint64_t)h->dataset->numbers[i]);
			add_value(h, n->fields[i].type, &row->values[i]);
		}
	return hash_in_state(hasher_end(h->hasher), ROW_GOOD, row->state);
}
