/** {@code rpc.lockd}: the lock manager, and {@code lockctl}. */
package org.relock.lockd;
