/**
 * rpc.statd: remembers which peers share locks with this host, and tells the local lock manager
 * when one of them has rebooted (XNFS, chapter 11). {@link org.relock.statd.SmProgram} is the
 * protocol, {@link org.relock.statd.MonitorList} what it remembers, {@link
 * org.relock.statd.StatusCallback} whom it tells.
 */
package org.relock.statd;
