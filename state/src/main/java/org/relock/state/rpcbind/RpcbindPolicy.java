package org.relock.state.rpcbind;

/** What a daemon does about an rpcbind that is not there when it starts. */
public enum RpcbindPolicy {
    /** Gives up after a few seconds, as nfs-utils' rpc.statd does (acceptance check 11). */
    REQUIRED,
    /** Serves, and registers when there is one. */
    RETRY,
    /** Serves as the portmapper of this host itself. */
    EMBED,
    /** Never registers: peers know the ports, or nobody is to find them. */
    NONE
}
