package org.relock.state.notify;

import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.RpcOutcome;

/**
 * Calls from one name with an address of each family: IPv4 peers are called from one, IPv6 peers
 * from the other.
 */
final class FamilyCalls implements RpcCalls {

    private final RpcCalls ipv4;
    private final RpcCalls ipv6;

    FamilyCalls(RpcCalls ipv4, RpcCalls ipv6) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    @Override
    public CompletableFuture<RpcOutcome> call(
            RpcCall call, List<Duration> again, Duration patience) {
        boolean isIpv4 = call.to().getAddress() instanceof Inet4Address;
        return (isIpv4 ? ipv4 : ipv6).call(call, again, patience);
    }

    @Override
    public void close() {
        ipv4.close();
        ipv6.close();
    }
}
