/**
 * Files of a directory of this machine: {@link org.relock.lockd.vfs.posix.LocalDirectory}.
 *
 * <p>All goes through descriptors opened with O_PATH and O_NOFOLLOW, one name at a time, so that no
 * symbolic link is ever followed and no path is ever put together from a client's names. Who may do
 * what is decided by the kernel: the calling thread takes the caller's user and groups.
 */
package org.relock.lockd.vfs.posix;
