package org.relock.state.nsm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code my_id} (XNFS, SM_MON): who wants to be told, and by which call.
 *
 * @param myName the caller's name for this host, at most 1024 bytes
 * @param program the RPC program to call; NLM is 100021
 * @param version its version
 * @param procedure its procedure
 */
public record MyId(String myName, int program, int version, int procedure) implements XdrEncodable {

    /** Reads one. */
    public static MyId decode(XdrReader xdr) throws MalformedXdrException {
        return new MyId(xdr.string(Sm.MAX_NAME_BYTES), xdr.i32(), xdr.i32(), xdr.i32());
    }

    @Override
    public void encode(XdrWriter xdr) {
        xdr.string(myName).i32(program).i32(version).i32(procedure);
    }

    // Written out for a quick start; see MonId.
    @Override
    public boolean equals(Object other) {
        return other instanceof MyId that
                && myName.equals(that.myName)
                && program == that.program
                && version == that.version
                && procedure == that.procedure;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * myName.hashCode() + program) + version) + procedure;
    }
}
