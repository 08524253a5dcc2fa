package org.relock.statd;

/** What is done about rpcbind, without which no peer finds us. */
enum RpcbindPolicy {
    /** A start without it fails, as in nfs-utils. */
    REQUIRED,
    /** A start without it succeeds; registration is tried until it works. */
    RETRY,
    /** Where there is none, we answer its port ourselves. */
    EMBED,
    /** We do not register; peers and local callers must know our port. */
    NONE
}
