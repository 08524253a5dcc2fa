package org.relock.lockd.lockctl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.relock.state.os.Release;

/** The {@code lockctl} command: one question to the daemon, and its answer. */
public final class LockctlMain {

    private static final int REFUSED = 1;
    private static final int NOT_THERE = 3;
    private static final int BUFFER_BYTES = 65_536;

    /** How an answer without an answer begins. */
    private static final String ERROR = "{\"error\":";

    private LockctlMain() {}

    /** Asks, prints, and ends with 0, or 1 if refused or unwell, 2 for bad usage, 3 for nobody. */
    public static void main(String[] arguments) {
        PrintStream out =
                new PrintStream(
                        new BufferedOutputStream(
                                new FileOutputStream(FileDescriptor.out), BUFFER_BYTES),
                        false,
                        StandardCharsets.US_ASCII);
        Asked.Outcome outcome = Asked.read(Release.VERSION, arguments);
        int status;
        if (outcome instanceof Asked.Outcome.Exit exit) {
            (exit.status() == 0 ? out : System.err).print(exit.text());
            status = exit.status();
        } else {
            status = ask(((Asked.Outcome.Ask) outcome).asked(), out);
        }
        out.flush();
        System.exit(status);
    }

    private static int ask(Asked asked, PrintStream out) {
        JsonFactory json = new JsonFactory();
        try (Line line = Line.open(asked.socket())) {
            line.ask(question(json, asked));
            return asked.json()
                    ? copy(line.answer(), out)
                    : show(json, new Answer(asked, out), line.answer());
        } catch (IOException e) {
            out.flush();
            System.err.println(
                    "lockctl: no answer at "
                            + asked.socket()
                            + ": "
                            + e.getMessage()
                            + "; is rpc.lockd running?");
            return NOT_THERE;
        }
    }

    private static String question(JsonFactory json, Asked asked) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator question = json.createGenerator(text)) {
            question.writeStartObject();
            question.writeStringField("command", asked.command());
            for (Map.Entry<String, String> word : asked.words().entrySet()) {
                question.writeStringField(word.getKey(), word.getValue());
            }
            question.writeEndObject();
        }
        return text.toString();
    }

    private static int show(JsonFactory json, Answer answer, InputStream input) throws IOException {
        try {
            answer.print(json, input);
            return answer.isWell() ? 0 : REFUSED;
        } catch (RefusedException refused) {
            System.err.println("lockctl: " + Shown.sentence(refused.getMessage()));
            return REFUSED;
        }
    }

    private static int copy(InputStream input, PrintStream out) throws IOException {
        byte[] head = input.readNBytes(ERROR.length());
        out.write(head, 0, head.length);
        input.transferTo(out);
        return new String(head, StandardCharsets.US_ASCII).equals(ERROR) ? REFUSED : 0;
    }
}
