/**
 * What outlives a crash: the monitor list and our state number, in nfs-utils' own formats, byte for
 * byte, so that either program can take over from the other at any time.
 */
package org.relock.state.store;
