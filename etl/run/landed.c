/* What arrived: landed anew, or landed before. */
#include "run/reading.h"

#include "base/file.h"
#include "embedded.h"
#include "run/onward.h"

static const struct extract *owner(const struct load *load)
{
	return load->group.extracts[0];
}

void read_trouble(struct read_result *r, enum reading reading, int exit_code, const char *why)
{
	r->reading = reading;
	r->exit_code = exit_code;
	r->trouble = why;
}

static bool parts_record(struct arena *a, struct load *load, struct err *e)
{
	for (size_t i = 0; i < load->landing->part_count; i++) {
		const struct landing_part *part = &load->landing->parts[i];
		Str title = landing_part_title(a, load->landing, i);

		if (!pg_run(load->ledger->pg, sql_run_landing_part,
			    P(param_int(a, load->landing_id), param_int(a, (int64_t)i), title, part->part,
			      param_int(a, (int64_t)part->size), param_digest(a, part->digest),
			      param_instant(a, part->changed)), NULL, e))
			return false;
	}
	return true;
}

static uint64_t landing_size(const struct landing *l)
{
	uint64_t size = 0;

	for (size_t i = 0; i < l->part_count; i++)
		size += l->parts[i].size;
	return size;
}

static bool landing_record(struct arena *a, struct load *load, struct err *e)
{
	struct landing *l = load->landing;
	struct pg *pg = load->ledger->pg;
	struct rows *r;

	if (!pg_begin(pg, READ_COMMITTED, e)
	    || !pg_query(pg, a, sql_run_landing,
			 P(l->extract, param_int(a, load->ledger->run_id), param_date(a, l->business_date),
			   param_instant(a, l->landed_at), text(l->manifest), param_digest(a, l->seal),
			   param_digest(a, l->content), param_int(a, (int64_t)landing_size(l)), param_instant(a, l->as_of),
			   l->as_of_source, text(proof_name(l->proof)), param_texts(a, &l->missing_parts)), &r, e))
		return false;
	load->landing_id = (int32_t)rows_int(r, 0, 0);
	return parts_record(a, load, e) && pg_commit(pg, e);
}

/* Yesterday's bytes under today's name are no news of today. */
static bool stale_check(struct arena *a, const struct load *load, struct read_result *result, struct err *e)
{
	struct rows *r;

	if (!owner(load)->unchanged_is_stale)
		return true;
	if (!pg_query(load->ledger->pg, a, sql_run_same_bytes,
		      P(owner(load)->name, param_digest(a, load->landing->content), param_date(a, load->content_date)), &r, e))
		return false;
	if (rows_count(r) > 0)
		read_trouble(result, READ_STALE, 5, arena_print(a, "the same bytes as for %.*s", STR(rows_at(r, 0, 0))));
	return true;
}

/* An earlier date that was staged with these bytes, map and format, and that later ones have followed: there is nothing
 * to stage again. */
static bool past_check(struct arena *a, const struct load *load, struct read_result *result, struct err *e)
{
	bool all = true;

	for (size_t i = 0; all && i < load->group.count; i++) {
		const struct extract *x = load->group.extracts[i];
		struct rows *r;

		if (!pg_query(load->ledger->pg, a, sql_run_same_staged,
			      P(x->name, param_date(a, load->content_date), param_digest(a, load->landing->content),
				param_digest(a, extract_format_digest(a, x)), param_digest(a, map_digest(x->map)),
				param_digest(a, entity_digest(a, x->entity)), param_digest(a, map_crosswalk_digest(x->map)),
				map_contract(a, x->map)), &r, e))
			return false;
		all = rows_bool(r, 0, 0);
	}
	if (all)
		result->reading = READ_ALREADY;
	return true;
}

static bool arrived(struct arena *a, struct load *load, enum arrival arrival, struct read_result *result, struct err *e)
{
	if (arrival == PARTIAL)
		result->exit_code = 5;
	result->reading = READ_STAGED;
	return landing_record(a, load, e) && stale_check(a, load, result, e)
	    && (result->reading != READ_STAGED || past_check(a, load, result, e));
}

/* Parts are deliveries of their own: each is fresh or stale for itself. */
static bool known_parts(struct arena *a, const struct load *load, struct land_options *o, struct err *e)
{
	struct known_part *known;
	struct rows *r;

	if (!owner(load)->unchanged_is_stale || owner(load)->source.parts.count == 0)
		return true;
	if (!pg_query(load->ledger->pg, a, sql_run_known_parts, P(owner(load)->name, param_date(a, load->content_date)), &r,
		      e))
		return false;
	o->known = known = arena_array(a, rows_count(r), struct known_part);
	for (size_t i = 0; i < rows_count(r); i++)
		known[o->known_count++] = (struct known_part){rows_at(r, i, 0), rows_digest(r, i, 1), rows_date(r, i, 2)};
	return true;
}

bool load_land(struct arena *a, struct load *load, struct read_result *result, struct err *e)
{
	const char *waited = NULL;
	struct land_options options = {.project = load->project->folder,
		.landings = project_landings(a, load->project),
		.business_date = load->content_date, .run = load->ledger->run_id, .now = load->ledger->started_at,
		.askers = load->askers, .waited = &waited, .configuration = load->project->digest};
	struct onward onward = {load->project, load->group.extracts, load->group.count, load->in_full};
	struct err source = {0};
	enum arrival arrival = LATE;
	bool landed;

	if (!known_parts(a, load, &options, e))
		return false;
	if (!onward_find(a, load->ledger->pg, &onward, &options, &source)) {
		*e = source;
		if (source.kind != ERR_INCOMPLETE)
			return false;
		err_clear(e);
		read_trouble(result, READ_FAILED, err_row(source.kind)->exit_code, arena_print(a, "%s", source.message));
		return true;
	}
	landed = extract_land(a, owner(load), &options, &load->landing, &arrival, &source);
	if (waited && !ledger_step(load->ledger, "limits", owner(load)->name, "waited", 0, waited, e))
		return false;
	if (!landed) {
		if (source.kind == ERR_DATABASE) {
			*e = source;
			return err_in(e, "%.*s", STR(owner(load)->name));
		}
		if (arrival == LATE)
			read_trouble(result, READ_LATE, 5, arena_print(a, "%s", source.message));
		else
			read_trouble(result, READ_FAILED, err_row(source.kind)->exit_code, arena_print(a, "%s", source.message));
		return true;
	}
	if (load->landing)
		return arrived(a, load, arrival, result, e);
	read_trouble(result, READ_NOT_DUE, 0, "not due yet");
	return true;
}

bool load_again(struct arena *a, struct load *load, Str manifest, struct digest seal, int32_t landing_id, struct err *e)
{
	load->landing_id = landing_id;
	return landing_open(a, project_landings(a, load->project), manifest, seal, &load->landing, e);
}

bool load_landed(struct arena *a, struct load *load, struct read_result *result, struct err *e)
{
	struct rows *r;

	if (!pg_query(load->ledger->pg, a, sql_run_newest_landing,
		      P(owner(load)->name, param_date(a, load->content_date)), &r, e))
		return false;
	if (rows_count(r) == 0) {
		read_trouble(result, READ_LATE, 5, "nothing was landed for the date");
		return true;
	}
	return load_again(a, load, rows_at(r, 0, 1), rows_digest(r, 0, 2), (int32_t)rows_int(r, 0, 0), e)
	    && stale_check(a, load, result, e);
}
