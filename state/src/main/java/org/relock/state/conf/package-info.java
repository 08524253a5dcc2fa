/** {@code nfs.conf}(5), as nfs-utils reads it. */
package org.relock.state.conf;
