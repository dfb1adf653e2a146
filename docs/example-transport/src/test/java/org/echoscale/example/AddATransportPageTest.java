package org.echoscale.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Holds docs/add-a-transport.md to the code that it quotes. */
class AddATransportPageTest {
    private static final Path PAGE = Path.of("..", "add-a-transport.md");
    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void everyBlockOfCodeStandsInASourceFile() throws IOException {
        List<String> sources = sources();

        assertThat(quotes()).hasSize(10)
                .allSatisfy(
                        quote -> assertThat(sources).anySatisfy(source -> assertThat(source).contains(quote)));
    }

    @Test
    void theCommandsNameTheJarThatTheBuildMakes() throws IOException {
        String version = System.getProperty("project.version");

        assertThat(Files.readString(PAGE))
                .contains("docs/example-transport/target/echoscale-example-transport-" + version + ".jar");
    }

    /** All blocks but commands. */
    private static List<String> quotes() throws IOException {
        return BLOCK.matcher(Files.readString(PAGE))
                .results()
                .filter(block -> !block.group(1).equals("console"))
                .map((MatchResult block) -> withoutIndentation(block.group(2)))
                .toList();
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return Stream.concat(files.filter(Files::isRegularFile), Stream.of(Path.of("pom.xml")))
                    .map(AddATransportPageTest::read)
                    .map(AddATransportPageTest::withoutIndentation)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }

    private static String withoutIndentation(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n", "", "\n"));
    }
}
