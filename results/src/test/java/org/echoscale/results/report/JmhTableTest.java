package org.echoscale.results.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.echoscale.results.files.ResultFileException;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmhTableTest {
    @TempDir
    Path temp;

    @Test
    void what_jmh_measured_is_a_section_of_the_report_of_the_run_it_was_imported_into() throws Exception {
        RunDirectory run = new SyntheticRun().ladder(10).forks(1).subject("a", Cost.flat(6)).write(temp);
        Report.write(run);
        assertThat(temp.resolve(Report.HTML)).content().doesNotContain("id=\"jmh\"");

        try (InputStream in = JmhTableTest.class.getResourceAsStream("/org/echoscale/results/jmh/result.json")) {
            Files.write(temp.resolve(JmhTable.FILE), Objects.requireNonNull(in).readAllBytes());
        }
        Report.write(run);
        assertThat(temp.resolve(Report.SUMMARY)).content()
                .contains("\n## JMH\n", Markdown.table(JmhTable.in(temp).orElseThrow(), true));
        assertThat(temp.resolve(Report.HTML)).content().contains("<section id=\"jmh\"><h2>JMH</h2>");
    }

    @Test
    void a_file_that_jmh_did_not_write_is_refused_by_name() throws Exception {
        RunDirectory run = new SyntheticRun().ladder(10).forks(1).subject("a", Cost.flat(6)).write(temp);
        Files.writeString(temp.resolve(JmhTable.FILE), "{}");
        assertThatThrownBy(() -> Report.of(run)).isInstanceOf(ResultFileException.class)
                .hasMessageContaining("jmh.json");
    }
}
