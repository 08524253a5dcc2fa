/**
 * What the Java library does not give: privileges, becoming a daemon, process names, signals,
 * children without a shell, the system log's socket.
 *
 * <p>The C library is called through {@link org.relock.state.os.Libc}, whose native methods the
 * project's launcher binds as it starts the Java machine; without the launcher (tests, jsvc) JNA
 * binds them.
 */
package org.relock.state.os;
