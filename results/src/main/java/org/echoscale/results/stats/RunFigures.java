package org.echoscale.results.stats;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.model.RunManifest;

/**
 * What a run comes to.
 *
 * @param manifest what the run is
 * @param subjects names of the servers, in the order of the plan
 * @param ladder numbers of connections, ascending
 * @param cells figures, by subject and then by connections; a cell without any is not among them
 * @param residentBytes resident bytes per connection of each server, over all its steps; a server for which they cannot be
 *            derived is not among them
 * @param memory what a further connection of each server costs in memory, by straight lines; a server of which nothing is known
 *            is not among them
 * @param gaps cells, or trials of a cell, that have no figure
 * @param cautions what to keep in mind about cells that have figures
 * @param warnings what was wrong with the files
 * @param evidence how many forks each cell rests on
 * @param warmUps how the warm-ups of servers ended, and those of closed loops; those of open loops are short, as the server is warm by then
 */
public record RunFigures(RunManifest manifest, List<String> subjects, List<Integer> ladder, List<Figures> cells,
        Map<String, Spread> residentBytes, Map<String, MemorySlopes> memory, List<Remark> gaps, List<Remark> cautions,
        List<String> warnings, Evidence evidence, WarmUps warmUps) {
    public RunFigures {
        subjects = List.copyOf(subjects);
        ladder = List.copyOf(ladder);
        cells = List.copyOf(cells);
        gaps = List.copyOf(gaps);
        cautions = List.copyOf(cautions);
        warnings = List.copyOf(warnings);
    }

    public static RunFigures of(RunResults results) {
        return new Tally(results).figures();
    }

    public Optional<Figures> at(String subject, int connections) {
        return cells.stream()
                .filter(cell -> cell.connections() == connections && cell.subject().equals(subject))
                .findFirst();
    }

    /** The most forks that any cell has a valid trial of. */
    public int forks() {
        int most = 0;
        for (Figures cell : cells) {
            if (cell.closed() != null) {
                most = Math.max(most, cell.closed().messagesPerSecond().forks());
            }
            if (cell.open() != null) {
                most = Math.max(most, cell.open().latencyPerFork().size());
            }
            if (cell.churn() != null) {
                most = Math.max(most, cell.churn().connectionsPerSecond().forks());
            }
        }
        return most;
    }
}
