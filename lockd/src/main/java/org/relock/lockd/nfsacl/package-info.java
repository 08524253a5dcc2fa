/**
 * NFS_ACL, the protocol beside NFS version 3 by which clients read and set POSIX ACLs. No RFC has
 * it; what is here is what Solaris and Linux clients speak.
 */
package org.relock.lockd.nfsacl;
