package org.relock.lockd.nlm;

/** The numbers of the NLM protocol (RFC 1813, appendix II; XNFS, chapter 10). */
public final class Nlm {

    /** {@code NLM_PROG}, "nlockmgr" in /etc/rpc. */
    public static final int PROGRAM = 100021;

    /** {@code NLM_TEST}: could I have this lock? */
    static final int TEST = 1;

    /** {@code NLM_LOCK}: give me this lock, now or later. */
    static final int LOCK = 2;

    /** {@code NLM_CANCEL}: I do not wait for this lock any more. */
    static final int CANCEL = 3;

    /** {@code NLM_UNLOCK}: I do not need these bytes any more. */
    static final int UNLOCK = 4;

    /** {@code NLM_GRANTED}: server to client, the lock you wait for is yours. */
    static final int GRANTED = 5;

    /** {@code NLM_TEST_MSG}: TEST, answered by a call of {@link #TEST_RES}. */
    static final int TEST_MSG = 6;

    /** {@code NLM_LOCK_MSG}: LOCK, answered by a call of {@link #LOCK_RES}. */
    static final int LOCK_MSG = 7;

    /** {@code NLM_CANCEL_MSG}: CANCEL, answered by a call of {@link #CANCEL_RES}. */
    static final int CANCEL_MSG = 8;

    /** {@code NLM_UNLOCK_MSG}: UNLOCK, answered by a call of {@link #UNLOCK_RES}. */
    static final int UNLOCK_MSG = 9;

    /** {@code NLM_GRANTED_MSG}: GRANTED, answered by a call of {@link #GRANTED_RES}. */
    static final int GRANTED_MSG = 10;

    /** {@code NLM_TEST_RES}. */
    static final int TEST_RES = 11;

    /** {@code NLM_LOCK_RES}: 12, whatever its page in XNFS says. */
    static final int LOCK_RES = 12;

    /** {@code NLM_CANCEL_RES}. */
    static final int CANCEL_RES = 13;

    /** {@code NLM_UNLOCK_RES}. */
    static final int UNLOCK_RES = 14;

    /** {@code NLM_GRANTED_RES}: client to server. */
    static final int GRANTED_RES = 15;

    /** {@code NLM_SM_NOTIFY}, private: our status monitor tells of a reboot. */
    public static final int SM_NOTIFY = 16;

    /** {@code NLM_SHARE}: reserve a file against others' opens. */
    static final int SHARE = 20;

    /** {@code NLM_UNSHARE}: give the reservation up. */
    static final int UNSHARE = 21;

    /** {@code NLM_NM_LOCK}: LOCK without waiting and without monitoring. */
    static final int NM_LOCK = 22;

    /** {@code NLM_FREE_ALL}: I hold nothing any more. */
    static final int FREE_ALL = 23;

    /** One more than the highest procedure. */
    static final int PROCEDURES = 24;

    /** {@code LM_MAXSTRLEN}: the longest {@code caller_name}, in bytes. */
    static final int MAX_NAME_BYTES = 1024;

    /** {@code LM_MAXNAMELEN}: the longest name in FREE_ALL, in bytes. */
    static final int MAX_FREE_ALL_NAME_BYTES = 1025;

    /** {@code MAXNETOBJ_SZ}: the longest cookie or {@code oh}, in bytes. */
    static final int MAX_NETOBJ_BYTES = 1024;

    private Nlm() {}
}
