package org.relock.tests.tidy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Java source file.
 *
 * @param path below the top of the project
 * @param text as it stands in the file
 * @param code the same with every comment and every literal's contents blanked out, line for line
 */
record JavaSource(Path path, String text, String code) {

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?([\\w.]+)(?:\\.\\*)?;");
    private static final Pattern OURS = Pattern.compile("\\borg\\.relock(?:\\.\\w+)+");

    /** What to blank out: text blocks, strings, characters, comments. */
    private static final Pattern NO_CODE =
            Pattern.compile(
                    "(\"\"\")(?:\\\\.|(?!\"\"\").)*+\"\"\""
                            + "|\"(?:\\\\.|[^\"\\\\\n])*+\""
                            + "|'(?:\\\\.|[^'\\\\\n])*+'"
                            + "|/\\*.*?\\*/"
                            + "|//[^\n]*",
                    Pattern.DOTALL);

    private static final Pattern NO_LINE_BREAK = Pattern.compile("[^\n]");

    static JavaSource of(Path path, String text) {
        String code =
                NO_CODE.matcher(text)
                        .replaceAll(m -> NO_LINE_BREAK.matcher(m.group()).replaceAll(" "));
        return new JavaSource(path, text, code);
    }

    boolean isTest() {
        return path.toString().contains("src/test/java");
    }

    String packageName() {
        Matcher matcher = PACKAGE.matcher(code);
        if (!matcher.find()) {
            throw new IllegalStateException(path + " names no package");
        }
        return matcher.group(1);
    }

    /** Returns the file's name without {@code .java}. */
    String className() {
        return path.getFileName().toString().replace(".java", "");
    }

    /** Returns what the import lines name, members of static imports included. */
    List<String> imports() {
        return findAll(IMPORT, 1);
    }

    /** Returns every full name of our own that the code uses, imported or spelled out. */
    List<String> ownNames() {
        return findAll(OURS, 0);
    }

    int lines() {
        return (int) text.lines().count();
    }

    /** Returns where a match stands, as {@code path:line}. */
    String at(int offset) {
        return path + ":" + text.substring(0, offset).lines().count();
    }

    private List<String> findAll(Pattern pattern, int group) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(code);
        while (matcher.find()) {
            found.add(matcher.group(group));
        }
        return found;
    }
}
