#include "run/reports.h"

#include "base/file.h"
#include "embedded.h"
#include "report/report.h"

#include <dirent.h>
#include <errno.h>
#include <unistd.h>

const struct texts report_formats = {(Str[]){{"html", 4}, {"csv", 3}, {"xlsx", 4}, {"json", 4}}, 4};

static struct report_options options_of(const struct project *p, const struct job *job, int64_t run_id,
	const char *folder)
{
	return (struct report_options){.run_id = run_id, .project = p->settings.title, .job = job->title,
		.folder = folder, .settings = &p->settings, .zone = job->zone, .engine = VERSION, .rules = job->rules,
		.rule_count = job->rule_count, .companies = &p->companies, .systems = &p->systems, .entities = &p->entities,
		.html = texts_has(&job->report, S("html")), .csv = texts_has(&job->report, S("csv")),
		.xlsx = texts_has(&job->report, S("xlsx")), .json = texts_has(&job->report, S("json")),
		.embedded = p->settings.embedded};
}

/* "2026-03-31/nightly-7"; a replay's "2026-03-31/replay-shop_pl.order-8". */
static const char *folder_of(struct arena *a, const struct project *p, Str job, date day, int64_t run_id)
{
	const char *reports = path_join(a, p->folder, text_z(a, p->settings.reports));
	char *name = arena_print(a, "%s/%.*s-%lld", date_text(a, day), STR(job), (long long)run_id);

	for (char *c = name; *c; c++)
		if (*c == ' ')
			*c = '-';
	return path_join(a, reports, name);
}

bool report_is_there(struct arena *a, const struct project *p, const struct job *job, date day, int64_t run_id)
{
	return file_exists(folder_of(a, p, job->name, day, run_id));
}

/* What stands behind the last dash, 0 if that is no number. */
static int64_t number_of(Str name)
{
	uint64_t n = 0;
	size_t digits = name.len;

	while (digits > 0 && name.at[digits - 1] != '-')
		digits--;
	return digits > 0 && text_uint(text_from(name, digits), &n) && n < INT64_MAX ? (int64_t)n : 0;
}

/* The names in a folder; one that is not there has none. */
static bool names_in(struct arena *a, const char *folder, struct texts *names, struct err *e)
{
	DIR *entries = opendir(folder);
	const struct dirent *entry;

	if (!entries)
		return errno == ENOENT || err_set(e, ERR_INTERNAL, "%s: cannot read the folder: %s", folder, strerror(errno));
	for (errno = 0; (entry = readdir(entries)); errno = 0)
		texts_add(a, names, text(text_z(a, text(entry->d_name))));
	if (errno != 0)
		err_set(e, ERR_INTERNAL, "%s: cannot read the folder: %s", folder, strerror(errno));
	closedir(entries);
	return e->kind == ERR_NONE;
}

/* "index.html.new-4711": report/output.c. */
static bool is_half_written(Str name)
{
	size_t head = name.len;

	while (head > 0 && name.at[head - 1] != '-')
		head--;
	return number_of(name) > 0 && text_ends(text_head(name, head), S(".new-"));
}

bool report_sweep(struct arena *a, const struct project *p, const struct job *job, date day, int64_t run_id,
	struct err *e)
{
	const char *folder = folder_of(a, p, job->name, day, run_id);
	struct texts names = {0};

	if (!names_in(a, folder, &names, e))
		return false;
	for (size_t i = 0; i < names.count; i++) {
		const char *path = path_join(a, folder, names.at[i].at);

		if (is_half_written(names.at[i]) && unlink(path) < 0 && errno != ENOENT)
			return err_set(e, ERR_INTERNAL, "%s: cannot remove: %s", path, strerror(errno));
	}
	return true;
}

static bool highest_in(struct arena *a, const char *folder, int64_t *highest, struct err *e)
{
	struct texts names = {0};

	if (!names_in(a, folder, &names, e))
		return false;
	for (size_t i = 0; i < names.count; i++) {
		int64_t n = number_of(names.at[i]);

		*highest = n > *highest ? n : *highest;
	}
	return true;
}

bool report_highest(struct arena *a, const struct project *p, int64_t *highest, struct err *e)
{
	const char *reports = path_join(a, p->folder, text_z(a, p->settings.reports));
	struct texts days = {0};
	date day;

	*highest = 0;
	if (!names_in(a, reports, &days, e))
		return false;
	for (size_t i = 0; i < days.count; i++)
		if (date_parse(days.at[i], &day) && !highest_in(a, path_join(a, reports, days.at[i].at), highest, e))
			return false;
	return true;
}

bool report_new(struct arena *a, const struct project *p, struct pg *pg, const struct job *job, struct summary *summary,
	struct err *e)
{
	struct report_options o = options_of(p, job, summary->run_id,
		folder_of(a, p, job->name, summary->business_date, summary->run_id));
	const char *index;

	if (!report_write(a, pg, &o, &index, e))
		return false;
	summary->report = index;
	return true;
}

static const struct rule *rule_find(const struct project *p, Str id)
{
	for (size_t i = 0; i < p->rules.count; i++)
		if (text_is(p->rules.at[i].id, id))
			return &p->rules.at[i];
	return NULL;
}

/* The job as it was when the run began.  Of a rule that is no longer configured the answers are left, without title. */
static bool job_stored(struct arena *a, const struct project *p, const struct rows *r, struct job *job, struct err *e)
{
	Str rest = rows_at(r, 0, 4), format;

	*job = (struct job){.name = rows_at(r, 0, 0), .title = rows_at(r, 0, 2)};
	job->rules = arena_array(a, rows_count(r), const struct rule *);
	for (size_t i = 0; i < rows_count(r); i++) {
		const struct rule *rule = rows_is_null(r, i, 6) ? NULL : rule_find(p, rows_at(r, i, 6));

		if (rule)
			job->rules[job->rule_count++] = rule;
	}
	while (rest.len > 0) {
		text_cut(rest, ' ', &format, &rest);
		texts_add(a, &job->report, format);
	}
	return zone_open(a, rows_at(r, 0, 3), &job->zone, e);
}

/* Where the configuration is another than the run's, another report is no wonder. */
static bool written(struct arena *a, const struct project *p, const struct rows *r, bool ok, int64_t run_id,
	struct err *e)
{
	bool changed = !text_is(rows_at(r, 0, 5), text(digest_text(a, p->digest)));

	if (!ok && e->kind == ERR_USAGE && changed)
		err_add(e, "the configuration has changed since run %lld", (long long)run_id);
	return ok;
}

bool run_report(struct arena *a, const struct project *p, struct pg *pg, int64_t run_id, const char *folder,
	struct buf *json, const char **index, struct err *e)
{
	struct report_options o;
	struct job job;
	struct rows *r;

	if (!pg_query(pg, a, sql_run_run, P(param_int(a, run_id)), &r, e))
		return false;
	if (rows_count(r) == 0)
		return err_set(e, ERR_USAGE, "there is no run %lld", (long long)run_id);
	if (!job_stored(a, p, r, &job, e))
		return false;
	o = options_of(p, &job, run_id, folder ? folder : folder_of(a, p, job.name, rows_date(r, 0, 1), run_id));
	if (json)
		return report_json(a, pg, &o, json, e);
	return written(a, p, r, report_write(a, pg, &o, index, e), run_id, e);
}
