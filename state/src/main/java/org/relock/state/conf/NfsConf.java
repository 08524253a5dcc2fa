package org.relock.state.conf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of {@code nfs.conf}(5). Sections and keys are found in either case. A value {@code
 * $NAME} is that of the process's environment variable, or else of NAME in the section {@code
 * environment}. A setting without a value is as good as none.
 *
 * <p>Nothing in a configuration stops a start: what cannot be used is told by {@link #warnings} and
 * the default holds. Not thread safe.
 */
public final class NfsConf {

    /** Above this many minutes, someone probably meant seconds. */
    private static final int LONG_MINUTES = 120;

    /** How often one {@code $NAME} may lead to another. */
    private static final int MAX_REFERENCES = 16;

    private final Settings settings;
    private final Map<String, String> environment;

    private NfsConf(Settings settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /** Reads the machine's configuration with this process's environment. */
    public static NfsConf read() {
        return read(Path.of("/"), System.getenv());
    }

    /**
     * Reads the configuration of the machine whose root directory is {@code root}: {@code
     * /usr/etc/nfs.conf}, {@code /usr/etc/nfs.conf.d/*.conf} and the same under {@code /etc}. Later
     * settings win.
     */
    public static NfsConf read(Path root, Map<String, String> environment) {
        Settings settings = new Settings();
        new ConfFiles(root, settings).readAll();
        return new NfsConf(settings, environment);
    }

    /** Returns what is wrong with the files, and with what was asked for so far; safe to log. */
    public List<String> warnings() {
        return settings.warnings();
    }

    /** Returns a setting as it is. */
    public Optional<String> text(String section, String key) {
        return text(section, "", key);
    }

    /** Returns a setting of the section {@code [section "argument"]}. */
    public Optional<String> text(String section, String argument, String key) {
        return Optional.ofNullable(setting(section, argument, key)).map(Setting::value);
    }

    /** Returns a setting that is a list: its words, between blanks or commas. */
    public List<String> words(String section, String key) {
        List<String> words = new ArrayList<>();
        String text = text(section, key).orElse("");
        int from = 0;
        while (from < text.length()) {
            int to = ConfText.find(text, from, ", \t");
            if (to > from) {
                words.add(text.substring(from, to));
            }
            from = to + 1;
        }
        return words;
    }

    /** Returns a setting that is yes or no; any other word is reported and is the default. */
    public boolean flag(String section, String key, boolean otherwise) {
        Setting setting = setting(section, "", key);
        if (setting == null) {
            return otherwise;
        }
        return switch (ConfText.lower(setting.value())) {
            case "1", "t", "true", "y", "yes", "on" -> true;
            case "0", "f", "false", "n", "no", "off" -> false;
            default -> {
                warn(setting, key, "is neither yes nor no");
                yield otherwise;
            }
        };
    }

    /** Returns a setting that is one of {@code words}, in either case; any other is reported. */
    public Optional<String> choice(String section, String key, List<String> words) {
        Setting setting = setting(section, "", key);
        if (setting == null) {
            return Optional.empty();
        }
        String word = ConfText.lower(setting.value());
        if (words.contains(word)) {
            return Optional.of(word);
        }
        warn(setting, key, "is none of ".concat(String.join(", ", words)));
        return Optional.empty();
    }

    /** Returns a whole number from {@code least} to {@code most}; any other value is reported. */
    public OptionalInt number(String section, String key, int least, int most) {
        Setting setting = setting(section, "", key);
        if (setting == null) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(setting.value());
            if (number >= least && number <= most) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // Reported below, as a number out of range is.
        }
        warn(setting, key, "is no number from " + least + " to " + most);
        return OptionalInt.empty();
    }

    /**
     * Returns a time in minutes, or in the unit of its suffix {@code s}, {@code m} or {@code h}.
     * Zero is a time. More than two hours without a suffix are reported, since an old sample file
     * gives seconds; the time is returned all the same.
     */
    public Optional<Duration> minutes(String section, String key) {
        Setting setting = setting(section, "", key);
        if (setting == null) {
            return Optional.empty();
        }
        String text = ConfText.lower(setting.value());
        char unit = text.charAt(text.length() - 1);
        boolean suffix = unit == 's' || unit == 'm' || unit == 'h';
        try {
            int number =
                    Integer.parseInt(suffix ? text.substring(0, text.length() - 1).strip() : text);
            if (number >= 0) {
                if (!suffix && number > LONG_MINUTES) {
                    warn(setting, key, "is in minutes; write " + number + "s for seconds");
                }
                return Optional.of(
                        switch (unit) {
                            case 's' -> Duration.ofSeconds(number);
                            case 'h' -> Duration.ofHours(number);
                            default -> Duration.ofMinutes(number);
                        });
            }
        } catch (NumberFormatException e) {
            // Reported below, as a negative time is.
        }
        warn(setting, key, "is no time");
        return Optional.empty();
    }

    private void warn(Setting setting, String key, String what) {
        String value = ConfText.printable(setting.value());
        settings.warn(setting.origin(), key + " = " + value + " " + what);
    }

    /** Returns a setting that has a value, references followed, or null. */
    private Setting setting(String section, String argument, String key) {
        Setting found = settings.find(section, argument, key);
        for (int i = 0; found != null && found.value().startsWith("$"); i++) {
            String name = found.value().substring(1);
            if (i == MAX_REFERENCES) {
                warn(found, key, "refers to itself");
                return null;
            }
            String value = environment.get(name);
            found =
                    value != null
                            ? new Setting(value, found.file(), found.line())
                            : settings.find("environment", "", name);
            if (value != null) {
                break; // What the environment says is not looked into.
            }
        }
        return found == null || found.value().isEmpty() ? null : found;
    }
}
