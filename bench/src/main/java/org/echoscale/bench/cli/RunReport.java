package org.echoscale.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.report.Report;

/** The report of a run into whose directory another result was put. */
final class RunReport {
    private RunReport() {}

    /** Makes it anew, with a section of that result; nothing where there is no run. */
    static void renew(Path directory) throws IOException {
        if (Files.exists(directory.resolve(RunDirectory.MANIFEST))) {
            Report.write(RunDirectory.open(directory));
        }
    }
}
