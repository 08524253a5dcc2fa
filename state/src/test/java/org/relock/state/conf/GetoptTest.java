package org.relock.state.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line as getopt_long(3) reads it. */
class GetoptTest {

    private static final Getopt GETOPT =
            new Getopt(
                    List.of(
                            new Getopt.Option('F', "foreground", false),
                            new Getopt.Option('p', "port", true),
                            new Getopt.Option('P', "state-directory-path", true),
                            new Getopt.Option('L', "no-notify", false),
                            new Getopt.Option('N', "notify-mode", false),
                            new Getopt.Option('n', "name", true),
                            new Getopt.Option((char) 0, "strict", false)));

    @ParameterizedTest
    @CsvSource({
        "-F, F",
        "-p 4046, p=4046",
        "-p4046, p=4046",
        "--port=4046, p=4046",
        "--port 4046, p=4046",
        "--por 4046, p=4046",
        "--no-n, L",
        "--strict, strict",
        "-NFP /dir -n 10.0.0.1, N F P=/dir n=10.0.0.1",
        "-FLp4046, F L p=4046",
        "word -F other, (word) F (other)",
        "-F -- -L, F (-L)",
        "-p -F, p=-F",
        "--port=, p=",
        "-, (-)",
        "--no, ?option '--no' is ambiguous",
        "--n, ?option '--n' is ambiguous",
        "--s /dir, P=/dir",
        "--st=/dir, P=/dir",
        "--str, strict",
        "--bogus, ?unrecognized option '--bogus'",
        "--bogus=3, ?unrecognized option '--bogus'",
        "-x, ?invalid option -- 'x'",
        "-Fx, F ?invalid option -- 'x'",
        "-p, ?option requires an argument -- 'p'",
        "--port, ?option '--port' requires an argument",
        "--foreground=yes, ?option '--foreground' doesn't allow an argument"
    })
    void wordsAreUnderstoodAsTheCLibraryDoes(String line, String understood) {
        StringBuilder words = new StringBuilder();
        for (Getopt.Word word : GETOPT.read(line.split(" "))) {
            words.append(words.length() == 0 ? "" : " ").append(shown(word));
        }
        assertEquals(understood, words.toString());
    }

    private static String shown(Getopt.Word word) {
        if (word instanceof Getopt.Word.Given given) {
            Getopt.Option option = given.option();
            String name = option.letter() == 0 ? option.name() : "" + option.letter();
            return option.takesArgument() ? name + "=" + given.argument() : name;
        }
        if (word instanceof Getopt.Word.Wrong wrong) {
            return "?" + wrong.complaint();
        }
        return "(" + ((Getopt.Word.Other) word).word() + ")";
    }
}
