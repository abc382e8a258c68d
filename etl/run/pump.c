#include "run/pump.h"

#include <pthread.h>

enum { RING = 8 };

struct turn {
	struct arena *memory;
	struct mapped rows;
	bool failed;                 /* and why is in the pump's err */
};

struct pump {
	struct reader *reader;
	const struct map *map;
	struct map_tally *tally;
	struct turn ring[RING];
	struct err err;
	pthread_t thread;
	bool running;
	bool holds;                  /* the caller has a batch */

	pthread_mutex_t lock;        /* guards what follows */
	pthread_cond_t moved;
	size_t made, taken;          /* batches; the one at taken is the caller's while it holds it */
	bool stop;
};

/* False at the end, and where reading failed. */
static bool turn_make(struct pump *p, struct turn *t)
{
	struct batch batch;

	arena_end(t->memory);
	t->rows = (struct mapped){0};
	t->failed = !reader_next(p->reader, t->memory, &batch, &p->err);
	if (!t->failed)
		map_batch(p->map, p->tally, t->memory, &batch, &t->rows);
	return t->rows.count > 0;
}

/* ── the thread ────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool await_room(struct pump *p)
{
	bool go_on;

	pthread_mutex_lock(&p->lock);
	while (!p->stop && p->made - p->taken == RING)
		pthread_cond_wait(&p->moved, &p->lock);
	go_on = !p->stop;
	pthread_mutex_unlock(&p->lock);
	return go_on;
}

static void hand_over(struct pump *p)
{
	pthread_mutex_lock(&p->lock);
	p->made++;
	pthread_cond_signal(&p->moved);
	pthread_mutex_unlock(&p->lock);
}

static void *work(void *subject)
{
	struct pump *p = subject;
	bool more = true;

	while (more && await_room(p)) {
		more = turn_make(p, &p->ring[p->made % RING]);
		hand_over(p);
	}
	return NULL;
}

/* ── the caller ────────────────────────────────────────────────────────────────────────────────────────────────── */

struct pump *pump_begin(struct arena *a, struct reader *reader, const struct map *map, struct map_tally *tally)
{
	struct pump *p = arena_new_of(a, struct pump);

	p->reader = reader;
	p->map = map;
	p->tally = tally;
	for (size_t i = 0; i < RING; i++)
		p->ring[i].memory = arena_new(a);
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->moved, NULL);
	p->running = pthread_create(&p->thread, NULL, work, p) == 0;
	return p;
}

void pump_end(struct pump *p)
{
	pthread_mutex_lock(&p->lock);
	p->stop = true;
	pthread_cond_signal(&p->moved);
	pthread_mutex_unlock(&p->lock);
	if (p->running)
		pthread_join(p->thread, NULL);
	pthread_cond_destroy(&p->moved);
	pthread_mutex_destroy(&p->lock);
}

/* Gives back the batch in hand and waits for the next. */
static const struct turn *take(struct pump *p)
{
	pthread_mutex_lock(&p->lock);
	if (p->holds) {
		p->taken++;
		pthread_cond_signal(&p->moved);
	}
	p->holds = true;
	while (p->taken == p->made)
		pthread_cond_wait(&p->moved, &p->lock);
	pthread_mutex_unlock(&p->lock);
	return &p->ring[p->taken % RING];
}

/* Without a thread it is only slower. */
static const struct turn *take_here(struct pump *p)
{
	turn_make(p, &p->ring[0]);
	return &p->ring[0];
}

bool pump_next(struct pump *p, struct mapped *rows, struct err *e)
{
	const struct turn *t = p->running ? take(p) : take_here(p);

	*rows = t->rows;
	if (t->failed)
		*e = p->err;
	return !t->failed;
}
