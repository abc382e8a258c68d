#include "run/drift.h"

#include "base/json_out.h"
#include "embedded.h"

enum { JSON_LIMIT = 16 << 20, NOTE_LONGEST = 1000 };

/* ── what was ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static unsigned kinds_of(Str names)
{
	unsigned kinds = 0;
	bool more = true;
	Str name;

	while (more) {
		more = text_cut(names, ' ', &name, &names);
		for (size_t i = 0; i < SHAPE_KINDS; i++)
			if (text_is(name, text(shape_kinds[i])))
				kinds |= 1U << i;
	}
	return kinds;
}

bool drift_known(struct arena *a, struct pg *pg, const struct extract *x, date day, struct map_about *about,
	struct err *e)
{
	struct shape_path *list;
	struct rows *r;

	if (!map_has_contract(x->map))
		return true;
	if (!pg_query(pg, a, sql_run_known_shape, P(x->name, param_date(a, day), param_int(a, SHAPE_KEPT)), &r, e))
		return false;
	about->known_count = rows_count(r);
	about->known = list = arena_array(a, about->known_count + 1, struct shape_path);
	for (size_t i = 0; i < about->known_count; i++)
		list[i] = (struct shape_path){.path = rows_at(r, i, 0), .under = rows_at(r, i, 1),
			.step = (enum shape_step)rows_at(r, i, 2).at[0], .name = rows_at(r, i, 3),
			.kinds = kinds_of(rows_at(r, i, 4)), .mapped = rows_bool(r, i, 5)};
	return true;
}

/* ── what is ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static void shape_write(struct json_out *j, const struct shape_path *p)
{
	const char step[] = {(char)p->step, '\0'};

	json_object(j);
	json_put_text(j, "path", p->path);
	json_put_text(j, "under", p->under);
	json_put_z(j, "step", step);
	json_put_text(j, "name", p->name);
	json_put_bool(j, "mapped", p->mapped);
	json_put_int(j, "count", (int64_t)p->count);
	json_name(j, "kinds");
	json_array(j);
	for (size_t i = 0; i < SHAPE_KINDS; i++)
		if (p->kinds & 1U << i)
			json_text(j, text(shape_kinds[i]));
	json_array_end(j);
	json_object_end(j);
}

static Str shape_json(struct arena *a, const struct shape_path *list, size_t count)
{
	struct buf *b = buf_new(a, JSON_LIMIT);
	struct json_out j;

	json_begin(&j, b, false);
	json_array(&j);
	for (size_t i = 0; i < count; i++)
		shape_write(&j, &list[i]);
	json_array_end(&j);
	return buf_str(b);
}

static void departure_write(struct json_out *j, const struct departure *d)
{
	json_object(j);
	json_put_z(j, "drift", drift_names[d->drift]);
	json_put_text(j, "path", d->path);
	json_put_z(j, "word", drift_words[d->word]);
	json_put_text(j, "what", d->what);
	json_put_text(j, "example", d->example);
	json_put_int(j, "count", (int64_t)d->count);
	json_put_int(j, "part", d->first.part);
	json_put_text(j, "member", d->first.member);
	json_put_int(j, "record", (int64_t)d->first.record);
	json_put_int(j, "line", (int64_t)d->first.line);
	json_object_end(j);
}

static Str departures_json(struct arena *a, const struct departure *list, size_t count)
{
	struct buf *b = buf_new(a, JSON_LIMIT);
	struct json_out j;

	json_begin(&j, b, false);
	json_array(&j);
	for (size_t i = 0; i < count; i++)
		departure_write(&j, &list[i]);
	json_array_end(&j);
	return buf_str(b);
}

/* ── what is said of it ────────────────────────────────────────────────────────────────────────────────────────── */

/* new field "gift" (20), type change of "total" (3): text, where number was */
static void say(struct arena *a, struct buf *b, const struct departure *d)
{
	static const char *const words[DRIFTS] = {"new field", "missing field", "type change of", "new value of"};
	bool is_change = d->drift == DRIFT_TYPE_CHANGE;

	buf_print(b, "%s %s (%ju)", words[d->drift], d->path.len > 0 ? text_quoted(a, d->path) : "of others",
		(uintmax_t)d->count);
	if (is_change && d->what.len > 0)
		buf_print(b, ": %.*s", STR(d->what));
	if (d->drift == DRIFT_NEW_VALUE && d->example.len > 0)
		buf_print(b, ": such as %s", text_quoted(a, d->example));
}

/* Those of one drift, NULL if it has none that is worth a word. */
static const char *note_of(struct arena *a, const struct departure *list, size_t count, enum drift drift)
{
	struct buf *b = buf_new(a, (size_t)1 << 16);
	enum drift_word word = DRIFT_ACCEPT;
	size_t said = 0, more = 0;

	for (size_t i = 0; i < count; i++) {
		if (list[i].drift != drift || list[i].word == DRIFT_ACCEPT)
			continue;
		word = list[i].word;
		if (b->len > NOTE_LONGEST) {
			more++;
			continue;
		}
		buf_add(b, said++ > 0 ? S(", ") : S(""));
		say(a, b, &list[i]);
	}
	if (more > 0)
		buf_print(b, ", and %zu more", more);
	if (word >= DRIFT_REJECT)
		buf_print(b, ", and %s = \"%s\"", drift_names[drift], drift_words[word]);
	return said > 0 ? text_z(a, buf_str(b)) : NULL;
}

void drift_pass(struct arena *a, const struct map *m, const struct map_tally *tally, struct stage *stage)
{
	const struct departure *departures;
	const struct shape_path *shape;
	size_t count, path_count;

	if (!map_has_contract(m))
		return;
	shape = map_shape(a, tally, &path_count);
	departures = map_departures(a, tally, &count);
	stage_shape(stage, shape_json(a, shape, path_count));
	stage_drift(stage, departures_json(a, departures, count));
	for (enum drift drift = 0; drift < DRIFTS; drift++) {
		const char *note = note_of(a, departures, count, drift);

		if (note)
			stage_note(stage, note);
	}
	if (map_shape_is_cut(tally))
		stage_note(stage, arena_print(a, "the drift contract remembers %d paths, of %d bytes at most, and there are "
			"others: what changes or goes missing among them is not noticed", SHAPE_KEPT, SHAPE_PATH_MOST));
	for (size_t i = 0; i < count; i++)
		if (departures[i].word == DRIFT_FAIL)
			stage_hold(stage);
}
