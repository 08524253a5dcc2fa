/*
 * What has to be settled while this is still an ordinary process with one thread: what we inherit,
 * and whether somebody waits for us to be ready.
 */
#include "launcher.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STANDARD_STREAMS = 3 };

/*
 * Closes what the caller left open. mount's helper start-statd holds a lock on descriptor 9 when it
 * starts us; a daemon that kept it would hang the next mount.
 */
static void close_inherited(void) {
    if (close_range(STANDARD_STREAMS, ~0U, 0) == 0) {
        return;
    }
    DIR *open_files = opendir("/proc/self/fd"); /* a kernel before 5.9 */
    if (open_files == NULL) {
        return;
    }
    for (struct dirent *entry; (entry = readdir(open_files)) != NULL;) {
        int fd = atoi(entry->d_name);
        if (fd >= STANDARD_STREAMS && fd != dirfd(open_files)) {
            close(fd);
        }
    }
    closedir(open_files);
}

/* A file opened later must never become standard output by accident. */
static void have_standard_streams(void) {
    for (int fd = 0; fd < STANDARD_STREAMS; fd++) {
        if (fcntl(fd, F_GETFD) == -1 && errno == EBADF && open("/dev/null", O_RDWR) != fd) {
            fail("cannot open /dev/null");
        }
    }
}

/*
 * A caller may have blocked or ignored signals. HUP and INT stay ignored if they are (nohup); what
 * ends us or tells us of children must arrive; a peer that closes a socket must not kill us.
 */
static void reset_signals(void) {
    static const int to_default[] = {SIGTERM, SIGCHLD, SIGUSR1, SIGUSR2, SIGALRM};
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (size_t i = 0; i < sizeof to_default / sizeof *to_default; i++) {
        signal(to_default[i], SIG_DFL);
    }
    signal(SIGPIPE, SIG_IGN);
}

void settle_process(void) {
    have_standard_streams();
    close_inherited();
    reset_signals();
}

/* Waits until the child is ready, and ends with 0, or has ended, and ends as it did. */
static noreturn void wait_for(pid_t child, int ready) {
    char byte;
    ssize_t got;
    do {
        got = read(ready, &byte, 1);
    } while (got == -1 && errno == EINTR);
    if (got == 1) {
        _exit(0);
    }
    int status;
    while (waitpid(child, &status, 0) == -1) {
        if (errno != EINTR) {
            _exit(1);
        }
    }
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

/*
 * Returns in the child, with the descriptor on which it is to say a zero byte when it serves. Must
 * happen before the Java machine starts its threads: fork copies only one.
 */
int fork_to_background(void) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        fail("cannot make a pipe");
    }
    pid_t child = fork();
    if (child == -1) {
        fail("cannot fork");
    }
    if (child != 0) {
        close(ends[1]);
        wait_for(child, ends[0]);
    }
    close(ends[0]);
    setsid();
    return ends[1];
}
