package org.relock.lockd.vfs.posix;

import org.relock.lockd.vfs.FileId;
import org.relock.state.xdr.Opaque;

/** Where a file is: a name in a directory. */
record Place(FileId parent, Opaque name) {}
