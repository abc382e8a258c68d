#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct err_row rows[] = {
	[ERR_NONE] = {"none", 0, false, ""},
	[ERR_INTERNAL] = {"internal", 1, false, "please report it with the log of the run"},
	[ERR_USAGE] = {"usage", 2, false, "see counterfoil help"},
	[ERR_CONFIG] = {"configuration", 3, false, "see counterfoil check"},
	[ERR_REJECTS] = {"rejects", 4, false, "see counterfoil rejects"},
	[ERR_INCOMPLETE] = {"incomplete", 5, true, "see counterfoil show"},
	[ERR_SOURCE] = {"source", 6, true, "look at the system that was read"},
	[ERR_FORMAT] = {"format", 6, false, "look at the file with counterfoil read"},
	[ERR_DATABASE] = {"database", 7, true, ""},
	[ERR_DISCREPANCIES] = {"discrepancies", 8, false, "see the report"},
	[ERR_NOT_RUN] = {"not run", 9, true, "see counterfoil runs"},
	[ERR_TEMPORARY] = {"temporary", 75, true, "try again later"},
	[ERR_SIGNAL] = {"signal", 128, true, "run it again"},
};

const struct err_row *err_row(enum err_kind kind)
{
	return &rows[kind];
}

bool err_set(struct err *e, enum err_kind kind, const char *format, ...)
{
	va_list args;

	if (e->kind != ERR_NONE)
		return false;
	e->kind = kind;
	va_start(args, format);
	vsnprintf(e->message, sizeof e->message, format, args);
	va_end(args);
	return false;
}

bool err_in(struct err *e, const char *format, ...)
{
	char said[sizeof e->message];
	va_list args;
	int n;

	memcpy(said, e->message, sizeof said);
	va_start(args, format);
	n = vsnprintf(e->message, sizeof e->message, format, args);
	va_end(args);
	if (n >= 0 && (size_t)n + 3 < sizeof e->message)
		snprintf(e->message + n, sizeof e->message - (size_t)n, ": %.*s",
			(int)(sizeof e->message - (size_t)n - 3), said);
	return false;
}

bool err_add(struct err *e, const char *format, ...)
{
	size_t n = strlen(e->message);
	va_list args;

	if (n + 3 >= sizeof e->message)
		return false;
	memcpy(e->message + n, "; ", 3);
	va_start(args, format);
	vsnprintf(e->message + n + 2, sizeof e->message - n - 2, format, args);
	va_end(args);
	return false;
}

bool err_hint(struct err *e, const char *hint)
{
	if (!e->hint)
		e->hint = hint;
	return false;
}

const char *err_hinted(const struct err *e)
{
	return e->hint ? e->hint : rows[e->kind].hint;
}

void err_clear(struct err *e)
{
	e->hint = NULL;
	e->kind = ERR_NONE;
	e->message[0] = '\0';
}

bool err_again(struct err *e, const struct err *kept)
{
	if (kept->kind != ERR_NONE)
		*e = *kept;
	return kept->kind != ERR_NONE;
}

Str err_cause(Str message)
{
	size_t end = text_find(message, S(": "));
	Str place = text_head(message, end);

	return text_find(place, S("://")) < place.len ? text_from(message, end + 2) : message;
}

int exit_code_first(const int *codes, size_t count)
{
	static const int order[] = {3, 7, 1, 6, 5, 9, 4, 8};

	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		for (size_t j = 0; j < count; j++)
			if (codes[j] == order[i])
				return order[i];
	for (size_t j = 0; j < count; j++)
		if (codes[j] != 0)
			return codes[j];
	return 0;
}
