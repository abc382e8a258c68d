#include "run/reading.h"

#include "base/json_out.h"
#include "base/progress.h"
#include "db/audit.h"
#include "db/claim.h"
#include "embedded.h"
#include "read/reader.h"
#include "run/drift.h"
#include "run/elsewhere.h"
#include "run/fresh.h"
#include "run/staged.h"
#include "stage/stage.h"

#include <stdlib.h>

/* Figures of so many files are kept: an extract of more states too much to be read. */
enum { CONTROLS_KEPT = 1000, CONTROLS_LIMIT = 4 << 20 };

/* What a run takes beside the index of known rows: batches, blocks of readers, the sockets' buffers. */
enum { BESIDE_INDEX = 48 << 20 };

/* Tests make it so small that a handful of keys has no room. */
static int64_t room_of_index(const struct load *load)
{
	const char *set = getenv("COUNTERFOIL_INDEX");
	uint64_t bytes;

	if (set && text_uint(text(set), &bytes) && bytes > 0 && bytes <= INT64_MAX)
		return (int64_t)bytes;
	return load->project->settings.memory - BESIDE_INDEX;
}

/* What was read in full speaks for all there is, whatever is read on other nights. */
static const struct intake *intake_of(struct arena *a, const struct load *load, const struct extract *x)
{
	struct intake *full;

	if (!load->landing->in_full || x->intake->mode != MODE_INCREMENTAL)
		return x->intake;
	full = arena_new_of(a, struct intake);
	*full = *x->intake;
	full->mode = MODE_FULL;
	return full;
}

/* What is staged elsewhere may say otherwise of the same bytes. */
static bool looks_up(const struct map *map)
{
	size_t count;

	map_lookups(map, &count);
	return count > 0;
}

static struct stage_input input_of(struct arena *a, struct load *load, const struct extract *x,
	const struct dataset *dataset, struct stage *parent)
{
	Str company = {0}, channel = {0};

	map_owners(x->map, &company, &channel);
	return (struct stage_input){.dataset = dataset, .intake = intake_of(a, load, x), .cursor = load->landing->cursor,
		.landing = load->landing,
		.landing_id = load->landing_id, .run_id = load->ledger->run_id, .business_date = load->content_date,
		.company = company, .channel = channel,
		.reader = extract_format_digest(a, x), .map = map_digest(x->map), .entity = entity_digest(a, x->entity),
		.crosswalk = map_crosswalk_digest(x->map), .contract = map_contract(a, x->map),
		.as_of_field = x->as_of == AS_OF_MAX ? x->as_of_at : S(""),
		.parent = parent, .release = load->release,
		.whole = parent == NULL && load->group.count > 1, .looks_up = looks_up(x->map),
		.memory = room_of_index(load), .folder = project_landings(a, load->project)};
}

static void unknowns_pass(struct stage *stage, const struct map_tally *tally)
{
	for (size_t i = 0; i < tally->unknown_count; i++)
		stage_unknown(stage, tally->unknowns[i].field, tally->unknowns[i].value, (int64_t)tally->unknowns[i].count);
	stage_unknown_more(stage, (int64_t)tally->unknown_more);
}

static bool pump(struct arena *a, struct reader *reader, const struct extract *x, struct map_tally *tally,
	struct stage *stage, struct progress *progress, struct err *e)
{
	struct arena *batch_memory = arena_new(a);
	struct batch batch;
	struct mapped mapped;
	uint64_t done = 0;
	size_t count;
	bool ok;

	do {
		arena_end(batch_memory);
		ok = reader_next(reader, batch_memory, &batch, e);
		count = batch.count;
		if (ok) {
			stage_choose(stage, batch_memory, &batch);
			map_batch(x->map, tally, batch_memory, &batch, &mapped);
			ok = stage_batch(stage, &mapped, e);
			progress_at(progress, done += count);
		}
	} while (ok && count > 0);
	return ok;
}

/* What the files stated of themselves: all of it agrees, or the file would have been refused. */
static void controls_pass(struct arena *a, const struct reader *reader, struct stage *stage)
{
	const struct reader_totals *t = reader_totals(reader);
	struct buf *b = buf_new(a, CONTROLS_LIMIT);
	struct json_out j;

	json_begin(&j, b, false);
	json_array(&j);
	for (size_t i = 0; i < t->control_count && i < CONTROLS_KEPT; i++) {
		const struct control *c = &t->controls[i];

		json_object(&j);
		json_put_text(&j, "member", c->member);
		json_put_text(&j, "name", c->name);
		json_put_text(&j, "stated", text_trim(c->stated));
		json_put_text(&j, "found", c->found);
		json_put_bool(&j, "checked", c->checked);
		json_object_end(&j);
	}
	json_array_end(&j);
	if (!buf_is_over(b))
		stage_controls(stage, buf_str(b));
}

/* What the map asks of each file that tells its columns. */
static void require(struct reader *reader, const struct map *map)
{
	size_t count;
	const struct need *needs = map_needs(map, &count);

	reader_require(reader, needs, count);
}

/* The number of records that each file states, unless they are another extract's, whose landing this is. */
static bool count_ask(struct reader *reader, const struct extract *x, struct err *e)
{
	return x->complete != PROOF_COUNT || x->landing_of || reader_state_count(reader, x->complete_at, e);
}

/* What no record had may be null on the other side too, and would agree. */
static bool is_whole(struct arena *a, const struct extract *x, const struct map_tally *tally, struct err *e)
{
	const char *lacking = map_lacking(a, x->map, tally);

	if (tally->failed)
		return err_set(e, ERR_FORMAT, "%s", tally->failed);
	return !lacking || err_set(e, ERR_FORMAT, "%s", lacking);
}

/* What holds a card number goes as soon as it may (promise 13); once the rows have been sent, because a session has one
 * COPY at a time. */
static bool erasure_mark(struct arena *a, const struct load *load, struct err *e)
{
	return !load->has_cards || pg_run(load->ledger->pg, sql_run_erasure, P(param_int(a, load->landing_id)), NULL, e);
}

/* One reading of the landing. */
static bool rows_pass(struct arena *a, struct load *load, const struct extract *x, struct map_tally *tally,
	struct stage *stage, struct reader **reader, struct err *e)
{
	struct progress *progress = progress_begin(a, text_z(a, x->name), "records", 0);
	size_t count;
	const struct path *wanted = map_paths(x->map, &count);
	bool ok;

	*reader = NULL;
	ok = reader_open(a, x->format, load->landing, wanted, count, reader, e) && count_ask(*reader, x, e);
	if (ok) {
		require(*reader, x->map);
		ok = pump(a, *reader, x, tally, stage, progress, e);
	}
	progress_end(progress, NULL);
	return ok;
}

static bool first_pass(struct arena *a, struct load *load, const struct extract *x, const struct map_about *about,
	struct stage *stage, struct err *e)
{
	struct map_tally *tally = map_tally_new(a, x->map, about);
	struct reader *reader;
	bool ok = rows_pass(a, load, x, tally, stage, &reader, e) && is_whole(a, x, tally, e);

	if (reader) {
		controls_pass(a, reader, stage);
		load->has_cards = load->has_cards || reader_has_card(reader);
	}
	if (ok)
		drift_pass(a, x->map, tally, stage);
	unknowns_pass(stage, tally);
	load->has_cards = load->has_cards || tally->cards > 0;
	return ok;
}

/* What the first pass had no room to compare has been counted: now it is only written. */
static bool second_pass(struct arena *a, struct load *load, const struct extract *x, const struct map_about *about,
	struct stage *stage, struct err *e)
{
	struct reader *reader;

	return rows_pass(a, load, x, map_tally_new(a, x->map, about), stage, &reader, e);
}

/* What the system does not have, by a rule that says so, is left out in full view. */
static void skipped_note(struct arena *a, const struct landing *l, struct stage *stage)
{
	enum { SHOWN = 10, NOTE_MOST = 4096 };
	struct buf *b = buf_new(a, NOTE_MOST);

	if (l->skipped.count == 0)
		return;
	buf_print(b, "left out because the answer says so, %zu: ", l->skipped.count);
	for (size_t i = 0; i < l->skipped.count && i < SHOWN; i++)
		buf_print(b, "%s%.*s", i > 0 ? ", " : "", STR(l->skipped.at[i]));
	if (l->skipped.count > SHOWN)
		buf_add(b, S(" …"));
	if (!buf_is_over(b))
		stage_note(stage, text_z(a, buf_str(b)));
}

/* Before its rows are staged: what of those that are there is going to have another meaning. */
static bool crosswalks_note(struct arena *a, const struct load *load, const struct extract *x, struct stage *stage,
	struct err *e)
{
	struct texts said;

	if (!crosswalk_changes_said(a, load->ledger->pg, x, load->changes, &said, e))
		return false;
	for (size_t i = 0; i < said.count; i++)
		stage_note(stage, text_z(a, said.at[i]));
	return true;
}

static bool rows_stage(struct arena *a, struct load *load, const struct extract *x, struct stage *stage, struct err *e)
{
	struct map_about about = {.landing = load->landing,
		.run = text(arena_print(a, "%lld", (long long)load->ledger->run_id)), .released = load->release != NULL};
	bool again;

	skipped_note(a, load->landing, stage);
	elsewhere_find(a, load->project, x, &about);
	return map_keys_read(a, x->map, &about.keys, e)
	    && staged_lookups(a, load->ledger->pg, x->map, e)
	    && crosswalks_note(a, load, x, stage, e)
	    && drift_known(a, load->ledger->pg, x, load->content_date, &about, e)
	    && first_pass(a, load, x, &about, stage, e)
	    && stage_again(stage, &again, e)
	    && (!again || second_pass(a, load, x, &about, stage, e));
}

/* What a person took out may come in again, but not unseen. */
static bool taken_out(struct arena *a, const struct load *load, const struct extract *x, struct stage *stage,
	struct err *e)
{
	struct rows *r;

	if (!stage_wants_rows(stage))
		return true;
	if (!pg_query(load->ledger->pg, a, sql_run_taken_out,
		      P(x->name, param_date(a, load->content_date), param_digest(a, load->landing->content)), &r, e))
		return false;
	if (rows_count(r) > 0)
		stage_note(stage, arena_print(a, "these bytes were taken out as snapshot %.*s: %.*s", STR(rows_at(r, 0, 0)),
			STR(rows_at(r, 0, 1))));
	return true;
}

static bool extract_stage(struct arena *a, struct load *load, const struct extract *x, struct stage *parent,
	struct stage **stage, struct read_result *result, struct err *e)
{
	const struct dataset *dataset;
	struct stage_input *input = arena_new_of(a, struct stage_input);

	if (!dataset_prepare(a, load->ledger->pg, x->system->name, x->entity, x->name, &dataset, e))
		return false;
	*input = input_of(a, load, x, dataset, parent);
	if (!stage_open(a, load->ledger->pg, input, stage, e)
	    || !taken_out(a, load, x, *stage, e)
	    || !fresh_header(a, load, x, *stage, e)
	    || (stage_wants_rows(*stage) && !rows_stage(a, load, x, *stage, e))
	    || !fresh_newest(a, load, x, *stage, e)
	    || !stage_finish(*stage, &result->delta, e))
		return false;
	result->extract = x;
	result->content_date = load->content_date;
	return true;
}

/* Which part is missing, beside what else is to be said. */
static const char *lacking(struct arena *a, const struct landing *l, const char *note)
{
	const char *lacks = l->lacks ? l->lacks : arena_print(a, "without part %.*s", STR(l->missing_parts.at[0]));

	return note ? arena_print(a, "%s; %s", lacks, note) : lacks;
}

/* What a delta means for the run. */
static void judge(struct arena *a, struct read_result *r, const struct load *load)
{
	r->reading = READ_STAGED;
	if (r->delta.state == SNAPSHOT_HELD || r->delta.state == SNAPSHOT_REFUSED)
		read_trouble(r, READ_FAILED, 5, r->delta.note);
	else if (load->landing->missing_parts.count > 0)
		read_trouble(r, READ_STAGED, 5, lacking(a, load->landing, r->delta.note));
	else if (r->delta.over_rejects)
		r->exit_code = 4;
}

/* Of two lists of one dataset the first one's fence is the other's too: a second claim would be another run's. */
static bool fences_take(struct arena *a, const struct load *load, int64_t *fences, struct err *e)
{
	for (size_t i = 0; i < load->group.count; i++) {
		Str dataset = extract_dataset(a, load->group.extracts[i]);
		size_t same = 0;

		while (!text_is(extract_dataset(a, load->group.extracts[same]), dataset))
			same++;
		if (same < i)
			fences[i] = fences[same];
		else if (!claim_take(load->ledger->pg, a, dataset, load->ledger->run_id, &fences[i], e))
			return false;
	}
	return true;
}

/* The last statements of a load: a run that lost its claim meanwhile commits nothing. */
static bool fences_check(struct arena *a, const struct load *load, const int64_t *fences, struct err *e)
{
	for (size_t i = 0; i < load->group.count; i++)
		if (!claim_check(load->ledger->pg, extract_dataset(a, load->group.extracts[i]), fences[i], e))
			return false;
	return true;
}

static bool fails(struct load *load, const struct extract *x)
{
	load->culprit = x;
	return false;
}

/* Stages those of the group that are wanted, all in the open transaction. */
static bool some_stage(struct arena *a, struct load *load, const bool *wanted, struct read_result *results,
	struct err *e)
{
	struct stage *first = NULL;

	for (size_t i = 0; i < load->group.count; i++) {
		const struct extract *x = load->group.extracts[i];
		struct stage *stage = NULL;

		if (wanted[i] && !extract_stage(a, load, x, first, &stage, &results[i], e))
			return fails(load, x);
		if (i == 0)
			first = stage;
	}
	return true;
}

static bool is_held(const struct read_result *r)
{
	return r->delta.state == SNAPSHOT_HELD || r->delta.state == SNAPSHOT_REFUSED;
}

static size_t held_find(const struct load *load, const struct read_result *results, bool *held)
{
	size_t count = 0;

	for (size_t i = 0; i < load->group.count; i++) {
		held[i] = is_held(&results[i]);
		count += held[i];
	}
	return count;
}

/* What was read from one landing is let in together or not at all: beside one that is held, only the fact that it is
 * held may stay. */
static bool held_record(struct arena *a, struct load *load, const bool *held, struct read_result *results,
	struct err *e)
{
	const struct extract *culprit = NULL;

	pg_rollback(load->ledger->pg);
	if (!pg_begin(load->ledger->pg, READ_COMMITTED, e) || !some_stage(a, load, held, results, e))
		return false;
	for (size_t i = 0; i < load->group.count; i++) {
		if (held[i] && !is_held(&results[i]))
			return err_set(e, ERR_INCOMPLETE, "held with the other extracts of its landing");
		culprit = held[i] && !culprit ? load->group.extracts[i] : culprit;
	}
	for (size_t i = 0; culprit && i < load->group.count; i++) {
		if (held[i])
			continue;
		results[i] = (struct read_result){.extract = load->group.extracts[i], .content_date = load->content_date};
		read_trouble(&results[i], READ_FAILED, 5, arena_print(a, "held back with %.*s", STR(culprit->name)));
	}
	return true;
}

static bool group_stage(struct arena *a, struct load *load, struct read_result *results, struct err *e)
{
	bool *wanted = arena_array(a, load->group.count, bool), *held = arena_array(a, load->group.count, bool);
	size_t count;

	for (size_t i = 0; i < load->group.count; i++)
		wanted[i] = true;
	if (!some_stage(a, load, wanted, results, e))
		return false;
	count = held_find(load, results, held);
	return count == 0 || count == load->group.count || held_record(a, load, held, results, e);
}

static bool act_append(struct arena *a, const struct load *load, const struct read_result *results, struct err *e)
{
	bool done = false;

	for (size_t i = 0; i < load->group.count; i++)
		done = done || results[i].delta.state == SNAPSHOT_LIVE || results[i].delta.state == SNAPSHOT_ASIDE;
	return !load->act || !done
	    || audit_append(load->ledger->pg, a, load->act->kind, load->act->actor, load->act->detail, e);
}

/* What was read of the landing is taken back, but not that it holds a card number; why it failed is already said. */
static void take_back(struct arena *a, const struct load *load)
{
	struct err ignored = {0};

	pg_rollback(load->ledger->pg);
	(void)!erasure_mark(a, load, &ignored);
}

bool load_stage(struct arena *a, struct load *load, struct read_result *results, struct err *e)
{
	struct pg *pg = load->ledger->pg;
	int64_t *fences = arena_array(a, load->group.count, int64_t);

	if (!fences_take(a, load, fences, e) || !pg_begin(pg, READ_COMMITTED, e))
		return false;
	if (!group_stage(a, load, results, e) || !erasure_mark(a, load, e) || !act_append(a, load, results, e)
	    || !fences_check(a, load, fences, e) || !pg_commit(pg, e)) {
		take_back(a, load);
		return false;
	}
	for (size_t i = 0; i < load->group.count; i++)
		if (!results[i].trouble)
			judge(a, &results[i], load);
	return true;
}
