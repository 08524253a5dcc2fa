package org.relock.lockd.accesslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import org.relock.lockd.export.PathText;
import org.relock.state.names.Addresses;

/**
 * A line of the log: words parted by blanks, of which none has a blank, a control character or
 * anything else that is not plain ASCII.
 */
final class AccessLine {

    private AccessLine() {}

    static void append(Access access, StringBuilder line) {
        line.append(Instant.ofEpochMilli(access.millis())).append(' ');
        line.append(Addresses.text(access.client())).append(' ');
        if (access.uid().isPresent()) {
            line.append(Integer.toUnsignedString(access.uid().get()));
        } else {
            line.append('-');
        }
        line.append(' ').append(PathText.escape(access.export()));
        line.append(' ').append(access.operation());
        line.append(' ').append(access.status());
        for (Access.Named object : access.objects()) {
            line.append(' ').append(object.id());
            if (object.name().isPresent()) {
                String name = new String(object.name().get().toBytes(), ISO_8859_1);
                line.append(' ').append(name.isEmpty() ? "-" : PathText.escape(name));
            }
        }
        if (access.count() >= 0) {
            line.append(' ').append(Long.toUnsignedString(access.offset()));
            line.append(' ').append(access.count());
        }
        line.append('\n');
    }
}
