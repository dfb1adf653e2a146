package org.echoscale.results.models;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one model made of the work.
 *
 * @param model which
 * @param cpus that its process had
 * @param totalNanos from the beginning of all tasks to the end of the last
 * @param threads of the operating system that tasks ran on
 * @param cpuNanos of the whole process meanwhile
 * @param voluntarySwitches times that a thread of the process gave up its CPU to wait
 * @param involuntarySwitches times that one was taken off its CPU
 * @param residentGrowthBytes by how much the memory of the process was larger at most; null where the kernel does not tell
 * @param heapBytes allocated on the heap meanwhile
 * @param tasks the time of each
 */
public record ModelRun(Model model, int cpus, long totalNanos, int threads, long cpuNanos, long voluntarySwitches,
        long involuntarySwitches, @Nullable Long residentGrowthBytes, long heapBytes, List<TaskTime> tasks) {
    public ModelRun {
        tasks = List.copyOf(tasks);
    }

    /**
     * The time of one task, from the beginning of all to its own end.
     *
     * @param task its number from 1
     * @param intervals one after the other, without a gap
     */
    public record TaskTime(int task, List<Interval> intervals) {
        public TaskTime {
            intervals = List.copyOf(intervals);
        }

        public long endNanos() {
            return intervals.isEmpty() ? 0 : intervals.getLast().toNanos();
        }

        public long nanos(State state) {
            return intervals.stream().filter(interval -> interval.state() == state).mapToLong(Interval::nanos).sum();
        }
    }

    /** How often the kernel took a thread of the process off its CPU. */
    public double switches() {
        return (double) voluntarySwitches + involuntarySwitches;
    }

    /** The time of all tasks together in a state. */
    public long nanos(State state) {
        return tasks.stream().mapToLong(task -> task.nanos(state)).sum();
    }
}
