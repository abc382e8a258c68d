#include "run/reports.h"

#include "base/file.h"
#include "embedded.h"
#include "report/report.h"

#include <dirent.h>

const struct texts report_formats = {(Str[]){{"html", 4}, {"csv", 3}, {"json", 4}}, 3};

static struct report_options options_of(const struct project *p, const struct job *job, int64_t run_id,
	const char *folder)
{
	return (struct report_options){.run_id = run_id, .project = p->settings.title, .job = job->title,
		.folder = folder, .settings = &p->settings, .zone = job->zone, .engine = VERSION, .rules = job->rules,
		.rule_count = job->rule_count, .companies = &p->companies, .systems = &p->systems, .entities = &p->entities,
		.html = texts_has(&job->report, S("html")), .csv = texts_has(&job->report, S("csv")),
		.json = texts_has(&job->report, S("json")), .embedded = p->settings.embedded};
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

static int64_t highest_in(const char *folder)
{
	DIR *entries = opendir(folder);
	const struct dirent *entry;
	int64_t highest = 0;

	while (entries && (entry = readdir(entries))) {
		int64_t n = number_of(text(entry->d_name));

		highest = n > highest ? n : highest;
	}
	if (entries)
		closedir(entries);
	return highest;
}

int64_t report_highest(struct arena *a, const struct project *p)
{
	const char *reports = path_join(a, p->folder, text_z(a, p->settings.reports));
	DIR *entries = opendir(reports);
	const struct dirent *entry;
	int64_t highest = 0;
	date day;

	while (entries && (entry = readdir(entries))) {
		int64_t n = date_parse(text(entry->d_name), &day) ? highest_in(path_join(a, reports, entry->d_name)) : 0;

		highest = n > highest ? n : highest;
	}
	if (entries)
		closedir(entries);
	return highest;
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
