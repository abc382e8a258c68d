#include "net/pacer.h"

#include "base/clock.h"
#include "base/log.h"
#include "net/told.h"

#include <pthread.h>

enum { ALL_MOST = 2 * PACES_MOST };

/* A quota that this process keeps for itself. */
struct own {
	struct own *next;
	Str name;
	struct quota quota;
};

struct pacer {
	pthread_mutex_t lock;        /* guards what follows */
	struct arena *a, *work;      /* of its own, for others lock theirs; work ends with each take and give */
	Str account;
	struct pool *pool;
	struct own *own;
	struct texts said;           /* what was said to mean nothing, once each */
	const int64_t *clock;        /* NULL: its own */
	instant began;
	int64_t began_monotonic;
};

/* The quotas of one paced, as they were read. */
struct sheet {
	const struct pace *paces[ALL_MOST];
	struct quota quotas[ALL_MOST];
	struct texts names;
	int64_t version, now;
};

static void finish(void *subject)
{
	struct pacer *p = subject;

	pthread_mutex_destroy(&p->lock);
}

struct pacer *pacer_new(struct arena *a, Str account, struct pool *pool)
{
	struct pacer *p = arena_new_of(a, struct pacer);

	pthread_mutex_init(&p->lock, NULL);
	arena_defer(a, finish, p);
	p->a = arena_new(a);
	p->work = arena_new(a);
	p->account = account;
	p->pool = pool;
	p->began = clock_now();
	p->began_monotonic = clock_monotonic();
	return p;
}

void pacer_clock(struct pacer *p, const int64_t *now)
{
	p->clock = now;
}

/* ── the sheet ─────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Limits of one kind are numbered, so that one that is changed keeps what was counted. */
static Str name_of(struct arena *a, const struct paced *paced, const struct pace *pace, const struct sheet *s)
{
	size_t number = 1;

	for (size_t i = 0; i < s->names.count; i++)
		number += s->paces[i]->kind == pace->kind && s->paces[i]->scope == pace->scope;
	switch ((enum pace_scope)pace->scope) {
	case PACE_SYSTEM:
		return text(arena_print(a, "system %.*s %s %zu", WHOLE(paced->system), pace_name(pace), number));
	case PACE_OP:
		return text(arena_print(a, "op %.*s %s %zu", WHOLE(paced->op), pace_name(pace), number));
	case PACE_ACCOUNT:
		break;
	}
	return text(arena_print(a, "account %s %zu", pace_name(pace), number));
}

static void sheet_name(struct pacer *p, const struct paced *paced, struct sheet *s)
{
	for (size_t l = 0; l < 2; l++)
		for (size_t i = 0; i < paced->paces[l].count; i++) {
			const struct pace *pace = &paced->paces[l].at[i];
			Str name = name_of(p->work, paced, pace, s);

			s->paces[s->names.count] = pace;
			texts_add(p->work, &s->names, name);
		}
}

static struct own *own_of(struct pacer *p, Str name)
{
	struct own *own = p->own;

	while (own && !text_is(own->name, name))
		own = own->next;
	if (own)
		return own;
	own = arena_new_of(p->a, struct own);
	own->name = text_copy(p->a, name);
	own->next = p->own;
	p->own = own;
	return own;
}

/* A clock that runs, also where the program's was stopped. */
static int64_t own_now(const struct pacer *p)
{
	return p->began + clock_monotonic() - p->began_monotonic;
}

static bool sheet_read(struct pacer *p, struct sheet *s, struct err *e)
{
	if (p->pool && !pool_read(p->pool, p->work, p->account, &s->names, s->quotas, &s->version, &s->now, e))
		return false;
	if (!p->pool)
		s->now = own_now(p);
	if (p->clock)
		s->now = *p->clock;
	for (size_t i = 0; !p->pool && i < s->names.count; i++)
		s->quotas[i] = own_of(p, s->names.at[i])->quota;
	return true;
}

static bool sheet_write(struct pacer *p, const struct sheet *s, bool *written, struct err *e)
{
	*written = true;
	if (p->pool)
		return pool_write(p->pool, p->work, p->account, s->version, &s->names, s->quotas, written, e);
	for (size_t i = 0; i < s->names.count; i++)
		own_of(p, s->names.at[i])->quota = s->quotas[i];
	return true;
}

/* ── a call ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static int64_t sheet_wait(struct sheet *s, const struct pace **by)
{
	int64_t longest = 0;

	for (size_t i = 0; i < s->names.count; i++) {
		int64_t wait = quota_wait(s->paces[i], &s->quotas[i], s->now);

		if (wait > longest)
			*by = s->paces[i];
		longest = wait > longest ? wait : longest;
	}
	return longest;
}

static bool is_limited(const struct paced *paced)
{
	return paced->paces[0].count + paced->paces[1].count > 0;
}

/* Whoever loses to another one looks again: each time somebody has got on. */
static bool take(struct pacer *p, struct paced *paced, int64_t *wait, const struct pace **by, struct err *e)
{
	bool done = !is_limited(paced), ok = true;

	*wait = 0;
	*by = NULL;
	while (ok && !done) {
		struct sheet s = {0};

		arena_end(p->work);
		sheet_name(p, paced, &s);
		ok = sheet_read(p, &s, e);
		*wait = ok ? sheet_wait(&s, by) : 0;
		for (size_t i = 0; ok && *wait == 0 && i < s.names.count; i++)
			paced->flights[i] = quota_take(s.paces[i], &s.quotas[i], s.now, paced->lease);
		done = *wait > 0;
		ok = ok && (done || sheet_write(p, &s, &done, e));
	}
	return ok;
}

bool pacer_take(struct pacer *p, struct paced *paced, int64_t *wait, const struct pace **by, struct err *e)
{
	bool taken;

	pthread_mutex_lock(&p->lock);
	taken = take(p, paced, wait, by, e);
	pthread_mutex_unlock(&p->lock);
	return taken;
}

/* Once, for it would be said of every answer. */
static void say_ignored(struct pacer *p, const struct paced *paced, const struct pace *pace, const char *ignored)
{
	const char *what = arena_print(p->work, "%.*s %s %s", STR(paced->system), pace_name(pace), ignored);

	if (texts_has(&p->said, text(what)) || p->said.count >= ALL_MOST)
		return;
	texts_add(p->a, &p->said, text_copy(p->a, text(what)));
	log_warning("net", "%.*s: limit of kind \"%s\": %s, which means nothing here and is ignored", STR(paced->system),
		pace_name(pace), ignored);
}

static void sheet_tell(struct pacer *p, const struct paced *paced, const struct answer *answer, const struct sheet *s,
	struct told *told)
{
	for (size_t i = 0; answer && i < s->names.count; i++) {
		const char *ignored;

		told_read(p->work, s->paces[i], answer, &told[i], &ignored);
		if (ignored)
			say_ignored(p, paced, s->paces[i], ignored);
	}
}

static bool give(struct pacer *p, struct paced *paced, const struct answer *answer, struct err *e)
{
	bool done = !is_limited(paced), ok = true;

	while (ok && !done) {
		struct told told[ALL_MOST] = {0};
		struct sheet s = {0};

		arena_end(p->work);
		sheet_name(p, paced, &s);
		sheet_tell(p, paced, answer, &s, told);
		ok = sheet_read(p, &s, e);
		for (size_t i = 0; ok && i < s.names.count; i++)
			quota_give(s.paces[i], &s.quotas[i], paced->flights[i], &told[i], s.now);
		ok = ok && sheet_write(p, &s, &done, e);
	}
	return ok;
}

bool pacer_give(struct pacer *p, struct paced *paced, const struct answer *answer, struct err *e)
{
	bool given;

	pthread_mutex_lock(&p->lock);
	given = give(p, paced, answer, e);
	pthread_mutex_unlock(&p->lock);
	return given;
}
