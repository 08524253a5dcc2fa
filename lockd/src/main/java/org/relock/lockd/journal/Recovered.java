package org.relock.lockd.journal;

import java.util.List;
import java.util.Optional;
import org.relock.lockd.hosts.ClientRecord;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.RecordedState;

/**
 * What was found when a journal was opened.
 *
 * @param kind what has happened since it was last open
 * @param table what the table begins with: all of it after a restart of the daemon alone, else
 *     nothing but the number of the last wish
 * @param before what was held before this host's last reboot, as long as {@link Journal#graceOver}
 *     has not been called since: a grace period is to begin, or to go on
 * @param grace the grace period that a daemon before us began in this boot, unless it is over
 * @param rule how far {@code before} can be trusted
 * @param clients the clients remembered
 * @param reports what an administrator should know, one sentence each; they have been logged
 */
public record Recovered(
        Kind kind,
        RecordedState table,
        Optional<RecordedState> before,
        Optional<GraceMark> grace,
        LockService.ReclaimRule rule,
        List<ClientRecord> clients,
        List<String> reports) {

    /** What has happened since the journal was last open. */
    public enum Kind {
        /** There was none. */
        FRESH,
        /** The daemon ended, in whatever way, and nothing else did: clients notice nothing. */
        SAME_BOOT,
        /** The host was started again: clients are told so by the status monitor, and reclaim. */
        EARLIER_BOOT,
        /**
         * The record is not whole, because the disk was full or the files were spoilt. Clients hold
         * what is not known here, and as the host was not started again nobody tells them to
         * reclaim: that is for the caller to see to.
         */
        LOST
    }
}
