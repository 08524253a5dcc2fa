package org.relock.lockd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relock.lockd.export.ClientNames;
import org.relock.lockd.export.Export;
import org.relock.lockd.export.ExportSources;
import org.relock.lockd.export.ExportTable;
import org.relock.lockd.export.FileHandle;
import org.relock.lockd.export.SignedHandles;
import org.relock.lockd.export.SmallFiles;
import org.relock.lockd.mount.MountList;
import org.relock.lockd.mount.MountProgram;
import org.relock.lockd.nfs3.Nfs3Counters;
import org.relock.lockd.nfs3.Nfs3Program;
import org.relock.lockd.nfsacl.NfsAclProgram;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.posix.LocalDirectory;
import org.relock.lockd.vfs.posix.LocalOptions;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Credential;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.Transport;
import org.relock.state.service.LateNames;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** Every program of the file service on directories of this machine, called with bytes as root. */
final class FilesServed implements AutoCloseable {

    final ExportTable exports;
    final Program nfs;
    final List<Program> programs = new ArrayList<>();
    private final LateNames names = new LateNames();
    private final Path etc;

    FilesServed(Path state, String exported) throws IOException {
        SmallFiles files = SmallFiles.below(state);
        exports =
                new ExportTable(
                        SignedHandles.open(files),
                        (path, id, synchronous, subtreeCheck) ->
                                LocalDirectory.open(
                                        Path.of(path),
                                        new LocalOptions(
                                                synchronous,
                                                subtreeCheck,
                                                64,
                                                Optional.of(files.path("handles-" + id)))),
                        new ClientNames(names, () -> 1),
                        (delay, task) -> {});
        etc = Files.createDirectories(state.resolve("etc"));
        load(exported);
        Nfs3Counters counters = new Nfs3Counters();
        nfs = Nfs3Program.of(exports, Runnable::run, counters, () -> 1);
        programs.add(nfs);
        programs.add(NfsAclProgram.of(exports, Runnable::run, counters, () -> 1));
        programs.addAll(
                MountProgram.of(exports, MountList.open(files, Runnable::run), Runnable::run));
    }

    /** Exports that and nothing else. */
    void load(String exported) throws IOException {
        Files.writeString(etc.resolve("exports"), exported);
        List<String> complaints =
                exports.load(new ExportSources(etc, List.of()).read()).complaints();
        if (!complaints.isEmpty()) {
            throw new IllegalStateException(complaints.toString());
        }
    }

    /** Returns the handle of a file in an export. */
    Opaque handle(int export, String... path) throws FileException {
        Export of = exports.byId(export).orElseThrow();
        org.relock.lockd.vfs.FileId file = of.files().root();
        for (String name : path) {
            Opaque bytes = Opaque.copyOf(name.getBytes(ISO_8859_1));
            file = of.files().lookup(new Actor(0, 0, List.of()), file, bytes).file();
        }
        return exports.seal(FileHandle.in(of, file));
    }

    /**
     * Makes a call; returns the bytes of its results, or empty if there is no such procedure.
     *
     * @throws MalformedXdrException if the arguments are none: GARBAGE_ARGS
     */
    static Optional<byte[]> call(Program program, int procedure, byte[] arguments)
            throws MalformedXdrException {
        InetAddress here = InetAddress.getLoopbackAddress();
        Caller caller =
                new Caller(
                        new InetSocketAddress(here, 700),
                        here,
                        Transport.TCP,
                        new Credential.Sys(0, "pc", 0, 0, List.of()),
                        1);
        Optional<Answer> answer =
                program.answer(caller, procedure, new XdrReader(ByteBuffer.wrap(arguments)));
        return answer.isEmpty() ? Optional.empty() : Optional.of(results(answer.get()));
    }

    private static byte[] results(Answer answer) {
        if (answer instanceof Answer.Written written) {
            XdrWriter out = new XdrWriter(256);
            Optional<Answer> other = written.results().write(out);
            return other.isPresent() ? results(other.get()) : out.toBytes();
        }
        if (answer instanceof Answer.Later later) {
            byte[] results = XdrWriter.toBytes(later.results().toCompletableFuture().join());
            later.afterwards().run();
            return results;
        }
        Answer.Now now = (Answer.Now) answer;
        byte[] results = XdrWriter.toBytes(now.results());
        now.afterwards().run();
        return results;
    }

    @Override
    public void close() {
        exports.close();
        names.close();
    }
}
