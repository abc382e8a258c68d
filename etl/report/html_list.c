#include "report/html.h"

#include "report/list.h"
#include "report/sentence.h"
#include "report/shown.h"
#include "report/titles.h"
#include "report/writers.h"

/* The lists of a rule's page: what is open, what warns, what waits, what could not be compared. */

enum { OTHERS_SHOWN = 100 };

/* One list, and what all its rows have in common: said once, above them. */
struct listing {
	const struct page *p;
	const struct rule_report *r;
	const struct observed_list *list;
	Str status;
	Str leading, mirror;         /* titles of the sides, empty if rows differ in them */
	Str folder;                  /* of the source files, up to a slash */
};

/* ── what the rows have in common ──────────────────────────────────────────────────────────────────────────────── */

static void folder_narrow(Str *folder, bool *any, Str file)
{
	size_t same = 0, cut = 0;

	if (file.len == 0)
		return;
	for (; *any && same < folder->len && same < file.len && folder->at[same] == file.at[same]; same++)
		;
	for (size_t i = 0; i < (*any ? same : file.len); i++)
		if (file.at[i] == '/')
			cut = i + 1;
	*folder = text_head(file, cut);
	*any = true;
}

static void title_narrow(Str *title, bool first, Str other)
{
	if (first)
		*title = other;
	else if (!text_is(*title, other))
		*title = S("");
}

/* Both of its values are of one side. */
static bool is_twice(const struct observed *o)
{
	return text_is(o->kind, S("twice"));
}

static struct listing listing_of(const struct page *p, const struct rule_report *r, const struct observed_list *list,
	const char *status)
{
	struct listing l = {.p = p, .r = r, .list = list, .status = text(status)};
	bool any_file = false, first = true;

	for (size_t i = 0; i < list->count; i++) {
		const struct observed *o = &list->at[i];

		if (!text_is(o->status, l.status))
			continue;
		if (!is_twice(o)) {
			title_narrow(&l.leading, first, side_title(p->a, p->report, r, o->truth_side));
			title_narrow(&l.mirror, first, side_title(p->a, p->report, r, o->side));
			first = false;
		}
		folder_narrow(&l.folder, &any_file, o->truth.file);
		folder_narrow(&l.folder, &any_file, o->mirror.file);
	}
	return l;
}

/* ── cells ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void origin(const struct page *p, const struct origin *o, Str folder)
{
	if (o->extract.len == 0)
		return;
	put(p, "<small class=\"from\"><b>");
	page_text(p, o->extract);
	put(p, "</b> ");
	if (o->file.len > 0) {
		page_path(p, text_from(o->file, folder.len));
		put(p, " ");
	}
	buf_print(p->b, "<span class=\"record\">record\xC2\xA0%lld</span></small>", (long long)o->record);
}

/* Whose value it is, where the heading does not say so, and which one of a key that stands twice. */
static void whose(const struct page *p, const struct observed *o, Str title, Str heading, const char *record)
{
	if (!is_twice(o) && text_is(title, heading))
		return;
	put(p, "<small class=\"side\">");
	page_text(p, title);
	if (is_twice(o))
		put(p, record);
	put(p, "</small>");
}

static void value_cell(const struct listing *l, const struct observed *o, bool leading)
{
	const struct page *p = l->p;
	const struct rule_report *r = l->r;
	Str title = side_title(p->a, p->report, r, leading ? o->truth_side : o->side);
	Str value = leading ? o->truth_value : o->mirror_value;
	bool number = value_is_number(r, o, value);

	buf_print(p->b, "<td class=\"value%s\" data-label=\"", number ? " num" : "");
	page_text(p, title);
	put(p, "\">");
	whose(p, o, title, leading ? l->leading : l->mirror, leading ? ", first record" : ", other record");
	put(p, "<span class=\"v\">");
	if (value.len > 0)
		page_value(p, value_shown(p->a, p->report, r, o, value));
	else
		put(p, "<span class=\"nil\">\xE2\x80\x93</span>");
	put(p, "</span>");
	origin(p, leading ? &o->truth : &o->mirror, l->folder);
	put(p, "</td>");
}

static void difference_cell(const struct page *p, const struct rule_report *r, const struct observed *o)
{
	buf_print(p->b, "<td class=\"num diff\" data-label=\"%s\" data-v=\"", is_twice(o) ? "At stake" : "Difference");
	page_text(p, o->has_amount ? plain_amount(p->a, o->amount, o->currency) : S(""));
	put(p, "\">");
	if (o->has_amount) {
		page_amount(p, o->amount, o->currency);
		page_unit(p, r, o->currency);
		put(p, is_twice(o) ? "<small>at stake</small>" : "");
	} else {
		put(p, "<span class=\"nil\">\xE2\x80\x93</span>");
	}
	if (o->has_value
	    && (!o->has_amount || decimal_compare(decimal_absolute(o->amount), decimal_absolute(o->value)) != 0)) {
		put(p, "<small>worth ");
		page_amount(p, o->value, o->currency);
		put(p, "</small>");
	}
	put(p, "</td>");
}

static void tags(const struct page *p, const struct observed *o)
{
	const char *word = event_title(o->event);

	if (word)
		buf_print(p->b, " <span class=\"tag e-%.*s\">%s</span>", STR(o->event), word);
	if (o->group > 0)
		buf_print(p->b, " <a class=\"tag\" href=\"#g%lld\">group %lld</a>", (long long)o->group, (long long)o->group);
}

/* Money at a gateway or a bank stands in somebody's account, whosever sale it was: the system is of one company, and no
 * record says another. */
static const struct system *account_at(const struct page *p, const struct rule_report *r, const struct observed *o)
{
	const struct systems *all = p->report->options->systems;
	bool money = o->currency.len > 0 && text_is(r->kind, S("sum"));
	const struct system *s = all && money ? system_find(all, o->channel) : NULL;

	return s && s->company && s->channel.len == 0 && text_is(s->company->name, o->company) ? s : NULL;
}

static void place(const struct page *p, const struct rule_report *r, const struct observed *o)
{
	const struct system *s = account_at(p, r, o);

	if (o->company.len == 0 && o->channel.len == 0)
		return;
	if (s) {
		put(p, "<small class=\"ids\">account of ");
		page_text(p, company_title(p->report, o->company));
		put(p, " at ");
		page_text(p, s->title.len > 0 ? s->title : s->name);
		put(p, "</small>");
		return;
	}
	put(p, "<small class=\"ids\">");
	page_text(p, company_title(p->report, o->company));
	if (o->company.len > 0 && o->channel.len > 0)
		put(p, " \xC2\xB7 ");
	page_text(p, o->channel);
	put(p, "</small>");
}

static void key_cell(const struct page *p, const struct rule_report *r, const struct observed *o)
{
	put(p, "<th scope=\"row\"><span class=\"key\">");
	page_value(p, o->key);
	put(p, "</span>");
	tags(p, o);
	put(p, "<span class=\"say\">");
	page_value(p, sentence(p->a, p->report, r, o));
	put(p, "</span>");
	place(p, r, o);
	put(p, "</th>");
}

static void since_cell(const struct page *p, const struct rule_report *r, const struct observed *o)
{
	int64_t days = o->opened_on == DATE_NONE ? 0 : r->business_date - o->opened_on;

	buf_print(p->b, "<td class=\"since\" data-label=\"Since\" data-v=\"%d\">", (int)o->opened_on);
	page_date(p, o->opened_on);
	put(p, "<small>");
	page_counted(p, days, "day", "days");
	if (o->case_opened_on != DATE_NONE && o->case_opened_on != o->opened_on) {
		put(p, ", case since ");
		page_date(p, o->case_opened_on);
	}
	if (o->first_on != DATE_NONE && o->first_on != o->opened_on) {
		put(p, ", first seen ");
		page_date(p, o->first_on);
	}
	put(p, "</small></td>");
}

static void due_cell(const struct listing *l, const struct observed *o)
{
	const struct page *p = l->p;

	put(p, "<td class=\"since\" data-label=\"Until\">");
	if (o->due_at != INSTANT_NONE)
		page_text(p, shown_moment(p->a, p->report->zone, o->due_at));
	if (o->reason.len > 0) {
		put(p, "<small>");
		page_text(p, reason_shown(p->a, p->report, l->r, o->reason));
		put(p, "</small>");
	}
	put(p, "</td>");
}

static void attribute(const struct page *p, const char *name, Str value)
{
	buf_print(p->b, " data-%s=\"", name);
	page_text(p, value);
	put(p, "\"");
}

static void row_begin(const struct page *p, const struct rule_report *r, const struct observed *o)
{
	put(p, "<tr");
	attribute(p, "kind", o->field.len > 0 ? text(arena_print(p->a, "%.*s: %.*s", STR(o->kind),
		STR(field_title(r, o->field)))) : o->kind);
	attribute(p, "side", side_title(p->a, p->report, r, o->side));
	attribute(p, "company", company_title(p->report, o->company));
	attribute(p, "channel", o->channel);
	if (o->group > 0)
		buf_print(p->b, " data-group=\"%lld\"", (long long)o->group);
	put(p, ">");
}

static void values(const struct listing *l, const struct observed *o)
{
	value_cell(l, o, true);
	value_cell(l, o, false);
	difference_cell(l->p, l->r, o);
}

static void row(const struct listing *l, const struct observed *o, bool waits)
{
	row_begin(l->p, l->r, o);
	key_cell(l->p, l->r, o);
	values(l, o);
	if (waits)
		due_cell(l, o);
	else
		since_cell(l->p, l->r, o);
	put(l->p, "</tr>\n");
}

/* ── the list ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static Str key_heading(const struct listing *l)
{
	struct buf *b = buf_new(l->p->a, 1 << 16);

	for (size_t i = 0; i < l->list->count && b->len == 0; i++) {
		const struct observed *o = &l->list->at[i];

		if (!text_is(o->status, l->status) || text_is(o->kind, S("tolerance")))
			continue;
		for (size_t k = 0; k < o->key_names.count; k++)
			buf_print(b, "%s%.*s", k > 0 ? " / " : "", STR(field_title(l->r, o->key_names.at[k])));
	}
	return b->len > 0 ? buf_str(b) : S("Key");
}

static void side_heading(const struct page *p, Str title, const char *otherwise)
{
	put(p, "<th scope=\"col\" class=\"num\">");
	page_text(p, title.len > 0 ? title : text(otherwise));
	put(p, "</th>");
}

static void list_heading(const struct listing *l, const char *last)
{
	const struct page *p = l->p;

	buf_print(p->b, "<table class=\"cards list\"%s><thead><tr><th scope=\"col\">",
		text_is(l->status, S("open")) ? " data-tools" : "");
	page_text(p, key_heading(l));
	put(p, "</th>");
	side_heading(p, l->leading.len == 0 || text_is(l->r->kind, S("sum")) ? l->leading
		: text(arena_print(p->a, "%.*s (leading)", STR(l->leading))), "Leading system");
	side_heading(p, l->mirror, "Other side");
	buf_print(p->b, "<th scope=\"col\" class=\"num\">Difference</th><th scope=\"col\">%s</th></tr></thead><tbody>\n",
		last);
}

static void folder_note(const struct listing *l)
{
	if (l->folder.len == 0)
		return;
	put(l->p, "<p class=\"note\">Source files are named from ");
	page_path(l->p, l->folder);
	put(l->p, "</p>\n");
}

static void rest_note(const struct page *p, const struct rule_report *r, int64_t shown, int64_t all)
{
	if (shown >= all)
		return;
	put(p, "<p class=\"note\">The largest ");
	page_count(p, shown);
	put(p, " of ");
	page_count(p, all);
	if (p->report->options->csv)
		buf_print(p->b, " are shown. All of them are in <a href=\"%.*s.csv\">%.*s.csv</a>.</p>\n",
			STR(rule_slug(p->a, r)), STR(rule_slug(p->a, r)));
	else
		put(p, " are shown.</p>\n");
}

/* Rows of one status; limit is how many stand on the page, all how many there are. */
static void list_of(const struct listing *l, int64_t limit, int64_t all, const char *last)
{
	bool waits = text_is(l->status, S("pending")) || text_is(l->status, S("not comparable"));
	int64_t shown = 0;

	folder_note(l);
	list_heading(l, last);
	for (size_t i = 0; i < l->list->count && shown < limit; i++) {
		if (!text_is(l->list->at[i].status, l->status))
			continue;
		row(l, &l->list->at[i], waits);
		shown++;
	}
	put(l->p, "</tbody></table>\n");
	rest_note(l->p, l->r, shown, all);
}

static void list_section(const struct page *p, const struct rule_report *r, const char *status, int64_t limit,
	const char *last)
{
	struct listing l = listing_of(p, r, &r->largest, status);

	list_of(&l, limit, events_of(r, status, NULL), last);
}

/* "Warehouse with ERP": it is the reason that says whose record was in the way. */
static void pair(const struct page *p, const struct rule_report *r, Str side)
{
	const struct rule *rule = r->rule;
	Str leading = !rule ? S("") : rule->kind == RULE_SUM ? rule->whole.side.name
		: rule->side_count > 0 ? rule->sides[rule->truth].name : S("");

	if (leading.len > 0 && text_is(leading, side) && rule->kind == RULE_SUM)
		side = S("parts");
	if (leading.len > 0 && !text_is(leading, side)) {
		page_text(p, side_title(p->a, p->report, r, leading));
		put(p, " with ");
	}
	page_text(p, side_title(p->a, p->report, r, side));
}

static void unchecked(const struct page *p, const struct rule_report *r)
{
	section_begin(p, "unchecked", "Could not be checked");
	put(p, "<p class=\"note\">Nothing is known of these keys tonight: they count neither as right nor as wrong.</p>\n"
	       "<table class=\"cards\"><thead><tr><th scope=\"col\">What was in the way</th>"
	       "<th scope=\"col\">To be compared</th>"
	       "<th scope=\"col\" class=\"num\">Keys</th><th scope=\"col\" class=\"num\">Worth</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < r->unchecked_count; i++) {
		const struct unchecked *u = &r->unchecked[i];

		put(p, "<tr><th scope=\"row\">");
		page_sentence(p, reason_shown(p->a, p->report, r, u->reason));
		put(p, "</th><td data-label=\"To be compared\">");
		pair(p, r, u->side);
		put(p, "</td>");
		cell_begin(p, "num", "Keys");
		page_count(p, u->count);
		put(p, "</td>");
		cell_begin(p, "num", "Worth");
		if (gross_is_shown(r, u->currency, u->gross, u->count)) {
			page_amount(p, u->gross, u->currency);
			page_unit(p, r, u->currency);
		}
		put(p, "</td></tr>\n");
	}
	put(p, "</tbody></table>\n");
	if (events_of(r, "not comparable", NULL) > 0) {
		put(p, "<h3>Single keys</h3>\n");
		list_section(p, r, "not comparable", OTHERS_SHOWN, "Reason");
	}
	put(p, "</section>\n");
}

static void warnings_note(const struct page *p, int64_t continued, int64_t all)
{
	put(p, "<p class=\"note\">These do not count as differences; somebody should know of them.");
	if (continued > 0) {
		put(p, " ");
		page_counted(p, continued, "is as it was the night before.", "are as they were the night before.");
	}
	if (all > continued) {
		put(p, " ");
		page_counted(p, all - continued, "is new or has changed.", "are new or have changed.");
	}
	put(p, "</p>\n");
}

void html_lists(const struct page *p, const struct rule_report *r)
{
	if (events_of(r, "open", NULL) > 0) {
		section_begin(p, "discrepancies", "Not explained");
		list_section(p, r, "open", SHOWN, "Since");
		put(p, "</section>\n");
	}
	if (events_of(r, "warning", NULL) > 0) {
		section_begin(p, "warnings", "Warnings");
		warnings_note(p, events_of(r, "warning", "continued"), events_of(r, "warning", NULL));
		list_section(p, r, "warning", OTHERS_SHOWN, "Since");
		put(p, "</section>\n");
	}
	if (events_of(r, "pending", NULL) > 0) {
		section_begin(p, "waiting", "Waiting");
		put(p, "<p class=\"note\">Within normal delay until the moment shown; what is still different then is a "
			"discrepancy.</p>\n");
		list_section(p, r, "pending", OTHERS_SHOWN, "Within normal delay until");
		put(p, "</section>\n");
	}
	if (r->unchecked_count > 0)
		unchecked(p, r);
	if (r->cleared.count > 0) {
		struct listing gone = listing_of(p, r, &r->cleared, "cleared");

		section_begin(p, "gone", "Gone");
		put(p, "<p class=\"note\">Not explained the night before, and no more, as it stood then.</p>\n");
		list_of(&gone, CLEARED_SHOWN, cleared_count(r), "Since");
		put(p, "</section>\n");
	}
}
