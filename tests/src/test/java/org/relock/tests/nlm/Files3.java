package org.relock.tests.nlm;

import java.util.Optional;
import org.relock.state.xdr.Opaque;

/** Where a check takes the files from that it locks. */
interface Files3 {

    /** Returns the handle of a file that no other check uses. */
    Opaque fresh();

    /** Returns the handle of a directory, where handles mean something to the server. */
    Optional<Opaque> directory();

    /** Returns the handle of a file that is gone, where handles mean something to the server. */
    Optional<Opaque> deleted();
}
