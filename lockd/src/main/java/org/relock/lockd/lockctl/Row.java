package org.relock.lockd.lockctl;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One object of an answer.
 *
 * @param words its texts, numbers and truths
 * @param lists its arrays: of words, each a row with the one word ""; or of objects
 */
record Row(Map<String, String> words, Map<String, List<Row>> lists) {

    /** Reads one; the parser stands at its beginning, and then at its end. */
    static Row read(JsonParser parser) throws IOException {
        Row row = new Row(new HashMap<>(), new HashMap<>());
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                row.lists.put(name, list(parser));
            } else {
                row.words.put(name, parser.getText());
            }
        }
        return row;
    }

    private static List<Row> list(JsonParser parser) throws IOException {
        List<Row> rows = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            rows.add(
                    parser.currentToken() == JsonToken.START_OBJECT
                            ? read(parser)
                            : new Row(Map.of("", parser.getText()), Map.of()));
        }
        return rows;
    }

    String word(String name) {
        return words.getOrDefault(name, "");
    }

    List<Row> list(String name) {
        return lists.getOrDefault(name, List.of());
    }
}
