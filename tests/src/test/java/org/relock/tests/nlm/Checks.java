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
                        IdentityChecks.all(),
                        BlockingChecks.all(),
                        OrderChecks.all(),
                        GrantChecks.all(),
                        GrantAnswerChecks.all(),
                        UnreachableChecks.all(),
                        CancelChecks.all(),
                        DuplicateChecks.all(),
                        DeadlockChecks.all(),
                        MonitorChecks.all(),
                        NoticeChecks.all(),
                        ShareChecks.all(),
                        FreeAllChecks.all(),
                        RestartChecks.all())
                .flatMap(List::stream)
                .sorted(Comparator.comparingInt(Check::number))
                .toList();
    }
}
