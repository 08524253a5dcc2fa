package org.relock.tests.sim;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.ShareReservation;

/** What must be true of share reservations at any moment (NLM checks 56 and 57). */
final class Openings {

    /** Who had which file at a power cut, and may reclaim it. */
    private Set<String> before = new HashSet<>();

    private RecordedState now = RecordedState.EMPTY;

    void look(RecordedState state) {
        now = state;
    }

    /** The server is about to lose its power, in a grace period or not. */
    void powerCut(boolean inGrace) {
        if (!inGrace) {
            before = new HashSet<>();
        }
        before.addAll(owners());
    }

    /** The daemon is about to be killed. */
    void kill() {
        before.addAll(owners());
    }

    private Set<String> owners() {
        Set<String> owners = new HashSet<>();
        now.shares()
                .forEach(
                        (file, shares) -> shares.forEach(share -> owners.add(nameOf(file, share))));
        return owners;
    }

    private static String nameOf(FileKey file, ShareReservation share) {
        return Table.nameOf(file.name()) + " " + Table.text(share.owner());
    }

    /**
     * Judges what is there.
     *
     * @param inGrace whether nothing new may be there
     */
    void check(boolean inGrace) {
        for (Map.Entry<FileKey, List<ShareReservation>> file : now.shares().entrySet()) {
            List<ShareReservation> shares = file.getValue();
            for (int i = 0; i < shares.size(); i++) {
                for (int j = 0; j < i; j++) {
                    if (shares.get(i).conflictsWith(shares.get(j))) {
                        throw new Violation("these exclude each other: " + shares);
                    }
                }
                if (inGrace && !before.contains(nameOf(file.getKey(), shares.get(i)))) {
                    throw new Violation("in grace: a new " + shares.get(i) + "\n" + before);
                }
            }
        }
    }

    /** Whoever thinks it has a file by this boot of the server's has it. */
    void believed(Opener opener, int boot) {
        if (opener.held().filter(held -> held.boot() == boot).isEmpty()) {
            return;
        }
        Opener.Held held = opener.held().get();
        boolean there =
                now.shares().entrySet().stream()
                        .filter(
                                file ->
                                        Table.nameOf(file.getKey().name())
                                                .equals(Table.nameOf(opener.file())))
                        .flatMap(file -> file.getValue().stream())
                        .anyMatch(
                                share ->
                                        Table.text(share.owner()).startsWith(opener + " ")
                                                && share.access() == held.access()
                                                && share.deny() == held.deny());
        if (!there) {
            throw new Violation(opener + " thinks it has " + held + " and has not: " + now);
        }
    }
}
