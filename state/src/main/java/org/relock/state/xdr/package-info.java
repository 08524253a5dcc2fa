/**
 * XDR (RFC 4506) with bounds. {@link org.relock.state.xdr.XdrReader} and {@link
 * org.relock.state.xdr.XdrWriter} stand on one {@link java.nio.ByteBuffer} each; every length read
 * is checked against its limit and against what is there before room is made for it. The writer is
 * an oncrpc4j {@code XdrEncodingStream}, so that library's credentials can be written into it.
 *
 * <p>A struct is a record with a static {@code decode(XdrReader)} and an {@code encode(XdrWriter)};
 * a union is a sealed interface with its arms nested inside.
 */
package org.relock.state.xdr;
