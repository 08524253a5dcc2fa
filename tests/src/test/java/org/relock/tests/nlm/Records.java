package org.relock.tests.nlm;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Record marking over TCP (RFC 5531, section 11). */
final class Records {

    private static final int LAST = 0x8000_0000;
    private static final int MOST = 1 << 20;

    private Records() {}

    static void write(Socket socket, byte[] message) throws IOException {
        byte[] framed = new byte[4 + message.length];
        ByteBuffer.wrap(framed).putInt(LAST | message.length).put(message);
        OutputStream out = socket.getOutputStream();
        synchronized (socket) {
            out.write(framed);
        }
    }

    /** Reads one record, of any number of fragments. */
    static byte[] read(InputStream from) throws IOException {
        DataInputStream in = new DataInputStream(from);
        byte[] record = new byte[0];
        while (true) {
            int mark = in.readInt();
            int length = mark & ~LAST;
            if (length + record.length > MOST) {
                throw new EOFException("a record of " + length + " bytes");
            }
            int before = record.length;
            record = Arrays.copyOf(record, before + length);
            in.readFully(record, before, length);
            if (mark < 0) {
                return record;
            }
        }
    }
}
