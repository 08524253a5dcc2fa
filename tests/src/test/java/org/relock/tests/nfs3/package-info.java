/** A raw NFSv3 client, and what becomes of its files when the server is killed. */
package org.relock.tests.nfs3;
