/**
 * Files, as an NFS server needs them: found by an id that outlives restarts and renames, never by a
 * path, and used with the rights of whoever asks.
 */
package org.relock.lockd.vfs;
