package org.relock.tests.nlm;

import java.time.Duration;
import java.util.Objects;

/** How a check says what it expects. */
final class Expect {

    private Expect() {}

    static void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new CheckFailed(otherwise);
        }
    }

    static <T> void same(T expected, T actual, String what) {
        if (!Objects.equals(expected, actual)) {
            throw new CheckFailed(what + ": expected " + expected + ", got " + actual);
        }
    }

    /** Waits for the GRANTED of {@code want}. */
    static Granted granted(Client client, Want want, Duration patience, String what) {
        return client.grants()
                .take(granted -> granted.grants(want), patience)
                .orElseThrow(
                        () ->
                                new CheckFailed(
                                        what + ": no GRANTED in " + patience.toMillis() + " ms"));
    }

    /** Expects that no GRANTED of {@code want} comes for a while. */
    static void noneGranted(Client client, Want want, Duration time, String what) {
        if (client.grants().take(granted -> granted.grants(want), time).isPresent()) {
            throw new CheckFailed(what + ": a GRANTED came that must not come");
        }
    }

    static void granted(Stat actual, String what) {
        same(Stat.GRANTED, actual, what);
    }

    static void denied(Stat actual, String what) {
        same(Stat.DENIED, actual, what);
    }

    static void blocked(Stat actual, String what) {
        same(Stat.BLOCKED, actual, what);
    }
}
