#include "base/zone.h"

#include <errno.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * Seconds of UTC, half-open, in which the zone has one offset.  An interval ends where the offset changes or, when
 * that is far away, where the search stopped: two that touch may have the same offset.
 */
struct interval {
	int64_t from, until;
	int32_t offset;
};

/* Rows of one extract lie within a few intervals; the one that was hit last is tried first. */
enum { KEPT = 8 };

struct zone {
	const char *name;
	GTimeZone *tz;
	struct interval kept[KEPT];
	size_t last, next;
};

enum { DAY_SECONDS = 86400, SEARCHED = 1 << 14 /* days */ };

/* No zone ever moved its clocks by more than a day (Manila 1844, Juneau 1867, Apia 2011), and one hour is to spare. */
enum { MARGIN = 25 * 3600 };

/* No offset is as far from UTC as this. */
enum { FARTHEST = 27 * 3600 };

static const char *folder(void)
{
	const char *set = getenv("TZDIR");

	return set ? set : "/usr/share/zoneinfo";
}

/* ±hh:mm */
static bool is_offset(Str s)
{
	return s.len == 6 && (s.at[0] == '+' || s.at[0] == '-') && s.at[3] == ':'
	    && text_glob(S("?[0-2][0-9]:[0-5][0-9]"), s) && text_compare(text_from(s, 1), S("23:59")) <= 0;
}

/* Letters, digits and _ + - /, as IANA names are: a path cannot leave the folder. */
static bool is_plain(Str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!g_ascii_isalnum(s.at[i]) && !strchr("_+-/", s.at[i]))
			return false;
	return s.len > 0 && g_ascii_isalpha(s.at[0]);
}

/* GLib would take rules, bare numbers and any file; only compiled zones are zones.  "right/" counts leap seconds.
 * cause: errno of a file that is there and cannot be read, else 0. */
static bool is_known(Str name, int *cause)
{
	char path[512], magic[4] = "";
	FILE *file;
	bool read;

	*cause = 0;
	if (!is_plain(name) || text_begins(name, S("right/"))
	    || (size_t)snprintf(path, sizeof path, "%s/%.*s", folder(), STR(name)) >= sizeof path)
		return false;
	file = fopen(path, "rb");
	if (!file) {
		*cause = errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG ? 0 : errno;
		return false;
	}
	read = fread(magic, 1, sizeof magic, file) == sizeof magic;
	if (ferror(file) && errno != EISDIR)
		*cause = errno;
	fclose(file);
	return read && memcmp(magic, "TZif", sizeof magic) == 0;
}

static void finish(void *subject)
{
	g_time_zone_unref(subject);
}

bool zone_open(struct arena *a, Str name, struct zone **opened, struct err *e)
{
	struct zone *z = arena_new_of(a, struct zone);
	int cause;

	if (!text_is(name, S("UTC")) && !is_offset(name) && !is_known(name, &cause)) {
		if (cause != 0)
			return err_set(e, ERR_SOURCE, "time zone %s cannot be read: %s", text_quoted(a, name), strerror(cause));
		if (access(folder(), R_OK | X_OK) < 0)
			return err_set(e, ERR_CONFIG, "%s: no time zones there, install tzdata", folder());
		return err_set(e, ERR_CONFIG, "unknown time zone %s, want a name such as Europe/Berlin, UTC or +02:00",
			text_quoted(a, name));
	}
	z->name = text_z(a, name);
	z->tz = g_time_zone_new_identifier(z->name);
	if (!z->tz)
		return err_set(e, ERR_CONFIG, "time zone %s cannot be read", text_quoted(a, name));
	arena_defer(a, finish, z->tz);
	*opened = z;
	return true;
}

const char *zone_name(const struct zone *z)
{
	return z->name;
}

static int interval_at(const struct zone *z, int64_t seconds)
{
	return g_time_zone_find_interval(z->tz, G_TIME_TYPE_UNIVERSAL, seconds);
}

/* The last second, seen from one inside and going by sign, that is still of the interval. */
static int64_t edge(const struct zone *z, int interval, int64_t inside, int sign)
{
	int64_t days = 1, outside;

	while (days <= SEARCHED && interval_at(z, inside + sign * days * DAY_SECONDS) == interval)
		days *= 2;
	if (days > SEARCHED)
		return inside + sign * (days / 2) * DAY_SECONDS;
	outside = inside + sign * days * DAY_SECONDS;
	while ((outside - inside) * sign > 1) {
		int64_t middle = inside + (outside - inside) / 2;

		if (interval_at(z, middle) == interval)
			inside = middle;
		else
			outside = middle;
	}
	return inside;
}

static bool holds(const struct interval *i, int64_t seconds)
{
	return seconds >= i->from && seconds < i->until;
}

static const struct interval *search(struct zone *z, int64_t seconds)
{
	int found = interval_at(z, seconds);
	struct interval *i;

	z->last = z->next;
	z->next = (z->next + 1) % KEPT;
	i = &z->kept[z->last];
	i->from = edge(z, found, seconds, -1);
	i->until = edge(z, found, seconds, 1) + 1;
	i->offset = g_time_zone_get_offset(z->tz, found);
	return i;
}

static const struct interval *interval_of(struct zone *z, int64_t seconds)
{
	if (holds(&z->kept[z->last], seconds))
		return &z->kept[z->last];
	for (size_t n = 0; n < KEPT; n++) {
		if (holds(&z->kept[n], seconds)) {
			z->last = n;
			return &z->kept[n];
		}
	}
	return search(z, seconds);
}

static int64_t whole_seconds(instant t)
{
	return t / SECOND - (t % SECOND < 0);
}

/* Near a change: every interval that could show this wall time is asked, in the order of time. */
static enum zone_kind look_around(struct zone *z, int64_t local, int64_t *first, int64_t *second)
{
	int64_t after_gap = 0;
	int count = 0;
	bool has_gap = false;

	for (int64_t at = local - FARTHEST; at <= local + FARTHEST;) {
		struct interval i = *interval_of(z, at);
		int64_t shown = local - i.offset;

		if (holds(&i, shown)) {
			*first = count == 0 ? shown : *first;
			*second = shown;
			count++;
		} else if (shown < i.from && !has_gap) {
			after_gap = i.from;
			has_gap = true;
		}
		at = i.until;
	}
	if (count == 0)
		*first = *second = after_gap;
	return count == 0 ? ZONE_GAP : count == 1 ? ZONE_ONCE : ZONE_OVERLAP;
}

enum zone_kind zone_instant(struct zone *z, struct wall w, instant *first, instant *second)
{
	const struct interval *i = &z->kept[z->last];
	instant as_utc = wall_as_utc(w);
	int64_t local = whole_seconds(as_utc), within = as_utc - local * SECOND, utc = local - i->offset;
	enum zone_kind kind;

	if (utc >= i->from + MARGIN && utc < i->until - MARGIN) {
		*first = *second = utc * SECOND + within;
		return ZONE_ONCE;
	}
	kind = look_around(z, local, first, second);
	/* After a gap time begins with a whole second. */
	*first = *first * SECOND + (kind == ZONE_GAP ? 0 : within);
	*second = *second * SECOND + (kind == ZONE_GAP ? 0 : within);
	return kind;
}

struct wall zone_wall(struct zone *z, instant t, int32_t *offset)
{
	*offset = interval_of(z, whole_seconds(t))->offset;
	return wall_of_utc(t + *offset * SECOND);
}

date zone_date(struct zone *z, instant t)
{
	instant shown = t + interval_of(z, whole_seconds(t))->offset * SECOND;

	return (date)(shown / DAY - (shown % DAY < 0));
}

char *zone_text(struct arena *a, struct zone *z, instant t)
{
	int minutes = interval_of(z, whole_seconds(t))->offset / 60, distance = abs(minutes);
	Str shown = text(instant_text(a, t + minutes * (60 * SECOND)));

	return arena_print(a, "%.*s%c%02d:%02d", STR(text_head(shown, shown.len - 1)), minutes < 0 ? '-' : '+',
		distance / 60, distance % 60);
}
