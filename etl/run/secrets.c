#include "run/secrets.h"

#include "config/secret.h"
#include "extract/web.h"
#include "net/endpoint.h"

static struct needed_secret *needed(struct arena *a, struct needed_secrets *all, Str name)
{
	for (size_t i = 0; i < all->count; i++)
		if (text_is(all->at[i].name, name))
			return &all->at[i];
	all->at = arena_grow(a, all->at, all->count, sizeof *all->at);
	all->at[all->count] = (struct needed_secret){.name = name};
	return &all->at[all->count++];
}

static void add(struct arena *a, struct needed_secrets *all, const struct texts *names, Str of)
{
	for (size_t i = 0; i < names->count; i++) {
		struct needed_secret *s = needed(a, all, names->at[i]);

		if (!texts_has(&s->of, of))
			texts_add(a, &s->of, of);
	}
}

/* A file that is here is asked for by nobody. */
static void add_extract(struct arena *a, struct needed_secrets *all, const struct extract *x)
{
	struct texts names = {0};

	if (source_is_remote(&x->source) || x->source.web) {
		add(a, all, &x->endpoint->secrets, x->system->name);
		secret_names_in(a, node_get(x->node, "source"), &names);
		if (x->endpoint->auth->kind == AUTH_OAUTH2_REFRESH)
			texts_add(a, &names, S("token_key"));
	}
	if (x->map)
		map_secrets(a, x->map, &names);
	add(a, all, &names, x->system->name);
}

static void look(struct arena *a, struct needed_secret *s)
{
	struct err e = {0};

	if (!secret_where(a, s->name, &s->from, &e))
		s->why_not = arena_print(a, "%s", e.message);
}

void needed_secrets_find(struct arena *a, const struct project *p, const struct job *job, struct needed_secrets *out)
{
	struct texts names = {0};

	*out = (struct needed_secrets){0};
	secret_names(a, p->settings.database, &names);
	add(a, out, &names, S("the database"));
	for (size_t i = 0; i < job->extract_count; i++)
		add_extract(a, out, job->extracts[i]);
	for (size_t i = 0; i < out->count; i++)
		look(a, &out->at[i]);
}
