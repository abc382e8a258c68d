/* What always holds, for values of chance: hashes of rows, and CSV and JSON that are written and read again. */
#include "chance.h"
#include "found.h"

#include "base/json_out.h"
#include "format/csv.h"
#include "format/json_read.h"
#include "stage/hashes.h"

enum { ROUNDS = 5000 };

static const char *pick(const char *const *list, size_t count)
{
	return list[chance() % count];
}

/* ── hashes ── */

enum { FIELDS = 6 };

static struct field fields[FIELDS] = {
	{.name = {"shop", 4}, .type = TYPE_TEXT}, {.name = {"no", 2}, .type = TYPE_TEXT},
	{.name = {"total", 5}, .type = TYPE_MONEY}, {.name = {"weight", 6}, .type = TYPE_DECIMAL},
	{.name = {"count", 5}, .type = TYPE_INTEGER}, {.name = {"note", 4}, .type = TYPE_TEXT},
};

/* So few that equal rows are as usual as different ones; several are the same number or nearly the same text. */
static struct value value_of(struct arena *a, enum field_type type)
{
	static const char *const texts[] = {"", "a", "b", "|", "a|b", "b|", "ab", "1.5", "NULL"};
	static const char *const numbers[] = {"1.5", "1.50", "01.5", "-0", "0", "0.00", "100", "1e2", "-1.5", "15"};
	struct value v = {.null = one_in(5)};

	if (v.null)
		return v;
	if (type == TYPE_TEXT)
		v.as.text = text(pick(texts, sizeof texts / sizeof *texts));
	else if (type == TYPE_INTEGER)
		v.as.integer = between(-1, 2);
	else if (!decimal_parse(a, text(pick(numbers, sizeof numbers / sizeof *numbers)), &v.as.decimal))
		ok(false, "a number");
	return v;
}

static bool value_is(enum field_type type, const struct value *x, const struct value *y)
{
	if (x->null || y->null)
		return x->null && y->null;
	if (type == TYPE_TEXT)
		return text_is(x->as.text, y->as.text);
	return type == TYPE_INTEGER ? x->as.integer == y->as.integer : decimal_compare(x->as.decimal, y->as.decimal) == 0;
}

static struct row any_row(struct arena *a, const struct row *like)
{
	static const char *const companies[] = {"DE01", "PL01"};
	struct value *values = arena_array(a, FIELDS, struct value);
	struct row row = {.state = one_in(6) ? ROW_REJECTED : ROW_GOOD, .values = values,
		.company = text(pick(companies, 2)), .channel = text(pick(companies, 2))};

	for (size_t i = 0; i < FIELDS; i++)
		values[i] = like && !one_in(8) ? like->values[i] : value_of(a, fields[i].type);
	if (like && !one_in(8)) {
		row.state = like->state;
		row.company = like->company;
		row.channel = like->channel;
	}
	return row;
}

static void hashes(void)
{
	static const int key[] = {0, 1}, numbers[FIELDS] = {1, 2, 3, 4, 5, 6};
	struct entity entity = {.name = {"order", 5}, .key = key, .key_count = 2, .fields = fields, .field_count = FIELDS};
	struct dataset d = {.entity = &entity, .numbers = numbers, .seed = chance()};
	struct arena *root = arena_new(NULL), *a = arena_new(root);
	struct hashes *h = hashes_new(root, &d);
	int wrong_keys = 0, wrong_rows = 0, equal_keys = 0, equal_rows = 0;

	for (int i = 0; i < 4 * ROUNDS; i++) {
		struct row x = any_row(a, NULL), y = any_row(a, &x);
		bool same_key = true, same_row;

		for (size_t k = 0; k < 2; k++)
			same_key = same_key && value_is(fields[k].type, &x.values[k], &y.values[k]);
		same_row = same_key && x.state == y.state && text_is(x.company, y.company) && text_is(x.channel, y.channel);
		for (size_t k = 2; k < FIELDS; k++)
			same_row = same_row && value_is(fields[k].type, &x.values[k], &y.values[k]);
		wrong_keys += hash_is(hash_key(h, &x), hash_key(h, &y)) != same_key;
		wrong_rows += hash_is(hash_row(h, &x), hash_row(h, &y)) != same_row;
		equal_keys += same_key;
		equal_rows += same_row;
		arena_end(a);
	}
	is_int(wrong_keys, 0, "%d pairs of keys, %d of them equal, and so their hashes", 4 * ROUNDS, equal_keys);
	is_int(wrong_rows, 0, "and of rows, %d of them equal", equal_rows);
	ok(equal_keys > ROUNDS && equal_rows > ROUNDS / 4, "there were enough of both");
	arena_end(root);
	free(root);
}

/* ── what is written is read ── */

static Str any_text(struct arena *a, const char *alphabet)
{
	struct buf *b = buf_new(a, 1 << 16);

	for (int64_t left = one_in(50) ? between(100, 3000) : between(0, 8); left > 0; left--)
		if (one_in(6))
			buf_add(b, one_in(2) ? S("é") : S("\xF0\x9F\x98\x80"));
		else
			buf_byte(b, alphabet[between(0, (int64_t)strlen(alphabet) - 1)]);
	return buf_str(b);
}

static void put_csv(struct buf *b, Str s, const struct csv_dialect *d)
{
	buf_byte(b, d->quote);
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == d->quote || (d->escape && s.at[i] == d->escape))
			buf_byte(b, d->escape ? d->escape : d->quote);
		buf_byte(b, s.at[i]);
	}
	buf_byte(b, d->quote);
}

static bool csv_once(struct arena *a)
{
	struct csv_dialect d = {.delimiter = ",;\t|"[between(0, 3)], .quote = "\"'"[between(0, 1)],
		.escape = one_in(2) ? '\\' : 0, .newline = one_in(4) ? '\r' : '\n'};
	size_t width = (size_t)between(1, 5), height = (size_t)between(1, 9), at = 0;
	Str *cells = arena_array(a, width * height, Str);
	struct buf *b = buf_new(a, 1 << 24);
	struct err e = {0};
	struct asked asked;
	struct founds founds;
	struct csv *csv;
	bool same = true;

	for (size_t i = 0; i < width * height; i++) {
		cells[i] = any_text(a, "ab,;\t|\"'\\\r\n# ");
		put_csv(b, cells[i], &d);
		if ((i + 1) % width > 0)
			buf_byte(b, d.delimiter);
		else
			buf_add(b, d.newline == '\r' ? S("\r") : one_in(2) ? S("\r\n") : S("\n"));
	}
	if (!ask(a, buf_str(b), 0, false, NULL, "", &asked, &e))
		return false;
	csv = csv_new(a, &d, window_new(a, asked.chars, (size_t)between(1, 5000)), NULL, 0);
	do {
		same = csv_next(csv, a, &founds, &e) && same;
		for (size_t i = 0; same && i < founds.count; i++) {
			same = founds.at[i].cell_count == width && !founds.at[i].fault && at < width * height;
			for (size_t k = 0; same && k < width; k++)
				same = text_is(founds.at[i].cells[k].text, cells[at++]);
		}
	} while (same && founds.count > 0);
	return same && at == width * height;
}

static bool json_once(struct arena *a)
{
	size_t count = (size_t)between(1, 20), at = 0;
	Str *texts = arena_array(a, count, Str), *numbers = arena_array(a, count, Str);
	struct buf *b = buf_new(a, 1 << 24);
	struct err e = {0};
	struct asked asked;
	struct founds founds;
	struct json_reader *json;
	struct json_out out;
	bool same = true;

	json_begin(&out, b, one_in(2));
	json_array(&out);
	for (size_t i = 0; i < count; i++) {
		texts[i] = any_text(a, "ab\"\\/{}[]:,\b\f\n\r\t\x01\x1F\x7F");
		numbers[i] = text(arena_print(a, "%jd.%jd", (intmax_t)between(-1000, 1000), (intmax_t)between(0, 99999)));
		json_object(&out);
		json_put_text(&out, "a", texts[i]);
		json_name(&out, "b");
		json_raw(&out, numbers[i]);
		json_object_end(&out);
	}
	json_array_end(&out);
	if (!ask(a, buf_str(b), 0, false, "[*]", "a;b", &asked, &e))
		return false;
	json = json_reader_new(a, window_new(a, asked.chars, (size_t)between(1, 5000)), false, &asked.rows, asked.wanted,
		asked.count);
	do {
		same = json_reader_next(json, a, &founds, &e) && same;
		for (size_t i = 0; same && i < founds.count; i++, at++)
			same = !founds.at[i].fault && at < count && text_is(founds.at[i].cells[0].text, texts[at])
			    && founds.at[i].cells[1].kind == CELL_NUMBER && text_is(founds.at[i].cells[1].text, numbers[at]);
	} while (same && founds.count > 0);
	return same && at == count;
}

static void written(void)
{
	int csv = 0, json = 0;

	for (int i = 0; i < ROUNDS; i++) {
		struct arena *a = arena_new(NULL);

		csv += !csv_once(a);
		json += !json_once(a);
		arena_end(a);
		free(a);
	}
	is_int(csv, 0, "%d CSV files are read as they were written", ROUNDS);
	is_int(json, 0, "and JSON documents");
}

int main(void)
{
	chance_open();
	hashes();
	written();
	return done();
}
