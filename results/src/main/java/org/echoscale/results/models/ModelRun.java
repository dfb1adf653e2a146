package org.echoscale.results.models;

import java.util.List;
import org.echoscale.results.model.Range;
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
        Range.atLeast(1, "cpus", cpus);
        Range.atLeast(1, "totalNanos", totalNanos);
        Range.atLeast(1, "threads", threads);
        Range.atLeast(0, "cpuNanos", cpuNanos);
        Range.atLeast(0, "voluntarySwitches", voluntarySwitches);
        Range.atLeast(0, "involuntarySwitches", involuntarySwitches);
        Range.atLeast(0, "heapBytes", heapBytes);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("tasks: none");
        }
        for (int i = 0; i < tasks.size(); i++) {
            if (tasks.get(i).task() != i + 1) {
                throw new IllegalArgumentException("task " + tasks.get(i).task() + " stands where task " + (i + 1)
                        + " belongs");
            }
        }
        long last = tasks.stream().mapToLong(TaskTime::endNanos).max().orElse(0);
        if (totalNanos != last) {
            throw new IllegalArgumentException(
                    "totalNanos " + totalNanos + " is not the end of the last task, " + last);
        }
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
            Range.atLeast(1, "task", task);
            if (intervals.isEmpty()) {
                throw new IllegalArgumentException("intervals: none");
            }
            long end = 0;
            for (Interval interval : intervals) {
                if (interval.fromNanos() != end) {
                    throw new IllegalArgumentException("an interval begins at " + interval.fromNanos()
                            + " and not at " + end + ", where the one before it ends");
                }
                end = interval.toNanos();
            }
        }

        public long endNanos() {
            return intervals.getLast().toNanos();
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
