package org.echoscale.results.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.model.Plan;
import org.echoscale.results.stats.RunFigures;

/** What was found under churn, apart from everything else: a table for each number of connections. */
final class ChurnTables {
    static final String TITLE = "Churn: connections that come and go";

    private ChurnTables() {}

    /** By title; empty when churn was not asked for. */
    static Map<String, Table> of(RunFigures run, Footnotes notes) {
        Map<String, Table> tables = new LinkedHashMap<>();
        for (Block block : Block.of(run)) {
            if (block.hasChurn()) {
                tables.put(block.title(), block.churn(notes));
            }
        }
        return tables;
    }

    /** What the figures are, and what they must not be compared with. */
    static String reading(Plan plan) {
        Integer messages = plan.churnMessages();
        return "Each active connection carries " + (messages == null || messages == 1
                ? "1 message"
                : messages + " messages, one after the other") + ", is reset, and opened again; idle ones stay open. "
                + "conn./s: connections opened, used and reset; CPU/conn.: of the server, for a connection with all of it; "
                + "first: time from before the connect to the first reply"
                + (messages == null || messages == 1 ? "" : "; later: times of the messages after it")
                + ". These figures are of connections: none of them compares with one of another load.";
    }
}
