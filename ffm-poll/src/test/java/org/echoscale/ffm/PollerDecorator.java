package org.echoscale.ffm;

import org.echoscale.syscalls.SyscallException;

/** A poller that does what another one does. Tests override a method of it. */
class PollerDecorator implements Poller {
    private final Poller real;

    PollerDecorator(Poller real) {
        this.real = real;
    }

    @Override
    public boolean accepts(int fd) {
        return real.accepts(fd);
    }

    @Override
    public void add(int fd, int interest) throws SyscallException {
        real.add(fd, interest);
    }

    @Override
    public void modify(int fd, int interest) throws SyscallException {
        real.modify(fd, interest);
    }

    @Override
    public void remove(int fd) {
        real.remove(fd);
    }

    @Override
    public int await(int timeoutMillis) throws SyscallException {
        return real.await(timeoutMillis);
    }

    @Override
    public int fd(int index) {
        return real.fd(index);
    }

    @Override
    public int events(int index) {
        return real.events(index);
    }

    @Override
    public boolean edgeTriggered() {
        return real.edgeTriggered();
    }

    @Override
    public void close() {
        real.close();
    }
}
