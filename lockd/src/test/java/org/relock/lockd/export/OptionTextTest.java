package org.relock.lockd.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rw",
                "ro,async,insecure,no_root_squash,all_squash,subtree_check",
                "no_local_locks,insecure_locks,anonuid=4294967295,anongid=0",
                "sec=none:sys,public,fsid=7"
            })
    void whatIsSaidOfOptionsReadsAsTheSame(String words) throws MalformedExportException {
        ExportOptions options = OptionWords.read(words, ExportOptions.DEFAULT);
        String text = OptionText.of(options);
        assertEquals(options, OptionWords.read(text, ExportOptions.DEFAULT), text);
        List<String> said = List.of(text.split(",", -1));
        assertEquals(new HashSet<>(said).size(), said.size(), text);
    }
}
