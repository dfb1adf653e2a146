package org.echoscale.bench.prove;

import java.util.List;

/**
 * Which faults were caught, and whether there were false alarms.
 *
 * @param faults a row each
 * @param clean trials without a fault
 * @param proven whether every fault was put in and caught as often as asked, and no clean trial was objected to
 */
public record FaultProof(List<Row> faults, Clean clean, boolean proven) {
    public FaultProof {
        faults = List.copyOf(faults);
    }

    static FaultProof of(List<Row> faults, Clean clean, int tries) {
        boolean all = faults.stream().allMatch(row -> row.injected() >= tries && row.caught() == row.injected());
        return new FaultProof(faults, clean, all && clean.valid() == clean.trials());
    }

    public int injected() {
        return faults.stream().mapToInt(Row::injected).sum();
    }

    public int caught() {
        return faults.stream().mapToInt(Row::caught).sum();
    }

    /**
     * One fault.
     *
     * @param fault which
     * @param injected trials into whose measured window it was put
     * @param caught of those, the ones that were objected to for a reason that fits
     * @param notInjected trials that do not count, because the fault did not come about, or not within the window
     * @param reason what was said the first time it was caught; empty when it never was
     * @param missed what was said instead, of each that was not caught
     */
    public record Row(Fault fault, int injected, int caught, int notInjected, String reason, List<String> missed) {
        public Row {
            missed = List.copyOf(missed);
        }
    }

    /**
     * Trials without a fault, through the same proxy.
     *
     * @param trials how many
     * @param valid of those, the ones that were not objected to
     * @param alarms what was said of each of the others
     */
    public record Clean(int trials, int valid, List<String> alarms) {
        public Clean {
            alarms = List.copyOf(alarms);
        }
    }
}
