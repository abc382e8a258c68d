#include "extract/ahead.h"

#include <pthread.h>

enum state { IDLE, WANTED, READY };

struct ahead {
	struct blob *blob;
	size_t count, next;          /* blocks, and the one that would follow the last */
	pthread_t thread;
	bool running;

	pthread_mutex_t lock;        /* guards what follows */
	pthread_cond_t moved;
	enum state state;
	size_t block;                /* that is wanted, or ready */
	Str bytes;
	struct err err;
	bool stop;
};

/* ── the thread ────────────────────────────────────────────────────────────────────────────────────────────────── */

static void *work(void *subject)
{
	struct ahead *h = subject;

	pthread_mutex_lock(&h->lock);
	while (!h->stop) {
		struct err failed = {0};
		size_t block = h->block;
		Str bytes = {0};
		bool done;

		if (h->state != WANTED) {
			pthread_cond_wait(&h->moved, &h->lock);
			continue;
		}
		pthread_mutex_unlock(&h->lock);
		done = blob_read(h->blob, block, &bytes, &failed);
		pthread_mutex_lock(&h->lock);
		h->bytes = done ? bytes : (Str){0};
		h->err = failed;
		h->state = READY;
		pthread_cond_broadcast(&h->moved);
	}
	pthread_mutex_unlock(&h->lock);
	return NULL;
}

/* ── the caller ────────────────────────────────────────────────────────────────────────────────────────────────── */

static void finish(void *subject)
{
	struct ahead *h = subject;

	pthread_mutex_lock(&h->lock);
	h->stop = true;
	pthread_cond_broadcast(&h->moved);
	pthread_mutex_unlock(&h->lock);
	if (h->running)
		pthread_join(h->thread, NULL);
	pthread_cond_destroy(&h->moved);
	pthread_mutex_destroy(&h->lock);
}

struct ahead *ahead_new(struct arena *a, struct blob *b, size_t block_count)
{
	struct ahead *h = arena_new_of(a, struct ahead);

	h->blob = b;
	h->count = block_count;
	pthread_mutex_init(&h->lock, NULL);
	pthread_cond_init(&h->moved, NULL);
	arena_defer(a, finish, h);
	return h;
}

/* Under the lock. */
static void want(struct ahead *h, size_t block)
{
	h->block = block;
	h->state = WANTED;
	pthread_cond_broadcast(&h->moved);
}

/* Under the lock: until the block is there, and no other one. */
static void await(struct ahead *h, size_t block)
{
	while (h->state != READY || h->block != block) {
		if (h->state == WANTED)
			pthread_cond_wait(&h->moved, &h->lock);
		else
			want(h, block);
	}
}

static bool take(struct ahead *h, size_t block, Str *bytes, struct err *e)
{
	pthread_mutex_lock(&h->lock);
	await(h, block);
	*bytes = h->bytes;
	if (h->err.kind != ERR_NONE)
		*e = h->err;
	h->state = IDLE;
	if (block + 1 < h->count)
		want(h, block + 1);
	pthread_mutex_unlock(&h->lock);
	return e->kind == ERR_NONE;
}

/* Without a thread it is only slower. */
static bool is_running(struct ahead *h)
{
	h->running = h->running || pthread_create(&h->thread, NULL, work, h) == 0;
	return h->running;
}

bool ahead_read(struct ahead *h, size_t block, Str *bytes, struct err *e)
{
	bool follows = block > 0 && block == h->next;

	h->next = block + 1;
	if ((h->running || follows) && is_running(h))
		return take(h, block, bytes, e);
	return blob_read(h->blob, block, bytes, e);
}
