/** The {@code lockctl} program: asks a running rpc.lockd, and shows what it says to people. */
package org.relock.lockd.lockctl;
