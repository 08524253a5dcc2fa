/** Threads that can go on with a request themselves instead of handing it over. */
package org.relock.state.threads;
