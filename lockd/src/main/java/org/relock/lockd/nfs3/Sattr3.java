package org.relock.lockd.nfs3;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.SetAttributes;
import org.relock.lockd.vfs.SetAttributes.NewTime;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/** {@code sattr3} (RFC 1813, 2.5.3): attributes to be changed. */
final class Sattr3 {

    private static final int DONT_CHANGE = 0;
    private static final int SET_TO_SERVER_TIME = 1;
    private static final int SET_TO_CLIENT_TIME = 2;

    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private Sattr3() {}

    /** Reads them as they came; see {@link #checked}. */
    static SetAttributes decode(XdrReader xdr) throws MalformedXdrException {
        return new SetAttributes(
                number(xdr),
                number(xdr),
                number(xdr),
                xdr.bool() ? OptionalLong.of(xdr.i64()) : OptionalLong.empty(),
                time(xdr),
                time(xdr));
    }

    private static OptionalInt number(XdrReader xdr) throws MalformedXdrException {
        return xdr.bool() ? OptionalInt.of(xdr.i32()) : OptionalInt.empty();
    }

    private static NewTime time(XdrReader xdr) throws MalformedXdrException {
        int how = xdr.i32();
        return switch (how) {
            case DONT_CHANGE -> NewTime.KEEP;
            case SET_TO_SERVER_TIME -> NewTime.NOW;
            case SET_TO_CLIENT_TIME -> new NewTime(false, Optional.of(Wire.time(xdr)));
            default -> throw new MalformedXdrException("time_how of " + how);
        };
    }

    /**
     * Returns what a file system may be asked for: the mode without the bits of a file type, which
     * some clients send.
     *
     * @throws FileException FBIG if the size, which is unsigned, is more than a file has; INVAL if
     *     there are too many nanoseconds
     */
    static SetAttributes checked(SetAttributes wanted) throws FileException {
        if (wanted.size().isPresent() && wanted.size().getAsLong() < 0) {
            throw new FileException(FileStatus.FBIG);
        }
        if (!isTime(wanted.accessed()) || !isTime(wanted.modified())) {
            throw new FileException(FileStatus.INVAL);
        }
        if (wanted.mode().isEmpty()) {
            return wanted;
        }
        return new SetAttributes(
                OptionalInt.of(wanted.mode().getAsInt() & Nfs3.MODE_BITS),
                wanted.uid(),
                wanted.gid(),
                wanted.size(),
                wanted.accessed(),
                wanted.modified());
    }

    private static boolean isTime(NewTime time) {
        if (time.toClientTime().isEmpty()) {
            return true;
        }
        int nanos = time.toClientTime().get().nanos();
        return nanos >= 0 && nanos < NANOS_PER_SECOND;
    }
}
