/** Name look-ups by the real C library: a hosts file and a name server of the test's own. */
package org.relock.tests.names;
