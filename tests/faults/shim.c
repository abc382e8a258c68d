/* Counting, deciding, telling.  Nothing here calls a function that is wrapped: what it writes goes to the kernel. */
#include "shim.h"

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

enum { SITES = 8192, FAULTS = 1024, WORD = 48 };

static const char program[] = "/counterfoil";

struct site {
	const char *symbol;
	uintptr_t at;
	char statement[WORD];
	unsigned long calls;
};

struct planned {
	char symbol[WORD], statement[WORD], kind[WORD];
	unsigned long at, number;
};

static struct site sites[SITES];
static struct planned planned[FAULTS];
static size_t planned_count;
static uintptr_t program_from, program_to;
static const char *log_path;
static atomic_flag busy = ATOMIC_FLAG_INIT;

/* Names of errno that the tables of the tests use. */
static const struct {
	const char *name;
	enum how how;
	int number;
} kinds[] = {
	{"EACCES", FAILS, EACCES}, {"EAGAIN", FAILS, EAGAIN}, {"EBADF", FAILS, EBADF},
	{"ECHILD", FAILS, ECHILD}, {"EDQUOT", FAILS, EDQUOT},
	{"EINTR", FAILS, EINTR}, {"EINVAL", FAILS, EINVAL}, {"EIO", FAILS, EIO}, {"EMFILE", FAILS, EMFILE},
	{"ENFILE", FAILS, ENFILE}, {"ENOENT", FAILS, ENOENT}, {"ENOLCK", FAILS, ENOLCK}, {"ENOMEM", FAILS, ENOMEM},
	{"ENOSPC", FAILS, ENOSPC}, {"ENOTCONN", FAILS, ENOTCONN}, {"ENOTTY", FAILS, ENOTTY}, {"EPERM", FAILS, EPERM},
	{"EPIPE", FAILS, EPIPE},
	{"EROFS", FAILS, EROFS}, {"ESTALE", FAILS, ESTALE}, {"short", IS_SHORT, 0}, {"nothing", GIVES_NOTHING, 0},
	{"lost", LOST, 0}, {"answered", ANSWERED, 0}, {"refused", REFUSED, 0}, {"kill", KILLED, 0},
};

static int look_at(struct dl_phdr_info *object, size_t size, void *none)
{
	(void)size;
	(void)none;
	program_from = object->dlpi_addr;
	for (int i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		uintptr_t end = object->dlpi_addr + part->p_vaddr + part->p_memsz;

		if (part->p_type == PT_LOAD && end > program_to)
			program_to = end;
	}
	return 1;                           /* the first is the program */
}

/* Of other programs no call lies between program_from and program_to. */
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

		if (sscanf(at, "%47s %lx/%47s %lu %47[^; ]", p->symbol, &p->at, p->statement, &p->number, p->kind) == 5)
			planned_count++;
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

struct fault fault_here(const char *symbol, const void *site, const char *statement, const char *note)
{
	uintptr_t from = (uintptr_t)site;
	struct fault f = {GOES, 0};
	unsigned long number;
	struct site *s;
	int before = errno;

	if (from < program_from || from >= program_to)
		return f;
	while (atomic_flag_test_and_set(&busy))
		continue;
	s = site_of(symbol, from - program_from, *statement ? statement : "-");
	number = ++s->calls;
	atomic_flag_clear(&busy);
	if (planned_count == 0)
		tell("call", s, number, note);
	for (size_t i = 0; i < planned_count; i++)
		if (planned[i].number == number && planned[i].at == s->at && strcmp(planned[i].symbol, symbol) == 0
		    && strcmp(planned[i].statement, s->statement) == 0)
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
