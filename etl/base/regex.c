#include "base/regex.h"

#include <glib.h>

/* Some ten milliseconds of the interpreter at most. */
#define LIMIT "(*LIMIT_MATCH=100000)"

struct regex {
	GRegex *compiled, *interpreted;
	int groups;
};

static void finish(void *subject)
{
	g_regex_unref(subject);
}

static GRegex *open_as(struct arena *a, const char *pattern, GRegexCompileFlags flags, GError **fault)
{
	GRegex *opened = g_regex_new(pattern, flags | G_REGEX_NEWLINE_LF, 0, fault);

	if (opened)
		arena_defer(a, finish, opened);
	return opened;
}

/* GLib's message repeats the pattern; what follows it is the place and the fault. */
static const char *reason(const GError *fault)
{
	const char *place = g_strrstr(fault->message, " at char ");

	return place ? place + 1 : fault->message;
}

/* Compiles it again as it is written, without the limit, so that the place in the message is right. */
static bool refuse(struct arena *a, Str pattern, struct err *e)
{
	GError *fault = NULL;

	open_as(a, text_z(a, pattern), 0, &fault);
	err_set(e, ERR_CONFIG, "regular expression %s: %s", text_quoted(a, pattern),
		fault ? reason(fault) : "cannot be compiled");
	g_clear_error(&fault);
	return false;
}

bool regex_open(struct arena *a, Str pattern, struct regex **opened, struct err *e)
{
	struct regex *r = arena_new_of(a, struct regex);
	const char *limited = arena_print(a, LIMIT "%s", text_z(a, pattern));

	if (!text_is_utf8(pattern, NULL) || text_find_byte(pattern, '\0') < pattern.len)
		return err_set(e, ERR_CONFIG, "regular expression %s is no UTF-8 text", text_quoted(a, pattern));
	r->interpreted = open_as(a, limited, 0, NULL);
	r->compiled = open_as(a, limited, G_REGEX_OPTIMIZE, NULL);
	if (!r->interpreted || !r->compiled)
		return refuse(a, pattern, e);
	r->groups = g_regex_get_capture_count(r->interpreted);
	*opened = r;
	return true;
}

int regex_groups(const struct regex *r)
{
	return r->groups;
}

/* 1 a match, 0 none, -1 a limit was reached. */
static int run(const GRegex *with, Str subject, int group, Str *found)
{
	GMatchInfo *match = NULL;
	GError *fault = NULL;
	int start = -1, end = -1, result;

	result = g_regex_match_full(with, subject.at, (gssize)subject.len, 0, 0, &match, &fault) ? 1 : fault ? -1 : 0;
	if (result == 1) {
		/* Without a place for a group that took no part. */
		g_match_info_fetch_pos(match, group, &start, &end);
		*found = start < 0 ? (Str){NULL, 0} : (Str){subject.at + start, (size_t)(end - start)};
	}
	g_match_info_free(match);
	g_clear_error(&fault);
	return result;
}

bool regex_match(const struct regex *r, Str subject, int group, Str *found)
{
	int result;

	if (group < 0 || group > r->groups || !text_is_utf8(subject, NULL))
		return false;
	if (!subject.at)
		subject = S("");
	result = run(r->compiled, subject, group, found);
	return (result < 0 ? run(r->interpreted, subject, group, found) : result) == 1;
}

bool regex_check_replacement(struct arena *a, Str replacement, struct err *e)
{
	GError *fault = NULL;
	bool good = g_regex_check_replacement(text_z(a, replacement), NULL, &fault);

	if (!good)
		err_set(e, ERR_CONFIG, "replacement %s: %s", text_quoted(a, replacement), reason(fault));
	g_clear_error(&fault);
	return good;
}

Str regex_substitute(struct arena *a, const struct regex *r, Str subject, Str replacement)
{
	const char *with = text_z(a, replacement);
	Str result = subject;
	char *replaced;

	/* GLib's result ends at a NUL: rather none than one that is cut. */
	if (text_find_byte(subject, '\0') < subject.len || !text_is_utf8(subject, NULL))
		return subject;
	if (!subject.at)
		subject = S("");
	replaced = g_regex_replace(r->compiled, subject.at, (gssize)subject.len, 0, with, 0, NULL);
	if (!replaced)
		replaced = g_regex_replace(r->interpreted, subject.at, (gssize)subject.len, 0, with, 0, NULL);
	if (replaced)
		result = text_copy(a, text(replaced));
	g_free(replaced);
	return result;
}
