package org.relock.state.rpc;

/** How a call travels. */
public enum Transport {
    /** One call a datagram. */
    UDP,
    /** Record marking (RFC 5531, section 11) on a stream. */
    TCP
}
