package org.echoscale.bench.prove;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An echo server that answers so many more bytes, whichever connection they are on, and then stands still until it is let go
 * on. It reads one byte at a time.
 */
final class HesitantEcho implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicInteger answered = new AtomicInteger();
    private final CountDownLatch goesOn = new CountDownLatch(1);

    HesitantEcho() throws IOException {
        start("hesitant-echo", this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    void answerOnly(int bytes) {
        left.set(bytes);
    }

    /** Bytes that it has answered in all. */
    int answered() {
        return answered.get();
    }

    void goOn() {
        goesOn.countDown();
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = listener.accept();
            socket.setTcpNoDelay(true);
            synchronized (sockets) {
                sockets.add(socket);
            }
            start("hesitant-echo-connection", () -> echo(socket));
        }
    }

    private void echo(Socket socket) throws IOException, InterruptedException {
        for (int read = socket.getInputStream().read(); read >= 0; read = socket.getInputStream().read()) {
            if (left.getAndDecrement() <= 0) {
                goesOn.await();
            }
            socket.getOutputStream().write(read);
            answered.incrementAndGet();
        }
    }

    private interface Serving {
        void run() throws IOException, InterruptedException;
    }

    private void start(String name, Serving serving) {
        Thread.ofPlatform().name(name).daemon().start(() -> {
            try {
                serving.run();
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() throws IOException {
        listener.close();
        goesOn.countDown();
        synchronized (sockets) {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
