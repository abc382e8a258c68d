/*
 * systems: stands in for the vendors of the systems that Counterfoil reads, on 127.0.0.1, for tests.
 *
 *     systems --port 0 --seed 7 --records 250 [--faults FILE]
 *         [--shopify-restore 100] [--token-life 3599] [--page-most 20000]
 *
 * Prints "port N" and ends when its standard input does, or at SIGTERM.  GET /_held/VENDOR/LIST says what is held,
 * GET /_log what was asked; POST /_faults takes another script and begins the log anew.
 *
 *     Stripe              /v1/…, with "Authorization: Bearer sk_test_of_the_test_systems"
 *     Shopify             /admin/api/2026-01/graphql.json, with "X-Shopify-Access-Token: shpat_of_the_test_systems"
 *     Business Central    /{tenant}/oauth2/v2.0/token, for client-of-the-test-systems, secret-of-the-test-systems
 *                         /v2.0/{tenant}/production/api/v2.0/companies({company})/…, with the token
 *     WooCommerce         /wp-json/wc/v3/…, Basic, ck_of_the_test_systems and cs_of_the_test_systems
 *     Magento             /rest/V1/…, a Bearer: magento-token-of-the-test-systems, or one that
 *                         /rest/V1/integration/admin/token gives to counterfoil, magento-password-of-the-test-systems;
 *                         or signed by OAuth 1.0a, with what stands in magento.c
 *     QuickBooks          /oauth2/v1/tokens/bearer, for qb-client-of-…, qb-secret-…, qb-refresh-of-the-test-systems;
 *                         /v3/company/9130000000000007/query, with the token
 *     Square              /v2/orders/search and its like, with "Authorization: Bearer square-token-of-the-test-systems"
 *     HubSpot             /crm/v3/objects/contacts, with "Authorization: Bearer hubspot-token-of-the-test-systems"
 *     Zendesk             /api/v2/…, Basic, agent@lantern.example.com/token and zendesk-token-of-the-test-systems
 *     Klaviyo             /api/profiles, with "Authorization: Klaviyo-API-Key pk_of_the_test_systems"
 *     Akeneo              /api/oauth/v1/token, for akeneo-client-of-…, akeneo-secret-of-…, counterfoil and
 *                         akeneo-password-of-the-test-systems; /api/rest/v1/products-uuid, with the token
 *     PayPal              /paypal/v1/oauth2/token, for paypal-client-of-…, paypal-secret-of-the-test-systems;
 *                         /paypal/v1/reporting/…, with the token
 *     Adyen               /adyen/reports/download/MerchantAccount/LanternAndCoECOM/…, for report@Company.LanternAndCo,
 *                         adyen-password-of-the-test-systems
 *     Amazon              /amazon/auth/o2/token, for Atzr|amazon-refresh-…, amazon-client-…, amazon-secret-of-the-…;
 *                         /amazon/orders/…, /amazon/reports/…, with the token
 *     UPS                 /ups/security/v1/oauth/token, for ups-client-of-…, ups-secret-of-the-test-systems;
 *                         /ups/api/track/v1/details/…, with the token
 *     ShipStation         /shipstation/…, for shipstation-key-of-…, shipstation-secret-of-the-test-systems
 *     ShipBob             /shipbob/2026-01/…, with "Authorization: Bearer shipbob-token-of-the-test-systems"
 *     ShipHero            /shiphero/auth/refresh, for shiphero-refresh-of-the-test-systems;
 *                         /shiphero/graphql, with the token
 *     a loyalty ledger    /loyalty/v1/…, with "X-API-Key: loyalty-key-of-the-test-systems"
 *
 * Tenant and company stand in business_central.[ch].  A route of the fault script is VENDOR/LIST, as in _held; beside
 * them are business_central/token, shopify/bulkOperation (the search for one that runs), shopify/bulk/LIST (the
 * requests that start one and ask how far it is, and its file), stripe/report_type, stripe/report_runs,
 * stripe/report_run (its polls) and stripe/file.
 *
 * The only file that knows libmicrohttpd.  A thread a connection, since one that stalls must not stop the others; what
 * answers is one at a time.
 */
#include "server.h"
#include "base/buf.h"
#include "base/file.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BODY_MOST = 1 << 22, BLOCK = 16384, TICK = 20 };

struct service {
	struct arena *mem;
	struct desk *desk;
	pthread_mutex_t one;
	struct exchange *spare;
	atomic_bool ending;
};

/* One request and its answer, with memory that is used again by the next. */
struct exchange {
	struct service *service;
	struct arena *mem;
	struct exchange *next;
	struct MHD_Connection *connection;
	Str uri;
	struct buf *body;
	struct request request;
	struct reply reply;
	struct transfer transfer;
	bool begun, stalled;
};

static volatile sig_atomic_t told_to_end;

static void on_signal(int number)
{
	told_to_end = number;
}

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Called when the first line of a request is there, before all else. */
static void *begin(void *cls, const char *uri, struct MHD_Connection *connection)
{
	struct service *s = cls;
	pthread_mutex_lock(&s->one);
	struct exchange *x = s->spare;
	if (x)
		s->spare = x->next;
	else
		x = arena_new_of(s->mem, struct exchange);
	struct arena *mem = x->mem ? x->mem : arena_new(s->mem);
	pthread_mutex_unlock(&s->one);
	*x = (struct exchange){.service = s, .mem = mem, .connection = connection};
	x->uri = text_copy(mem, text(uri));
	x->body = buf_new(mem, BODY_MOST);
	return x;
}

static void finish(void *cls, struct MHD_Connection *connection, void **con_cls, enum MHD_RequestTerminationCode code)
{
	struct service *s = cls;
	struct exchange *x = *con_cls;
	(void)connection;
	(void)code;
	if (!x)
		return;
	pthread_mutex_lock(&s->one);
	arena_end(x->mem);
	x->next = s->spare;
	s->spare = x;
	pthread_mutex_unlock(&s->one);
	*con_cls = NULL;
}

static enum MHD_Result keep_header(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct exchange *x = cls;
	(void)kind;
	pairs_add(x->mem, &x->request.headers, text_copy(x->mem, text(name)), text_copy(x->mem, text(value ? value : "")));
	return MHD_YES;
}

static void reset_when_closed(struct exchange *x)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct linger at_once = {.l_onoff = 1, .l_linger = 0};
	if (info)
		setsockopt(info->connect_fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

static void stall(struct exchange *x)
{
	int64_t until = now_ms() + (int64_t)x->transfer.seconds * 1000;
	x->stalled = true;
	while (now_ms() < until && !atomic_load(&x->service->ending))
		poll(NULL, 0, TICK);
}

static ssize_t deliver(void *cls, uint64_t at, char *out, size_t most)
{
	struct exchange *x = cls;
	size_t len = x->reply.body.len, half = len / 2;
	enum fault_kind fault = x->transfer.fault;
	bool stops = fault == FAULT_RESET || fault == FAULT_SHORT_BODY;
	bool pauses = stops || (fault == FAULT_STALL && !x->stalled);

	if (pauses && at >= half) {
		if (fault == FAULT_STALL) {
			stall(x);
		} else {
			if (fault == FAULT_RESET)
				reset_when_closed(x);
			return MHD_CONTENT_READER_END_WITH_ERROR;
		}
	}
	size_t end = pauses && at < half ? half : len;
	size_t count = end - at < most ? end - (size_t)at : most;
	memcpy(out, x->reply.body.at + at, count);
	return (ssize_t)count;
}

static enum MHD_Result respond(struct exchange *x)
{
	struct reply *r = &x->reply;
	struct MHD_Response *response = MHD_create_response_from_callback(r->body.len, BLOCK, deliver, x, NULL);
	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, "Content-Type", r->type);
	for (size_t i = 0; i < r->headers.count; i++)
		MHD_add_response_header(response, text_z(x->mem, r->headers.at[i].name),
		                        text_z(x->mem, r->headers.at[i].value));
	enum MHD_Result queued = MHD_queue_response(x->connection, r->status, response);
	MHD_destroy_response(response);
	return queued;
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **con_cls)
{
	struct service *s = cls;
	struct exchange *x = *con_cls;
	Str path, query;
	(void)url;
	(void)version;
	if (!x->begun) {
		x->begun = true;
		return MHD_YES;
	}
	if (*upload_size) {
		buf_add(x->body, (Str){upload, *upload_size});
		*upload_size = 0;
		return MHD_YES;
	}
	text_cut(x->uri, '?', &path, &query);
	x->request.mem = x->mem;
	MHD_get_connection_values(connection, MHD_HEADER_KIND, keep_header, x);
	x->request.method = text_copy(x->mem, text(method));
	x->request.path = form_decoded(x->mem, path);
	x->request.query = form_read(x->mem, query);
	x->request.body = buf_str(x->body);
	const struct pair *host = header_find(&x->request.headers, "Host");
	x->request.host = host ? host->value : S("127.0.0.1");
	x->request.now = now_ms();
	pthread_mutex_lock(&s->one);
	desk_answer(s->desk, &x->request, query, &x->reply, &x->transfer);
	pthread_mutex_unlock(&s->one);
	return respond(x);
}

struct options {
	uint64_t port, seed, records, shopify_restore, token_life, page_most;
	const char *faults;
};

static bool read_options(int argc, char **argv, struct options *o)
{
	*o = (struct options){0, 7, 250, 100, 3599, 0, NULL};
	const struct {
		const char *name;
		uint64_t *number;
		const char **words;
	} known[] = {
		{"--port", &o->port, NULL}, {"--seed", &o->seed, NULL}, {"--records", &o->records, NULL},
		{"--shopify-restore", &o->shopify_restore, NULL}, {"--token-life", &o->token_life, NULL},
		{"--page-most", &o->page_most, NULL},
		{"--faults", NULL, &o->faults},
	};
	for (int i = 1; i < argc; i += 2) {
		size_t k = 0;
		while (k < sizeof known / sizeof *known && strcmp(known[k].name, argv[i]) != 0)
			k++;
		if (k == sizeof known / sizeof *known || !argv[i + 1] ||
		    (known[k].number && !text_uint(text(argv[i + 1]), known[k].number))) {
			fprintf(stderr, "systems: %s is no option, or has no value that it can have\n", argv[i]);
			return false;
		}
		if (known[k].words)
			*known[k].words = argv[i + 1];
	}
	if (o->port <= 65535 && o->records >= 20 && o->records <= 100000 && o->shopify_restore > 0)
		return true;
	fprintf(stderr, "systems: a port is at most 65535, records are 20 to 100000\n");
	return false;
}

static struct MHD_Daemon *listen_on(struct service *s, uint16_t port)
{
	struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port)};
	here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD, port, NULL, NULL,
	                        handle, s, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&here,
	                        MHD_OPTION_URI_LOG_CALLBACK, begin, s,
	                        MHD_OPTION_NOTIFY_COMPLETED, finish, s, MHD_OPTION_END);
}

static void wait_for_the_end(void)
{
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
	char dropped[256];
	while (!told_to_end) {
		if (poll(&input, 1, -1) > 0 && read(STDIN_FILENO, dropped, sizeof dropped) <= 0)
			return;
	}
}

static bool read_script(struct arena *a, const char *name, struct faults *faults)
{
	struct err e = {0};
	Str script;
	*faults = (struct faults){0};
	if (!name)
		return true;
	if (!file_read(a, name, BODY_MOST, &script, &e)) {
		fprintf(stderr, "systems: %s\n", e.message);
		return false;
	}
	return faults_read(a, name, script, faults);
}

static int serve(struct arena *a, const struct options *o)
{
	struct systems systems = {.mem = a, .settings = {(int64_t)o->shopify_restore, (int64_t)o->token_life,
	                          (int64_t)o->page_most}};
	struct service service = {.mem = a, .one = PTHREAD_MUTEX_INITIALIZER};
	struct faults faults;

	if (!read_script(a, o->faults, &faults))
		return 2;
	systems.world = world_new(a, o->seed, o->records);
	service.desk = desk_new(a, &systems, &faults);
	struct MHD_Daemon *daemon = listen_on(&service, (uint16_t)o->port);
	const union MHD_DaemonInfo *info = daemon ? MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
	if (!info) {
		fprintf(stderr, "systems: cannot listen on port %" PRIu64 "\n", o->port);
		return 1;
	}
	systems.port = info->port;
	printf("port %u\n", (unsigned)info->port);
	fflush(stdout);
	wait_for_the_end();
	atomic_store(&service.ending, true);
	MHD_stop_daemon(daemon);
	return 0;
}

int main(int argc, char **argv)
{
	/* Its own few bytes last as long as the program. */
	static struct arena *a;
	struct options o;
	struct sigaction action = {.sa_handler = on_signal};
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (!read_options(argc, argv, &o))
		return 2;
	a = arena_new(NULL);
	int code = serve(a, &o);
	arena_end(a);
	return code;
}
