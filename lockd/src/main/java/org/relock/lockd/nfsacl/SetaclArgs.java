package org.relock.lockd.nfsacl;

import org.relock.lockd.nfs3.Wire;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * {@code SETACL3args}. Both ACLs are always there; the mask says which of them is meant.
 *
 * @param file the handle
 * @param mask what is meant; may be anything
 */
record SetaclArgs(Opaque file, int mask, PosixAcl.Read acl, PosixAcl.Read ofDefault) {

    static SetaclArgs decode(XdrReader xdr) throws MalformedXdrException {
        return new SetaclArgs(
                Wire.handle(xdr), xdr.i32(), PosixAcl.decode(xdr), PosixAcl.decode(xdr));
    }
}
