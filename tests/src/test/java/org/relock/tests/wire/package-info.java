/** Whole processes on real sockets. */
package org.relock.tests.wire;
