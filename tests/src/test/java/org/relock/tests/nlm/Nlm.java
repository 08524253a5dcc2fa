package org.relock.tests.nlm;

/** The numbers of program 100021 (RFC 1813 appendix II; XNFS chapter 10). */
final class Nlm {

    static final int PROGRAM = 100021;

    static final int NULL = 0;
    static final int TEST = 1;
    static final int LOCK = 2;
    static final int CANCEL = 3;
    static final int UNLOCK = 4;
    static final int GRANTED = 5;
    static final int TEST_MSG = 6;
    static final int LOCK_MSG = 7;
    static final int CANCEL_MSG = 8;
    static final int UNLOCK_MSG = 9;
    static final int GRANTED_MSG = 10;
    static final int TEST_RES = 11;
    static final int LOCK_RES = 12;
    static final int CANCEL_RES = 13;
    static final int UNLOCK_RES = 14;
    static final int GRANTED_RES = 15;
    static final int SM_NOTIFY = 16;
    static final int SHARE = 20;
    static final int UNSHARE = 21;
    static final int NM_LOCK = 22;
    static final int FREE_ALL = 23;

    /** LM_MAXSTRLEN and MAXNETOBJ_SZ. */
    static final int LONGEST = 1024;

    private Nlm() {}
}
