package org.echoscale.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.echoscale.results.files.ResultFileException;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.report.Report;

/** The report of a run, with a section of each other result that was put into its directory. */
final class RunReport {
    private RunReport() {}

    /**
     * Makes it anew, once there is another result; nothing where there is no run.
     *
     * @throws UsageException when a file of the run, or one beside them, cannot be read or is not what it should be
     * @throws NotWrittenException when the report cannot be written
     */
    static void renew(Path directory) throws NotWrittenException {
        if (!Files.exists(directory.resolve(RunDirectory.MANIFEST))) {
            return;
        }
        Report report = read(directory);
        try {
            report.write();
        } catch (ResultFileException e) {
            throw unusable(e);
        } catch (IOException e) {
            throw new NotWrittenException("the report", e);
        }
    }

    /**
     * Reads what it is made from.
     *
     * @throws UsageException when a file of the run, or one beside them, cannot be read or is not what it should be
     */
    static Report read(Path directory) {
        try {
            return Report.of(RunDirectory.open(directory));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Because of a file that is there: it is not what it should be, in the way, or cannot be read. */
    static UsageException unusable(IOException e) {
        return new UsageException("no report: " + FileProblem.text(e), e);
    }
}
