package org.relock.state.os;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** Binds native methods where no launcher did; the only class that needs JNA, so loaded late. */
final class JnaBinding {

    private JnaBinding() {}

    static void bind(Class<?> type) {
        Native.register(type, NativeLibrary.getProcess());
    }

    static int errno() {
        return Native.getLastError();
    }

    static long addressOf(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }
}
