/**
 * ONC RPC version 2 (RFC 5531) on transports of our own: a server ({@link
 * org.relock.state.rpc.RpcServer}) that answers {@link org.relock.state.rpc.Program}s, and outgoing
 * calls ({@link org.relock.state.rpc.RpcCalls}). Nothing in here knows what a lock is.
 */
package org.relock.state.rpc;
