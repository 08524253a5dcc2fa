package org.relock.lockd.lockctl;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns as wide as the first rows need. Later rows are printed as they come, so that a large
 * table needs little memory.
 */
final class Table {

    /** Rows that are looked at before the first is printed. */
    private static final int LOOKED_AT = 2_000;

    private final PrintStream out;
    private final int[] widths;
    private List<String[]> waiting = new ArrayList<>();
    private boolean printing;

    Table(PrintStream out, String... heads) {
        this.out = out;
        widths = new int[heads.length];
        row(heads);
    }

    void row(String... cells) {
        if (printing) {
            print(cells);
            return;
        }
        for (int i = 0; i < cells.length; i++) {
            widths[i] = Math.max(widths[i], cells[i].length());
        }
        waiting.add(cells);
        if (waiting.size() > LOOKED_AT) {
            end();
        }
    }

    /** Prints what has not been. */
    void end() {
        printing = true;
        waiting.forEach(this::print);
        waiting = List.of();
    }

    private void print(String[] cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            line.append(cells[i]);
            if (i < cells.length - 1) {
                line.append(" ".repeat(Math.max(0, widths[i] - cells[i].length()) + 2));
            }
        }
        out.println(line);
    }
}
