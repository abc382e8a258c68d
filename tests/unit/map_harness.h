/*
 * Runs one record through a small map: declarations as TOML, records as "path=value|path=value", results as text.  A
 * value is text, ~ for null, #12 for a number, ?true for a boolean, {… or [… for a subtree, @a,b for a list.
 */
#ifndef UNIT_MAP_HARNESS_H
#define UNIT_MAP_HARNESS_H

#include "map/map.h"
#include "parsed.h"

static const char *const entity_toml =
	"[entity.thing]\n"
	"key = [\"id\"]\n"
	"[entity.thing.field]\n"
	"id = { type = \"text\" }\n"
	"t = { type = \"text\" }\n"
	"status = { type = \"text\", values = [\"paid\", \"open\"] }\n"
	"p = { type = \"text\", class = \"personal\" }\n"
	"i = { type = \"integer\" }\n"
	"d = { type = \"decimal\" }\n"
	"cur = { type = \"currency\" }\n"
	"m = { type = \"money\" }\n"
	"fee = { type = \"money\" }\n"
	"net = { type = \"money\" }\n"
	"b = { type = \"boolean\" }\n"
	"ts = { type = \"timestamp\" }\n"
	"dt = { type = \"date\" }\n"
	"du = { type = \"duration\" }\n"
	"u = { type = \"uuid\" }\n"
	"by = { type = \"bytes\" }\n"
	"j = { type = \"json\" }\n"
	"g = { type = \"gtin\" }\n"
	"[crosswalk.states]\n"
	"PAID = \"paid\"\n"
	"OPEN = \"open\"\n"
	"[crosswalk.units]\n"
	"case = 12\n"
	"each = 1\n"
	"half = 0.5\n"
	"[crosswalk.bad]\n"
	"x = \"many\"\n";

/* Lives as long as the program. */
static struct arena *bench_memory;

struct bench {
	struct arena *a;
	struct entities entities;
	struct systems systems;
	struct crosswalks crosswalks;
	struct company company;
	struct system system;
	struct mistakes *m;
	struct map *map;
	struct map_tally *tally;
};

/* Lines of [map], with the entity above; false if the map has mistakes. */
static inline bool bench_open(struct bench *x, const char *declaration)
{
	const struct node *root;
	struct map_declaration from;
	struct map_about about = {.run = S("7")};
	static const struct exponent exponents[] = {{"ISK", 2}, {"ITL", 0}};
	static struct spelling leu = {.written = {"LEU", 3}};

	if (!bench_memory)
		bench_memory = arena_new(NULL);
	*x = (struct bench){.a = arena_new(bench_memory)};
	leu.currency = currency_find(S("RON"));
	x->m = mistakes_new(x->a);
	root = parsed(x->a, "entities.toml", entity_toml);
	if (!entities_read(x->a, root, &x->entities, x->m)
	    || !crosswalks_read(x->a, root, &x->systems, &x->crosswalks, x->m)) {
		printf("Bail out! %.*s\n", STR(mistakes_text(x->a, x->m)));
		exit(1);
	}
	x->company = (struct company){.name = S("DE01")};
	x->system = (struct system){.name = S("shop"), .company = &x->company, .exponents = exponents,
		.exponent_count = 2, .spellings = &leu, .spelling_count = 1};
	root = parsed(x->a, "map.toml", arena_print(x->a, "[map]\n%s\n", declaration));
	from = (struct map_declaration){node_child(root, S("map")), S("shop.things"), &x->system, &x->entities.at[0],
		&x->crosswalks, &x->entities};
	if (!map_compile(x->a, &from, &x->map, x->m))
		return false;
	x->tally = map_tally_new(x->a, x->map, &about);
	return true;
}

static inline void bench_cell(struct arena *a, Str s, struct cell *c)
{
	*c = (struct cell){.kind = CELL_TEXT, .text = s};
	if (text_is(s, S("~")))
		*c = (struct cell){.kind = CELL_NULL};
	if (text_begins(s, S("#")))
		*c = (struct cell){.kind = CELL_NUMBER, .text = text_from(s, 1)};
	if (text_begins(s, S("?")))
		*c = (struct cell){.kind = CELL_BOOLEAN, .text = text_from(s, 1)};
	if (text_begins(s, S("{")) || text_begins(s, S("[")))
		*c = (struct cell){.kind = CELL_TREE, .text = s};
	if (text_begins(s, S("@"))) {
		struct cell *items = NULL;
		Str head, rest = text_from(s, 1);
		bool more = rest.len > 0;

		*c = (struct cell){.kind = CELL_LIST};
		while (more) {
			more = text_cut(rest, ',', &head, &rest);
			items = arena_grow(a, items, c->count, sizeof *items);
			if (text_is(head, S("!")))
				items[c->count++] = (struct cell){.kind = CELL_MISSING};
			else
				bench_cell(a, head, &items[c->count++]);
		}
		c->items = items;
	}
}

static inline struct cell *bench_cells(struct bench *x, Str record, size_t *count)
{
	const struct path *paths = map_paths(x->map, count);
	struct cell *cells = arena_array(x->a, *count + 1, struct cell);
	Str head, name, value;
	bool more = record.len > 0;

	while (more) {
		more = text_cut(record, '|', &head, &record);
		text_cut(head, '=', &name, &value);
		for (size_t i = 0; i < *count; i++)
			if (text_is(paths[i].source, name))
				bench_cell(x->a, value, &cells[i]);
	}
	return cells;
}

static inline const struct row *bench_row(struct bench *x, Str record, const char *fault)
{
	struct record r = {.text = record, .fault = fault, .place = {.member = S("x.csv"), .record = 3, .index = 2}};
	struct batch in = {.records = &r, .count = 1};
	struct mapped out;
	struct record *kept = arena_new_of(x->a, struct record);

	r.cells = bench_cells(x, record, &r.cell_count);
	*kept = r;
	(void)map_paths(x->map, &kept->cell_count);
	in.records = kept;
	map_batch(x->map, x->tally, x->a, &in, &out);
	return out.rows;
}

static inline void bench_bytes(struct buf *b, Str s)
{
	for (size_t i = 0; i < s.len; i++)
		buf_print(b, "%02x", (unsigned)(unsigned char)s.at[i]);
}

static inline void bench_value(struct arena *a, struct buf *b, enum field_type type, const struct value *v)
{
	if (v->null)
		buf_add(b, S("NULL"));
	else if (type == TYPE_INTEGER || type == TYPE_DURATION)
		buf_print(b, "%jd", (intmax_t)v->as.integer);
	else if (type == TYPE_DECIMAL || type == TYPE_MONEY)
		buf_add(b, decimal_text(a, v->as.decimal));
	else if (type == TYPE_BOOLEAN)
		buf_add(b, v->as.boolean ? S("true") : S("false"));
	else if (type == TYPE_TIMESTAMP)
		buf_add(b, text(instant_text(a, v->as.timestamp)));
	else if (type == TYPE_DATE)
		buf_add(b, text(date_text(a, v->as.date)));
	else if (type == TYPE_UUID || type == TYPE_BYTES)
		bench_bytes(b, v->as.text);
	else
		buf_add(b, v->as.text);
}

/* "t=abc i=5"; of a reject "reject t: reason (value)", each fault after the other; "filtered".  id is not shown. */
static inline Str bench_show(struct bench *x, const struct row *row)
{
	struct buf *b = buf_new(x->a, 1 << 20);
	const struct entity *n = &x->entities.at[0];

	if (row->state == ROW_FILTERED)
		buf_add(b, S("filtered"));
	if (row->state == ROW_REJECTED)
		buf_add(b, row->has_key ? S("reject") : S("reject without key"));
	for (size_t i = 1; i < n->field_count && row->state == ROW_GOOD; i++)
		if (map_declares(x->map, i)) {
			buf_print(b, "%s%.*s=", b->len ? " " : "", STR(n->fields[i].name));
			bench_value(x->a, b, n->fields[i].type, &row->values[i]);
		}
	for (size_t i = 0; i < row->fault_count; i++) {
		const struct fault *f = &row->faults[i];

		buf_print(b, "%s%.*s: %s (%.*s)", f->warning ? "; warning " : i ? "; " : " ", STR(f->field), f->reason,
			STR(f->value));
	}
	return buf_str(b);
}

struct map_case {
	const char *map, *record, *want;
};

/* id is the constant 1 unless the map says where it comes from. */
static inline void bench_run(const char *title, const struct map_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool own = strncmp(cases[i].map, "id =", 4) == 0;
		char map[4096];
		struct bench x;

		snprintf(map, sizeof map, "%s%s", own ? "" : "id = { const = \"1\" }\n", cases[i].map);
		if (bench_open(&x, map))
			is_str(bench_show(&x, bench_row(&x, text(cases[i].record), NULL)), text(cases[i].want), "%s: %s <- %s",
				title, cases[i].map, cases[i].record);
		else
			is_str(mistakes_text(x.a, x.m), S(""), "%s: %s compiles", title, cases[i].map);
		arena_end(x.a);
	}
}

#define RUN(cases) bench_run(#cases, cases, sizeof cases / sizeof *cases)

#endif
