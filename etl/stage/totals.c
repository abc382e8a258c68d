#include "stage/staging.h"
#include "base/json_out.h"

#include <stdlib.h>

/*
 * Control totals: the sum and number of each amount by currency over the good records that count.  Amounts are added as
 * integers, one for each number of digits behind the point; what does not fit is added as a decimal.
 */

enum { SCALES = 10, JSON_LIMIT = 1 << 20 };

struct total {
	size_t field;
	char currency[4];            /* empty: the field has none */
	int64_t sums[SCALES];        /* by scale */
	struct decimal rest;
	int64_t count;
};

struct totals {
	struct arena *memory;
	const struct entity *entity;
	struct total *at;
	size_t count;
	size_t *last;                /* by field, where it was found last */
};

struct totals *totals_new(struct arena *a, const struct entity *entity)
{
	struct totals *t = arena_new_of(a, struct totals);

	t->memory = arena_new(a);
	t->entity = entity;
	t->last = arena_array(a, entity->field_count + 1, size_t);
	return t;
}

static bool is_of(const struct total *t, size_t field, Str currency)
{
	return t->field == field && strlen(t->currency) == currency.len
	    && (currency.len == 0 || memcmp(t->currency, currency.at, currency.len) == 0);
}

static struct total *total_of(struct totals *t, size_t field, Str currency)
{
	struct total *new;

	if (currency.len >= sizeof new->currency)
		currency.len = 0;
	if (t->count > 0 && is_of(&t->at[t->last[field]], field, currency))
		return &t->at[t->last[field]];
	for (size_t i = 0; i < t->count; i++)
		if (is_of(&t->at[i], field, currency)) {
			t->last[field] = i;
			return &t->at[i];
		}
	t->at = arena_grow(t->memory, t->at, t->count, sizeof *t->at);
	t->last[field] = t->count;
	new = &t->at[t->count++];
	*new = (struct total){.field = field};
	memcpy(new->currency, currency.at ? currency.at : "", currency.len);
	return new;
}

/* Eighteen digits fit. */
static bool as_integer(struct decimal d, int64_t *n)
{
	if (d.scale < 0 || d.scale >= SCALES || d.digits.len > 18)
		return false;
	*n = 0;
	for (size_t i = 0; i < d.digits.len; i++)
		*n = *n * 10 + (d.digits.at[i] - '0');
	if (d.negative)
		*n = -*n;
	return true;
}

static void add(struct totals *all, struct total *t, struct decimal d)
{
	int64_t n, sum;

	t->count++;
	if (as_integer(d, &n) && !__builtin_add_overflow(t->sums[d.scale], n, &sum))
		t->sums[d.scale] = sum;
	else
		t->rest = decimal_add(all->memory, t->rest, d);
}

void totals_add(struct totals *t, const struct row *row)
{
	const struct entity *n = t->entity;

	for (size_t i = 0; i < n->field_count; i++) {
		const struct field *f = &n->fields[i];
		Str currency = {0};

		if ((f->type != TYPE_MONEY && f->type != TYPE_DECIMAL) || row->values[i].null)
			continue;
		if (f->type == TYPE_MONEY && f->currency >= 0 && !row->values[f->currency].null)
			currency = row->values[f->currency].as.text;
		add(t, total_of(t, i, currency), row->values[i].as.decimal);
	}
}

static struct decimal sum_of(struct arena *a, const struct total *t)
{
	struct decimal sum = t->rest;

	for (int i = 0; i < SCALES; i++)
		sum = decimal_add(a, sum, decimal_shift(decimal_of(a, t->sums[i]), -i));
	return sum;
}

static int compare(const void *left, const void *right)
{
	const struct total *a = left, *b = right;

	if (a->field != b->field)
		return a->field < b->field ? -1 : 1;
	return strcmp(a->currency, b->currency);
}

Str totals_json(struct arena *a, struct totals *t)
{
	struct buf *b = buf_new(a, JSON_LIMIT);
	struct json_out j;

	if (t->count > 0)
		qsort(t->at, t->count, sizeof *t->at, compare);
	json_begin(&j, b, false);
	json_array(&j);
	for (size_t i = 0; i < t->count; i++) {
		json_object(&j);
		json_put_text(&j, "field", t->entity->fields[t->at[i].field].name);
		json_put_z(&j, "currency", t->at[i].currency);
		json_name(&j, "sum");
		json_decimal(&j, sum_of(a, &t->at[i]));
		json_put_int(&j, "count", t->at[i].count);
		json_object_end(&j);
	}
	json_array_end(&j);
	memset(t->last, 0, t->entity->field_count * sizeof *t->last);
	return buf_str(b);
}
