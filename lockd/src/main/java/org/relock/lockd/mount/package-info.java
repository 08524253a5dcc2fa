/**
 * MOUNT (RFC 1813, appendix I): the root of an export for who may have it, and lists to look at.
 */
package org.relock.lockd.mount;
