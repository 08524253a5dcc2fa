package org.relock.lockd.journal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import org.relock.lockd.hosts.Client;
import org.relock.lockd.hosts.ClientRecord;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.ShareReservation;
import org.relock.lockd.locks.Taken;
import org.relock.lockd.locks.Wish;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * Reads what {@link RecordWriter} wrote. Values that come again and again (files, owners, addresses
 * of ours) are one object each, so that a table made of them is as small as the one before.
 */
final class RecordReader {

    private static final int MAX_ADDRESS_BYTES = 16;

    private final Map<Object, Object> known = new HashMap<>();

    /**
     * Reads a record of the table behind its type and tells it.
     *
     * @throws MalformedXdrException if its checksum is right and nothing else
     */
    void tell(RecordType type, XdrReader in, LockJournal table) throws MalformedXdrException {
        try {
            switch (type) {
                case LOCKED -> table.locked(file(in), lock(in));
                case UNLOCKED -> table.unlocked(file(in), owner(in), range(in));
                case WAITS -> table.waits(wish(in));
                case GONE -> table.gone(in.i64());
                case SHARED -> table.shared(file(in), share(in));
                case UNSHARED -> table.unshared(file(in), owner(in));
                default -> throw new MalformedXdrException("no record of a table: " + type);
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedXdrException(e.getMessage());
        }
    }

    /** Reads a client's record behind its type. */
    ClientRecord client(XdrReader in) throws MalformedXdrException {
        Client client =
                new Client(new ClientId(in.i64()), address(in), in.string(Frame.MAX_PAYLOAD));
        return new ClientRecord(
                client, in.string(Frame.MAX_PAYLOAD), in.fixedOpaque(ClientRecord.PRIV_BYTES));
    }

    private FileKey file(XdrReader in) throws MalformedXdrException {
        return same(new FileKey(in.i32(), in.opaque(FileKey.NAME_LIMIT)), FileKey.class);
    }

    private LockOwner owner(XdrReader in) throws MalformedXdrException {
        LockOwner owner = new LockOwner(new ClientId(in.i64()), in.opaque(Frame.MAX_PAYLOAD));
        return same(owner, LockOwner.class);
    }

    private Lock lock(XdrReader in) throws MalformedXdrException {
        return new Lock(owner(in), mode(in), range(in), taken(in));
    }

    private ShareReservation share(XdrReader in) throws MalformedXdrException {
        return new ShareReservation(owner(in), in.i32(), in.i32(), taken(in));
    }

    private Wish wish(XdrReader in) throws MalformedXdrException {
        long id = in.i64();
        LockRequest request =
                new LockRequest(file(in), owner(in), mode(in), range(in), in.bool(), taken(in));
        Opaque memo = in.opaque(Frame.MAX_PAYLOAD);
        return new Wish(id, request, memo, state(in.i32()));
    }

    private static Wish.State state(int number) throws MalformedXdrException {
        return switch (number) {
            case 0 -> Wish.State.WAITING;
            case 1 -> Wish.State.OFFERED;
            case 2 -> Wish.State.DORMANT;
            default -> throw new MalformedXdrException("a wish in state " + number);
        };
    }

    private static LockMode mode(XdrReader in) throws MalformedXdrException {
        return in.bool() ? LockMode.WRITE : LockMode.READ;
    }

    private static ByteRange range(XdrReader in) throws MalformedXdrException {
        return new ByteRange(in.i64(), in.i64());
    }

    private Taken taken(XdrReader in) throws MalformedXdrException {
        InetAddress server = address(in);
        return new Taken(server, in.i32(), in.bool(), in.i64());
    }

    private InetAddress address(XdrReader in) throws MalformedXdrException {
        byte[] bytes = in.opaque(MAX_ADDRESS_BYTES).toBytes();
        int scope = in.i32();
        try {
            // Inet6Address itself, since the general method makes IPv4 ones of mapped addresses.
            InetAddress address =
                    bytes.length == MAX_ADDRESS_BYTES
                            ? Inet6Address.getByAddress(null, bytes, scope == 0 ? -1 : scope)
                            : InetAddress.getByAddress(bytes);
            return scope == 0 ? same(address, InetAddress.class) : address;
        } catch (UnknownHostException e) {
            throw new MalformedXdrException("an address of " + bytes.length + " bytes");
        }
    }

    private <T> T same(T value, Class<T> type) {
        Object before = known.putIfAbsent(value, value);
        return before == null ? value : type.cast(before);
    }
}
