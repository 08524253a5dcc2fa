package org.relock.state.store;

/** The fake keeps the contract too, so what passes on it passes on the real one. */
class MemoryStoreTest extends NsmStoreContract {

    private final MemoryStore store = new MemoryStore();

    @Override
    protected NsmStore open() {
        return store;
    }
}
