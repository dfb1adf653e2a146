package org.echoscale.results.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Output as it was last looked at and found good. {@code mvn test -Dgolden.refresh=true} takes the present one. */
public final class Golden {
    private Golden() {}

    public static void assertSame(String name, String actual) throws IOException {
        Path file = Path.of("src/test/resources/golden", name);
        if (Boolean.getBoolean("golden.refresh")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
        }
        assertThat(file).as("refresh with -Dgolden.refresh=true").exists();
        assertThat(actual).isEqualTo(Files.readString(file));
    }
}
