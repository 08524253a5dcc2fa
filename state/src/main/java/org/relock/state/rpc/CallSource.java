package org.relock.state.rpc;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.NetworkChannel;
import java.util.Objects;
import java.util.Optional;

/**
 * Where calls leave from.
 *
 * @param address one of this host's, or empty for whichever the route takes, IPv4 and IPv6
 * @param port the port there
 */
public record CallSource(Optional<InetAddress> address, SourcePort port) {

    /** Any address and any port. */
    public static final CallSource ANY = new CallSource(Optional.empty(), new SourcePort.Any());

    /** Checks that nothing is missing. */
    public CallSource {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(port, "port");
    }

    /** Returns the same with that address. */
    public CallSource from(InetAddress newAddress) {
        return new CallSource(Optional.of(newAddress), port);
    }

    /** Returns the same with that port. */
    public CallSource at(SourcePort newPort) {
        return new CallSource(address, newPort);
    }

    /**
     * Binds {@code channel}.
     *
     * @return a notice for the administrator if a reserved port was wanted and there was none
     */
    Optional<String> bind(NetworkChannel channel, Unguessable random) throws IOException {
        if (port instanceof SourcePort.Fixed fixed) {
            channel.bind(socketAddress(fixed.port()));
        } else if (port instanceof SourcePort.Reserved reserved) {
            return bindReserved(channel, reserved.ports().inOrder(random.next()));
        } else {
            channel.bind(socketAddress(0));
        }
        return Optional.empty();
    }

    private Optional<String> bindReserved(NetworkChannel channel, int[] ports) throws IOException {
        String why = "all are in use or belong to services";
        for (int wanted : ports) {
            try {
                channel.bind(socketAddress(wanted));
                return Optional.empty();
            } catch (BindException e) {
                // In use, or not ours to take: which of them the exception says in words only.
                why = e.getMessage();
            }
        }
        channel.bind(socketAddress(0));
        return Optional.of("calling from an unprivileged port, because no reserved one: " + why);
    }

    private InetSocketAddress socketAddress(int number) {
        return address.isPresent()
                ? new InetSocketAddress(address.get(), number)
                : new InetSocketAddress(number);
    }
}
