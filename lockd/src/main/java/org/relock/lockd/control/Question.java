package org.relock.lockd.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.relock.lockd.locks.ByteRange;
import org.relock.state.names.NumericAddress;

/**
 * One question: an object of texts, numbers and truths, one of them {@code command}.
 *
 * @param command what is asked
 * @param words the rest, each as its text
 */
record Question(String command, Map<String, String> words) {

    /** Copies the words. */
    Question {
        words = Map.copyOf(words);
    }

    /** Reads one; {@code input} ends, or fails, where a question must. */
    static Question read(JsonFactory json, InputStream input) throws IOException, RefusedException {
        Map<String, String> words = new HashMap<>();
        try (JsonParser parser = json.createParser(input)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new RefusedException("a question is a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (!parser.nextToken().isScalarValue()) {
                    throw new RefusedException("\"" + name + "\" is no text, number or truth");
                }
                words.put(name, parser.getText());
            }
        }
        String command = words.remove("command");
        if (command == null) {
            throw new RefusedException("a question has a \"command\"");
        }
        return new Question(command, words);
    }

    /** Refuses words that the command does not know, since to overlook one could do harm. */
    void mayHave(String... names) throws RefusedException {
        for (String word : words.keySet()) {
            if (!Set.of(names).contains(word)) {
                throw new RefusedException(command + " knows no \"" + word + "\"");
            }
        }
    }

    Optional<String> word(String name) {
        return Optional.ofNullable(words.get(name));
    }

    String needed(String name) throws RefusedException {
        return word(name)
                .orElseThrow(() -> new RefusedException(command + " needs \"" + name + "\""));
    }

    boolean flag(String name) {
        return word(name).orElse("false").equals("true");
    }

    Optional<java.net.InetAddress> address(String name) throws RefusedException {
        Optional<String> word = word(name);
        if (word.isEmpty()) {
            return Optional.empty();
        }
        var address = NumericAddress.parse(word.get());
        if (address.isEmpty()) {
            throw new RefusedException("\"" + name + "\" is no address");
        }
        return address;
    }

    /** Returns a number without a sign, 64 bits wide. */
    long unsigned(String name, long otherwise) throws RefusedException {
        try {
            return word(name).isEmpty() ? otherwise : Long.parseUnsignedLong(word(name).get());
        } catch (NumberFormatException e) {
            throw new RefusedException("\"" + name + "\" is no number");
        }
    }

    /** Returns the bytes from {@code offset}, {@code length} of them; 0 reaches to the end. */
    ByteRange range() throws RefusedException {
        return ByteRange.ofLength(unsigned("offset", 0), unsigned("length", 0))
                .orElseThrow(() -> new RefusedException("no file has these bytes"));
    }
}
