package org.relock.lockd.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.relock.lockd.hosts.HostView;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Released;
import org.relock.lockd.locks.ShareReservation;
import org.relock.lockd.locks.Taken;
import org.relock.lockd.locks.Wish;
import org.relock.state.names.Addresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code release}: takes away one lock, or all of a client, a file, a service address or a file
 * system, and answers with how much that was (NLM checks 65 and 66). What is a client's own is not
 * taken while the client answers, unless by force.
 */
final class ReleaseCommand {

    private static final Logger LOG = LoggerFactory.getLogger(ReleaseCommand.class);

    private final Inside inside;

    ReleaseCommand(Inside inside) {
        this.inside = inside;
    }

    void release(Question question, JsonGenerator json) throws IOException, RefusedException {
        question.mayHave("id", "client", "file", "server", "file_system", "force");
        long whats = question.words().keySet().stream().filter(it -> !it.equals("force")).count();
        if (whats != 1) {
            throw new RefusedException(
                    "release takes one of \"id\", \"client\", \"file\", \"server\" and"
                            + " \"file_system\"");
        }
        Released released = released(question);
        LOG.warn(
                "An administrator released {}: {} locks, {} waiters, {} shares",
                question.words(),
                released.locks(),
                released.wishes(),
                released.shares());
        inside.deliver().run();
        json.writeNumberField("locks", released.locks());
        json.writeNumberField("waiters", released.wishes());
        json.writeNumberField("shares", released.shares());
    }

    private Released released(Question question) throws RefusedException {
        LockService locks = inside.locks();
        if (question.word("id").isPresent()) {
            return item(question.needed("id"), question.flag("force"));
        }
        if (question.word("client").isPresent()) {
            return client(question.needed("client"), question.flag("force"));
        }
        if (question.word("file").isPresent()) {
            return locks.releaseFile(FileNames.parse(question.needed("file")));
        }
        if (question.word("server").isPresent()) {
            return locks.releaseServer(question.address("server").orElseThrow());
        }
        long number = question.unsigned("file_system", 0);
        if (number != (int) number) {
            throw new RefusedException("no such file system");
        }
        return locks.releaseFileSystem((int) number);
    }

    private Released client(String word, boolean force) throws RefusedException {
        List<HostView> found = Filter.matching(inside.clients().get(), word);
        if (found.size() > 1) {
            throw new RefusedException(
                    found.size() + " clients match; say which by its number in \"clients\"");
        }
        ClientId id = found.get(0).id();
        if (!force) {
            InetAddress from = serverOf(id);
            refuseIfAlive(found.get(0), from);
        }
        return inside.locks().release(id);
    }

    /** Returns an address of ours that the client knows; its own if it has taken nothing. */
    private InetAddress serverOf(ClientId id) {
        RecordedState state = inside.locks().snapshot();
        for (List<Lock> locks : state.locks().values()) {
            for (Lock lock : locks) {
                if (lock.owner().client().equals(id)) {
                    return lock.taken().server();
                }
            }
        }
        for (Wish wish : state.wishes()) {
            if (wish.request().owner().client().equals(id)) {
                return wish.request().taken().server();
            }
        }
        return InetAddress.getLoopbackAddress();
    }

    private Released item(String id, boolean force) throws RefusedException {
        RecordedState state = inside.locks().snapshot();
        for (Map.Entry<FileKey, List<Lock>> file : state.locks().entrySet()) {
            for (Lock lock : file.getValue()) {
                if (ItemId.of(file.getKey(), lock).equals(id)) {
                    refuseUnless(force, lock.owner(), lock.taken());
                    inside.locks().unlock(file.getKey(), lock.owner(), lock.range());
                    return new Released(1, 0, 0);
                }
            }
        }
        for (Wish wish : state.wishes()) {
            if (ItemId.of(wish.id()).equals(id)) {
                refuseUnless(force, wish.request().owner(), wish.request().taken());
                var request = wish.request();
                var unused =
                        inside.locks()
                                .cancel(
                                        request.file(),
                                        request.owner(),
                                        request.mode(),
                                        request.range());
                return new Released(0, 1, 0);
            }
        }
        for (Map.Entry<FileKey, List<ShareReservation>> file : state.shares().entrySet()) {
            for (ShareReservation share : file.getValue()) {
                if (ItemId.of(file.getKey(), share).equals(id)) {
                    refuseUnless(force, share.owner(), share.taken());
                    inside.locks().unshare(file.getKey(), share.owner());
                    return new Released(0, 0, 1);
                }
            }
        }
        throw new RefusedException("nothing has that id (any more)");
    }

    private void refuseUnless(boolean force, LockOwner owner, Taken taken) throws RefusedException {
        if (force) {
            return;
        }
        for (HostView view : inside.clients().get()) {
            if (view.id().equals(owner.client())) {
                refuseIfAlive(view, taken.server());
            }
        }
    }

    private void refuseIfAlive(HostView view, InetAddress from) throws RefusedException {
        // Bounded by the ping itself, which always completes.
        if (inside.ping().apply(view.addresses().get(0), from).toCompletableFuture().join()) {
            throw new RefusedException(
                    "client "
                            + view.id().number()
                            + " at "
                            + Addresses.text(view.addresses().get(0))
                            + " is alive and answers; --force takes it away all the same");
        }
    }
}
