package org.echoscale.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** An echo server in a process of its own that dies when it has received so many bytes. */
public final class DyingEcho implements AutoCloseable {
    private final Process process;
    private final int port;

    private DyingEcho(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one, and waits until it listens. */
    public static DyingEcho after(long bytes) throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), DyingEcho.class.getName(), Long.toString(bytes))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String port = out.readLine();
        if (port == null) {
            throw new IOException("it did not start");
        }
        return new DyingEcho(process, Integer.parseInt(port));
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] words) throws IOException {
        AtomicLong left = new AtomicLong(Long.parseLong(words[0]));
        try (ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress())) {
            System.out.println(listener.getLocalPort());
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> echo(socket, left));
            }
        }
    }

    private static void echo(Socket socket, AtomicLong left) {
        try (socket) {
            byte[] bytes = new byte[8192];
            InputStream in = socket.getInputStream();
            for (int read = in.read(bytes); read > 0; read = in.read(bytes)) {
                if (left.addAndGet(-read) <= 0) {
                    Runtime.getRuntime().halt(3);
                }
                socket.getOutputStream().write(bytes, 0, read);
            }
        } catch (IOException e) {
            System.err.println(e.getMessage()); // how the generator ends its connections
        }
    }
}
