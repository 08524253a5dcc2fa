package org.relock.state.rpc;

/** ServedConnections in the order of their last activity: a list whose links lie in its members. */
final class IdleOrder {

    private ServedConnection oldest;
    private ServedConnection newest;

    /** Returns the one that was added first, or null. */
    ServedConnection oldest() {
        return oldest;
    }

    /** Adds one that is not in the list, as the newest. */
    void add(ServedConnection connection) {
        connection.older = newest;
        if (newest == null) {
            oldest = connection;
        } else {
            newest.newer = connection;
        }
        newest = connection;
    }

    /** Takes one out that is in the list. */
    void remove(ServedConnection connection) {
        ServedConnection older = connection.older;
        ServedConnection newer = connection.newer;
        if (older == null) {
            oldest = newer;
        } else {
            older.newer = newer;
        }
        if (newer == null) {
            newest = older;
        } else {
            newer.older = older;
        }
        connection.older = null;
        connection.newer = null;
    }
}
