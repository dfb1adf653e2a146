package org.echoscale.bench.waits;

import java.util.BitSet;

/**
 * Which descriptors are made ready, set by set: at places that the golden ratio spreads over the whole range from a random
 * start, so that a few dozen sets already stand for all places. A pure function of its arguments, and the same in C.
 */
final class ReadyPlan {
    private static final double GOLDEN = 0.6180339887498949;
    private static final int MOST_SETS = 1024;
    private static final int MOST_ENTRIES = 65_536;

    private final int ready;
    private final int sets;
    private final int[] entries;

    /**
     * @param start from 0 to below 1: where the first set begins
     * @param last whether all sets are at the end of the range
     */
    ReadyPlan(BitSet wakeable, int descriptors, int ready, double start, boolean last) {
        int[] places = wakeable.stream().takeWhile(place -> place < descriptors).toArray();
        if (places.length < ready) {
            throw new IllegalArgumentException("of " + descriptors + " descriptors " + places.length
                    + " can be made ready here, not " + ready);
        }
        this.ready = ready;
        this.sets = last || ready == places.length ? 1 : Math.clamp(MOST_ENTRIES / ready, 1, MOST_SETS);
        this.entries = new int[sets * ready];
        for (int set = 0; set < sets; set++) {
            double at = start + set * GOLDEN;
            int base = nearest(places, (int) ((at - Math.floor(at)) * descriptors));
            for (int k = 0; k < ready; k++) {
                int from = last ? places.length - ready : base;
                int step = last ? k : (int) ((long) k * places.length / ready);
                entries[set * ready + k] = places[(from + step) % places.length];
            }
        }
    }

    /** The index of the first place at or behind a descriptor; the last one's when there is none. */
    private static int nearest(int[] places, int descriptor) {
        int low = 0;
        int high = places.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (places[middle] < descriptor) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int sets() {
        return sets;
    }

    int ready() {
        return ready;
    }

    /** The k-th descriptor of a set; sets repeat. */
    int descriptor(int set, int k) {
        return entries[set % sets * ready + k];
    }
}
