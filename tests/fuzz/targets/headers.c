/*
 * What heads of answers say: where the next page is, when it may be asked again, how much may be asked.  What is
 * written as RFC 8288 and RFC 9110 have it is read as what was meant, whatever stands around it; all else is within
 * its bounds, or means nothing.
 */
#include "fuzz.h"

#include "extract/page.h"
#include "net/told.h"

#define HOST "https://shop.example/list"

static Str name_of(Str line, Str *value)
{
	Str name;

	if (!text_cut(line, ':', &name, value))
		*value = S("");
	return text_trim(name);
}

static struct answer answer_of(struct arena *a, Str in)
{
	struct answer answer = {.received = 1774994400 * SECOND, .head = {.status = 200}};

	while (in.len > 0) {
		Str value, name = name_of(take_text(&in, '\n'), &value);

		http_fields_add(a, &answer.head.fields, text_copy(a, name), text_copy(a, text_trim(value)));
	}
	return answer;
}

/* ── how long, and how much ── */

static void bounds_hold(struct arena *a, const struct answer *answer)
{
	struct answer_place place = {.header = S("X-Reset")};

	must(told_retry_after(a, answer) >= -1, "a pause is not before now");
	for (int unit = RESET_S; unit <= RESET_HTTP_DATE; unit++) {
		const char *ignored = NULL;
		int64_t us = -1;
		bool told = told_wait(a, answer, &place, (enum reset_unit)unit, &us, &ignored);

		must(!told || (!ignored && us >= 0 && us <= RESET_MOST), "unit %d: a wait of %lld us", unit, (long long)us);
	}
}

static void quota_holds(struct arena *a, const struct answer *answer, Str name)
{
	struct pace pace = {.kind = PACE_HEADER, .unit = RESET_EPOCH_S};
	const char *ignored;
	struct told told;

	pace.remaining.header = text_is(name, S("left")) ? S("X-Left") : (Str){0};
	pace.used.header = text_is(name, S("left")) ? (Str){0} : S("X-Used");
	pace.reset.header = S("X-Reset");
	told_read(a, &pace, answer, &told, &ignored);
	must(!told.has_remaining || (told.remaining >= 0 && told.remaining <= REMAINING_MOST), "%lld calls are left",
		(long long)told.remaining);
	must(!told.has_reset || (told.reset >= 0 && told.reset <= RESET_MOST), "more in %lld us", (long long)told.reset);
	pace = (struct pace){.kind = PACE_LEARN, .rate.header = S("X-Left")};
	told_read(a, &pace, answer, &told, &ignored);
	must(!told.has_rate || (told.interval > 0 && told.interval <= DAY), "a call each %lld us",
		(long long)told.interval);
}

/* Whole seconds, and the date that is so many after the Date of the answer. */
static void retry_is_read(struct arena *a, uint64_t seed)
{
	static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
		"Dec"};
	int64_t seconds = (int64_t)(seed % 100000), now = 1774994400 + (int64_t)(seed >> 32) % 500000000;
	struct answer answer = {.received = 0};
	const int64_t times[2] = {now, now + seconds};
	const char *said[2];

	for (int i = 0; i < 2; i++) {
		struct wall w = wall_of_utc(times[i] * SECOND);

		said[i] = arena_print(a, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[(times[i] / 86400 + 4) % 7], w.day,
			months[w.month - 1], (int)w.year, w.hour, w.minute, w.second);
	}
	http_fields_add(a, &answer.head.fields, S("Date"), text(said[0]));
	http_fields_add(a, &answer.head.fields, S("retry-after"), text(said[1]));
	must(told_retry_after(a, &answer) == seconds * SECOND, "%s, %lld s after %s", said[1], (long long)seconds, said[0]);
	must(answer_clock(&answer) == now * SECOND, "%s", said[0]);
	answer.head.fields.at[1].value = text(arena_print(a, "%lld", (long long)seconds));
	must(told_retry_after(a, &answer) == seconds * SECOND, "%lld s", (long long)seconds);
}

/* ── where the next page is ── */

static Str next_of(struct arena *a, Str link, bool *said, struct err *e)
{
	const struct page page = {.kind = PAGE_LINK, .rel = S("next"), .most = 10};
	struct answer answer = {.head = {.status = 200}};
	struct page_seen seen = {.answer = &answer, .url = S(HOST)};
	struct pager *p = pager_new(a, &page, S(""));
	bool more;

	http_fields_add(a, &answer.head.fields, S("Link"), link);
	*said = pager_take(a, p, &seen, &more, e);
	return *said ? pager_turn(a, p).address : S("");
}

/* Bytes of an address, and of a title in quotes. */
static Str plain(struct arena *a, Str s, const char *but)
{
	struct buf *b = buf_new(a, 1 << 12);

	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] > ' ' && s.at[i] < 0x7F && !strchr(but, s.at[i]))
			buf_byte(b, s.at[i]);
	return b->len > 0 ? buf_str(b) : S("");
}

static void link_is_found(struct arena *a, unsigned shape, Str in)
{
	static const char *const ends[] = {"", ",", ", ", " , "};
	Str path = plain(a, take_text(&in, '\n'), "<>\"#?:/\\%;,.@[]{}|^`&="), title = plain(a, in, "<>\"\\;=");
	const char *before = shape & 1 ? "<https://shop.example/first>; rel=\"first\", " : "";
	const char *behind = shape & 2 ? "<https://shop.example/last>; rel=\"last\"" : "";
	const char *end = shape & 2 ? ends[1 + (shape >> 2) % 3] : ends[0];
	const char *quote = shape & 16 ? "\"" : "";
	Str header = text(arena_print(a, "%s<%s/p%.*s>; %s%.*s%srel=%snext%s%s%s", before, HOST, WHOLE(path),
		shape & 32 ? "title=\"" : "", WHOLE(shape & 32 ? title : S("")), shape & 32 ? "\"; " : "", quote, quote, end,
		behind));
	struct err e = {0};
	bool said;
	Str found = next_of(a, header, &said, &e);

	must(said, "%.*s: %s", WHOLE(header), e.message);
	must_be(found, text(arena_print(a, "%s/p%.*s", HOST, WHOLE(path))), "the next page");
}

static void any_link(struct arena *a, Str in)
{
	struct err e = {0};
	bool said;
	Str found = next_of(a, text_head(in, text_find_byte(in, '\n')), &said, &e);

	must(!said || text_begins(found, S("https://shop.example")), "another place: %.*s", WHOLE(found));
	must(said || e.kind != ERR_NONE, "no reason");
}

static void target(struct arena *a, Str in)
{
	unsigned what = take(&in);
	struct answer answer;

	if (what % 4 == 0) {
		link_is_found(a, take(&in), in);
	} else if (what % 4 == 1) {
		retry_is_read(a, take_number(&in));
	} else if (what % 4 == 2) {
		any_link(a, in);
	} else {
		answer = answer_of(a, in);
		bounds_hold(a, &answer);
		quota_holds(a, &answer, S("left"));
		quota_holds(a, &answer, S("used"));
	}
}
