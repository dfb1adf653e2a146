package org.echoscale.bench.prove;

/**
 * What a stop of a process was, as measured from outside of it.
 *
 * @param afterNanos from the beginning of the window until the silence began; negative when that was before it
 * @param askedNanos how long it was to be, at least
 * @param stoppedNanos from the beginning of the silence to the call that let the process go on; the beginning is taken in the
 *        middle between the sending of the last byte that was answered and that of the next one
 * @param unsureNanos by how much the beginning may have been earlier or later: half of what is between those two
 * @param confirmedNanos how long after the call that stopped it all of its threads were seen to be stopped
 * @param reactionNanos from the call that let it go on until the kernel received the first echo
 * @param drainNanos from that echo to the echo of the byte that had been sent to it last of all, when the kernel received it
 */
public record Stop(long afterNanos, long askedNanos, long stoppedNanos, long unsureNanos, long confirmedNanos,
        long reactionNanos, long drainNanos) {

    /** How long nobody had an answer. */
    public long silentNanos() {
        return stoppedNanos + reactionNanos;
    }

    /** From the beginning of the window until all that waited was answered. */
    public long overNanos() {
        return afterNanos + silentNanos() + drainNanos;
    }
}
