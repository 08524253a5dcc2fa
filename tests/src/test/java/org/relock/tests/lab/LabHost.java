package org.relock.tests.lab;

import java.util.Locale;

/** The hosts of the lab. By custom alpha serves, beta loses its power, gamma waits. */
enum LabHost {
    ALPHA("10.99.0.1"),
    BETA("10.99.0.2"),
    GAMMA("10.99.0.3");

    private final String address;

    LabHost(String address) {
        this.address = address;
    }

    String address() {
        return address;
    }

    /** What the host calls itself, and the others call it in their hosts file. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
