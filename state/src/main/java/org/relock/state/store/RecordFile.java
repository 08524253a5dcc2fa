package org.relock.state.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relock.state.nsm.MonId;

/**
 * The content of one monitor file: lines, of which some may be no records. Those are kept byte for
 * byte whatever is done to the others. A value; it does no I/O.
 */
final class RecordFile {

    /** A line longer than this is no record: nfs-utils' own buffer has 1096 bytes. */
    private static final int MAX_LINE_BYTES = 2048;

    private final List<Line> lines;

    /** One line; {@code text} ends in a newline, but for a last line that had none. */
    private record Line(String text, Optional<MonitorRecord> record) {

        boolean isOf(MonId monId) {
            return record.isPresent() && record.get().monId().equals(monId);
        }
    }

    private RecordFile(List<Line> lines) {
        this.lines = lines;
    }

    /** Reads the content of the file {@code fileName}. */
    static RecordFile parse(String fileName, byte[] content) {
        String text = new String(content, ISO_8859_1);
        List<Line> lines = new ArrayList<>(1);
        int from = 0;
        while (from < text.length()) {
            int newline = text.indexOf('\n', from);
            int end = newline < 0 ? text.length() : newline;
            Optional<MonitorRecord> record =
                    end - from > MAX_LINE_BYTES
                            ? Optional.empty()
                            : RecordLine.parse(fileName, text.substring(from, end));
            int next = Math.min(end + 1, text.length());
            lines.add(new Line(text.substring(from, next), record));
            from = next;
        }
        return new RecordFile(lines);
    }

    /** Returns the records, in the order of their lines. */
    List<MonitorRecord> records() {
        List<MonitorRecord> records = new ArrayList<>(lines.size());
        for (Line line : lines) {
            line.record().ifPresent(records::add);
        }
        return records;
    }

    /** Returns the numbers of the lines that are no records, from 1. */
    List<Integer> badLines() {
        List<Integer> bad = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).record().isEmpty()) {
                bad.add(i + 1);
            }
        }
        return bad;
    }

    /** Returns this with {@code record} in place of those of the same {@link MonId}, or added. */
    RecordFile with(MonitorRecord record) throws UnstorableException {
        Line added = new Line(RecordLine.format(record), Optional.of(record));
        List<Line> changed = new ArrayList<>(lines.size() + 1);
        boolean placed = false;
        for (Line line : lines) {
            if (!line.isOf(record.monId())) {
                changed.add(line);
            } else if (!placed) {
                changed.add(added);
                placed = true;
            }
        }
        if (!placed) {
            changed.add(added);
        }
        return new RecordFile(changed);
    }

    /** Returns this without the records of {@code monId}. */
    RecordFile without(MonId monId) {
        List<Line> kept = new ArrayList<>(lines.size());
        for (Line line : lines) {
            if (!line.isOf(monId)) {
                kept.add(line);
            }
        }
        return new RecordFile(kept);
    }

    /**
     * Returns this with all that {@code newer} says: its records in place of ours of the same
     * {@link MonId}, and its other lines unless we have them.
     */
    RecordFile merge(RecordFile newer) {
        List<Line> merged = new ArrayList<>(lines.size() + newer.lines.size());
        for (Line line : lines) {
            boolean replaced = line.record().isPresent() && newer.has(line.record().get().monId());
            if (!replaced && !newer.has(line.text())) {
                merged.add(line);
            }
        }
        merged.addAll(newer.lines);
        return new RecordFile(merged);
    }

    /** Returns whether there is a record of {@code monId}. */
    boolean has(MonId monId) {
        for (Line line : lines) {
            if (line.isOf(monId)) {
                return true;
            }
        }
        return false;
    }

    private boolean has(String text) {
        for (Line line : lines) {
            if (line.text().equals(text)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether there is no line at all. */
    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Returns the bytes; every line but the last surely ends in a newline. */
    byte[] content() {
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).text();
            content.append(line);
            if (i + 1 < lines.size() && !line.endsWith("\n")) {
                content.append('\n');
            }
        }
        return content.toString().getBytes(ISO_8859_1);
    }
}
