package org.relock.lockd.vfs.posix;

import static org.relock.lockd.vfs.posix.Served.ALICE;
import static org.relock.lockd.vfs.posix.Served.BOB;
import static org.relock.lockd.vfs.posix.Served.fails;
import static org.relock.lockd.vfs.posix.Served.name;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.Stability;

/** What {@link PlainUserTest} has another user do: serves a directory without being root. */
final class PlainUser {

    private PlainUser() {}

    /** Serves the directory named, with handles remembered in the other one. */
    public static void main(String[] arguments) throws Exception {
        Path top = Path.of(arguments[0]);
        LocalOptions options =
                new LocalOptions(true, false, 64, Optional.of(Path.of(arguments[1])));
        FileId file;
        FileId root;
        try (Served served = new Served(top, options)) {
            root = served.root();
            FileId dir = served.makeDirectory(ALICE, root, "dir", 0755).file();
            file = served.create(BOB, dir, "file", 0600).file();
            served.write(BOB, file, 0, "text", Stability.FILE_SYNC);
            served.files.rename(ALICE, dir, name("file"), root, name("moved"));
            fails(FileStatus.ACCES, () -> served.at(BOB, "closed/x"));
        }
        try (Served served = new Served(top, options)) {
            String text = served.read(ALICE, file, 0, 10);
            boolean right = text.equals("text|") && served.root().equals(root);
            List<String> names = served.list(ALICE, root, 3);
            System.out.println(right && names.size() == 5 ? "all well" : text + names);
        }
    }
}
