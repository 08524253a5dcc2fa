package org.relock.lockd.vfs.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relock.lockd.vfs.FileStatus;

/** What the kernel's errors are to a client (RFC 1813, 2.6), those too that no test can provoke. */
class ErrnoTest {

    @ParameterizedTest
    @CsvSource({
        "1, PERM",
        "2, NOENT",
        "5, IO",
        "6, NXIO",
        "11, JUKEBOX",
        "12, JUKEBOX",
        "13, ACCES",
        "16, ACCES",
        "17, EXIST",
        "18, XDEV",
        "19, NODEV",
        "20, NOTDIR",
        "21, ISDIR",
        "22, INVAL",
        "23, JUKEBOX",
        "24, JUKEBOX",
        "26, ACCES",
        "27, FBIG",
        "28, NOSPC",
        "30, ROFS",
        "31, MLINK",
        "36, NAMETOOLONG",
        "37, JUKEBOX",
        "39, NOTEMPTY",
        "95, NOTSUPP",
        "116, STALE",
        "122, DQUOT",
        "9, SERVERFAULT"
    })
    void eachHasItsStatus(int errno, FileStatus status) {
        assertEquals(status, Errno.status(errno));
        assertEquals(status, Errno.failure(-errno).status());
    }
}
