/** What daemons have in common besides RPC: the threads that wait, the order of what waits. */
package org.relock.state.service;
