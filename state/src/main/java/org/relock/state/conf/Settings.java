package org.relock.state.conf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was assigned, the last assignment counting, and what was wrong on the way. */
final class Settings {

    /** More than this is told in one sentence. */
    private static final int MAX_WARNINGS = 100;

    private final Map<String, Setting> byKey = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private int unspoken;

    void set(String section, String argument, String key, Setting setting) {
        byKey.put(name(section, argument, key), setting);
    }

    /** Returns the last assignment, or null. Sections and keys are the same in either case. */
    Setting find(String section, String argument, String key) {
        return byKey.get(name(section, argument, key));
    }

    void warn(String where, String what) {
        if (warnings.size() < MAX_WARNINGS) {
            warnings.add(where + ": " + what);
        } else {
            unspoken++;
        }
    }

    List<String> warnings() {
        List<String> all = new ArrayList<>(warnings);
        if (unspoken > 0) {
            all.add("nfs.conf: " + unspoken + " more problems");
        }
        return all;
    }

    private static String name(String section, String argument, String key) {
        // A newline cannot be part of any of the three.
        return (section + '\n' + argument + '\n' + key).toLowerCase(Locale.ROOT);
    }
}
