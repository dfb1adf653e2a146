package org.echoscale.bench.models;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadFactory;
import org.echoscale.results.models.Model;
import org.echoscale.results.models.ModelRun;
import org.echoscale.results.models.ModelRun.TaskTime;
import org.echoscale.results.models.ModelsPlan;
import org.echoscale.syscalls.Syscalls;
import org.echoscale.syscalls.Syscalls.ResourceUsage;
import org.jspecify.annotations.Nullable;

/** One model at work in this JVM. Costs are those of the whole process, so nothing else should run in it. */
public final class Execution {
    /** Loads all that a model needs, so that the first task does not pay for it. */
    private static final ModelsPlan WARM_UP = new ModelsPlan(4, 2, 1_000_000, 5_000_000);

    private final ModelsPlan plan;
    private final List<Task> tasks = new ArrayList<>();

    private Execution(ModelsPlan plan) {
        this.plan = plan;
    }

    /** Does the work after a warm-up, against a {@link DelayServer}. */
    public static ModelRun of(Model model, ModelsPlan plan, InetSocketAddress server) throws IOException {
        new Execution(WARM_UP).run(model, server);
        return new Execution(plan).run(model, server);
    }

    private ModelRun run(Model model, InetSocketAddress server) throws IOException {
        try (Syscalls calls = Syscalls.open()) {
            for (int i = 0; i < plan.tasks(); i++) {
                tasks.add(new Task(plan, connected(server)));
            }
            return measured(model, calls);
        } finally {
            for (Task task : tasks) {
                task.close();
            }
        }
    }

    private static SocketChannel connected(InetSocketAddress server) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.connect(server);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private ModelRun measured(Model model, Syscalls calls) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        System.gc();
        ResidentPeak peak = ResidentPeak.from(Path.of("/proc/self"));
        long allocated = threads.getTotalThreadAllocatedBytes();
        ResourceUsage before = calls.resourceUsage();
        long began = System.nanoTime();
        tasks.forEach(task -> task.begin(began));
        switch (model) {
            case ONE_AT_A_TIME -> oneAtATime();
            case THREADS -> threads(Thread.ofPlatform().name("task-", 1).factory());
            case VIRTUAL_THREADS -> threads(Thread.ofVirtual().name("task-", 1).factory());
            case EVENTS -> events();
        }
        ResourceUsage after = calls.resourceUsage();
        long heap = threads.getTotalThreadAllocatedBytes() - allocated;
        return result(model, before, after, heap, peak.growthBytes());
    }

    private void oneAtATime() throws IOException {
        try (Burner burner = new Burner()) {
            for (Task task : tasks) {
                task.run(burner);
            }
        }
    }

    private void threads(ThreadFactory factory) throws IOException {
        List<IOException> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (Task task : tasks) {
            Thread thread = factory.newThread(() -> {
                try (Burner burner = new Burner()) {
                    task.run(burner);
                } catch (IOException e) {
                    failures.add(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while tasks were at work");
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private void events() throws IOException {
        try (Burner burner = new Burner(); Selector selector = Selector.open()) {
            for (Task task : tasks) {
                task.channel().configureBlocking(false);
                task.channel().register(selector, SelectionKey.OP_READ, task);
            }
            for (Task task : tasks) {
                task.compute(burner);
                task.ask();
            }
            for (int left = tasks.size(); left > 0;) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    Task task = (Task) key.attachment();
                    if (task.replied()) {
                        task.compute(burner);
                        if (task.isDone()) {
                            left--;
                        } else {
                            task.ask();
                        }
                    }
                }
                selector.selectedKeys().clear();
            }
        }
    }

    private ModelRun result(Model model, ResourceUsage before, ResourceUsage after, long heap,
            @Nullable Long growth) {
        Set<String> threads = new TreeSet<>();
        List<TaskTime> times = new ArrayList<>();
        for (Task task : tasks) {
            threads.addAll(task.threads());
            times.add(new TaskTime(times.size() + 1, task.log().intervals()));
        }
        return new ModelRun(model, Runtime.getRuntime().availableProcessors(),
                times.stream().mapToLong(TaskTime::endNanos).max().orElse(0), threads.size(),
                after.userNanos() + after.systemNanos() - before.userNanos() - before.systemNanos(),
                after.voluntarySwitches() - before.voluntarySwitches(),
                after.involuntarySwitches() - before.involuntarySwitches(), growth, heap, times);
    }
}
