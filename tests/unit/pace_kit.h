/* What the tests of limits share: somebody who asks, a clock that stands still, and answers that state something. */
#ifndef UNIT_PACE_KIT_H
#define UNIT_PACE_KIT_H

#include "chance.h"
#include "cluster.h"

#include "net/retry.h"
#include "net/told.h"

enum { MS = 1000, LEASE_S = 10 };

static int64_t now;                  /* of all pacers here */

struct asks {
	struct pacer *pacer;
	struct pace pace;
	struct paced paced;
};

static inline struct asks *asks(struct arena *a, struct pool *pool, struct pace pace)
{
	struct asks *s = arena_new_of(a, struct asks);

	s->pacer = pacer_new(a, S("shop"), pool);
	pacer_clock(s->pacer, &now);
	s->pace = pace;
	s->paced = (struct paced){.paces = {{&s->pace, 1}}, .system = S("shop"), .op = S("shop.orders"),
		.lease = LEASE_S * SECOND};
	return s;
}

static inline int64_t take(struct asks *s)
{
	const struct pace *by;
	struct err e = {0};
	int64_t wait;

	test_must(pacer_take(s->pacer, &s->paced, &wait, &by, &e), &e);
	return wait;
}

static inline void give_paced(struct asks *s, struct paced *paced, const struct answer *answer)
{
	struct err e = {0};

	test_must(pacer_give(s->pacer, paced, answer, &e), &e);
}

static inline void give(struct asks *s, const struct answer *answer)
{
	give_paced(s, &s->paced, answer);
}

/* Whether a call goes through, made and answered at once. */
static inline bool call(struct asks *s)
{
	bool taken = take(s) == 0;

	if (taken)
		give(s, NULL);
	return taken;
}

/* How many calls go through at this moment. */
static inline int calls(struct asks *s, int most)
{
	int n = 0;

	while (n < most && call(s))
		n++;
	return n;
}

static inline struct answer_place place(struct arena *a, const char *written)
{
	struct answer_place p;
	struct err e = {0};

	test_must(answer_place_parse(a, text(written), &p, &e), &e);
	return p;
}

static inline struct answer *answer_of(struct arena *a, const char *name, const char *value, const char *name2,
	const char *value2)
{
	struct answer *answer = arena_new_of(a, struct answer);

	answer->received = now;
	http_fields_add(a, &answer->head.fields, text(name), text(value));
	if (name2)
		http_fields_add(a, &answer->head.fields, text(name2), text(value2));
	return answer;
}

static inline struct answer *costs(struct arena *a, const char *cost, const char *available)
{
	struct answer *answer = answer_of(a, "Cost", cost, "Available", available);

	http_fields_add(a, &answer->head.fields, S("Restore"), S("50.0"));
	return answer;
}

#endif
