package org.relock.state.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortNameTest {

    @ParameterizedTest
    @CsvSource({
        "us.example.test,us",
        "us,",
        ".us,",
        "us.,us",
        "'',",
        "10.0.0.1,",
        "::ffff:10.0.0.1,",
        "2001:db8::1,",
        "10.example.test,10"
    })
    void aNameIsCutAtItsFirstDotAndAnAddressNever(String name, String expected) {
        assertEquals(Optional.ofNullable(expected), ShortName.of(name));
    }
}
