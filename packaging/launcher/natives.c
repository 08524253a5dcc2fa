/*
 * The native methods of state.os.Libc, state.names.LibC, state.os.SystemCalls and
 * state.os.LauncherCalls. Those of the first three are the C library's functions of the same
 * names; errno is kept per thread, because the Java machine makes calls of its own between two of
 * ours.
 */
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <netdb.h>
#include <pwd.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static _Thread_local int last_errno;

/* Written by the handler, read by the thread that waits for signals. */
static int signal_pipe[2] = {-1, -1};

static long kept(long result) {
    last_errno = errno;
    return result;
}

static void *bytes_of(JNIEnv *env, jbyteArray array) {
    return array == NULL ? NULL : (*env)->GetByteArrayElements(env, array, NULL);
}

/* Gives the bytes back, with what C wrote into them; leaves errno alone. */
static void release(JNIEnv *env, jbyteArray array, void *bytes) {
    if (bytes != NULL) {
        int saved = errno;
        (*env)->ReleaseByteArrayElements(env, array, bytes, 0);
        errno = saved;
    }
}

#define METHOD(type, name, ...) static type name(JNIEnv *env, jclass self, __VA_ARGS__)
#define UNUSED (void)env, (void)self

METHOD(jint, c_prctl, jint option, jlong two, jlong three, jlong four, jlong five) {
    UNUSED;
    return (jint)kept(prctl(option, two, three, four, five));
}

METHOD(jint, c_capset, jbyteArray header, jbyteArray data) {
    UNUSED;
    void *h = bytes_of(env, header), *d = bytes_of(env, data);
    long result = syscall(SYS_capset, h, d);
    release(env, data, d);
    release(env, header, h);
    return (jint)kept(result);
}

METHOD(jint, c_setgroups, jlong count, jbyteArray groups) {
    UNUSED;
    void *g = bytes_of(env, groups);
    long result = setgroups((size_t)count, g);
    release(env, groups, g);
    return (jint)kept(result);
}

METHOD(jint, c_setgid, jint gid) {
    UNUSED;
    return (jint)kept(setgid((gid_t)gid));
}

METHOD(jint, c_setuid, jint uid) {
    UNUSED;
    return (jint)kept(setuid((uid_t)uid));
}

static jint c_geteuid(JNIEnv *env, jclass self) {
    UNUSED;
    return (jint)geteuid();
}

METHOD(jint, c_umask, jint mask) {
    UNUSED;
    return (jint)umask((mode_t)mask);
}

METHOD(jint, c_chdir, jbyteArray path) {
    UNUSED;
    char *p = bytes_of(env, path);
    long result = chdir(p);
    release(env, path, p);
    return (jint)kept(result);
}

METHOD(jint, c_open, jbyteArray path, jint flags, jint mode) {
    UNUSED;
    char *p = bytes_of(env, path);
    long result = open(p, flags, mode);
    release(env, path, p);
    return (jint)kept(result);
}

METHOD(jint, c_dup2, jint from, jint to) {
    UNUSED;
    return (jint)kept(dup2(from, to));
}

METHOD(jint, c_flock, jint fd, jint operation) {
    UNUSED;
    return (jint)kept(flock(fd, operation));
}

METHOD(jint, c_close, jint fd) {
    UNUSED;
    return (jint)kept(close(fd));
}

METHOD(jint, c_kill, jint pid, jint signal) {
    UNUSED;
    return (jint)kept(kill(pid, signal));
}

METHOD(jlong, c_write, jint fd, jbyteArray bytes, jlong count) {
    UNUSED;
    void *b = bytes_of(env, bytes);
    long result = write(fd, b, (size_t)count);
    release(env, bytes, b);
    return kept(result);
}

METHOD(jint, c_socket, jint domain, jint type, jint protocol) {
    UNUSED;
    return (jint)kept(socket(domain, type, protocol));
}

METHOD(jint, c_connect, jint fd, jbyteArray address, jint length) {
    UNUSED;
    void *a = bytes_of(env, address);
    long result = connect(fd, a, (socklen_t)length);
    release(env, address, a);
    return (jint)kept(result);
}

METHOD(jlong, c_send, jint fd, jbyteArray bytes, jlong count, jint flags) {
    UNUSED;
    void *b = bytes_of(env, bytes);
    long result = send(fd, b, (size_t)count, flags);
    release(env, bytes, b);
    return kept(result);
}

METHOD(jlong, c_localtime_r, jbyteArray time, jbyteArray tm) {
    UNUSED;
    void *from = bytes_of(env, time), *to = bytes_of(env, tm);
    long result = (long)(intptr_t)localtime_r(from, to);
    release(env, tm, to);
    release(env, time, from);
    return kept(result);
}

METHOD(jint, c_getaddrinfo, jbyteArray node, jbyteArray service, jbyteArray hints,
       jbyteArray result) {
    UNUSED;
    void *n = bytes_of(env, node), *s = bytes_of(env, service), *h = bytes_of(env, hints);
    struct addrinfo *list = NULL;
    int error = getaddrinfo(n, s, h, &list);
    (*env)->SetByteArrayRegion(env, result, 0, sizeof list, (const jbyte *)&list);
    release(env, hints, h);
    release(env, service, s);
    release(env, node, n);
    return error;
}

METHOD(void, c_freeaddrinfo, jlong list) {
    UNUSED;
    freeaddrinfo((struct addrinfo *)(intptr_t)list);
}

METHOD(jint, c_getnameinfo, jbyteArray address, jint length, jbyteArray host, jint host_length,
       jbyteArray service, jint service_length, jint flags) {
    UNUSED;
    void *a = bytes_of(env, address), *h = bytes_of(env, host), *s = bytes_of(env, service);
    int error = getnameinfo(a, (socklen_t)length, h, (socklen_t)host_length, s,
                            (socklen_t)service_length, flags);
    release(env, service, s);
    release(env, host, h);
    release(env, address, a);
    return error;
}

METHOD(jint, c_getpwuid_r, jint uid, jlong entry, jlong buffer, jlong size, jbyteArray result) {
    UNUSED;
    struct passwd *found = NULL;
    int error = getpwuid_r((uid_t)uid, (struct passwd *)(intptr_t)entry, (char *)(intptr_t)buffer,
                           (size_t)size, &found);
    (*env)->SetByteArrayRegion(env, result, 0, sizeof found, (const jbyte *)&found);
    return error;
}

METHOD(jint, c_getgrouplist, jlong user, jint group, jlong groups, jbyteArray count) {
    UNUSED;
    int number;
    (*env)->GetByteArrayRegion(env, count, 0, sizeof number, (jbyte *)&number);
    int result = getgrouplist((const char *)(intptr_t)user, (gid_t)group,
                              (gid_t *)(intptr_t)groups, &number);
    (*env)->SetByteArrayRegion(env, count, 0, sizeof number, (const jbyte *)&number);
    return result;
}

METHOD(jlong, c_malloc, jlong size) {
    UNUSED;
    return (jlong)(intptr_t)malloc((size_t)size);
}

METHOD(void, c_free, jlong memory) {
    UNUSED;
    free((void *)(intptr_t)memory);
}

METHOD(jlong, c_strnlen, jlong text, jlong limit) {
    UNUSED;
    return (jlong)strnlen((const char *)(intptr_t)text, (size_t)limit);
}

METHOD(jlong, c_memcpy, jbyteArray to, jlong from, jlong count) {
    UNUSED;
    (*env)->SetByteArrayRegion(env, to, 0, (jsize)count, (const jbyte *)(intptr_t)from);
    return 0;
}

METHOD(jlong, c_syscall, jlong number, jlong a, jlong b, jlong c, jlong d, jlong e, jlong f) {
    UNUSED;
    return kept(syscall(number, a, b, c, d, e, f));
}

static jint launcher_errno(JNIEnv *env, jclass self) {
    UNUSED;
    return last_errno;
}

static void tell(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    ssize_t ignored = write(signal_pipe[1], &byte, 1); /* full: the same signals wait already */
    (void)ignored;
    errno = saved;
}

static jint act(int number, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigfillset(&action.sa_mask);
    return sigaction(number, &action, NULL);
}

METHOD(jint, launcher_watch, jint number) {
    UNUSED;
    if (signal_pipe[0] == -1
            && (pipe2(signal_pipe, O_CLOEXEC) != 0
                || fcntl(signal_pipe[1], F_SETFL, O_NONBLOCK) != 0)) {
        return -1;
    }
    return act(number, tell);
}

METHOD(jint, launcher_ignore, jint number) {
    UNUSED;
    return act(number, SIG_IGN);
}

static jint launcher_next_signal(JNIEnv *env, jclass self) {
    UNUSED;
    unsigned char byte;
    ssize_t got;
    do {
        got = read(signal_pipe[0], &byte, 1);
    } while (got == -1 && errno == EINTR);
    return got == 1 ? byte : -1;
}

METHOD(jlong, launcher_address_of, jobject direct) {
    UNUSED;
    return (jlong)(intptr_t)(*env)->GetDirectBufferAddress(env, direct);
}

static void bind_class(JNIEnv *env, const char *class_name, const JNINativeMethod *methods,
                       jint count) {
    jclass type = (*env)->FindClass(env, class_name);
    if (type == NULL || (*env)->RegisterNatives(env, type, methods, count) != 0) {
        (*env)->ExceptionDescribe(env);
        fail("cannot bind the native methods of %s", class_name);
    }
    (*env)->DeleteLocalRef(env, type);
}

#define BIND(name, signature, function) {(char *)name, (char *)signature, (void *)function}
#define COUNT(array) (jint)(sizeof array / sizeof *array)

void bind_natives(JNIEnv *env) {
    static const JNINativeMethod libc[] = {
        BIND("prctl", "(IJJJJ)I", c_prctl),
        BIND("capset", "([B[B)I", c_capset),
        BIND("setgroups", "(J[B)I", c_setgroups),
        BIND("setgid", "(I)I", c_setgid),
        BIND("setuid", "(I)I", c_setuid),
        BIND("geteuid", "()I", c_geteuid),
        BIND("umask", "(I)I", c_umask),
        BIND("chdir", "([B)I", c_chdir),
        BIND("open", "([BII)I", c_open),
        BIND("dup2", "(II)I", c_dup2),
        BIND("flock", "(II)I", c_flock),
        BIND("close", "(I)I", c_close),
        BIND("kill", "(II)I", c_kill),
        BIND("write", "(I[BJ)J", c_write),
        BIND("socket", "(III)I", c_socket),
        BIND("connect", "(I[BI)I", c_connect),
        BIND("send", "(I[BJI)J", c_send),
        BIND("localtime_r", "([B[B)J", c_localtime_r),
    };
    static const JNINativeMethod names[] = {
        BIND("getaddrinfo", "([B[B[B[B)I", c_getaddrinfo),
        BIND("freeaddrinfo", "(J)V", c_freeaddrinfo),
        BIND("getnameinfo", "([BI[BI[BII)I", c_getnameinfo),
        BIND("getpwuid_r", "(IJJJ[B)I", c_getpwuid_r),
        BIND("getgrouplist", "(JIJ[B)I", c_getgrouplist),
        BIND("malloc", "(J)J", c_malloc),
        BIND("free", "(J)V", c_free),
        BIND("strnlen", "(JJ)J", c_strnlen),
        BIND("memcpy", "([BJJ)J", c_memcpy),
    };
    static const JNINativeMethod launcher[] = {
        BIND("errno", "()I", launcher_errno),
        BIND("watch", "(I)I", launcher_watch),
        BIND("ignore", "(I)I", launcher_ignore),
        BIND("nextSignal", "()I", launcher_next_signal),
        BIND("addressOf", "(Ljava/nio/ByteBuffer;)J", launcher_address_of),
    };
    static const JNINativeMethod calls[] = {
        BIND("syscall", "(JJJJJJJ)J", c_syscall),
    };
    bind_class(env, "org/relock/state/os/Libc", libc, COUNT(libc));
    bind_class(env, "org/relock/state/names/LibC", names, COUNT(names));
    bind_class(env, "org/relock/state/os/LauncherCalls", launcher, COUNT(launcher));
    bind_class(env, "org/relock/state/os/SystemCalls", calls, COUNT(calls));
}
