package org.echoscale.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import org.echoscale.core.EchoServer;

/**
 * The server's side of the conversation with the process that started it: a line a request, a line an answer.
 *
 * <pre>
 * stats   a {@link ServerSnapshot} as JSON
 * gc      "ok", after a garbage collection
 * stop    nothing: the session is over. The same at the end of the input, which means that the parent has gone
 * </pre>
 *
 * What cannot be answered is answered with {@code error} and the cause.
 */
public final class ControlSession {
    private final EchoServer server;
    private final BufferedReader requests;
    private final PrintStream answers;

    public ControlSession(EchoServer server, BufferedReader requests, PrintStream answers) {
        this.server = server;
        this.requests = requests;
        this.answers = answers;
    }

    /** Answers until told to stop. The server stays open: it belongs to the caller. */
    public void run() throws IOException {
        try (ProcessAccount account = ProcessAccount.open()) {
            account.snapshot(server); // loads what a snapshot needs before anybody measures
            String request = requests.readLine();
            while (request != null && !request.equals("stop")) {
                answers.println(answer(request, account));
                answers.flush();
                request = requests.readLine();
            }
        }
    }

    private String answer(String request, ProcessAccount account) {
        try {
            return switch (request) {
                case "stats" -> SnapshotJson.write(account.snapshot(server));
                case "gc" -> {
                    System.gc();
                    yield "ok";
                }
                default -> "error unknown request '" + request + "'; known: stats, gc, stop";
            };
        } catch (RuntimeException e) {
            return "error " + e.toString().replace('\n', ' ');
        }
    }
}
