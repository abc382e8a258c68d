/*
 * Random histories against a naive model: a plain copy of what each night should hold.  After every step every earlier
 * night is read back and must be the copy taken then.  The model knows nothing of hashes, deltas or versions; it
 * follows the words of the design.  TORTURE=1 tells more stories, SEEDS=n so many.
 */
#include "stage/known.h"
#include "stage_kit.h"
#include "stage_model.h"

#include <inttypes.h>

enum { RECORDS = 3 * KEYS, STEPS = 45, SEEDS = 1, SEEDS_OF_TORTURE = 20 };

static const char *const amounts[] = {"1", "2.5", "10.00", "2.50", "-3"};
struct saved {
	int64_t snapshot_id;
	struct model night;
	date day;
	bool gone;                   /* rolled back */
	bool aside;
};

struct story {
	struct kit kit;
	struct arena *memory, *step; /* of the story, of one of its steps */
	const struct dataset *dataset;
	struct intake intake;
	uint64_t random;
	struct model now;
	struct saved *saved;
	size_t saved_count;
	struct model source;         /* what the source holds tonight */
	date today;
	int map, content;
	bool has_note;
	int64_t clock;
	size_t wrong;
};

static struct arena *memory;

static uint64_t draw(struct story *s, uint64_t below)
{
	s->random ^= s->random << 13;
	s->random ^= s->random >> 7;
	s->random ^= s->random << 17;
	return (s->random >> 11) % below;
}

/* ── tonight's records ─────────────────────────────────────────────────────────────────────────────────────────── */

static struct known_item some_item(struct story *s)
{
	return (struct known_item){.state = ROW_GOOD, .amount = (int)draw(s, 5), .status = (int)draw(s, 2),
		.note = s->has_note ? (int)draw(s, 3) : 0,
		.version = s->intake.version_field >= 0 ? ++s->clock : 0};
}

static void live_on(struct story *s)
{
	for (int key = 0; key < KEYS; key++) {
		struct known_item *k = &s->source.at[key];

		if (!k->state && draw(s, 4) == 0)
			*k = some_item(s);
		else if (k->state && draw(s, 6) == 0)
			*k = draw(s, 3) == 0 ? (struct known_item){0} : some_item(s);
	}
}

static void put(struct record_of *records, size_t *count, int key, struct known_item item)
{
	records[(*count)++] = (struct record_of){key, item};
}

/* Versions and unreadable records are not mixed: what an unreadable version means is tested by hand. */
static void put_key(struct story *s, struct record_of *records, size_t *count, int key)
{
	struct known_item k = s->source.at[key], other = k;
	bool versioned = s->intake.version_field >= 0;
	uint64_t luck = draw(s, 30);

	other.amount = (other.amount + 1) % 5;
	if (luck == 0 && !versioned) {
		k.state = ROW_REJECTED;
		k.amount = -1;
	} else if (luck == 1) {
		k.state = ROW_FILTERED;
	}
	put(records, count, key, k);
	if (luck == 2)
		put(records, count, key, k);
	if (luck == 3 || luck == 4)
		put(records, count, key, other);
	other.state = luck == 5 ? ROW_FILTERED : ROW_REJECTED;
	if (luck == 5 || (luck == 6 && !versioned)) {
		other.amount = luck == 5 ? other.amount : -1;
		put(records, count, key, other);
	}
	other = k;
	other.amount = (other.amount + 2) % 5;
	if (luck == 7 && versioned) {
		other.version = k.version - 5;
		put(records, count, key, other);
	}
	if (luck == 8 && versioned) {
		other.version = k.version = s->source.at[key].version = ++s->clock;
		s->source.at[key].amount = other.amount;
		put(records, count, key, other);
	}
	if (luck == 9 && !versioned && k.state == ROW_GOOD && *count > 1) {
		struct record_of last = records[*count - 1];

		records[*count - 1] = (struct record_of){last.key, {.state = ROW_FILTERED, .amount = 0}};
		put(records, count, last.key, last.item);
	}
}

static size_t tell(struct story *s, struct record_of *records, const bool *missing)
{
	size_t count = 0;

	for (int key = 0; key < KEYS; key++)
		if (s->source.at[key].state && !missing[key / NUMBERS] && draw(s, 40) > 0)
			put_key(s, records, &count, key);
	if (draw(s, 4) == 0)
		put(records, &count, -1, (struct known_item){.state = ROW_REJECTED});
	return count;
}

static struct item *items_of(struct story *s, const struct record_of *records, size_t count)
{
	static const char *const notes[] = {NULL, "note1", "note2"};
	struct item *items = arena_array(s->step, count + 1, struct item);

	for (size_t i = 0; i < count; i++) {
		const struct known_item *k = &records[i].item;
		int key = records[i].key;

		items[i] = (struct item){.state = (enum row_state)k->state, .keyless = key < 0,
			.place = places[key < 0 ? 0 : key / NUMBERS], .number = key < 0 ? 0 : key % NUMBERS,
			.amount = k->amount < 0 ? NULL : amounts[k->amount], .status = statuses[k->status],
			.note = notes[k->note], .version = k->version};
	}
	return items;
}

/* ── checks ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void wrong(struct story *s, const char *what, Str got, Str want)
{
	if (s->wrong++ > 0)
		return;
	printf("#   %s\n", what);
	tap_show("got ", got);
	tap_show("want", want);
}

static Str night_text(struct story *s, const struct saved *n)
{
	struct err e = {0};
	struct night night;

	kit_must(night_of_snapshot(s->step, s->kit.pg, n->snapshot_id, &night, &e), &e);
	return kit_rows(&s->kit, s->step, s->has_note ? night_sql(s->step, &night)
			: arena_print(s->step, "select *, null as note from (%s) x", night_sql(s->step, &night)));
}

static void check_nights(struct story *s)
{
	for (size_t i = 0; i < s->saved_count; i++) {
		const struct saved *n = &s->saved[i];
		Str got, want = model_text(s->step, &n->night);

		if (n->gone)
			continue;
		got = night_text(s, n);
		if (!text_is(got, want))
			wrong(s, arena_print(s->step, "night %zu of %zu", i, s->saved_count), got, want);
	}
}

static void save(struct story *s, int64_t id, date day, const struct model *m, bool aside)
{
	s->saved = arena_grow(s->memory, s->saved, s->saved_count, sizeof *s->saved);
	s->saved[s->saved_count++] = (struct saved){.snapshot_id = id, .day = day, .night = *m, .aside = aside};
}

static struct saved *newest(struct story *s)
{
	for (size_t i = s->saved_count; i > 0; i--)
		if (!s->saved[i - 1].gone && !s->saved[i - 1].aside)
			return &s->saved[i - 1];
	return NULL;
}

/* ── the past, and numbers ─────────────────────────────────────────────────────────────────────────────────────── */

/* Whose change it was is told only under the same map, and not of the first list of all. */
static void check_past(struct story *s, const struct model *before, const struct model *after, const struct delta *d)
{
	bool is_first = newest(s) == NULL;
	Str changes = is_first || d->cause == CAUSE_MAP ? S("") : changes_text(s->step, before, after);
	Str got = kit_ask(&s->kit, s->step, "select coalesce(string_agg(key[1] || '|' || key[2] || ' ' || change, ' ' "
		"order by key collate \"C\"), '') from ops.restated where snapshot_id = %lld", (long long)d->snapshot_id);

	if (!text_is(got, changes))
		wrong(s, "changed after it was closed", got, changes);
	got = kit_ask(&s->kit, s->step, "select coalesce(string_agg(series || ' ' || first || '-' || last || ' of ' || "
		"numbers || ':' || (select coalesce(string_agg(' ' || (g ->> 'first') || '-' || (g ->> 'last'), '' "
		"order by n), '') "
		"from jsonb_array_elements(gaps) with ordinality as e (g, n)), ' ' order by series collate \"C\"), '') "
		"from ops.sequence where snapshot_id = %lld", (long long)d->snapshot_id);
	if (!text_is(got, sequences_text(s->step, after)))
		wrong(s, "numbers", got, sequences_text(s->step, after));
}

/* ── steps ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static struct night_input input_of(struct story *s, const struct record_of *records, size_t count, const bool *missing)
{
	const char **parts = arena_array(s->step, PLACES + 1, const char *);
	size_t n = 0;

	for (int i = 0; i < PLACES; i++)
		if (!missing[i])
			parts[n++] = places[i];
	return (struct night_input){.dataset = s->dataset, .intake = &s->intake, .day = s->today, .parts = parts,
		.content = arena_print(s->step, "content %d", ++s->content), .map = arena_print(s->step, "map %d", s->map),
		.items = items_of(s, records, count), .count = count, .batch = 1 + draw(s, 20),
		.swap_from = draw(s, 2) ? 1 : 0, .memory = draw(s, 2) ? 0 : 1 + (int64_t)draw(s, 12) * KNOWN_BYTES};
}

static void night(struct story *s, date day, bool keep)
{
	struct record_of records[RECORDS];
	bool missing[PLACES] = {false};
	struct night_input in;
	struct model next = s->now;
	struct delta d;
	struct stage *stage;
	struct err e = {0};
	size_t count;

	if (s->intake.scope == SCOPE_PART)
		missing[draw(s, PLACES)] = draw(s, 3) == 0;
	count = tell(s, records, missing);
	in = input_of(s, records, count, missing);
	in.day = day;
	if (day < s->today)
		next = (struct model){0};
	advance(&s->intake, &next, records, count, day, missing);
	kit_must(pg_begin(s->kit.pg, READ_COMMITTED, &e) && kit_stage(&s->kit, s->step, &in, &stage, &d, &e), &e);
	if (!keep) {
		pg_rollback(s->kit.pg);
		return;
	}
	kit_must(pg_commit(s->kit.pg, &e), &e);
	if (d.counts.read != (int64_t)count)
		wrong(s, "records read", (Str){0}, (Str){0});
	if (d.state == SNAPSHOT_LIVE)
		check_past(s, &s->now, &next, &d);
	save(s, d.snapshot_id, day, &next, d.state == SNAPSHOT_ASIDE);
	if (day >= s->today)
		s->now = next;
	else if (d.state != SNAPSHOT_ASIDE)
		wrong(s, "an earlier date was not set aside", (Str){0}, (Str){0});
}

/* Nights come and, the newest first, go: each leaves the tables as they were before it, to the byte. */
static void come_and_go(struct story *s)
{
	enum { MOST = 4 };
	size_t count = 1 + draw(s, MOST);
	struct model was[MOST];
	Str before[MOST];
	struct rolled_back done;
	struct err e = {0};

	for (size_t i = 0; i < count; i++) {
		before[i] = kit_dump(&s->kit, s->step);
		was[i] = s->now;
		night(s, s->today, true);
		s->today++;
		live_on(s);
	}
	for (size_t i = count; i > 0; i--) {
		Str after;

		kit_must(snapshot_rollback(s->step, s->kit.pg, newest(s)->snapshot_id, "a test", &done, &e), &e);
		newest(s)->gone = true;
		s->now = was[i - 1];
		s->today--;
		after = kit_dump(&s->kit, s->step);
		if (!text_is(before[i - 1], after))
			wrong(s, "rolled back", after, before[i - 1]);
	}
}

/* A transaction that is not committed leaves nothing. */
static void come_to_nothing(struct story *s)
{
	Str before = kit_dump(&s->kit, s->step), after;

	night(s, s->today, false);
	after = kit_dump(&s->kit, s->step);
	if (!text_is(before, after))
		wrong(s, "not committed", after, before);
}

/* Held, and staged only once it is released. */
static void be_held(struct story *s)
{
	struct record_of records[RECORDS];
	bool missing[PLACES] = {false};
	Str before = kit_dump(&s->kit, s->step), after;
	struct intake guarded = s->intake;
	struct night_input in;
	struct model next = s->now;
	struct delta d;
	size_t count = 0;

	live_on(s);
	count = tell(s, records, missing);
	guarded.max_delete = guarded.max_change = (struct share){.given = true, .amount = kit_decimal(s->step, "0")};
	in = input_of(s, records, count, missing);
	in.intake = &guarded;
	advance(&s->intake, &next, records, count, s->today, missing);
	d = kit_night(&s->kit, s->step, in);
	after = kit_dump(&s->kit, s->step);
	if (d.state == SNAPSHOT_HELD && !text_is(before, after))
		wrong(s, "held", after, before);
	if (d.state == SNAPSHOT_HELD) {
		in.release = "looked at";
		d = kit_night(&s->kit, s->step, in);
	}
	if (d.state != SNAPSHOT_LIVE)
		wrong(s, "released", text(d.note), (Str){0});
	save(s, d.snapshot_id, s->today, &next, false);
	s->now = next;
}

/* All that a night leaves: its counts and totals, and every row. */
static Str outcome(struct story *s, struct night_input in, int64_t room)
{
	struct stage *stage;
	struct delta d;
	struct err e = {0};
	Str text_of;

	in.memory = room;
	kit_must(pg_begin(s->kit.pg, READ_COMMITTED, &e) && kit_stage(&s->kit, s->step, &in, &stage, &d, &e), &e);
	text_of = kit_ask(&s->kit, s->step, "select concat_ws(' ', state, read, staged, rejected, filtered, repeated, "
		"duplicate, stale, keyless, inserted, updated, deleted, unchanged, unconfirmed, totals, note) "
		"from ops.snapshot where snapshot_id = %lld", (long long)d.snapshot_id);
	text_of = text(arena_print(s->step, "%.*s\n%.*s", STR(text_of), STR(kit_dump(&s->kit, s->step))));
	pg_rollback(s->kit.pg);
	return text_of;
}

/* An index that has room for a few keys comes to the same, to the byte. */
static void be_short_of_memory(struct story *s)
{
	struct record_of records[RECORDS];
	bool missing[PLACES] = {false};
	struct night_input in;
	Str enough, little;

	live_on(s);
	in = input_of(s, records, tell(s, records, missing), missing);
	in.landing = kit_landing(&s->kit, s->step, in.content, in.day, in.parts, &in.landing_id);
	enough = outcome(s, in, 0);
	little = outcome(s, in, 1 + (int64_t)draw(s, KEYS) * KNOWN_BYTES);
	if (!text_is(enough, little))
		wrong(s, "short of memory", little, enough);
}

static void gain_a_field(struct story *s)
{
	struct err e = {0};

	if (s->has_note)
		return;
	s->has_note = true;
	kit_must(dataset_prepare(s->memory, s->kit.pg, S("wms"), kit_entity(s->memory, true), S("wms.items"),
		&s->dataset, &e), &e);
}

static void step(struct story *s)
{
	switch (draw(s, 14)) {
	case 0:
		come_and_go(s);
		break;
	case 1:
		come_to_nothing(s);
		break;
	case 2:
		be_held(s);
		break;
	case 3:
		if (s->intake.mode == MODE_FULL && s->saved_count > 0)
			night(s, s->today - 1, true);
		break;
	case 4:
		s->map++;
		night(s, s->today, true);
		break;
	case 5:
		night(s, s->today, true);
		break;
	case 6:
		gain_a_field(s);
		break;
	case 7:
	case 8:
		be_short_of_memory(s);
		break;
	default:
		live_on(s);
		s->today++;
		night(s, s->today, true);
		break;
	}
	check_nights(s);
}

static void tell_story(uint64_t seed, struct intake intake, const char *name)
{
	struct story s = {.memory = arena_new(memory), .random = seed * UINT64_C(0x9E3779B97F4A7C15) + 1, .intake = intake};
	struct err e = {0};

	s.kit = kit_open(s.memory);
	s.step = arena_new(s.memory);
	s.clock = 100;
	date_of(2026, 3, 1, &s.today);
	kit_must(dataset_prepare(s.memory, s.kit.pg, S("wms"), kit_entity(s.memory, false), S("wms.items"), &s.dataset,
		&e), &e);
	for (int i = 0; i < STEPS; i++) {
		arena_end(s.step);
		step(&s);
	}
	ok(s.wrong == 0 && s.saved_count > STEPS / 3, "%s, seed %" PRIu64 ": %zu nights as they were", name, seed,
		s.saved_count);
	arena_end(s.memory);
}

int main(void)
{
	static const struct settled settled = {.field = SEEN_AT};
	static const struct sequence numbers = {.field = NUMBER, .per = &item_key[0], .per_count = 1};
	static const struct intake full = {.mode = MODE_FULL, .version_field = -1, .empty_is_fine = true,
		.settled = &settled, .sequence = &numbers};
	static const struct intake parts = {.mode = MODE_FULL, .version_field = -1, .empty_is_fine = true,
		.scope = SCOPE_PART, .scope_field = PLACE, .settled = &settled, .sequence = &numbers};
	static const struct intake versions = {.mode = MODE_FULL, .version_field = SEEN_AT, .empty_is_fine = true,
		.settled = &settled, .sequence = &numbers};
	static const struct intake news = {.mode = MODE_INCREMENTAL, .version_field = SEEN_AT, .settled = &settled,
		.sequence = &numbers};
	uint64_t seeds = getenv("TORTURE") ? SEEDS_OF_TORTURE : SEEDS;

	memory = arena_new(NULL);
	if (getenv("SEEDS"))
		seeds = strtoull(getenv("SEEDS"), NULL, 10);
	for (uint64_t seed = 1; seed <= seeds; seed++) {
		tell_story(seed, full, "full");
		tell_story(seed, parts, "parts");
		tell_story(seed, versions, "versions");
		tell_story(seed, news, "incremental");
	}
	arena_end(memory);
	return done();
}
