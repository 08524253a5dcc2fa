package org.relock.tests.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/**
 * One POSIX lock as a program for guests: {@code HoldLock FILE START LENGTH wait|try}. It says
 * {@code asking}, then {@code granted} or {@code denied}; a lock is held until SIGTERM, and then it
 * says {@code released}.
 */
final class HoldLock {

    private HoldLock() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        FileChannel file =
                FileChannel.open(
                        Path.of(arguments[0]),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        long start = Long.parseLong(arguments[1]);
        long length = Long.parseLong(arguments[2]);
        say("asking");
        FileLock lock =
                arguments[3].equals("wait")
                        ? file.lock(start, length, false)
                        : file.tryLock(start, length, false);
        if (lock == null) {
            say("denied");
            return;
        }
        say("granted");
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    say("released");
                                    try {
                                        lock.release();
                                    } catch (IOException e) {
                                        System.out.println("lost " + e);
                                    }
                                }));
        new CountDownLatch(1).await();
    }

    private static void say(String word) {
        System.out.println(word);
    }
}
