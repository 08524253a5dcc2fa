package org.relock.lockd.control;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.relock.lockd.hosts.HostView;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.Taken;
import org.relock.state.names.NumericAddress;

/**
 * Which locks, waiters and shares are meant; what is empty does not matter.
 *
 * @param clients their clients
 * @param file their file
 * @param server the address of ours that they were taken through
 */
record Filter(
        Optional<Set<ClientId>> clients, Optional<FileKey> file, Optional<InetAddress> server) {

    /** The words that it is made of. */
    static final String[] WORDS = {"client", "file", "server"};

    static Filter of(Question question, List<HostView> clients) throws RefusedException {
        Optional<Set<ClientId>> wanted = Optional.empty();
        if (question.word("client").isPresent()) {
            wanted = Optional.of(ids(matching(clients, question.needed("client"))));
        }
        Optional<FileKey> file = Optional.empty();
        if (question.word("file").isPresent()) {
            file = Optional.of(FileNames.parse(question.needed("file")));
        }
        return new Filter(wanted, file, question.address("server"));
    }

    private static Set<ClientId> ids(List<HostView> clients) {
        return clients.stream().map(view -> view.id()).collect(Collectors.toSet());
    }

    /** Returns those whose number, name or address is {@code word}; a number goes first. */
    static List<HostView> matching(List<HostView> clients, String word) throws RefusedException {
        List<HostView> found =
                clients.stream()
                        .filter(view -> Long.toString(view.id().number()).equals(word))
                        .toList();
        if (found.isEmpty()) {
            Optional<InetAddress> address = NumericAddress.parse(word);
            found =
                    clients.stream()
                            .filter(
                                    view ->
                                            view.callerName().equals(word)
                                                    || address.filter(view.addresses()::contains)
                                                            .isPresent())
                            .toList();
        }
        if (found.isEmpty()) {
            throw new RefusedException("no such client");
        }
        return found;
    }

    boolean takes(FileKey of, LockOwner owner, Taken taken) {
        return clients.map(set -> set.contains(owner.client())).orElse(true)
                && file.map(of::equals).orElse(true)
                && server.map(taken.server()::equals).orElse(true);
    }
}
