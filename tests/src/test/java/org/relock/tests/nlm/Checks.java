package org.relock.tests.nlm;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** All checks there are, in the order of their numbers. */
final class Checks {

    private Checks() {}

    static List<Check> all() {
        return Stream.of(
                        WireChecks.all(),
                        HostileChecks.all(),
                        HandleChecks.all(),
                        RangeChecks.all(),
                        OracleChecks.all(),
                        IdentityChecks.all())
                .flatMap(List::stream)
                .sorted(Comparator.comparingInt(Check::number))
                .toList();
    }
}
