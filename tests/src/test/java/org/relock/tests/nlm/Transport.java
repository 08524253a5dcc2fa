package org.relock.tests.nlm;

/** What carries the records of RFC 5531. */
public enum Transport {
    UDP(17),
    TCP(6);

    /** The number that the portmapper (RFC 1833) calls it by. */
    final int protocol;

    Transport(int protocol) {
        this.protocol = protocol;
    }

    Transport other() {
        return this == UDP ? TCP : UDP;
    }
}
