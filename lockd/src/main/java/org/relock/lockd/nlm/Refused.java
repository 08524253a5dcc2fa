package org.relock.lockd.nlm;

/** The engine need not be asked. */
record Refused(NlmStat stat) implements Target, Admission {}
