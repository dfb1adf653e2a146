package org.echoscale.bench.probe;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that treats each connection as a test says: a thread for each, all gone when it is closed. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listening;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Thread acceptor;

    /** What happens on a connection; the connection is closed behind it. */
    interface Handler {
        /**
         * Serves it.
         *
         * @param connection its number as a probe counts: 0 is the first check
         */
        void serve(Socket socket, int connection) throws IOException;
    }

    ScriptedServer(Handler handler) throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        acceptor = Thread.ofVirtual().start(() -> accept(handler));
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    private void accept(Handler handler) {
        for (int i = 0;; i++) {
            int connection = i;
            try {
                Socket socket = listening.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        handler.serve(socket, connection);
                    } catch (IOException e) {
                        // The probe has seen enough and is gone.
                    }
                });
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    /** Echoes until the end of the stream. */
    static void echo(Socket socket) throws IOException {
        echo(socket, Integer.MAX_VALUE);
    }

    /** Echoes so many bytes, or until the end of the stream. */
    static void echo(Socket socket, int most) throws IOException {
        byte[] buffer = new byte[8192];
        int left = most;
        while (left > 0) {
            int read = socket.getInputStream().read(buffer, 0, Math.min(left, buffer.length));
            if (read < 0) {
                return;
            }
            socket.getOutputStream().write(buffer, 0, read);
            left -= read;
        }
    }

    /** Reads to the end of the stream. */
    static void discard(Socket socket) throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (SocketException e) {
                // It was reset.
            }
        }
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
