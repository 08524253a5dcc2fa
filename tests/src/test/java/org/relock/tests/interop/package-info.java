/** Ours beside the programs of others: rpcbind, rpcinfo, and nfs-utils' own, as Debian has them. */
package org.relock.tests.interop;
