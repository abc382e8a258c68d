/* Counting, deciding, telling.  Nothing here calls a function that is wrapped: what it writes goes to the kernel. */
#include "shim.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SITES = 16384, FAULTS = 1024, WORD = 48 };

static const char program[] = "/counterfoil", curl[] = "/libcurl.so";
static const uintptr_t of_curl = ~(UINTPTR_MAX >> 1);

struct site {
	const char *symbol;
	uintptr_t at;
	char statement[WORD];
	unsigned long calls;
};

struct planned {
	char symbol[WORD], statement[WORD], kind[WORD];
	unsigned long at, number;
	bool lasts;
};

static struct site sites[SITES];
static struct planned planned[FAULTS];
static size_t planned_count;
static struct {
	uintptr_t from, to;
} program_lies, curl_lies;
static const char *log_path;
static atomic_flag busy = ATOMIC_FLAG_INIT;

#define CODE(name) {#name, FAILS, name}

/* Names of errno and of libcurl's codes that the tables of the tests use. */
static const struct {
	const char *name;
	enum how how;
	int number;
} kinds[] = {
	CODE(CURLE_COULDNT_CONNECT), CODE(CURLE_FAILED_INIT), CODE(CURLE_GOT_NOTHING), CODE(CURLE_OPERATION_TIMEDOUT),
	CODE(CURLE_OUT_OF_MEMORY), CODE(CURLE_PARTIAL_FILE), CODE(CURLE_PEER_FAILED_VERIFICATION),
	CODE(CURLE_RECV_ERROR), CODE(CURLE_SEND_ERROR), CODE(CURLE_UNKNOWN_OPTION), CODE(CURLE_WEIRD_SERVER_REPLY),
	CODE(CURLE_WRITE_ERROR), CODE(CURLM_BAD_EASY_HANDLE), CODE(CURLM_BAD_HANDLE), CODE(CURLM_INTERNAL_ERROR),
	CODE(CURLM_OUT_OF_MEMORY), CODE(CURLM_UNRECOVERABLE_POLL), CODE(CURLUE_OUT_OF_MEMORY), CODE(EACCES),
	CODE(EAGAIN), CODE(EBADF), CODE(ECHILD), CODE(ECONNREFUSED), CODE(ECONNRESET), CODE(EDQUOT), CODE(EINTR),
	CODE(EINVAL), CODE(EIO), CODE(EMFILE), CODE(ENFILE), CODE(ENOENT), CODE(ENOLCK), CODE(ENOMEM), CODE(ENOSPC),
	CODE(ENOTCONN), CODE(ENOTTY), CODE(EPERM), CODE(EPIPE), CODE(EROFS), CODE(ESTALE), CODE(ETIMEDOUT),
	{"short", IS_SHORT, 0}, {"nothing", GIVES_NOTHING, 0}, {"lost", LOST, 0}, {"answered", ANSWERED, 0},
	{"refused", REFUSED, 0}, {"kill", KILLED, 0},
};

static uintptr_t end_of(const struct dl_phdr_info *object)
{
	uintptr_t to = 0;

	for (int i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		uintptr_t end = object->dlpi_addr + part->p_vaddr + part->p_memsz;

		if (part->p_type == PT_LOAD && end > to)
			to = end;
	}
	return to;
}

/* The first is the program. */
static int look_at(struct dl_phdr_info *object, size_t size, void *none)
{
	(void)size;
	(void)none;
	if (program_lies.to == 0) {
		program_lies.from = object->dlpi_addr;
		program_lies.to = end_of(object);
	} else if (strstr(object->dlpi_name, curl)) {
		curl_lies.from = object->dlpi_addr;
		curl_lies.to = end_of(object);
	}
	return 0;
}

/* Of other programs no call lies anywhere. */
static bool is_program(void)
{
	char path[4096];
	long size = syscall(SYS_readlink, "/proc/self/exe", path, sizeof path);
	size_t own = sizeof program - 1;

	return size >= (long)own && strncmp(path + size - own, program, own) == 0;
}

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("FAULTS_AT");

	log_path = getenv("FAULTS_LOG");
	while (at && *at && planned_count < FAULTS) {
		struct planned *p = &planned[planned_count];
		char end = '\0';

		if (sscanf(at, "%47s %lx/%47s %lu %47[^; +]%c", p->symbol, &p->at, p->statement, &p->number, p->kind,
			    &end) >= 5) {
			p->lasts = end == '+';
			planned_count++;
		}
		at = strchr(at, ';');
		at += at != NULL;
	}
	if (is_program())
		dl_iterate_phdr(look_at, NULL);
}

static void tell(const char *what, const struct site *s, unsigned long number, const char *note)
{
	char line[256];
	int size = snprintf(line, sizeof line, "%s %s %lx/%s %lu %.100s\n", what, s->symbol, (unsigned long)s->at,
		s->statement, number, note);
	long fd;

	if (!log_path)
		return;
	fd = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	(void)!syscall(SYS_write, fd, line, (size_t)size);
	syscall(SYS_close, fd);
}

static struct site *site_of(const char *symbol, uintptr_t at, const char *statement)
{
	size_t i = (at * 31 + (unsigned char)symbol[0] + (unsigned char)statement[strlen(statement) / 2] * 7) % SITES;

	while (sites[i].symbol
	       && (sites[i].at != at || strcmp(sites[i].symbol, symbol) != 0 || strcmp(sites[i].statement, statement) != 0))
		i = (i + 1) % SITES;
	sites[i].symbol = symbol;
	sites[i].at = at;
	snprintf(sites[i].statement, WORD, "%s", statement);
	return &sites[i];
}

static struct fault fault_named(const char *kind)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].name, kind) == 0)
			return (struct fault){kinds[i].how, kinds[i].number};
	abort();
}

static bool is_between(uintptr_t from, uintptr_t to, uintptr_t at)
{
	return at >= from && at < to;
}

static bool is_planned(const struct planned *p, const struct site *s, unsigned long number)
{
	return (p->number == number || (p->lasts && p->number < number)) && p->at == s->at
	    && strcmp(p->symbol, s->symbol) == 0 && strcmp(p->statement, s->statement) == 0;
}

bool is_of_curl(const void *site)
{
	return is_between(curl_lies.from, curl_lies.to, (uintptr_t)site);
}

struct fault fault_here(const char *symbol, const void *site, const char *statement, const char *note)
{
	uintptr_t at = (uintptr_t)site;
	bool is_curls = is_of_curl(site);
	struct fault f = {GOES, 0};
	unsigned long number;
	struct site *s;
	int before = errno;

	/* What libcurl calls of its own is libcurl's. */
	if (is_curls ? strncmp(symbol, "curl_", 5) == 0 : !is_between(program_lies.from, program_lies.to, at))
		return f;
	at = is_curls ? of_curl | (at - curl_lies.from) : at - program_lies.from;
	if (is_curls)
		statement = exchange_now();
	while (atomic_flag_test_and_set(&busy))
		continue;
	s = site_of(symbol, at, *statement ? statement : "-");
	number = ++s->calls;
	atomic_flag_clear(&busy);
	if (planned_count == 0)
		tell("call", s, number, note);
	for (size_t i = 0; i < planned_count; i++)
		if (is_planned(&planned[i], s, number))
			f = fault_named(planned[i].kind);
	if (f.how != GOES)
		tell("hit", s, number, note);
	errno = before;
	return f;
}

void fault_after(struct fault f)
{
	if (f.how == KILLED)
		syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
}

void *fault_real(const char *symbol)
{
	void *real = dlsym(RTLD_NEXT, symbol);

	if (!real)
		abort();
	return real;
}
