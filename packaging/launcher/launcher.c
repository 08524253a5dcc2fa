/*
 * Starts one of Relock's programs inside a Java machine in this very process.
 *
 * Cluster software, init scripts and administrators know rpc.statd and sm-notify by their file,
 * their comm and their arguments (pidof, pgrep, killall with a path, /proc/PID/cmdline). A script
 * that runs "java ..." has none of the three. This launcher is copied under each program's name, a
 * file of its own for each, and so all three are right.
 *
 * In order: settle what we inherited (process.c); fork, if the program is to be a daemon, before
 * there are threads; find our jars and a Java machine (home.c); create it; bind the native methods
 * of state.os (natives.c); call main on the first thread, which is the one whose capabilities and
 * name the world sees as the process's.
 */
#include "launcher.h"

#include <dlfcn.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OPTION_LIMIT = 64 };

static const char *ident = "relock";

static JavaVMOption options[OPTION_LIMIT];
static int option_count;

noreturn void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s: ", ident);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

static void option(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void option(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (option_count == OPTION_LIMIT
            || vasprintf(&options[option_count++].optionString, format, arguments) < 0) {
        fail("too many Java options");
    }
    va_end(arguments);
}

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static const struct program *find_program(const char *exe) {
    const struct program *program = program_named(last_part(exe));
    if (program == NULL) {
        program = program_named(ident);
    }
    if (program == NULL) {
        fail("this file must be called rpc.statd, sm-notify, rpc.lockd or lockctl");
    }
    return program;
}

/* Uses the archive of loaded classes made for this program and this Java, if there is one. */
static void archive_option(const char *library_directory, const char *release,
                           const char *program) {
    static const char *const kinds[][2] = {
        {"aot", "-XX:AOTCache="},
        {"jsa", "-XX:SharedArchiveFile="},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *suffix = kinds[i][0];
        char *path;
        if (asprintf(&path, "%s/java-%s/%s.%s", library_directory, release, program, suffix) < 0) {
            fail("out of memory");
        }
        bool there = access(path, R_OK) == 0;
        if (there) {
            option("%s%s", kinds[i][1], path);
        }
        free(path);
        if (there) {
            return;
        }
    }
}

/* Whatever RELOCK_JAVA_OPTIONS says, words parted by blanks; it comes last and so it wins. */
static void options_from_environment(bool *archive_wanted) {
    const char *words = getenv("RELOCK_JAVA_OPTIONS");
    char *copy = words == NULL ? NULL : strdup(words);
    for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " ")) {
        /* The builder's own training runs bring their own archive options. */
        if (strstr(word, "Archive") != NULL || strstr(word, "AOT") != NULL
                || strstr(word, "share") != NULL || strstr(word, "Loaded") != NULL) {
            *archive_wanted = false;
        }
        option("%s", word);
    }
}

/* Whether a Java of this release knows how to give back what its own C code has freed. */
static bool can_trim(const char *release) {
    int major = atoi(release);
    const char *first = major == 17 ? "17.0.9" : major == 21 ? "21.0.1" : "22";
    return major == 17 || major >= 21 ? strverscmp(release, first) >= 0 : false;
}

static void collect_options(const struct program *program, const char *library_directory,
                            const struct java *java, int ready) {
    /* Small: one collector thread, short stacks. */
    option("-XX:+UseSerialGC");
    option("-Xss256k");
    for (const char *const *own = program->java_options; *own != NULL; own++) {
        option("%s", *own);
    }
    if (program->gives_memory_back && can_trim(java->release)) {
        option("-XX:TrimNativeHeapInterval=10000");
    }
    option("-XX:-UsePerfData"); /* no files below /tmp */
    /* The archive stays where it was made for: a quarter fewer page faults, 6 MB less of our own. */
    option("-XX:+UnlockDiagnosticVMOptions");
    option("-XX:ArchiveRelocationMode=0");
    /* All that comes from outside is bounded, so this is a bug of ours or a heap set too small. A
       daemon that has lost the thread it happened to would go on holding its port and answer
       nobody; one that ends is started anew, and everything it has promised is on disk. Threads and
       buffers that the system refuses are no such end: those errors are caught where they occur. */
    option("-XX:+ExitOnOutOfMemoryError");
    option("-XX:+ErrorFileToStderr"); /* a crash must not write into the state directory */
    option("-Xlog:disable"); /* nothing of the Java machine's own on standard output */
    option("-Dslf4j.provider=org.relock.state.log.LogProvider");
    option("-Dslf4j.internal.verbosity=WARN");
    option("-Drelock.natives=launcher");
    option("-Drelock.program=%s", ident);
#ifdef RELOCK_VERSION /* else our jars are asked, which takes longer */
    option("-Drelock.version=%s", RELOCK_VERSION);
#endif
    if (ready >= 0) {
        option("-Drelock.ready.fd=%d", ready);
    }
    options[option_count++].optionString = class_path(library_directory, program->name);
    bool archive_wanted = true;
    options_from_environment(&archive_wanted);
    if (archive_wanted) {
        archive_option(library_directory, java->release, program->name);
    }
}

static JNIEnv *start_java(const char *libjvm, JavaVM **vm) {
    void *library = dlopen(libjvm, RTLD_NOW | RTLD_GLOBAL);
    if (library == NULL) {
        fail("%s", dlerror());
    }
    jint (*create)(JavaVM **, void **, void *);
    *(void **)&create = dlsym(library, "JNI_CreateJavaVM");
    if (create == NULL) {
        fail("%s", dlerror());
    }
    /* Options meant for other Java programs. */
    unsetenv("JAVA_TOOL_OPTIONS");
    unsetenv("_JAVA_OPTIONS");
    /* By default the Java machine takes USR2 for itself, which is rpc.statd's "debug off". */
    setenv("_JAVA_SR_SIGNUM", "39", 1);
    /* It asks the locale how file names are spelt, and would not open /srv/\303\244 in locale C. */
    const char *locale = getenv("LC_ALL");
    char *own_locale = locale == NULL ? NULL : strdup(locale);
    setenv("LC_ALL", "C.UTF-8", 1);
    JavaVMInitArgs arguments = {
        .version = JNI_VERSION_10,
        .nOptions = option_count,
        .options = options,
        .ignoreUnrecognized = JNI_FALSE,
    };
    JNIEnv *env;
    if (create(vm, (void **)&env, &arguments) != JNI_OK) {
        fail("cannot start the Java machine %s", libjvm);
    }
    /* The programs that we start find the environment as we found it. */
    unsetenv("_JAVA_SR_SIGNUM");
    if (own_locale == NULL) {
        unsetenv("LC_ALL");
    } else {
        setenv("LC_ALL", own_locale, 1);
        free(own_locale);
    }
    return env;
}

/* Makes a Java string of UTF-8 bytes, or returns NULL with an exception waiting. */
static jstring java_string(JNIEnv *env, jclass string, const char *text) {
    jsize length = (jsize)strlen(text);
    jbyteArray bytes = (*env)->NewByteArray(env, length);
    jmethodID make = (*env)->GetMethodID(env, string, "<init>", "([B)V");
    if (bytes == NULL || make == NULL) {
        return NULL;
    }
    (*env)->SetByteArrayRegion(env, bytes, 0, length, (const jbyte *)text);
    jstring made = (*env)->NewObject(env, string, make, bytes);
    (*env)->DeleteLocalRef(env, bytes);
    return made;
}

/* Calls main with the arguments after the program's name; returns the status to end with. */
static int call_main(JNIEnv *env, const char *main_class, int argc, char **argv) {
    jclass type = (*env)->FindClass(env, main_class);
    jmethodID main_method = type == NULL
            ? NULL : (*env)->GetStaticMethodID(env, type, "main", "([Ljava/lang/String;)V");
    jclass string = main_method == NULL ? NULL : (*env)->FindClass(env, "java/lang/String");
    jobjectArray arguments = string == NULL
            ? NULL : (*env)->NewObjectArray(env, argc > 0 ? argc - 1 : 0, string, NULL);
    for (int i = 1; i < argc && !(*env)->ExceptionCheck(env); i++) {
        jstring argument = java_string(env, string, argv[i]);
        (*env)->SetObjectArrayElement(env, arguments, i - 1, argument);
        (*env)->DeleteLocalRef(env, argument);
    }
    if (!(*env)->ExceptionCheck(env)) {
        (*env)->CallStaticVoidMethod(env, type, main_method, arguments);
    }
    if ((*env)->ExceptionCheck(env)) {
        (*env)->ExceptionDescribe(env);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc > 0) {
        ident = last_part(argv[0]);
    }
    settle_process();
    char exe[PATH_MAX] = "";
    ssize_t length = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (length <= 0) {
        fail("cannot read /proc/self/exe");
    }
    const struct program *program = find_program(exe);
    char library_directory[PATH_MAX];
    struct java java;
    find_library_directory(exe, library_directory);
    find_java(library_directory, &java);
    int ready = program->stays_in_foreground(argc, argv) ? -1 : fork_to_background();
    mallopt(M_ARENA_MAX, 1);
    collect_options(program, library_directory, &java, ready);
    JavaVM *vm;
    JNIEnv *env = start_java(java.libjvm, &vm);
    bind_natives(env);
    int status = call_main(env, program->main_class, argc, argv);
    /* Waits for the program's other threads, as the java command does. */
    (*vm)->DestroyJavaVM(vm);
    return status;
}
