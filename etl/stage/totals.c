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
	uint32_t currency;           /* its three letters; 0: the field has none */
	int64_t sums[SCALES];        /* by scale */
	struct decimal rest;
	int64_t count;
};

struct totals {
	struct arena *memory;
	const struct entity *entity;
	size_t *amounts;             /* the fields that are added */
	size_t amount_count;
	struct total *at;
	size_t count;
	size_t *last;                /* by field, where it was found last */
	struct arena *rests[2];      /* of what is no such integer: the one in use, and the one after it */
	size_t additions;            /* since it is in use */
};

/* Each sum that is no integer of ours leaves the one before it behind. */
enum { ADDITIONS_KEPT = 4096 };

struct totals *totals_new(struct arena *a, const struct entity *entity)
{
	struct totals *t = arena_new_of(a, struct totals);

	t->memory = arena_new(a);
	t->rests[0] = arena_new(a);
	t->rests[1] = arena_new(a);
	t->entity = entity;
	t->last = arena_array(a, entity->field_count + 1, size_t);
	t->amounts = arena_array(a, entity->field_count + 1, size_t);
	for (size_t i = 0; i < entity->field_count; i++)
		if (entity->fields[i].type == TYPE_MONEY || entity->fields[i].type == TYPE_DECIMAL)
			t->amounts[t->amount_count++] = i;
	return t;
}

/* Big-endian, so that their order is the letters'. */
static uint32_t letters_of(Str currency)
{
	uint32_t letters = 0;

	for (size_t i = 0; i < 3 && currency.len <= 3; i++)
		letters = letters << 8 | (i < currency.len ? (unsigned char)currency.at[i] : 0);
	return letters;
}

static struct total *total_of(struct totals *t, size_t field, uint32_t currency)
{
	struct total *last = t->count > 0 ? &t->at[t->last[field]] : NULL;

	if (last && last->field == field && last->currency == currency)
		return last;
	for (size_t i = 0; i < t->count; i++)
		if (t->at[i].field == field && t->at[i].currency == currency) {
			t->last[field] = i;
			return &t->at[i];
		}
	t->at = arena_grow(t->memory, t->at, t->count, sizeof *t->at);
	t->last[field] = t->count;
	t->at[t->count] = (struct total){.field = field, .currency = currency};
	return &t->at[t->count++];
}

/* Eighteen digits fit.  What has none behind the point, such as 1190.00, may lack zeros before it. */
static bool as_integer(struct decimal d, int *scale, int64_t *n)
{
	int zeros = d.scale < 0 ? -d.scale : 0;

	if (d.scale >= SCALES || zeros > 18 || d.digits.len + (size_t)zeros > 18)
		return false;
	*n = 0;
	for (size_t i = 0; i < d.digits.len; i++)
		*n = *n * 10 + (d.digits.at[i] - '0');
	for (; zeros > 0; zeros--)
		*n *= 10;
	if (d.negative)
		*n = -*n;
	*scale = d.scale < 0 ? 0 : d.scale;
	return true;
}

/* Memory is that of so many sums, however many amounts there are. */
static void rest_add(struct totals *all, struct total *t, struct decimal d)
{
	struct arena *used = all->rests[0];

	t->rest = decimal_add(used, t->rest, d);
	if (++all->additions < ADDITIONS_KEPT)
		return;
	for (size_t i = 0; i < all->count; i++)
		all->at[i].rest = decimal_add(all->rests[1], all->at[i].rest, (struct decimal){0});
	arena_end(used);
	all->additions = 0;
	all->rests[0] = all->rests[1];
	all->rests[1] = used;
}

/* So many times the amount: 1 or -1. */
static void add(struct totals *all, struct total *t, struct decimal d, int times)
{
	int64_t n, sum;
	int scale;

	t->count += times;
	d.negative = d.negative != (times < 0);
	if (as_integer(d, &scale, &n) && !__builtin_add_overflow(t->sums[scale], n, &sum))
		t->sums[scale] = sum;
	else
		rest_add(all, t, d);
}

static void count_row(struct totals *t, const struct row *row, int times)
{
	for (size_t i = 0; i < t->amount_count; i++) {
		size_t field = t->amounts[i];
		int code = t->entity->fields[field].type == TYPE_MONEY ? t->entity->fields[field].currency : -1;
		bool has_code = code >= 0 && !row->values[code].null;

		if (!row->values[field].null)
			add(t, total_of(t, field, has_code ? letters_of(row->values[code].as.text) : 0),
			    row->values[field].as.decimal, times);
	}
}

void totals_add(struct totals *t, const struct row *row)
{
	count_row(t, row, 1);
}

void totals_discount(struct totals *t, const struct row *row)
{
	count_row(t, row, -1);
}

static bool field_settle(struct stage *s, size_t field, struct err *e)
{
	const struct entity *n = s->d->entity;
	int code = n->fields[field].type == TYPE_MONEY ? n->fields[field].currency : -1;
	const char *currency = code < 0 ? "null::text"
		: arena_print(s->memory, "n.%.*s::text", STR(quoted_identifier(s->memory, n->fields[code].name)));
	struct rows *r;

	if (!pg_query(s->pg, s->memory, STATEMENT(s->memory, sql_stage_mark_stale, {"amount", n->fields[field].name},
			{"currency", text(currency)}, {"next", s->d->next}, {"live", s->d->live},
			{"source", s->text.source}), NO_PARAMS, &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++) {
		struct total *t = total_of(s->totals, field, letters_of(rows_at(r, i, 0)));
		struct decimal sum;

		if (!decimal_parse(s->totals->memory, rows_at(r, i, 1), &sum))
			return err_set(e, ERR_INTERNAL, "no sum of amounts: %.*s", STR(rows_at(r, i, 1)));
		t->rest = decimal_subtract(s->totals->memory, t->rest, sum);
		t->count -= rows_int(r, i, 2);
	}
	return true;
}

bool totals_settle(struct stage *s, struct err *e)
{
	for (size_t i = 0; i < s->totals->amount_count; i++)
		if (!field_settle(s, s->totals->amounts[i], e))
			return false;
	return true;
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
	return (a->currency > b->currency) - (a->currency < b->currency);
}

static const char *currency_text(struct arena *a, uint32_t letters)
{
	return letters == 0 ? "" : arena_print(a, "%c%c%c", (int)(letters >> 16), (int)(letters >> 8 & 255),
		(int)(letters & 255));
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
		if (t->at[i].count == 0)
			continue;
		json_object(&j);
		json_put_text(&j, "field", t->entity->fields[t->at[i].field].name);
		json_put_z(&j, "currency", currency_text(a, t->at[i].currency));
		json_name(&j, "sum");
		json_decimal(&j, sum_of(a, &t->at[i]));
		json_put_int(&j, "count", t->at[i].count);
		json_object_end(&j);
	}
	json_array_end(&j);
	memset(t->last, 0, t->entity->field_count * sizeof *t->last);
	return buf_str(b);
}
