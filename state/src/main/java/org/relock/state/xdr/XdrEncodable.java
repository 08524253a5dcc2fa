package org.relock.state.xdr;

/** A value that can write itself as XDR. */
@FunctionalInterface
public interface XdrEncodable {

    /** The XDR {@code void}: no bytes at all. */
    XdrEncodable VOID = xdr -> {};

    /** Appends this value to {@code xdr}. */
    void encode(XdrWriter xdr);
}
