#include "faults.h"

#include <stdio.h>
#include <strings.h>

static const struct {
	const char *words;
	enum fault_kind kind;
	bool has_seconds;
} rows[] = {
	{"429 seconds", FAULT_429_SECONDS, true},
	{"429 date", FAULT_429_DATE, true},
	{"429", FAULT_429, false},
	{"500", FAULT_500, false},
	{"503", FAULT_503, false},
	{"unauthorized", FAULT_UNAUTHORIZED, false},
	{"redirect", FAULT_REDIRECT, false},
	{"the token expires", FAULT_TOKEN_EXPIRES, false},
	{"an error in a 200", FAULT_ERROR_IN_200, false},
	{"an empty page", FAULT_EMPTY_PAGE, false},
	{"a total that disagrees", FAULT_TOTAL, false},
	{"the same page", FAULT_SAME_PAGE, false},
	{"a cursor that loops", FAULT_LOOP, false},
	{"reset", FAULT_RESET, false},
	{"a short body", FAULT_SHORT_BODY, false},
	{"gzip cut off", FAULT_GZIP_CUT, false},
	{"gzip checksum", FAULT_GZIP_SUM, false},
	{"stall", FAULT_STALL, true},
};

/* Takes a word, of any case, with the blanks around it. */
static bool take_word(Str *line, const char *word)
{
	Str s = text_trim(*line);
	size_t len = strlen(word);
	if (s.len < len || strncasecmp(s.at, word, len) != 0)
		return false;
	*line = text_trim(text_from(s, len));
	return true;
}

/* "3", "3rd", "EVERY". */
static bool take_number(Str *line, uint64_t *at)
{
	*at = 0;
	if (take_word(line, "EVERY"))
		return true;
	size_t n = text_digits(*line);
	if (!text_uint(text_head(*line, n), at) || *at == 0)
		return false;
	while (n < line->len && line->at[n] != ' ')
		n++;
	*line = text_from(*line, n);
	return true;
}

static bool take_fault(Str said, struct fault *fault)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		Str rest = said;
		if (!take_word(&rest, rows[i].words))
			continue;
		fault->kind = rows[i].kind;
		fault->seconds = 0;
		return rows[i].has_seconds ? text_uint(rest, &fault->seconds) : rest.len == 0;
	}
	return false;
}

static const char *read_line(struct arena *a, Str line, struct fault *fault)
{
	Str route, said;
	if (!take_word(&line, "AT") || !take_number(&line, &fault->at) || !take_word(&line, "REQUEST OF"))
		return "begins with AT, a number or EVERY, REQUEST OF";
	if (!text_cut(line, ':', &route, &said))
		return "has no : behind its route";
	fault->route = text_copy(a, text_trim(route));
	if (!take_fault(text_trim(said), fault))
		return "names no fault";
	if ((fault->kind == FAULT_SAME_PAGE || fault->kind == FAULT_LOOP) && fault->at == 1)
		return "repeats an answer, and there is none before the first";
	return NULL;
}

bool faults_read(struct arena *a, const char *name, Str script, struct faults *faults)
{
	unsigned number = 0;
	*faults = (struct faults){0};
	while (script.len) {
		Str line = script, rest = {0}, comment;
		text_cut(script, '\n', &line, &rest);
		text_cut(line, '#', &line, &comment);
		script = rest;
		number++;
		line = text_trim(line);
		if (line.len == 0)
			continue;
		struct fault fault = {0};
		const char *wrong = read_line(a, line, &fault);
		if (wrong) {
			fprintf(stderr, "%s:%u: a fault %s: %s\n", name, number, wrong, text_quoted(a, line));
			return false;
		}
		faults->at = arena_grow(a, faults->at, faults->count, sizeof *faults->at);
		faults->at[faults->count++] = fault;
	}
	return true;
}

struct fault *faults_next(struct faults *faults, Str route)
{
	struct fault *met = NULL;
	for (size_t i = 0; i < faults->count; i++) {
		struct fault *f = &faults->at[i];
		if (!text_glob(f->route, route))
			continue;
		f->seen++;
		bool now = f->at == 0 || f->seen == f->at || (f->kind == FAULT_LOOP && f->seen > f->at);
		if (now && !met) {
			met = f;
			f->played++;
		}
	}
	return met;
}
