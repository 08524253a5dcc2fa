package org.relock.tests.man;

import java.nio.file.Path;
import org.relock.tests.Needs;

/** Where the pages are. */
final class Pages {

    /** The directory {@code man/} at the top of the project. */
    static final Path DIRECTORY = Needs.top().resolve("man");

    private Pages() {}
}
