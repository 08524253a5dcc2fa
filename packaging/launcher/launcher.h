/* What the launcher's files share. Each file says one thing; see launcher.c for the whole. */
#ifndef RELOCK_LAUNCHER_H
#define RELOCK_LAUNCHER_H

#include <jni.h>
#include <limits.h>
#include <stdbool.h>
#include <stdnoreturn.h>

/* A program that this launcher can be, by the name of its file. */
struct program {
    const char *name;
    const char *main_class; /* with slashes, as JNI wants it */
    const char *const *java_options; /* ends with NULL */
    bool (*stays_in_foreground)(int argc, char **argv);
    bool gives_memory_back; /* what its compilers needed for a while, tens of megabytes */
};

/* A Java machine: its library, and its release as in "17.0.15". */
struct java {
    char libjvm[PATH_MAX];
    char release[32];
};

/* Says what is wrong on standard error, after the program's name, and exits with status 1. */
noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* programs.c */
const struct program *program_named(const char *name);

/* process.c */
void settle_process(void);
int fork_to_background(void);

/* home.c */
void find_library_directory(const char *exe, char directory[PATH_MAX]);
void find_java(const char *library_directory, struct java *java);
char *class_path(const char *library_directory, const char *program);

/* natives.c */
void bind_natives(JNIEnv *env);

#endif
