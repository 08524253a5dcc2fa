package org.relock.lockd.nlm;

import org.relock.lockd.hosts.Client;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.FileKey;

/** What is known of a request for something before the engine is asked. */
sealed interface Admission permits Admission.Admitted, Refused {

    /** Whoever it is may have what is there to be had, and is remembered. */
    record Admitted(Client client, FileKey file, ByteRange range) implements Admission {}
}
