package org.relock.tests.nlm;

import java.net.InetAddress;

/**
 * Makes files in an NFSv3 export and prints their handles: {@code HandlesMain FROM HOST EXPORT N}.
 */
final class HandlesMain {

    private HandlesMain() {}

    public static void main(String[] args) throws Exception {
        ExportedFiles files =
                new ExportedFiles(
                        InetAddress.getByName(args[0]), InetAddress.getByName(args[1]), args[2]);
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            System.out.println(files.fresh());
        }
    }
}
