package org.relock.lockd.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.relock.state.names.SystemGroups;
import org.relock.state.rpc.Credential;
import org.relock.state.rpc.Gate;

class GroupsGateTest {

    private static final int ROOT = 0;
    private static final int NOBODY_AT_ALL = 0x7edcba98;

    private final SystemGroups groups = new SystemGroups();
    private final Gate gate = new GroupsGate(Gate.OPEN, groups);

    @AfterEach
    void close() {
        groups.close();
    }

    private static Credential.Sys saying(int uid) {
        return new Credential.Sys(1, "alpha", uid, 77, List.of(1234567, 7654321));
    }

    private Credential foundOut(Credential said) throws Exception {
        return gate.findOut(said).toCompletableFuture().get(20, TimeUnit.SECONDS).orElseThrow();
    }

    @Test
    void theSystemsGroupsStandInPlaceOfThoseSaid() throws Exception {
        assertEquals(Optional.empty(), gate.believed(saying(ROOT)));
        Credential.Sys found = (Credential.Sys) foundOut(saying(ROOT));
        List<Integer> ofRoot = groups.of(ROOT).get().orElseThrow().groups();
        assertEquals(new Credential.Sys(1, "alpha", ROOT, 77, ofRoot), found);
        assertEquals(Optional.of(found), gate.believed(saying(ROOT)));
    }

    @Test
    void aUserWhomNobodyKnowsIsBelieved() throws Exception {
        assertEquals(saying(NOBODY_AT_ALL), foundOut(saying(NOBODY_AT_ALL)));
        assertEquals(Optional.of(saying(NOBODY_AT_ALL)), gate.believed(saying(NOBODY_AT_ALL)));
    }

    @Test
    void whoeverSaysNothingIsNotAskedAbout() throws Exception {
        Credential nothing = Credential.None.INSTANCE;
        assertEquals(Optional.of(nothing), gate.believed(nothing));
        assertEquals(nothing, foundOut(nothing));
    }
}
