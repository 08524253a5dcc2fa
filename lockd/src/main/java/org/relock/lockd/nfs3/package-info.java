/**
 * NFS version 3, program 100003 (RFC 1813): the words, and the procedures, each in a file of its
 * own, upon files and exports.
 */
package org.relock.lockd.nfs3;
