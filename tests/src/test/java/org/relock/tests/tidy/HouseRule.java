package org.relock.tests.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that does not stand in a source file.
 *
 * @param pattern what is not wanted
 * @param inComments whether comments and literals count too
 * @param where the sources the rule is for
 * @param why what to do instead, in a few words
 */
record HouseRule(Pattern pattern, boolean inComments, Predicate<JavaSource> where, String why) {

    /** A rule for the code itself. */
    static HouseRule code(String pattern, Predicate<JavaSource> where, String why) {
        return new HouseRule(Pattern.compile(pattern), false, where, why);
    }

    /** A rule for everything in the file. */
    static HouseRule text(String pattern, Predicate<JavaSource> where, String why) {
        return new HouseRule(Pattern.compile(pattern), true, where, why);
    }

    /** Returns one line for each place in {@code source} that breaks this rule. */
    List<String> brokenBy(JavaSource source) {
        List<String> broken = new ArrayList<>();
        if (where.test(source)) {
            Matcher matcher = pattern.matcher(inComments ? source.text() : source.code());
            while (matcher.find()) {
                broken.add(source.at(matcher.end()) + ": " + matcher.group().strip() + ": " + why);
            }
        }
        return broken;
    }
}
