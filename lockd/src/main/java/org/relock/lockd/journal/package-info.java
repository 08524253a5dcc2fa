/**
 * What outlives the daemon: a journal of the lock table and of its clients, beside the state
 * directory's own files.
 */
package org.relock.lockd.journal;
