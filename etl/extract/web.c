#include "extract/web.h"

#include "base/log.h"
#include "extract/fetch.h"

/* ── a look ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void finish(void *subject)
{
	struct fetch *f = subject;

	pthread_mutex_destroy(&f->lock);
}

static bool fetch_begin(struct arena *a, const struct extract *x, const struct land_options *o, struct fetch **fetch,
	struct err *e)
{
	struct fetch *f = arena_new_of(a, struct fetch);

	*fetch = f;
	*f = (struct fetch){.a = a, .x = x, .web = x->source.web, .o = o, .landing = extract_landing(a, x, o)};
	pthread_mutex_init(&f->lock, NULL);
	arena_defer(a, finish, f);
	words_add(a, &f->words, S("business_date"), text(date_text(a, o->business_date)));
	if (o->askers)
		f->asker = askers_of(o->askers, x->endpoint);
	f->reporting = (struct reporting){.a = a, .x = x, .report = &f->web->report, .asker = f->asker,
		.landing = f->landing, .landings = o->landings, .rules = &f->web->rules, .paces = &f->web->paces,
		.waits = &f->waits, .business_date = o->business_date, .now = o->now,
		.whole_at = extract_end_of(x, o->business_date), .is_incremental = o->is_incremental,
		.unmade = INSTANT_NONE};
	return reach_begin(a, x, o, &f->reach, e);
}

/* Of the business date's first slice; over what, where nothing has been read yet, is left open. */
static bool first_words(struct arena *a, struct fetch *f, struct words *words, struct err *e)
{
	const struct fan *fan = &f->web->fan;
	const struct land_options *o = f->o;
	struct span span = f->reach.span;
	struct texts values = {0};
	Str over = {0};

	span.to = slice_end(&f->web->window, span.from, 0, span.to);
	if (fan->is_given && !fan_values(a, fan, o->project, &o->staged, &values, e))
		return false;
	if (fan->is_given && values.count == 0 && f->asker)
		return err_set(e, ERR_USAGE, "%.*s is read over values, and there are none to look at one with%s",
			STR(f->x->name), fan->dataset.at ? ": only a run knows what is staged" : "");
	if (fan->is_given)
		over = values.count > 0 ? fan_joined(a, fan, &values, 0) : S("…");
	*words = slice_words_of(a, f, over, &span);
	return true;
}

static bool first_request(struct arena *a, struct fetch *f, struct ask *ask, struct err *e)
{
	struct words words;

	if (!first_words(a, f, &words, e))
		return false;
	return f->web->report.is_given ? vendor_report_ask(a, &f->reporting, &words, ask, e)
	    : slice_request(a, f, &words, pager_new(a, &f->web->page, f->reach.resume), ask, e);
}

static Str shown_first(struct arena *a, const struct fetch *f, const struct ask *ask)
{
	if (!f->web->report.is_given)
		return ask->shown;
	return text(arena_print(a, "%.*s, %s", WHOLE(ask->shown), vendor_report_said(a, &f->web->report)));
}

Str web_request(struct arena *a, const struct extract *x, const struct land_options *o)
{
	struct err unusable = {0};
	struct fetch *f;
	struct ask ask;

	if (fetch_begin(a, x, o, &f, &unusable) && first_request(a, f, &ask, &unusable))
		return shown_first(a, f, &ask);
	err_clear(&unusable);
	return f->web->report.is_given ? f->web->report.create.path : f->web->request.path;
}

/* It is waited for too, but nothing of it is kept. */
static bool report_look(struct arena *a, struct fetch *f, struct web_seen *seen, struct err *e)
{
	struct answer answer = {0};
	struct words words;
	enum action action;

	f->reporting.looked = &seen->file;
	return first_words(a, f, &words, e) && vendor_report_fetch(&f->reporting, a, &words, &action, &answer, e);
}

bool web_look(struct arena *a, const struct extract *x, const struct land_options *o, struct web_seen *seen,
	struct err *e)
{
	struct answer answer;
	enum action action;
	struct fetch *f;
	struct ask ask;

	*seen = (struct web_seen){0};
	if (!fetch_begin(a, x, o, &f, e) || !asker_granted(f->asker, e) || !first_request(a, f, &ask, e))
		return false;
	seen->request = ask.shown;
	if (x->source.web->report.is_given)
		return report_look(a, f, seen, e);
	if (!asker_send(f->asker, a, &ask, &answer, &action, e))
		return false;
	seen->body = answer.body;
	return true;
}

/* ── the landing ───────────────────────────────────────────────────────────────────────────────────────────────── */

static void waits_say(const struct fetch *f)
{
	const char *waited;

	if (f->waits.count == 0)
		return;
	waited = arena_print(f->a, "waited for limits %lld times, %lld.%03lld s in all", (long long)f->waits.count,
		(long long)(f->waits.us / SECOND), (long long)(f->waits.us % SECOND / 1000));
	log_info("extract", "%.*s: %s", STR(f->x->name), waited);
	if (f->o->waited)
		*f->o->waited = waited;
}

/* Nothing is asked for that a report cannot have. */
static bool heed_until(struct fetch *f, struct err *e)
{
	instant until;

	if (!f->web->report.is_given)
		return true;
	if (!vendor_report_until(&f->reporting, f->a, &f->words, &until, e))
		return false;
	if (until != INSTANT_NONE)
		reach_hold(f->a, &f->reach, until,
			arena_print(f->a, "the system has what it reports until %s only", instant_text(f->a, until)));
	return f->reach.is_incremental || reach_close(f->a, &f->reach, f->landing, e);
}

/* A landing knows no more than the oldest of the runs that it came of. */
static void resumed_say(const struct fetch *f)
{
	struct landing *l = f->landing;

	if (l->resumed == 0)
		return;
	log_info("extract", "%.*s: %ju of its windows or values came whole in a run that began at %s", STR(f->x->name),
		(uintmax_t)l->resumed, instant_text(f->a, l->resumed_from));
	if (f->x->as_of == AS_OF_LANDED && l->resumed_from < l->as_of)
		l->as_of = l->resumed_from;
}

static bool fetch(struct fetch *f, struct err *e)
{
	const struct fan *fan = &f->web->fan;
	bool ok;

	if (fan->is_given && !fan_values(f->a, fan, f->o->project, &f->o->staged, &f->values, e))
		return false;
	f->progress = progress_begin(f->a, text_z(f->a, f->x->name), "pages", 0);
	ok = heed_until(f, e) && pieces_fetch(f, e);
	progress_end(f->progress, NULL);
	waits_say(f);
	resumed_say(f);
	return ok && reach_close(f->a, &f->reach, f->landing, e);
}

/* Where it is written what was asked for and has not come yet. */
static bool keep_reports(struct fetch *f, struct err *e)
{
	f->reporting.draft = f->draft;
	return !f->web->report.is_given || askers_session(f->o->askers, &f->reporting.pg, e);
}

/* Reports have a memory of their own. */
static bool keep_slices(struct fetch *f, struct err *e)
{
	int64_t keep = f->web->keep.us;

	return f->web->report.is_given || keep == 0
	    || kept_open(f->a, f->o->landings, f->x->name, f->o->now - keep, &f->kept, e);
}

static bool forget_slices(struct fetch *f, struct err *e)
{
	return !f->kept || kept_forget(f->kept, e);
}

static bool land(struct fetch *f, struct err *e)
{
	struct err lost = {0};

	if (!landing_begin(f->a, f->o->landings, &f->draft, e) || !keep_reports(f, e) || !keep_slices(f, e))
		return false;
	if (fetch(f, e))
		return landing_seal(f->draft, f->o->run, f->landing, e) && vendor_report_landed(&f->reporting, e)
		    && forget_slices(f, e);
	if (f->has_doubles && !forget_slices(f, &lost))
		err_add(e, "%s", lost.message);
	return false;
}

bool web_land(struct arena *a, const struct extract *x, const struct land_options *o, struct landing **landing,
	struct err *e)
{
	struct fetch *f;

	/* What cannot be whole yet is not asked for. */
	if (!fetch_begin(a, x, o, &f, e) || (!f->reach.is_incremental && !reach_close(a, &f->reach, f->landing, e)))
		return false;
	if (!asker_granted(f->asker, e) || !land(f, e))
		return false;
	*landing = f->landing;
	return true;
}
