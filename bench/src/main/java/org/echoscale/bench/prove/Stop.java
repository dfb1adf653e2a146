package org.echoscale.bench.prove;

/**
 * What a stop of a process was, as measured from outside of it. All but the asked length are by the monotonic clock.
 *
 * @param askedNanos how long it was to be
 * @param stoppedNanos from the return of the call that stopped the process to the call that let it go on
 * @param unsureNanos how long the first of those calls took: the stop was at most so much longer
 * @param confirmedNanos how long after the first of those calls all of its threads were seen to be stopped
 * @param reactionNanos from the call that let it go on to the echo of a message that had been sent to it first of all
 * @param drainNanos from that echo to the echo of a message that had been sent to it last of all
 */
public record Stop(long askedNanos, long stoppedNanos, long unsureNanos, long confirmedNanos, long reactionNanos,
        long drainNanos) {

    /** How long nobody had an answer. */
    public long silentNanos() {
        return stoppedNanos + reactionNanos;
    }
}
