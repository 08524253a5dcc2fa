package org.relock.tests.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code lockctl --json locks} said.
 *
 * @param holders for each lock, in order: who, the first byte, a plus, how many
 * @param waiters for each request that waits, the same, and in which state behind whom
 * @param files the locked files, one for each of {@code holders}, in its order
 */
record LockList(List<String> holders, List<String> waiters, List<String> files) {

    private static final String CLIENT = "[^{}]*\"name\":\"(\\w+)\"[^{}]*";

    private static final String FILE = "\"file\":\"([^\"]+)\"";

    private static final Pattern ITEM =
            Pattern.compile(
                    "(\"state\":\"(\\w+)\",)?"
                            + FILE
                            + CLIENT
                            + "\"offset\":(\\d+),\"length\":(\\d+)[^{}\\[]*"
                            + "(\"blockers\":\\[\\{"
                            + CLIENT
                            + "\\}\\])?\\}");

    static LockList of(String json) {
        List<String[]> held = new ArrayList<>();
        List<String> waiters = new ArrayList<>();
        for (Matcher item = ITEM.matcher(json); item.find(); ) {
            String whoAndWhat = item.group(4) + " " + item.group(5) + "+" + item.group(6);
            if (item.group(2) == null) {
                held.add(new String[] {whoAndWhat, item.group(3)});
            } else {
                waiters.add(whoAndWhat + " " + item.group(2) + " behind " + item.group(8));
            }
        }
        held.sort((a, b) -> a[0].compareTo(b[0]));
        return new LockList(
                held.stream().map(item -> item[0]).toList(),
                waiters.stream().sorted().toList(),
                held.stream().map(item -> item[1]).toList());
    }
}
