#include "cli/commands.h"
#include "cli/put.h"
#include "run/twins.h"

static void mistakes_json(struct json_out *j, struct mistakes *m)
{
	size_t count;
	const struct mistake *all = mistakes_all(m, &count);

	json_name(j, "mistakes");
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		json_object(j);
		json_put_z(j, "file", all[i].file);
		json_put_int(j, "line", all[i].line);
		json_put_int(j, "column", all[i].column);
		json_put_z(j, "fact", all[i].fact);
		json_object_end(j);
	}
	json_array_end(j);
}

static bool is_idle(const struct job *job)
{
	return job->extract_count == 0 && job->rule_count == 0;
}

static void idle_json(struct json_out *j, const struct project *p)
{
	json_name(j, "idle_jobs");
	json_array(j);
	for (size_t i = 0; i < p->job_count; i++)
		if (is_idle(&p->jobs[i]))
			json_text(j, p->jobs[i].name);
	json_array_end(j);
}

static void twins_json(struct json_out *j, const struct project *p)
{
	json_name(j, "same_account");
	json_array(j);
	for (size_t i = 0; i < p->twin_count; i++) {
		json_array(j);
		json_text(j, p->twins[i].one->name);
		json_text(j, p->twins[i].other->name);
		json_array_end(j);
	}
	json_array_end(j);
}

static void check_json(struct json_out *j, const struct project *p, struct mistakes *m)
{
	json_object(j);
	mistakes_json(j, m);
	if (mistakes_count(m) == 0) {
		json_put_int(j, "companies", (int64_t)p->companies.count);
		json_put_int(j, "systems", (int64_t)p->systems.count);
		json_put_int(j, "entities", (int64_t)p->entities.count);
		json_put_int(j, "extracts", (int64_t)p->extract_count);
		json_put_int(j, "rules", (int64_t)p->rules.count);
		json_put_int(j, "jobs", (int64_t)p->job_count);
		idle_json(j, p);
		twins_json(j, p);
	}
	json_object_end(j);
}

static const char *count(struct arena *a, size_t n, const char *one, const char *many)
{
	return arena_print(a, "%zu %s", n, n == 1 ? one : many);
}

/* What no night can do without.  Nothing of it is wrong yet, but fine would be too much. */
static bool nothing_lacks(struct arena *a, struct buf *b, const struct project *p)
{
	const struct {
		size_t count;
		const char *table;
	} needed[] = {{p->companies.count, "[company.CODE]"}, {p->systems.count, "[system.NAME]"},
		{p->entities.count, "[entity.NAME]"}, {p->extract_count, "[extract.SYSTEM.NAME]"},
		{p->job_count, "[job.NAME]"}};
	const char *list = "";

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (needed[i].count == 0)
			list = arena_print(a, "%s%s%s", list, *list ? ", " : "", needed[i].table);
	if (*list)
		buf_print(b, "nothing is wrong, but there is no %s yet; is a file not in include? counterfoil help keys says "
			"what belongs there\n", list);
	return !*list;
}

/* A job whose lists are empty would end like a night on which all is well. */
static bool nothing_idles(struct arena *a, struct buf *b, const struct project *p)
{
	size_t idle = 0;

	for (size_t i = 0; i < p->job_count; i++) {
		if (!is_idle(&p->jobs[i]))
			continue;
		idle++;
		buf_print(b, "nothing is wrong, but job %s has nothing to do: it names no extract and no rule\n",
			text_quoted(a, p->jobs[i].name));
	}
	return idle == 0;
}

/* Everything would be there twice, and nothing would seem wrong with it. */
static bool nothing_doubles(struct buf *b, const struct project *p)
{
	for (size_t i = 0; i < p->twin_count; i++)
		buf_print(b, "nothing is wrong, but %.*s and %.*s ask the same account: both are like \"%.*s\" and say the "
			"same\n", STR(p->twins[i].one->name), STR(p->twins[i].other->name), STR(p->twins[i].one->kind));
	return p->twin_count == 0;
}

static void check_text(struct arena *a, struct buf *b, const struct project *p, struct mistakes *m)
{
	if (mistakes_count(m) > 0) {
		buf_add(b, mistakes_text(a, m));
		buf_print(b, "%s\n", count(a, mistakes_count(m), "mistake", "mistakes"));
		return;
	}
	if (!nothing_lacks(a, b, p) || !nothing_idles(a, b, p) || !nothing_doubles(b, p))
		return;
	buf_print(b, "fine: %s, %s, %s, ", count(a, p->companies.count, "company", "companies"),
		count(a, p->systems.count, "system", "systems"), count(a, p->entities.count, "entity", "entities"));
	buf_print(b, "%s, %s, %s\n", count(a, p->extract_count, "extract", "extracts"),
		count(a, p->rules.count, "rule", "rules"), count(a, p->job_count, "job", "jobs"));
}

/* An environment that is not asked for may be wrong all the same; what is wrong without it is said once. */
static void check_others(struct call *call, const struct project *p, struct mistakes *m)
{
	struct project *other;

	for (size_t i = 0; i < p->environments.count && call->environment.len == 0 && mistakes_count(m) == 0; i++)
		(void)project_open(call->a, call->folder, p->environments.at[i], &other, m);
}

static bool check(struct call *call, struct err *e)
{
	struct mistakes *m = mistakes_new(call->a);
	struct json_out j;
	struct buf *b = put_begin(call, &j);
	struct project *p;

	if (!project_open(call->a, call->folder, call->environment, &p, m) && mistakes_count(m) == 0)
		return err_set(e, ERR_INTERNAL, "the configuration could not be read, but nothing is wrong with it");
	check_others(call, p, m);
	if (call->json)
		check_json(&j, p, m);
	else
		check_text(call->a, b, p, m);
	call->exit_code = mistakes_count(m) > 0 ? err_row(ERR_CONFIG)->exit_code : 0;
	return put_end(call, b);
}

const struct command command_check = {
	.name = "check", .group = GROUP_PROJECT, .doc = "Finds everything that is wrong with the configuration, at once",
	.more = "Each mistake is a line: file:line:column: fact.  It asks neither the network nor the database.  Every "
		"environment is looked at, too, unless one is named.",
	.json = "{mistakes: [{file, line, column, fact}]}; without a mistake also companies, systems, entities, extracts, "
		"rules and jobs, in number, idle_jobs, the names of those that have nothing to do, and same_account, pairs of "
		"systems that ask the same one",
	.go = check,
};
