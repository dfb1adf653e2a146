package org.echoscale.results.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.files.ClaimFile;
import org.echoscale.results.files.ModelsFile;
import org.echoscale.results.files.WaitFile;
import org.echoscale.results.model.ClaimResults;
import org.echoscale.results.model.WaitCosts;
import org.echoscale.results.models.ModelsResult;

/**
 * Results that were put into the directory of a run beside its own. Each that is there becomes a section of the report.
 *
 * @param claims what became of the claims
 * @param waits what wait calls cost
 * @param models what programming models made of the same work
 * @param jmh what JMH measured
 */
record Beside(Optional<ClaimResults> claims, Optional<WaitCosts> waits, Optional<ModelsResult> models,
        Optional<Table> jmh) {

    /** @throws org.echoscale.results.files.ResultFileException when one is not what it should be */
    static Beside in(Path directory) throws IOException {
        return new Beside(ClaimFile.read(directory), WaitFile.readIfThere(directory),
                ModelsFile.readIfThere(directory), JmhTable.in(directory));
    }
}
