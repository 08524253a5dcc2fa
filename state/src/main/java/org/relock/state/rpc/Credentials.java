package org.relock.state.rpc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/** Judges the credential of a call (RFC 5531, section 8.2 and appendix A). */
final class Credentials {

    /** {@code AUTH_NONE}. */
    static final int NONE = 0;

    /** {@code AUTH_SYS}. */
    static final int SYS = 1;

    /** {@code RPCSEC_GSS} (RFC 2203). */
    static final int GSS = 6;

    /** AUTH_SYS's {@code machinename} is at most this long, in bytes. */
    private static final int MAX_MACHINE_NAME_BYTES = 255;

    /** AUTH_SYS's {@code gids} are at most this many. */
    private static final int MAX_GROUPS = 16;

    /** {@code auth_stat}s that we answer. */
    enum Refusal {
        /** {@code AUTH_BADCRED}: bad credential (seal broken). */
        BAD_CREDENTIAL(1),
        /** {@code AUTH_REJECTEDCRED}: client must begin new session. */
        REJECTED_CREDENTIAL(2),
        /** {@code AUTH_FAILED}: some unknown reason. */
        FAILED(7);

        private final int number;

        Refusal(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    private Credentials() {}

    /**
     * Returns what the caller says of itself.
     *
     * @throws MalformedXdrException if it does not say it as its flavour does; see {@link #refusal}
     */
    static Credential decode(int flavor, ByteBuffer body) throws MalformedXdrException {
        return switch (flavor) {
            // Its body should be empty; what is in it means nothing, and libtirpc does not look.
            case NONE -> Credential.None.INSTANCE;
            case SYS -> sys(new XdrReader(body));
            default -> throw new MalformedXdrException("unknown credential flavour");
        };
    }

    /**
     * Returns why a credential that cannot be decoded is refused. AUTH_SHORT is among the unknown:
     * we hand out no short credentials, and AUTH_REJECTEDCRED makes a client show its long one.
     */
    static Refusal refusal(int flavor) {
        return flavor == SYS || flavor == GSS
                ? Refusal.BAD_CREDENTIAL
                : Refusal.REJECTED_CREDENTIAL;
    }

    private static Credential.Sys sys(XdrReader body) throws MalformedXdrException {
        int stamp = body.i32();
        String machineName = body.string(MAX_MACHINE_NAME_BYTES);
        int uid = body.i32();
        int gid = body.i32();
        int groups = body.count(MAX_GROUPS);
        if (body.remaining() != 4 * groups) {
            throw new MalformedXdrException("AUTH_SYS is longer or shorter than its parts");
        }
        List<Integer> gids = new ArrayList<>(groups);
        for (int i = 0; i < groups; i++) {
            gids.add(body.i32());
        }
        return new Credential.Sys(stamp, machineName, uid, gid, gids);
    }
}
