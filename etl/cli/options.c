#include "cli/options.h"

#include "base/file.h"
#include "cli/commands.h"
#include "config/mistakes.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

enum { COMMON_PROJECT, COMMON_ENVIRONMENT, COMMON_JSON, COMMON_HELP, COMMON_VERSION };

const struct option common_options[] = {
	[COMMON_PROJECT] = {"project", WORD_TEXT, "DIR", "the project's folder; default: the nearest one at or above the "
			    "working folder that has a jobs.toml", NULL, false},
	[COMMON_ENVIRONMENT] = {"environment", WORD_TEXT, "NAME", "work in this environment of the project, which has a "
			    "database and secrets of its own; default: COUNTERFOIL_ENVIRONMENT, else none", NULL, false},
	[COMMON_JSON] = {"json", WORD_FLAG, NULL, "print JSON instead of text", NULL, false},
	[COMMON_HELP] = {"help", WORD_FLAG, NULL, "say what the command does and takes", NULL, false},
	[COMMON_VERSION] = {"version", WORD_FLAG, NULL, "say which version this is", NULL, false},
};
const size_t common_option_count = sizeof common_options / sizeof *common_options;

struct reading {
	struct arena *a;
	const char *const *words;
	size_t count, next;
	struct call *call;
	bool operands_only;      /* "--" was read */
};

/* ── what a word must be ───────────────────────────────────────────────────────────────────────────────────────── */

static bool is_number(Str s)
{
	uint64_t n;

	return text_uint(s, &n) && n > 0 && n <= INT64_MAX;
}

static bool is_choice(Str s, const char *const *choices)
{
	for (size_t i = 0; choices[i]; i++)
		if (text_is(s, text(choices[i])))
			return true;
	return false;
}

static const char *choices_listed(struct arena *a, const char *const *choices)
{
	struct buf *b = buf_new(a, 4096);

	for (size_t i = 0; choices[i]; i++)
		buf_print(b, "%s%s", i == 0 ? "" : choices[i + 1] ? ", " : " or ",
			strchr(choices[i], ' ') ? text_quoted(a, text(choices[i])) : choices[i]);
	return text_z(a, buf_str(b));
}

static bool word_check(struct arena *a, enum word_kind kind, const char *const *choices, const char *what, Str s,
	struct err *e)
{
	date d;

	if (kind == WORD_NUMBER && !is_number(s))
		return err_set(e, ERR_USAGE, "%s is %s, must be a number from 1", what, text_quoted(a, s));
	if (kind == WORD_DATE && !date_parse(s, &d))
		return err_set(e, ERR_USAGE, "%s is %s, must be a date such as 2026-03-31", what, text_quoted(a, s));
	if (kind == WORD_CHOICE && choices && !is_choice(s, choices))
		return err_set(e, ERR_USAGE, "%s is %s, must be %s", what, text_quoted(a, s), choices_listed(a, choices));
	if (s.len == 0)
		return err_set(e, ERR_USAGE, "%s is empty", what);
	return true;
}

/* ── options ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static const struct option *option_in(const struct option *options, size_t count, Str name, size_t *index)
{
	for (size_t i = 0; i < count; i++) {
		if (!text_is(text(options[i].name), name))
			continue;
		*index = i;
		return &options[i];
	}
	return NULL;
}

static Str dashed(struct arena *a, Str name)
{
	return text(arena_print(a, "--%.*s", STR(name)));
}

static bool is_unknown(const struct reading *r, Str name, struct err *e)
{
	const struct command *c = r->call->command;
	struct texts names = {0};

	for (size_t i = 0; c && i < c->option_count; i++)
		texts_add(r->a, &names, dashed(r->a, text(c->options[i].name)));
	for (size_t i = 0; i < common_option_count; i++)
		texts_add(r->a, &names, dashed(r->a, text(common_options[i].name)));
	name = dashed(r->a, name);
	return err_set(e, ERR_USAGE, "%s%sunknown option %s%s", c ? c->name : "", c ? ": " : "", text_quoted(r->a, name),
		did_you_mean(r->a, name, &names));
}

/* The value of an option: behind "=", or the next word. */
static bool option_value(struct reading *r, const struct option *o, bool attached, Str *value, struct err *e)
{
	const char *what = arena_print(r->a, "--%s", o->name);

	if (o->kind == WORD_FLAG) {
		*value = S("yes");
		return !attached || err_set(e, ERR_USAGE, "%s takes no value", what);
	}
	if (!attached && r->next == r->count)
		return err_set(e, ERR_USAGE, "%s needs a value: %s %s", what, what, o->value);
	if (!attached)
		*value = text(r->words[r->next++]);
	return word_check(r->a, o->kind, o->choices, what, *value, e);
}

static void common_take(struct call *c, size_t which, Str value)
{
	switch (which) {
	case COMMON_PROJECT: c->folder = value.at; break;
	case COMMON_ENVIRONMENT: c->environment = value; break;
	case COMMON_JSON: c->json = true; break;
	case COMMON_HELP: c->help = true; break;
	default: c->version = true; break;
	}
}

static bool given(struct call *c, size_t index, Str value)
{
	c->values[index] = value;
	return true;
}

static bool option_read(struct reading *r, Str word, struct err *e)
{
	struct call *c = r->call;
	const struct option *o = NULL;
	Str name, value = {0};
	bool attached = text_cut(text_from(word, 2), '=', &name, &value);
	size_t index = 0;

	if (!attached)
		name = text_from(word, 2);
	if (c->command)
		o = option_in(c->command->options, c->command->option_count, name, &index);
	if (o) {
		if (c->values[index].at)
			return err_set(e, ERR_USAGE, "--%s is given twice", o->name);
		return option_value(r, o, attached, &value, e) && given(c, index, value);
	}
	o = option_in(common_options, common_option_count, name, &index);
	if (!o)
		return is_unknown(r, name, e);
	if (!option_value(r, o, attached, &value, e))
		return false;
	common_take(c, index, value);
	return true;
}

/* ── the whole line ────────────────────────────────────────────────────────────────────────────────────────────── */

static bool take_command(struct reading *r, Str word, struct err *e)
{
	struct call *c = r->call;

	c->command = command_named(r->a, word, e);
	if (!c->command)
		return false;
	c->values = arena_array(r->a, c->command->option_count + 1, Str);
	return true;
}

static bool word_read(struct reading *r, Str word, struct err *e)
{
	if (!r->operands_only && text_is(word, S("--"))) {
		r->operands_only = true;
		return true;
	}
	if (!r->operands_only && text_is(word, S("-h"))) {
		r->call->help = true;
		return true;
	}
	if (!r->operands_only && text_begins(word, S("--")))
		return option_read(r, word, e);
	if (!r->operands_only && word.len > 1 && word.at[0] == '-')
		return err_set(e, ERR_USAGE, "unknown option %s; options are long, such as --project", text_quoted(r->a, word));
	if (!r->call->command)
		return take_command(r, word, e);
	texts_add(r->a, &r->call->operands, word);
	return true;
}

/* The words from *next on that the operand takes. */
static bool operand_check(const struct call *c, const struct operand *o, size_t *next, struct err *e)
{
	size_t end = o->many ? c->operands.count : *next + 1;

	if (*next >= c->operands.count)
		return o->optional || err_set(e, ERR_USAGE, "%s: %s is missing", c->command->name, o->name);
	for (; *next < end; ++*next)
		if (!word_check(c->a, o->kind, NULL, o->name, c->operands.at[*next], e))
			return false;
	return true;
}

static bool operands_check(const struct call *c, struct err *e)
{
	size_t next = 0;

	for (size_t i = 0; i < OPERANDS_MAX && c->command->operands[i].name; i++)
		if (!operand_check(c, &c->command->operands[i], &next, e))
			return false;
	return next >= c->operands.count || err_set(e, ERR_USAGE, "%s: %s is one word too many", c->command->name,
		text_quoted(c->a, c->operands.at[next]));
}

static bool required_check(const struct call *c, struct err *e)
{
	for (size_t i = 0; i < c->command->option_count; i++)
		if (c->command->options[i].required && !c->values[i].at)
			return err_set(e, ERR_USAGE, "%s: --%s %s is missing", c->command->name, c->command->options[i].name,
				c->command->options[i].value);
	return true;
}

bool call_read(struct arena *a, const char *const *words, size_t count, struct call *call, struct err *e)
{
	struct reading r = {.a = a, .words = words, .count = count, .call = call};
	const char *environment = getenv("COUNTERFOIL_ENVIRONMENT");

	*call = (struct call){.a = a, .out = stdout, .environment = environment ? text(environment) : S("")};
	while (r.next < r.count)
		if (!word_read(&r, text(r.words[r.next++]), e))
			return false;
	if (!call->command || call->help || call->version)
		return true;
	return operands_check(call, e) && required_check(call, e);
}

/* ── the project ───────────────────────────────────────────────────────────────────────────────────────────────── */

static bool absolute(struct call *c, const char *folder, struct err *e)
{
	char path[PATH_MAX];

	if (!realpath(folder, path))
		return err_set(e, ERR_CONFIG, "%s: %s", folder, strerror(errno));
	c->folder = text_z(c->a, text(path));
	return true;
}

static bool has_jobs(struct arena *a, const char *folder)
{
	return file_exists(path_join(a, folder, "jobs.toml"));
}

bool no_project(struct err *e)
{
	err_set(e, ERR_CONFIG, "there is no jobs.toml in this folder or one above it; give --project DIR");
	return err_hint(e, "a project begins with a jobs.toml: counterfoil help keys says what may stand there");
}

bool call_find_project(struct call *c, struct err *e)
{
	struct err none = {0};

	if (c->folder)
		return absolute(c, c->folder, e);
	if (!absolute(c, ".", &none))
		return c->command->anywhere || err_set(e, ERR_CONFIG, "%s; give --project DIR", none.message);
	while (!has_jobs(c->a, c->folder) && !text_is(text(c->folder), S("/")))
		c->folder = path_folder(c->a, c->folder);
	if (has_jobs(c->a, c->folder))
		return true;
	c->folder = NULL;
	return c->command->anywhere
	    || no_project(e);
}
