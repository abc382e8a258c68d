#include "run/reports.h"

#include "base/file.h"
#include "embedded.h"
#include "report/report.h"

static struct report_options options_of(const struct project *p, const struct job *job, int64_t run_id,
	const char *folder)
{
	return (struct report_options){.run_id = run_id, .project = p->settings.title, .job = job->title,
		.folder = folder, .settings = &p->settings, .zone = job->zone, .engine = VERSION, .rules = job->rules,
		.rule_count = job->rule_count, .companies = &p->companies, .systems = &p->systems, .entities = &p->entities,
		.html = texts_has(&job->report, S("html")), .csv = texts_has(&job->report, S("csv")),
		.json = texts_has(&job->report, S("json")), .embedded = p->settings.embedded};
}

static const char *folder_of(struct arena *a, const struct project *p, Str job, date day, int64_t run_id)
{
	const char *reports = path_join(a, p->folder, text_z(a, p->settings.reports));

	return path_join(a, reports, arena_print(a, "%s/%.*s-%lld", date_text(a, day), STR(job), (long long)run_id));
}

bool report_new(struct arena *a, const struct project *p, struct pg *pg, const struct job *job, struct summary *summary,
	struct err *e)
{
	struct report_options o = options_of(p, job, summary->run_id,
		folder_of(a, p, job->name, summary->business_date, summary->run_id));

	return report_write(a, pg, &o, &summary->report, e);
}

bool run_report(struct arena *a, const struct project *p, struct pg *pg, int64_t run_id, const char *folder,
	struct buf *json, const char **index, struct err *e)
{
	struct report_options o;
	const struct job *job;
	struct rows *r;

	if (!pg_query(pg, a, sql_run_run, P(param_int(a, run_id)), &r, e))
		return false;
	if (rows_count(r) == 0)
		return err_set(e, ERR_USAGE, "there is no run %lld", (long long)run_id);
	job = project_job(a, p, rows_at(r, 0, 0), e);
	if (!job)
		return false;
	o = options_of(p, job, run_id, folder ? folder : folder_of(a, p, job->name, rows_date(r, 0, 1), run_id));
	return json ? report_json(a, pg, &o, json, e) : report_write(a, pg, &o, index, e);
}
