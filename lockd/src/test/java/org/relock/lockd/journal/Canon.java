package org.relock.lockd.journal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.ShareReservation;

/** A table as text: the same for the same table, however its ranges are cut. */
final class Canon {

    private Canon() {}

    /** Returns a line for each hold, share and wish. */
    static String of(RecordedState state) {
        TreeSet<String> lines = new TreeSet<>();
        state.locks().forEach((file, locks) -> lines.addAll(merged(file, locks)));
        for (Map.Entry<FileKey, List<ShareReservation>> file : state.shares().entrySet()) {
            for (ShareReservation share : file.getValue()) {
                lines.add(file.getKey() + " " + share);
            }
        }
        state.wishes().forEach(wish -> lines.add(wish.toString()));
        return String.join("\n", lines);
    }

    private static List<String> merged(FileKey file, List<Lock> locks) {
        List<Lock> sorted = new ArrayList<>(locks);
        sorted.sort(
                Comparator.comparing((Lock lock) -> lock.owner().toString())
                        .thenComparing(lock -> lock.range().first(), Long::compareUnsigned));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            Lock lock = sorted.get(i);
            long last = lock.range().last();
            while (i + 1 < sorted.size()
                    && sorted.get(i + 1).owner().equals(lock.owner())
                    && sorted.get(i + 1).mode() == lock.mode()
                    && sorted.get(i + 1).range().first() == last + 1) {
                i++;
                last = sorted.get(i).range().last();
            }
            lines.add(
                    file
                            + " "
                            + lock.owner()
                            + " "
                            + lock.mode()
                            + " "
                            + Long.toUnsignedString(lock.range().first())
                            + " to "
                            + Long.toUnsignedString(last));
        }
        return lines;
    }
}
