package org.echoscale.bench.claims;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.echoscale.bench.semantics.EpollMemory;
import org.echoscale.bench.semantics.InterestWakes;
import org.echoscale.bench.semantics.Mechanism;
import org.echoscale.bench.semantics.MoreReadyThanRoom;
import org.echoscale.bench.semantics.Observation;
import org.echoscale.bench.semantics.Probe;
import org.echoscale.bench.semantics.RegistrationNeverBlocks;
import org.echoscale.bench.semantics.SelectEnd;
import org.echoscale.bench.semantics.UndrainedHandler;
import org.echoscale.bench.semantics.UnreadData;
import org.echoscale.results.model.ClaimResults.Figure;
import org.echoscale.results.model.ClaimResults.Verdict;

/** Claims about what the calls mean: a single observation decides, because the kernel does the same each time. */
final class SemanticsClaims {
    private SemanticsClaims() {}

    static Decision decide(Claim claim) throws IOException {
        List<Observation> seen = observe(claim);
        if (seen.isEmpty()) {
            throw new IllegalStateException("no probe for " + claim);
        }
        String words = seen.stream().map(Observation::sentence).collect(Collectors.joining(". ")) + ".";
        return switch (claim) {
            case K2 -> selectEnd(seen, words);
            case K6 -> new Decision(Rules.of(seen.stream().allMatch(SemanticsClaims::reportsAgain)), words, List.of());
            case K8 -> epollMemory(seen, words);
            case K9 -> new Decision(Rules.of(seen.stream()
                    .filter(one -> one instanceof InterestWakes wakes && wakes.mechanism() == Mechanism.SELECT)
                    .allMatch(one -> one instanceof InterestWakes wakes && wakes.writeWakes() && !wakes.readWakes())),
                    words, List.of());
            case K10 -> registration(seen, words);
            default -> throw new IllegalArgumentException(claim + " is not about what the calls mean");
        };
    }

    /** Whether an edge is reported once: no second report of data that was left. */
    static boolean edgeIsReportedOnce(List<Observation> seen) {
        return seen.stream()
                .filter(UnreadData.class::isInstance)
                .map(UnreadData.class::cast)
                .allMatch(data -> data.atFirst() && !data.again() && data.whenMoreCame());
    }

    static List<Observation> observe(Claim claim) throws IOException {
        List<Observation> seen = new ArrayList<>();
        for (Probe probe : Probe.all()) {
            if (probe.claim().equals(claim.name())) {
                seen.add(probe.trial().observe());
            }
        }
        return seen;
    }

    private static boolean reportsAgain(Observation one) {
        return switch (one) {
            case UnreadData data -> data.atFirst() && data.again();
            case UndrainedHandler handler -> handler.left() == 0;
            default -> true;
        };
    }

    private static Decision selectEnd(List<Observation> seen, String words) {
        SelectEnd end = (SelectEnd) seen.getFirst();
        Verdict verdict = Rules.of(end.insideWorks() && end.bytesBehindSet() > 0);
        return new Decision(verdict, words + " It is a limit of glibc's fd_set, not of the kernel's call"
                + (end.ownBitmapWorks() ? ", which takes a longer set of one's own." : "."),
                List.of(Rules.figure("last descriptor that fits fd_set", "", end.lastInside()),
                        Rules.figure("bytes that the kernel wrote behind the set for the next one", "B",
                                end.bytesBehindSet()),
                        Rules.figure("highest descriptor that worked with a bitmap of our own", "", end.highest())));
    }

    private static Decision epollMemory(List<Observation> seen, String words) {
        EpollMemory memory = (EpollMemory) seen.getFirst();
        boolean shared = memory.mappings() > 0 || memory.mapErrno() == 0;
        return new Decision(Rules.of(shared && memory.bytesWritten() == 0), words, List.of(
                Rules.figure("events reported", "", memory.ready()),
                Rules.figure("bytes that epoll_wait copied into the program's memory", "B", memory.bytesWritten()),
                Rules.figure("mappings of the epoll descriptor", "", memory.mappings())));
    }

    private static Decision registration(List<Observation> seen, String words) {
        boolean blocks = false;
        List<Figure> figures = new ArrayList<>();
        for (Observation one : seen) {
            switch (one) {
                case RegistrationNeverBlocks registration -> {
                    blocks |= !registration.finished();
                    figures.add(Rules.figure("ready descriptors registered before any was collected", "",
                            registration.registered()));
                }
                case MoreReadyThanRoom more -> figures.add(Rules.figure("lost of " + more.ready()
                        + " ready ones with room for " + more.room() + ", " + more.mechanism(), "", more.lost()));
                default -> {
                }
            }
        }
        return new Decision(Rules.of(blocks), words, figures);
    }
}
