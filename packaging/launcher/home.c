/*
 * Where our jars are and which Java machine to use. Neither depends on the environment or the
 * working directory: mount starts us with an empty one.
 */
#include "launcher.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OLDEST_JAVA = 17 };

static bool join(char path[PATH_MAX], const char *directory, const char *name) {
    int length = snprintf(path, PATH_MAX, "%s/%s", directory, name);
    return length > 0 && length < PATH_MAX;
}

/* Reads a small text file; NULL if there is none. */
static char *read_text(const char *directory, const char *name) {
    char path[PATH_MAX];
    FILE *file = join(path, directory, name) ? fopen(path, "re") : NULL;
    if (file == NULL) {
        return NULL;
    }
    char *text = calloc(1, BUFSIZ);
    if (text != NULL && fread(text, 1, BUFSIZ - 1, file) == 0) {
        text[0] = '\0';
    }
    fclose(file);
    return text;
}

/* The directory is the one with the file "classpath": ../lib/relock or ../lib beside the program. */
void find_library_directory(const char *exe, char directory[PATH_MAX]) {
    static const char *const places[] = {"lib/relock", "lib"};
    char up[PATH_MAX], marker[PATH_MAX];
    snprintf(up, sizeof up, "%s", exe);
    for (int level = 0; level < 2; level++) {
        char *slash = strrchr(up, '/');
        *(slash == NULL ? up : slash) = '\0';
    }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (join(directory, up, places[i]) && join(marker, directory, "classpath")
                && access(marker, R_OK) == 0) {
            return;
        }
    }
    fail("found neither %s/lib/relock/classpath nor %s/lib/classpath", up, up);
}

/* Appends the names in a text, one a line, as files in a directory, and frees the text. */
static char *append_names(char *path, const char *directory, char *names) {
    if (names == NULL) {
        return path;
    }
    for (char *name = strtok(names, "\n"); name != NULL; name = strtok(NULL, "\n")) {
        char *longer;
        const char *separator = path[strlen(path) - 1] == '=' ? "" : ":";
        if (asprintf(&longer, "%s%s%s/%s", path, separator, directory, name) < 0) {
            fail("out of memory");
        }
        free(path);
        path = longer;
    }
    free(names);
    return path;
}

/*
 * Makes the names in the file "classpath" into the JVM's option, and after them those in the file
 * "PROGRAM.classpath", if there is one: what one program alone needs should not slow the others.
 */
char *class_path(const char *library_directory, const char *program) {
    char *names = read_text(library_directory, "classpath"), *own;
    if (names == NULL) {
        fail("cannot read %s/classpath", library_directory);
    }
    char *path = strdup("-Djava.class.path=");
    if (path == NULL || asprintf(&own, "%s.classpath", program) < 0) {
        fail("out of memory");
    }
    path = append_names(path, library_directory, names);
    path = append_names(path, library_directory, read_text(library_directory, own));
    free(own);
    return path;
}

/* Takes the Java in this home if it is new enough. */
static bool take_java(const char *home, struct java *java) {
    static const char key[] = "JAVA_VERSION=\"";
    java->release[0] = '\0';
    if (home == NULL || home[0] != '/' || !join(java->libjvm, home, "lib/server/libjvm.so")
            || access(java->libjvm, R_OK) != 0) {
        return false;
    }
    char *text = read_text(home, "release");
    char *value = text == NULL ? NULL : strstr(text, key);
    if (value != NULL) {
        value += strlen(key);
        value[strcspn(value, "\"\n")] = '\0';
        snprintf(java->release, sizeof java->release, "%s", value);
    }
    free(text);
    return atoi(java->release) >= OLDEST_JAVA;
}

/* Takes the newest Java below /usr/lib/jvm. */
static bool take_newest(struct java *java) {
    static const char root[] = "/usr/lib/jvm";
    DIR *homes = opendir(root);
    struct java candidate, newest = {"", ""};
    for (struct dirent *entry; homes != NULL && (entry = readdir(homes)) != NULL;) {
        char home[PATH_MAX];
        if (entry->d_name[0] != '.' && join(home, root, entry->d_name)
                && take_java(home, &candidate)
                && strverscmp(candidate.release, newest.release) > 0) {
            newest = candidate;
        }
    }
    if (homes != NULL) {
        closedir(homes);
    }
    *java = newest;
    return newest.release[0] != '\0';
}

/*
 * RELOCK_JAVA_HOME, then the home that our files were built with, then JAVA_HOME, then any.
 * JAVA_HOME comes late because a daemon should not change its Java with root's login shell.
 */
void find_java(const char *library_directory, struct java *java) {
    const char *wish = getenv("RELOCK_JAVA_HOME");
    if (wish != NULL && wish[0] != '\0') {
        if (take_java(wish, java)) {
            return;
        }
        fail("RELOCK_JAVA_HOME=%s holds no Java of release %d or later", wish, OLDEST_JAVA);
    }
    char *built_with = read_text(library_directory, "java.home");
    if (built_with != NULL) {
        built_with[strcspn(built_with, "\n")] = '\0';
    }
    bool found = take_java(built_with, java) || take_java(getenv("JAVA_HOME"), java)
            || take_newest(java);
    free(built_with);
    if (!found) {
        fail("no Java of release %d or later below /usr/lib/jvm; RELOCK_JAVA_HOME may name one",
             OLDEST_JAVA);
    }
}
