#include "extract/fan.h"

#include "base/file.h"

#include <stdlib.h>

enum { FILE_MOST = 64 << 20 };

/* ── as it is declared ─────────────────────────────────────────────────────────────────────────────────────────── */

const struct key fan_keys[FAN_KEYS] = {
	KEY(struct fan_text, over, .takes = "list of texts, or table", .doc = "the list is asked for once for each of "
		"these, which texts name as {over}: [\"de\", \"pl\"], { file = \"ids.txt\" } with a value a line, or "
		"{ dataset = \"wms.shipment\", field = \"tracking_no\", where = […] }"),
	KEY(struct fan_text, batch, .doc = "how many of them one request takes", .def = "1", .least = 1, .most = 10000),
	KEY(struct fan_text, join, .doc = "what stands between them", .def = ","),
};

struct except_text {
	Str dataset, field;
	const struct node *where;
};

struct over_text {
	Str dataset, field, file;
	const struct node *where, *except;
};

static const struct key over_keys[] = {
	KEY(struct over_text, dataset, .doc = "what is staged of a system's entity, such as \"wms.shipment\""),
	KEY(struct over_text, field, .doc = "the field of it whose values are asked for"),
	KEY(struct over_text, where, .takes = "list of conditions", .doc = "of which rows: [{ field = \"status\", is = "
		"\"=\", value = \"open\" }]"),
	KEY(struct over_text, except, .takes = "table", .doc = "values that are not asked for: those of what is staged "
		"too, such as { dataset = \"carrier.tracking\", field = \"tracking_no\", where = … } of parcels that have "
		"arrived"),
	KEY(struct over_text, file, .doc = "a file in the project's folder, with a value a line"),
};

static const struct key except_keys[] = {
	KEY(struct except_text, dataset, .doc = "what is staged of a system's entity; nothing yet is none",
		.required = true),
	KEY(struct except_text, field, .doc = "the field of it that has such values", .required = true),
	KEY(struct except_text, where, .takes = "list of conditions", .doc = "of which rows"),
};

/* The entity of a dataset and the field of it. */
static bool read_field(struct arena *a, const struct node *n, Str dataset, Str name, const struct entities *entities,
	const struct entity **entity, int *field, struct mistakes *m)
{
	Str system, rest;

	if (!text_cut(dataset, '.', &system, &rest))
		return mistake(m, node_place(n, "dataset"), "\"dataset\" is %s, must be a system and an entity, such as "
			"\"wms.shipment\"", text_quoted(a, dataset));
	*entity = entity_named(a, entities->at, entities->count, rest, node_place(n, "dataset"), m);
	if (!*entity)
		return false;
	if (!name.at)
		return mistake(m, n, "\"field\" is missing: whose values are asked for");
	*field = entity_field_named(a, *entity, name, node_place(n, "field"), m);
	return *field >= 0;
}

static bool read_except(struct arena *a, const struct node *n, const struct entities *entities,
	struct fan_except *except, struct mistakes *m)
{
	struct except_text t = {0};

	if (!n)
		return true;
	if (!key_table(n, "except", m) || !keys_read(a, n, except_keys, KEY_COUNT(except_keys), &t, m)
	    || !read_field(a, n, t.dataset, t.field, entities, &except->entity, &except->field, m))
		return false;
	except->dataset = t.dataset;
	except->at = node_place(n, "dataset");
	return conditions_read(a, t.where, except->entity, &except->where, m);
}

static bool read_dataset(struct arena *a, const struct node *n, const struct over_text *t,
	const struct entities *entities, struct fan *fan, struct mistakes *m)
{
	if (!read_field(a, n, t->dataset, t->field, entities, &fan->entity, &fan->field, m))
		return false;
	fan->dataset = t->dataset;
	fan->at = node_place(n, "dataset");
	return conditions_read(a, t->where, fan->entity, &fan->where, m)
	    && read_except(a, t->except, entities, &fan->except, m);
}

static bool read_over(struct arena *a, const struct node *n, const struct entities *entities, struct fan *fan,
	struct mistakes *m)
{
	struct over_text t = {0};

	if (n->kind != NODE_TABLE)
		return key_texts(a, n, "over", &fan->list, m);
	if (!keys_read(a, n, over_keys, KEY_COUNT(over_keys), &t, m))
		return false;
	fan->file = t.file;
	if ((t.file.at != NULL) == (t.dataset.at != NULL))
		return mistake(m, n, "\"over\" must be a list, a \"file\" or a \"dataset\"");
	if (t.except && !t.dataset.at)
		return mistake(m, node_place(n, "except"), "\"except\" belongs to \"dataset\"");
	return t.file.at || read_dataset(a, n, &t, entities, fan, m);
}

bool fan_read(struct arena *a, const struct node *n, const struct fan_text *t, const struct entities *entities,
	struct fan *fan, struct mistakes *m)
{
	*fan = (struct fan){.is_given = t->over != NULL, .batch = t->batch, .join = t->join};
	if (t->over)
		return read_over(a, t->over, entities, fan, m);
	return !node_child(n, S("batch")) || mistake(m, node_place(n, "batch"), "\"batch\" belongs to \"over\"");
}

void fan_describe(struct buf *b)
{
	keys_describe(b, "extract.SYSTEM.NAME.source.over",
		&(struct key_section){over_keys, KEY_COUNT(over_keys), NULL}, 1);
	keys_describe(b, "extract.SYSTEM.NAME.source.over.except",
		&(struct key_section){except_keys, KEY_COUNT(except_keys), NULL}, 1);
}

/* ── as it is asked ────────────────────────────────────────────────────────────────────────────────────────────── */

static int by_bytes(const void *one, const void *other)
{
	return text_compare(*(const Str *)one, *(const Str *)other);
}

/* In the order of their bytes, so that the same values make the same landing. */
static void take_each_once(struct arena *a, const struct texts *found, struct texts *values)
{
	struct texts sorted = {arena_array(a, found->count + 1, Str), 0};

	for (size_t i = 0; i < found->count; i++)
		if (found->at[i].len > 0)
			sorted.at[sorted.count++] = found->at[i];
	qsort(sorted.at, sorted.count, sizeof *sorted.at, by_bytes);
	for (size_t i = 0; i < sorted.count; i++)
		if (i == 0 || !text_is(sorted.at[i], sorted.at[i - 1]))
			texts_add(a, values, sorted.at[i]);
}

static bool read_lines(struct arena *a, const char *path, struct texts *lines, struct err *e)
{
	Str content, line;

	if (!file_read(a, path, FILE_MOST, &content, e))
		return false;
	while (content.len > 0) {
		text_cut(content, '\n', &line, &content);
		texts_add(a, lines, text_copy(a, text_trim(line)));
	}
	return true;
}

bool fan_values(struct arena *a, const struct fan *fan, const char *project, const struct texts *staged,
	struct texts *values, struct err *e)
{
	struct texts lines = {0};
	const struct texts *found = fan->dataset.at ? staged : fan->file.at ? &lines : &fan->list;

	if (fan->file.at && !read_lines(a, path_join(a, project, text_z(a, fan->file)), &lines, e))
		return false;
	*values = (struct texts){0};
	take_each_once(a, found, values);
	return true;
}

void fan_without(struct arena *a, const struct texts *found, struct texts *done, struct texts *values)
{
	if (done->count > 0)
		qsort(done->at, done->count, sizeof *done->at, by_bytes);
	for (size_t i = 0; i < found->count; i++)
		if (done->count == 0 || !bsearch(&found->at[i], done->at, done->count, sizeof *done->at, by_bytes))
			texts_add(a, values, found->at[i]);
}

Str fan_joined(struct arena *a, const struct fan *fan, const struct texts *values, size_t from)
{
	struct buf *b = buf_new(a, SIZE_MAX);

	for (size_t i = from; i < values->count && i < from + (size_t)fan->batch; i++) {
		if (i > from)
			buf_add(b, fan->join);
		buf_add(b, values->at[i]);
	}
	return buf_str(b);
}
