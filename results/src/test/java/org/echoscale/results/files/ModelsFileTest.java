package org.echoscale.results.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.echoscale.results.testdata.SyntheticModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file may come from anywhere: what no run of the models can have written is refused in a line that says where it is. */
class ModelsFileTest {
    @TempDir
    Path temp;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        ModelsFile.write(temp, SyntheticModels.two());
        file = temp.resolve(ModelsFile.NAME);
    }

    @Test
    void whatIsWrittenComesBackAsItWas() throws IOException {
        assertThat(ModelsFile.readIfThere(temp)).contains(SyntheticModels.two());
        assertThat(ModelsFile.readIfThere(temp.resolve("elsewhere"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        'fromNanos' : 20000000,     | 'fromNanos' : 30000000, | runs[0].tasks[0]: an interval begins at 30000000 and not at 20000000, where the one before it ends
        'fromNanos' : 0,            | 'fromNanos' : 5,        | runs[0].tasks[0]: an interval begins at 5 and not at 0, where the one before it ends
        'fromNanos' : 0,            | 'fromNanos' : 30000000, | an interval from 30000000 to 20000000
        'fromNanos' : 0,            | 'fromNanos' : -1,       | runs[0].tasks[0].intervals[0].fromNanos: value -1 out of range (0 to 3600000000000)
        'toNanos' : 160000000       | 'toNanos' : 3600000000001 | value 3600000000001 out of range (0 to 3600000000000)
        'toNanos' : 160000000       | 'toNanos' : 3600000000000 | runs[0]: totalNanos 160000000 is not the end of the last task, 3600000000000
        'task' : 2                  | 'task' : 1              | runs[0]: task 1 stands where task 2 belongs
        'tasks' : 2                 | 'tasks' : 3             | ONE_AT_A_TIME has 2 tasks, which are not the 3 of the plan
        'tasks' : 2                 | 'tasks' : 1001          | plan.tasks: value 1001 out of range (1 to 1000)
        'steps' : 1                 | 'steps' : 101           | plan.steps: value 101 out of range (1 to 100)
        'model' : 'THREADS'         | 'model' : 'ONE_AT_A_TIME' | runs: a model is there twice
        'model' : 'THREADS'         | 'model' : 'FIBRES'      | 'FIBRES' is not one of ONE_AT_A_TIME, THREADS, VIRTUAL_THREADS, EVENTS
        'state' : 'WAITING'         | 'state' : null          | runs[0].tasks[0].intervals[1].state: null where string belongs
        'cpus' : 2,                 | 'cpus' : 0,             | value 0 out of range (1 to 2147483647)
        'heapBytes' : 1000          | 'heapBytes' : -1        | value -1 out of range (at least 0)
        'threads' : 2               | 'thread' : 2            | key runs[1].thread unknown
        'startedAt' : '2026         | 'startedAt' : '1926     | startedAt 1926-01-01T00:00:00Z is not in the years 2000 to 9999
        'schema' : 1                | 'schema' : 2            | schema: '2' is a version that this program does not read; it reads 1
        'schema' : 1,               | ""                      | key schema missing
        """)
    void whatCannotHaveBeenIsRefused(String good, String spoilt, String message) throws IOException {
        String text = Files.readString(file);
        String sought = good.replace('\'', '"');
        assertThat(text).contains(sought);
        Files.writeString(file, text.replaceFirst("\\Q" + sought + "\\E", spoilt.replace('\'', '"')));

        assertThatThrownBy(() -> ModelsFile.read(temp)).isInstanceOf(ResultFileException.class)
                .message()
                .startsWith(file + ", line ")
                .contains(message)
                .doesNotContain("\n");
    }

    @Test
    void whatIsNoFileOrTooLargeIsNotRead() throws IOException {
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength((256 << 20) + 1);
        }
        assertThatThrownBy(() -> ModelsFile.read(temp)).isInstanceOf(ResultFileException.class)
                .hasMessage(file + ": 268435457 bytes; at most 268435456 are read");

        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(() -> ModelsFile.readIfThere(temp)).isInstanceOf(ResultFileException.class)
                .hasMessage(file + ": not a file");
    }
}
