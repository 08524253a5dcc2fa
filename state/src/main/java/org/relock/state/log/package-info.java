/** Where log lines go: syslog(3) or standard error, in nfs-utils' own shape. */
package org.relock.state.log;
