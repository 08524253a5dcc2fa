/*
 * The programs, and how each tells from its arguments whether it stays in the foreground. Java
 * reads the arguments again and in earnest; here only that one question matters, but it must be
 * answered with the same getopt tables, so that "-LF", "--for" and "-p -F" are understood alike.
 */
#include "launcher.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

/* Long options that end at once. */
enum { ENDS = '!' };

/* Whether a word that getopt does not know is a long option of our own, perhaps shortened. */
static bool is_ours(const char *word, const char *const *ours) {
    if (strncmp(word, "--", 2) != 0) {
        return false;
    }
    size_t length = strcspn(word + 2, "=");
    for (; *ours != NULL; ours++) {
        if (strncmp(word + 2, *ours, length) == 0) {
            return true;
        }
    }
    return false;
}

/*
 * Asks getopt about a copy of the arguments, because it reorders them. Our own long options are not
 * in its table: there they would make nfs-utils' names ambiguous that were not before.
 */
static bool has_option(int argc, char **argv, const char *shorts, const struct option *longs,
                       const char *const *ours, const char *wanted) {
    char **copy = calloc((size_t)argc + 1, sizeof *copy);
    if (copy == NULL) {
        fail("out of memory");
    }
    memcpy(copy, argv, (size_t)argc * sizeof *copy);
    opterr = 0;
    bool found = false;
    for (int c; !found && (c = getopt_long(argc, copy, shorts, longs, NULL)) != -1;) {
        /* '?' stands for what is not understood */
        found = strchr(wanted, c) != NULL && !(c == '?' && is_ours(copy[optind - 1], ours));
    }
    free(copy);
    return found;
}

static bool statd_stays(int argc, char **argv) {
    static const struct option longs[] = {
        {"foreground", no_argument, NULL, 'F'},
        {"no-syslog", no_argument, NULL, 'd'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},
        {"outgoing-port", required_argument, NULL, 'o'},
        {"port", required_argument, NULL, 'p'},
        {"name", required_argument, NULL, 'n'},
        {"state-directory-path", required_argument, NULL, 'P'},
        {"notify-mode", no_argument, NULL, 'N'},
        {"ha-callout", required_argument, NULL, 'H'},
        {"no-notify", no_argument, NULL, 'L'},
        {"nlm-port", required_argument, NULL, 'T'},
        {"nlm-udp-port", required_argument, NULL, 'U'},
        {NULL, 0, NULL, 0},
    };
    static const char *const ours[] = {
        "strict", "rpcbind", "callout-timeout", "callback-timeout", NULL,
    };
    return has_option(argc, argv, "h?vVFNH:dn:p:o:P:LT:U:", longs, ours, "FNhvV?");
}

static bool sm_notify_stays(int argc, char **argv) {
    static const struct option longs[] = {
        {"help", no_argument, NULL, ENDS},
        {"version", no_argument, NULL, ENDS},
        {NULL, 0, NULL, 0},
    };
    static const char *const ours[] = {"strict", "announce-address", "wait-for-addr", NULL};
    return has_option(argc, argv, "dm:np:v:P:f", longs, ours, "d?!");
}

static bool always_stays(int argc, char **argv) {
    (void)argc, (void)argv;
    return true;
}

static bool lockd_stays(int argc, char **argv) {
    static const struct option longs[] = {
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},
        {"foreground", no_argument, NULL, 'F'},
        {"debug", no_argument, NULL, 'd'},
        {"state-directory-path", required_argument, NULL, 'P'},
        {"port", required_argument, NULL, 'p'},
        {"ha-callout", required_argument, NULL, 'H'},
        {NULL, 0, NULL, 0},
    };
    static const char *const ours[] = {
        "no-syslog", "udp-port", "tcp-port", "rpcbind", "privileged-ports-only", "hpux-zero-cookie", "opaque-handles",
        "manage-gids", "nfs-port", "mountd-port", "nfs-min-version", "nfs-max-version",
        "access-log", "access-log-size", "access-log-files", "access-log-export",
        "handle-mask", "file-system-bytes", "allow", "export", "grace", "no-grace", "journal",
        "reclaim", "monitor",
        "monitor-name", "identity", "alias", "grant-ack-timeout", "idle-unmonitor",
        "locks-per-client", "waiters-per-client", "shares-per-client", "locks",
        "ha-callout-protocol", "callout-timeout", "control-socket", "metrics", NULL,
    };
    return has_option(argc, argv, "hvFdP:p:H:", longs, ours, "Fhv?");
}

const struct program *program_named(const char *name) {
    /* Quick to start: the quick compiler, and what runs once at start stays interpreted. */
    static const char *const small[] = {
        "-Xms6m", "-Xmx48m", "-Xmn2m", "-XX:TieredStopAtLevel=1",
        "-XX:CompileThresholdScaling=5", "-XX:ReservedCodeCacheSize=16m", NULL,
    };
    /* Quick to answer: millions of locks at 300 bytes, and both compilers. Its heap holds little
       more than what is held; growing it in small steps costs collections while many locks come. */
    static const char *const large[] = {
        "-Xms32m", "-Xmx2g", "-Xmn16m", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=30",
        "-XX:ReservedCodeCacheSize=48m", NULL,
    };
    static const struct program programs[] = {
        {"rpc.statd", "org/relock/statd/StatdMain", small, statd_stays, false},
        {"sm-notify", "org/relock/smnotify/SmNotifyMain", small, sm_notify_stays, false},
        {"rpc.lockd", "org/relock/lockd/LockdMain", large, lockd_stays, true},
        {"lockctl", "org/relock/lockd/lockctl/LockctlMain", small, always_stays, false},
    };
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        if (strcmp(programs[i].name, name) == 0) {
            return &programs[i];
        }
    }
    return NULL;
}
