/**
 * Words of the administrator: command lines as getopt_long(3) reads them, and {@code nfs.conf}(5)
 * as nfs-utils reads it, but for three things it gets wrong: a last line without a newline is read,
 * {@code /usr/etc} is not forgotten when {@code /etc} has a file, and numbers out of range are
 * reported instead of wrapped.
 */
package org.relock.state.conf;
