package org.relock.state.rpc;

/** Serves programs over UDP and TCP. (To be built.) */
public final class RpcServer {
    private RpcServer() {}
}
