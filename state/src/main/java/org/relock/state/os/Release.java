package org.relock.state.os;

import java.util.Optional;

/** Which release of the project this is: the version in its pom. */
public final class Release {

    /**
     * The version. The launcher says it, as it was built with it, because to open a manifest costs
     * a good part of a start; elsewhere the jar's manifest does, and outside of a jar nothing.
     */
    public static final String VERSION =
            Optional.ofNullable(System.getProperty("relock.version"))
                    .or(() -> Optional.ofNullable(inManifest()))
                    .orElse("unreleased");

    private Release() {}

    private static String inManifest() {
        return Release.class.getPackage().getImplementationVersion();
    }
}
