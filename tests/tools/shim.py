"""What the calls of the program can come to: for each symbol of libpq, libcurl and libc's I/O the ways in which it is
documented to fail, and for each other symbol of libc why it is none of these.  A symbol that stands in neither list
fails the test, so that a new call comes with its fault.  What libcurl calls itself has a list of its own."""

import re
import subprocess
from collections import namedtuple

from engine import ROOT, fast

PROGRAM = fast()
SHIM = ROOT / "build" / "faults.so"

# How each call fails; what stands behind "but" must be borne without a word.  What ends in + goes on failing, in each
# try.
FAULTS = """
access EIO
chdir EACCES
chown EPERM
curl_easy_getinfo CURLE_UNKNOWN_OPTION
curl_easy_init nothing
curl_easy_pause CURLE_OUT_OF_MEMORY
curl_easy_setopt CURLE_OUT_OF_MEMORY
curl_getdate but nothing
curl_global_init CURLE_FAILED_INIT
curl_multi_add_handle CURLM_OUT_OF_MEMORY CURLM_INTERNAL_ERROR
curl_multi_cleanup but CURLM_BAD_HANDLE
curl_multi_info_read nothing CURLE_PEER_FAILED_VERIFICATION CURLE_WEIRD_SERVER_REPLY CURLE_WRITE_ERROR
 CURLE_COULDNT_CONNECT+ CURLE_PARTIAL_FILE+ but CURLE_COULDNT_CONNECT CURLE_GOT_NOTHING CURLE_OPERATION_TIMEDOUT
 CURLE_PARTIAL_FILE CURLE_RECV_ERROR CURLE_SEND_ERROR
curl_multi_init nothing
curl_multi_perform CURLM_OUT_OF_MEMORY CURLM_INTERNAL_ERROR
curl_multi_poll CURLM_OUT_OF_MEMORY CURLM_UNRECOVERABLE_POLL
curl_multi_remove_handle but CURLM_BAD_EASY_HANDLE
curl_slist_append nothing
curl_url nothing
curl_url_get CURLUE_OUT_OF_MEMORY
curl_url_set CURLUE_OUT_OF_MEMORY
close EIO
close_range EINVAL
closedir EBADF
dup2 EMFILE
execve EACCES
fclose EIO
fflush ENOSPC
flock ENOLCK but EINTR
fopen EMFILE
fork EAGAIN
fprintf EIO
fputc EIO
fread EIO
fstat EIO
fsync EIO ENOSPC
ftruncate EIO
futimens EPERM
fwrite ENOSPC
getgrouplist ENOMEM
gethostname EPERM
getpwnam EIO
getpwuid EIO
glob ENOMEM EIO
iconv_open EMFILE
ioctl ENOTTY
isatty ENOTTY
kill EPERM
lchown EPERM
lseek EBADF
lstat EIO
madvise EINVAL
mkdir ENOSPC
mkostemp ENOSPC
mkstemp ENOSPC
nanosleep but EINTR
open EMFILE EIO
opendir EMFILE
pipe2 EMFILE
poll ENOMEM but EINTR
PQcancel nothing
PQconnectdbParams nothing refused lost
PQconninfoParse nothing
PQconsumeInput nothing lost
PQexec nothing lost answered refused
PQexecParams nothing lost answered refused
PQgetCancel nothing
PQgetCopyData nothing lost
PQgetResult nothing lost
PQpingParams nothing
PQputCopyData nothing lost
PQputCopyEnd nothing lost
PQsendQueryParams nothing lost
PQsetSingleRowMode nothing
pread EIO but EINTR short
pthread_create EAGAIN
pwrite ENOSPC EIO but EINTR short
read EIO but EINTR short
readdir EIO
readlink EIO
realpath EIO
recv EIO but EINTR
rename ENOSPC EIO
rmdir EIO
setgid EPERM
setgroups EPERM
setsid EPERM
setsockopt but EPERM
setuid EAGAIN
shutdown ENOTCONN
sigaction EINVAL
stat EIO
statvfs EIO
unlink EIO
waitpid ECHILD but EINTR
write ENOSPC EIO but EINTR short
"""

# The same for what libcurl calls while it reads the lists of the nights, over TCP to an address that is a number.  A
# request is asked again, whatever became of its connection.
BELOW = """
close but EIO
connect ECONNREFUSED+ but ECONNREFUSED ETIMEDOUT
fcntl but EBADF
getpeername but ENOTCONN
getsockname but EBADF
getsockopt ECONNREFUSED+ but ECONNREFUSED
poll but EINTR
recv ECONNRESET+ nothing+ but ECONNRESET EINTR EAGAIN nothing short
send EPIPE+ but EPIPE EAGAIN EINTR short
setsockopt but EPERM
socket EMFILE+ but EMFILE
socketpair but EMFILE
"""

# Where it fails, others are not called.
ALONE = ("curl_multi_cleanup", "fcntl", "socketpair")

# Symbols of libpq, libcurl and libc that no fault is made for, and why.
NONE = {
    "they read what is in memory": "PQcmdStatus PQcmdTuples PQerrorMessage PQgetisnull PQgetlength PQgetvalue "
    "PQgssEncInUse PQntuples PQresultErrorField PQresultErrorMessage PQresultStatus PQserverVersion PQsocket "
    "PQsslInUse PQstatus PQtransactionStatus PQsetNoticeProcessor curl_easy_strerror "
    "curl_multi_strerror ferror clearerr getenv strerror",
    "they give back, and have no way to say that they could not": "PQclear PQconninfoFree PQfinish PQfreeCancel "
    "PQfreemem curl_easy_cleanup curl_free curl_slist_free_all curl_url_cleanup globfree iconv_close freelocale",
    "memory, whose end is the process's end": "calloc free malloc realloc mmap munmap",
    "they cannot fail as they are used": "clock_gettime geteuid getpid getuid umask signal sigemptyset sigfillset "
    "sigprocmask uselocale",
    "waiting, under locks that are held by ourselves alone": "pthread_cond_broadcast pthread_cond_destroy "
    "pthread_cond_init pthread_cond_signal pthread_cond_timedwait pthread_cond_wait pthread_condattr_destroy "
    "pthread_condattr_init pthread_condattr_setclock pthread_join pthread_mutex_destroy pthread_mutex_init "
    "pthread_mutex_lock pthread_mutex_unlock pthread_sigmask",
    "text and numbers": "iconv memchr memcmp memcpy memmem memmove memset newlocale qsort snprintf strcasecmp strchr "
    "strcmp strcspn strlen strncasecmp strncmp strpbrk strrchr strstr strtol vsnprintf ctype_b_loc errno_location",
    "the length of a pause, which no night of the sweep has; without it the whole pause is waited for": "getrandom",
    "the way in and the way out": "_Exit _exit abort assert_fail cxa_finalize libc_start_main stack_chk_fail",
}

# What a build for coverage writes its counters with.
COUNTS = PROGRAM.parent.name == "coverage"
COUNTERS = "bsearch exit fcntl fdopen fseek sprintf strcat vfprintf" if COUNTS else ""

# What is borne, or ends its list, which says so: of an answer without a date it is not known how long to wait.
EITHER = {"curl_getdate"}

# How often one is called in a place hangs on what comes when: a call behind the first one may not be made.
TIMED = {"curl_multi_info_read", "curl_multi_perform", "curl_multi_poll"}

# Where a call may fail without a word, and why.
BORNE = {
    "PQconnectdbParams etl/db/keep.c": "a lease is renewed in the next round, and a load asks for its fence at the end",
    "PQexecParams etl/db/keep.c": "the same",
    "PQpingParams etl/db/server.c": "a server that does not answer yet is asked again",
    "PQexec etl/db/session.c": "a ROLLBACK after an error, which is told: the server rolls back by itself",
    "PQgetResult etl/db/session.c": "reading away what nobody wants any more",
    "access etl/base/file.c": "a folder that cannot be looked at is made, which tells",
    "access etl/db/programs.c": "where programs cannot be seen there are none; pg_config is asked",
    "close etl/base/arena.c": "a file that goes with its arena: nothing of it is wanted any more",
    "close etl/base/file.c": "it was read, or synced before",
    "close etl/db/embedded.c": "the lock goes with the descriptor, which is gone all the same",
    "close etl/db/process.c": "it was read",
    "close etl/db/user.c": "ends of pipes from which nothing more is wanted",
    "close_range etl/db/user.c": "a kernel without it: the descriptors are closed one by one",
    "close etl/extract/aside.c": "it was synced before",
    "close etl/extract/blob_read.c": "it was read",
    "close etl/extract/blob_write.c": "it was read",
    "close etl/extract/kept.c": "what of it is lost is asked for again",
    "close etl/extract/landing_write.c": "it was read",
    "close etl/report/output.c": "it was synced before",
    "close etl/stage/spill.c": "it has no name, and goes with its descriptor",
    "closedir etl/extract/aside.c": "it was read",
    "closedir etl/extract/files.c": "it was read",
    "closedir etl/run/reports.c": "it was read",
    "fclose etl/base/zone.c": "it was read",
    "fstat etl/base/file.c": "the size is a hint for the room",
    "fstat etl/extract/blob_write.c": "a blob that cannot be read is replaced",
    "gethostname etl/db/holder.c": "the name is for people: unknown",
    "gethostname etl/run/ledger.c": "the name is for people",
    "iconv_open etl/base/charset.c": "of a set that cannot be opened now, check does not say that there is none",
    "isatty etl/base/progress.c": "it says no",
    "mkdir etl/base/file.c": "the folder is there",
    "open etl/config/secret.c": "of a request, which is asked again",
    "open etl/extract/blob_write.c": "a blob that cannot be read is replaced",
    "pread etl/extract/blob_write.c": "the same",
    "pthread_create etl/extract/ahead.c": "without a thread it is only slower",
    "read etl/db/process.c": "a process that cannot be looked at now is taken to live, and looked at again",
    "readlink etl/db/holder.c": "who cannot say who he is, is waited for until his lease ends",
    "sigaction etl/base/signal.c": "it cannot fail with signals that there are",
    "statvfs etl/db/server.c": "shared memory is taken to be small, which it works with too",
    "rmdir etl/db/embedded.c": "a socket's folder that is left is taken by the next server",
    "waitpid etl/db/user.c": "a server that says its number has started, however the process that started it ended",
    "unlink etl/extract/aside.c": "what a run has left aside, the next one takes away",
    "unlink etl/db/server.c": "what a killed server left is not there, or the next one passes it over",
}

Call = namedtuple("Call", "symbol site number note")
Fault = namedtuple("Fault", "call kind")


def plain(symbol):
    """__fprintf_chk is fprintf."""
    return re.sub("^__", "", re.sub("_chk$", "", symbol)) if symbol != "__stack_chk_fail" else "stack_chk_fail"


def table(faults):
    """{symbol: (kinds that a run may end by, kinds that it bears)}"""
    rows = [line.partition(" but ") for line in faults.strip().replace("\n ", " ").splitlines()]
    return {row[0].split()[0]: (row[0].split()[1:], row[2].split()) for row in rows}


KINDS, KINDS_BELOW = table(FAULTS), table(BELOW)

# The highest bit of the place of a call that libcurl makes.
OF_CURL = 1 << 63


def kinds_of(call):
    """(kinds that a run may end by, kinds that it bears)"""
    return (KINDS_BELOW if is_below(call.site) else KINDS)[plain(call.symbol)]


def symbols():
    """Of libpq, libcurl and libc, as the program has them."""
    said = subprocess.run(["nm", "-D", "--undefined-only", PROGRAM], check=True, capture_output=True, text=True).stdout
    names = [line.split()[-1] for line in said.splitlines()]
    return sorted({plain(name.partition("@")[0]) for name in names
                   if re.match("(PQ|curl_)", name) or "@GLIBC_" in name})


def unlisted():
    """Symbols that nobody has thought about."""
    known = set(KINDS) | {name for names in (*NONE.values(), COUNTERS) for name in names.split()}
    return [name for name in symbols() if name not in known and name.strip("_") not in {n.strip("_") for n in known}]


def environment(log, faults=()):
    words = ";".join(f"{f.call.symbol} {f.call.site} {f.call.number} {f.kind}" for f in faults)
    return {"LD_PRELOAD": str(SHIM), "FAULTS_LOG": str(log), "FAULTS_AT": words}


def calls(log, what="call", of=""):
    """What the shim wrote, in order, of the symbols that begin so."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    words = [line.split(" ", 4) for line in lines if line.startswith(f"{what} {of}")]
    return [Call(w[1], w[2], int(w[3]), w[4] if len(w) > 4 else "") for w in words]


def without_counters(found):
    """Those of the program's own: what counts its lines is called by nobody else."""
    where = places({call.site for call in found}) if COUNTS else {}
    return [call for call in found if not where.get(call.site, "etl/").startswith("?")]


def place_of(site):
    """A site without its statement."""
    return site.partition("/")[0]


def name_of(call):
    """Its symbol, for people."""
    return ("libcurl's " if is_below(call.site) else "") + plain(call.symbol)


def is_below(site):
    """Whether libcurl calls, not the program."""
    return int(place_of(site), 16) & OF_CURL != 0


def places(sites):
    """{site: "etl/db/session.c:122 (stage_insert)"}, from the line numbers of the program; libc's inlined shells are
    passed by."""
    found = {}
    for at in {place_of(site) for site in sites}:
        if is_below(at):
            found[at] = f"libcurl:{int(at, 16) ^ OF_CURL:x}"
            continue
        said = subprocess.run(["addr2line", "-i", "-e", PROGRAM, hex(int(at, 16) - 1)], check=True,
                              capture_output=True, text=True).stdout
        ours = [line for line in said.splitlines() if "/etl/" in line] or ["?"]
        found[at] = re.sub(r"^.*/(etl)/", r"\1/", ours[0].split(" ")[0])
    return {site: found[place_of(site)] + ("" if site.endswith("/-") else f" ({site.partition('/')[2]})")
            for site in sites}
