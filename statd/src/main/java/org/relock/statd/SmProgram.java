package org.relock.statd;

import org.relock.state.nsm.Mon;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.Sm;
import org.relock.state.nsm.SmName;
import org.relock.state.nsm.StatChange;
import org.relock.state.rpc.Program;
import org.relock.state.xdr.XdrEncodable;

/**
 * {@code SM_PROG} version 1, the Network Status Monitor (XNFS, chapter 11): a procedure a line,
 * each in a file of its own.
 */
final class SmProgram {

    private SmProgram() {}

    /** Returns the table. */
    static Program of(
            StatCall stat,
            MonCall mon,
            UnmonCall unmon,
            UnmonAllCall unmonAll,
            SimuCrashCall simuCrash,
            NotifyCall notified) {
        return new Program(Sm.PROGRAM, Sm.VERSION)
                .procedure(Sm.STAT, "SM_STAT", SmName::decode, stat)
                .procedure(Sm.MON, "SM_MON", Mon::decode, mon)
                .procedure(Sm.UNMON, "SM_UNMON", MonId::decode, unmon)
                .procedure(Sm.UNMON_ALL, "SM_UNMON_ALL", MyId::decode, unmonAll)
                .procedure(Sm.SIMU_CRASH, "SM_SIMU_CRASH", xdr -> XdrEncodable.VOID, simuCrash)
                .procedure(Sm.NOTIFY, "SM_NOTIFY", StatChange::decode, notified);
    }
}
