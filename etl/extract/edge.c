#include "extract/edge.h"

#include "base/buf.h"

enum { TEXT_MOST = 1024 };

#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)

/* What a letter behind % writes, and how finely. */
static const struct {
	char letter;
	int64_t grain;               /* 0: no part of the time */
} letters[] = {
	{'Y', 366 * DAY}, {'m', 31 * DAY}, {'d', DAY}, {'F', DAY}, {'H', HOUR}, {'M', MINUTE}, {'S', SECOND}, {'T', SECOND},
	{'L', SECOND / 1000}, {'f', 1}, {'z', 0}, {'%', 0},
};

static int64_t grain_of(char letter)
{
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
		if (letters[i].letter == letter)
			return letters[i].grain;
	return -1;
}

/* Letters that stand behind % in it, one after the other. */
static bool next_letter(Str *rest, char *letter)
{
	size_t at = text_find_byte(*rest, '%');

	if (at >= rest->len)
		return false;
	*letter = at + 1 < rest->len ? rest->at[at + 1] : '\0';
	*rest = text_from(*rest, at + 2 < rest->len ? at + 2 : rest->len);
	return true;
}

static bool has_day(Str pattern)
{
	bool year = false, month = false, day = false;
	char letter;

	while (next_letter(&pattern, &letter)) {
		year = year || letter == 'Y' || letter == 'F';
		month = month || letter == 'm' || letter == 'F';
		day = day || letter == 'd' || letter == 'F';
	}
	return year && month && day;
}

static bool pattern_read(struct arena *a, const struct node *n, struct edge_form *form, struct mistakes *m)
{
	Str rest = form->pattern;
	char letter;

	form->grain = DAY;
	while (next_letter(&rest, &letter)) {
		int64_t grain = grain_of(letter);

		if (grain < 0)
			return mistake(m, n, "\"fmt\" has %s; known are %%Y %%m %%d %%H %%M %%S, %%L (milliseconds), %%f "
				"(microseconds), %%z, %%F, %%T and %%%%", text_quoted(a, (Str){(char[]){'%', letter}, 2}));
		if (grain > 0 && grain < form->grain)
			form->grain = grain;
		form->has_offset = form->has_offset || letter == 'z';
	}
	return has_day(form->pattern) || mistake(m, n, "\"fmt\" must be \"rfc3339\", \"epoch_s\", \"epoch_ms\" or a "
		"pattern with year, month and day, such as \"%%Y-%%m-%%d %%H:%%M:%%S\"");
}

bool edge_form_read(struct arena *a, const struct node *n, Str fmt, struct zone *zone, struct edge_form *form,
	struct mistakes *m)
{
	static const struct {
		const char *name;
		int64_t grain;
	} kinds[] = {[EDGE_RFC3339] = {"rfc3339", SECOND}, [EDGE_EPOCH_S] = {"epoch_s", SECOND},
		[EDGE_EPOCH_MS] = {"epoch_ms", SECOND / 1000}};

	*form = (struct edge_form){.kind = EDGE_PATTERN, .pattern = fmt, .zone = zone};
	for (int i = 0; i < EDGE_PATTERN; i++)
		if (text_is(fmt, text(kinds[i].name))) {
			form->kind = i;
			form->grain = kinds[i].grain;
			form->has_offset = true;
			return true;
		}
	return pattern_read(a, n, form, m);
}

/* ── which instants ────────────────────────────────────────────────────────────────────────────────────────────── */

static int64_t whole(int64_t t, int64_t grain)
{
	int64_t over = t % grain;

	return t - (over < 0 ? over + grain : over);
}

static instant pattern_edge(const struct edge_form *form, instant t)
{
	enum { STEPS = 200 };        /* of a quarter of an hour: no clock is put back by two days */
	int32_t offset;
	instant wall = wall_as_utc(zone_wall(form->zone, t, &offset)), first, second;

	wall = whole(wall, form->grain);
	if (zone_instant(form->zone, wall_of_utc(wall), &first, &second) != ZONE_OVERLAP)
		return first;
	if (form->has_offset)
		return second <= t ? second : first;
	for (int i = 0; i < STEPS; i++) {
		wall = whole(wall - 1, form->grain > 15 * MINUTE ? form->grain : 15 * MINUTE);
		if (zone_instant(form->zone, wall_of_utc(wall), &first, &second) != ZONE_OVERLAP)
			break;
	}
	return first;
}

instant edge_at(const struct edge_form *form, instant t)
{
	return form->kind == EDGE_PATTERN ? pattern_edge(form, t) : whole(t, form->grain);
}

/* ── how they are written ──────────────────────────────────────────────────────────────────────────────────────── */

static void put_offset(struct buf *b, int32_t offset)
{
	int minutes = (offset < 0 ? -offset : offset) / 60;

	buf_print(b, "%c%02d%02d", offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

static void put_letter(struct buf *b, char letter, const struct wall *w, int32_t offset)
{
	switch (letter) {
	case 'Y':
		buf_print(b, "%04d", (int)w->year);
		break;
	case 'F':
		buf_print(b, "%04d-%02d-%02d", (int)w->year, w->month, w->day);
		break;
	case 'T':
		buf_print(b, "%02d:%02d:%02d", w->hour, w->minute, w->second);
		break;
	case 'L':
		buf_print(b, "%03d", w->micro / 1000);
		break;
	case 'f':
		buf_print(b, "%06d", w->micro);
		break;
	case 'z':
		put_offset(b, offset);
		break;
	case '%':
		buf_byte(b, '%');
		break;
	default:
		buf_print(b, "%02d", letter == 'm' ? w->month : letter == 'd' ? w->day : letter == 'H' ? w->hour
			: letter == 'M' ? w->minute : w->second);
	}
}

static Str pattern_text(struct arena *a, const struct edge_form *form, const struct wall *w, int32_t offset)
{
	struct buf *b = buf_new(a, TEXT_MOST);
	Str p = form->pattern;

	for (size_t i = 0; i < p.len; i++) {
		if (p.at[i] == '%' && i + 1 < p.len)
			put_letter(b, p.at[++i], w, offset);
		else
			buf_byte(b, p.at[i]);
	}
	return buf_str(b);
}

/* A day before is one on the calendar: the day that it is may have 23 hours. */
static Str pattern_edge_text(struct arena *a, const struct edge_form *form, instant edge, bool grain_before)
{
	bool is_day = form->grain == DAY;
	int32_t offset;
	struct wall w = zone_wall(form->zone, edge - (grain_before && !is_day ? form->grain : 0), &offset);

	if (grain_before && is_day)
		w = wall_of_utc(wall_as_utc(w) - DAY);
	return pattern_text(a, form, &w, offset);
}

Str edge_text(struct arena *a, const struct edge_form *form, instant edge, bool grain_before)
{
	instant t = edge - (grain_before ? form->grain : 0);

	switch ((enum edge_kind)form->kind) {
	case EDGE_EPOCH_S:
		return text(arena_print(a, "%lld", (long long)(t / SECOND)));
	case EDGE_EPOCH_MS:
		return text(arena_print(a, "%lld", (long long)(t / (SECOND / 1000))));
	case EDGE_PATTERN:
		return pattern_edge_text(a, form, edge, grain_before);
	case EDGE_RFC3339:
		break;
	}
	return text(instant_text(a, t));
}
