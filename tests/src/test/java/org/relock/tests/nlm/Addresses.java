package org.relock.tests.nlm;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Deals out addresses one after another, so that no check meets what another one left. */
final class Addresses {

    private final int bytes;
    private BigInteger next;

    Addresses(InetAddress first) {
        bytes = first.getAddress().length;
        next = new BigInteger(1, first.getAddress());
    }

    synchronized InetAddress deal() {
        byte[] number = next.toByteArray();
        next = next.add(BigInteger.ONE);
        byte[] address = new byte[bytes];
        int length = Math.min(bytes, number.length);
        byte[] tail = Arrays.copyOfRange(number, number.length - length, number.length);
        System.arraycopy(tail, 0, address, bytes - length, length);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
