/* Staging that cannot go on: what fails is said, the nights before stay as they were, and the same night again goes
 * well. */
#include "stage_kit.h"

enum { MANY = 40 };

static struct arena *memory;

static const struct intake full = {.mode = MODE_FULL, .scope = SCOPE_ALL, .version_field = -1};

static date day(int n)
{
	date d;

	date_of(2026, 3, 28, &d);
	return d + n;
}

/* So many of them, each worth that; of more than there are of them the last stands twice, with other content. */
static const struct item *items(size_t count, const char *amount)
{
	struct item *at = arena_array(memory, count, struct item);

	for (size_t i = 0; i < count; i++)
		at[i] = (struct item){.state = ROW_GOOD, .place = "BER", .number = i < MANY ? (int)i : MANY - 1,
			.amount = i < MANY ? amount : "0.01"};
	return at;
}

/* before: done in the night's own transaction, and taken back with it. */
static void fails(struct kit *k, struct night_input in, const char *before, const char *said, const char *name)
{
	struct stage *stage;
	struct delta d = {0};
	struct err e = {0};
	Str stood = kit_dump(k, memory);

	kit_must(pg_begin(k->pg, READ_COMMITTED, &e), &e);
	if (before)
		test_run(k->pg, before);
	ok(!kit_stage(k, arena_new(memory), &in, &stage, &d, &e), "%s: it fails", name);
	ok(strstr(e.message, said), "%s: it says %s: %s", name, said, e.message);
	pg_rollback(k->pg);
	is_str(kit_dump(k, memory), stood, "%s: all stays as it was", name);
}

/* The index of known rows is full at once, and there is no place for what it cannot hold. */
static void nowhere_to_put(struct kit *k, struct night_input in, const char *name)
{
	in.memory = 1;
	in.folder = "/dev/null/known";
	fails(k, in, NULL, "/dev/null: cannot make folder", name);
	in.folder = NULL;
	kit_night(k, memory, in);
	is_str(kit_ask(k, memory, "select count(*)::text from stage.wms_item"),
	       text(arena_print(memory, "%zu", in.count)), "with a place it goes well");
}

int main(void)
{
	const struct dataset *d;
	struct night_input in = {.intake = &full, .day = day(0), .count = 3, .batch = 16, .swap_from = 1};
	struct err e = {0};
	struct kit k;

	memory = arena_new(NULL);
	k = kit_open(memory);
	kit_must(dataset_prepare(memory, k.pg, S("wms"), kit_entity(memory, false), S("wms.items"), &d, &e), &e);
	in.dataset = d;

	in.content = "few", in.items = items(3, "1.00");
	nowhere_to_put(&k, in, "no place for tonight's rows");
	in.content = "first", in.day = day(1), in.items = items(MANY, "1.50"), in.count = MANY;
	nowhere_to_put(&k, in, "no place for a few known rows");
	in.content = "second", in.day = day(2), in.items = items(MANY, "2.00");
	nowhere_to_put(&k, in, "no place for many known rows");

	/* All have changed, so that one number over all keys tells what a join would; its table cannot be made. */
	in.content = "third", in.day = day(3), in.items = items(MANY, "3.00");
	fails(&k, in, "create temporary table stage_lacking ()", "stage_lacking", "no table for the keys that are lacking");
	in.content = "fourth", in.items = items(MANY + 1, "4.00"), in.count = MANY + 1;
	fails(&k, in, "alter table stage.wms_item_duplicate rename to elsewhere", "wms_item_duplicate",
		"no table for what stands twice");
	is_int(kit_night(&k, memory, in).counts.duplicate, 1, "with its tables it goes well");

	arena_end(memory);
	return done();
}
